import type { Socket } from 'node:net';
import { parseJson } from '../../json.ts';

/** Larger than any command: an import of 5 MB, in JSON. */
export const mostFrameBytes = 32 * 1024 * 1024;

/** One message a line, as JSON. Calls `onFrame` for each whole one; a line that is no JSON ends the connection. */
export function readFrames(
  socket: Socket,
  { onFrame, mostBytes = mostFrameBytes }: { onFrame: (frame: unknown) => void; mostBytes?: number },
): void {
  let parts: Buffer[] = [];
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    let rest = chunk;
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline)) {
      const line = Buffer.concat([...parts, rest.subarray(0, end)]).toString('utf8');
      parts = [];
      bytes = 0;
      rest = rest.subarray(end + 1);
      const frame = parseJson(line);
      if (!frame.ok) {
        socket.destroy();
        return;
      }
      onFrame(frame.value);
    }
    bytes += rest.length;
    // Somebody who never ends a line must not fill our memory.
    if (bytes > mostBytes) socket.destroy();
    else if (rest.length > 0) parts.push(rest);
  });
}

/** False once the other side has gone. */
export function writeFrame(socket: Socket, frame: unknown): boolean {
  if (!socket.writable) return false;
  socket.write(`${JSON.stringify(frame)}\n`);
  return true;
}

const newline = 0x0a;
