import { closeSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly offset?: string;
  readonly size?: number;
  readonly executable?: boolean;
  /** Kept beside the archive, in app.asar.unpacked. */
  readonly unpacked?: boolean;
}

/**
 * Unpacks an archive into a folder that goes with the process: Node can't read inside one. Format: two pickled numbers
 * (4, header size), a pickled string (its JSON), then the files (github.com/electron/asar).
 */
export function unpackAsar(archive: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'stand-in-asar-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = openSync(archive, 'r');
  const sizes = read(file, 0, 16);
  const header = JSON.parse(read(file, 16, sizes.readUInt32LE(12)).toString()) as Entry;
  unpack(header, folder, (offset, size) => read(file, 8 + sizes.readUInt32LE(4) + offset, size));
  closeSync(file);
  return folder;
}

function unpack(entry: Entry, path: string, content: (offset: number, size: number) => Buffer): void {
  if (entry.files === undefined) {
    if (entry.unpacked === true) return;
    const bytes = content(Number(entry.offset ?? 0), entry.size ?? 0);
    writeFileSync(path, bytes, { mode: entry.executable === true ? 0o755 : 0o644 });
    return;
  }
  mkdirSync(path, { recursive: true });
  for (const [name, child] of Object.entries(entry.files)) unpack(child, join(path, name), content);
}

function read(file: number, position: number, size: number): Buffer {
  const buffer = Buffer.alloc(size);
  readSync(file, buffer, { position });
  return buffer;
}
