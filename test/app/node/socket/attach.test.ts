import { connect, type Socket } from 'node:net';
import { statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { attach } from '../../../../app/node/socket/attach.ts';
import { mostFrameBytes } from '../../../../app/node/socket/frames.ts';
import { listen, type Listening } from '../../../../app/node/socket/listen.ts';
import type { Update, Wire } from '../../../../app/wire.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const toClose: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0).toReversed()) await close();
});

const wire: Wire = {
  async call(name, input) {
    if (name === 'fail') throw new Error('bad input');
    return { name, input };
  },
  watch(listener) {
    watching += 1;
    listener({ kind: 'whole', snapshot: { revision: 7 } } as unknown as Update);
    return () => {
      watching -= 1;
    };
  },
};
let watching = 0;

async function serve(path: string): Promise<Listening> {
  const listening = await listen({ path, wire, version: '1.2.3', onBug: () => undefined });
  if (listening === null) throw new Error('not listening');
  toClose.push(() => listening.close());
  return listening;
}

async function attached(path: string) {
  const found = await attach(path);
  if (found === null) throw new Error('not attached');
  toClose.push(() => found.close());
  return found;
}

const newPath = async (): Promise<string> => join(temporaryFolder(), 'run', 'a.sock');

test('a command crosses with its input, and its result comes back', async () => {
  const path = await newPath();
  await serve(path);
  const there = await attached(path);
  expect(there.version).toBe('1.2.3');
  const [one, two] = await Promise.all([
    there.call('knock', { umlaut: 'ä', line: 'a\nb' }),
    there.call('check', null),
  ]);
  expect(one).toEqual({ name: 'knock', input: { umlaut: 'ä', line: 'a\nb' } });
  expect(two).toEqual({ name: 'check', input: null });
});

test('a bug there is a rejection here, and the connection goes on', async () => {
  const path = await newPath();
  await serve(path);
  const there = await attached(path);
  await expect(there.call('fail', {})).rejects.toThrow('bad input');
  await expect(there.call('check', 1)).resolves.toEqual({ name: 'check', input: 1 });
});

test('watchers get the whole first, each of them, until they stop', async () => {
  const path = await newPath();
  await serve(path);
  const there = await attached(path);
  const seen = (): Promise<[Update, () => void]> =>
    new Promise((resolve) => {
      const stop = there.watch((update) => resolve([update, () => stop()]));
    });
  const [first, second] = [await seen(), await seen()];
  expect(first[0]).toEqual({ kind: 'whole', snapshot: { revision: 7 } });
  expect(second[0]).toEqual({ kind: 'whole', snapshot: { revision: 7 } });
  expect(watching).toBe(2);
  first[1]();
  await there.call('check', 1);
  expect(watching).toBe(1);
  there.close();
  await expect.poll(() => watching).toBe(0);
});

test('a message that comes in pieces is one message', async () => {
  const path = await newPath();
  await serve(path);
  const socket = connect(path);
  toClose.push(() => socket.destroy());
  const text = `${JSON.stringify({ id: 1, call: 'knock', input: 'ä'.repeat(10_000) })}\n`;
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 4_097) socket.write(bytes.subarray(at, at + 4_097));
  const answer = await linesOf(socket, 2);
  expect(JSON.parse(answer[1] ?? '')).toEqual({
    id: 1,
    result: { name: 'knock', input: 'ä'.repeat(10_000) },
  });
});

describe.each([
  ['no JSON', 'hello\n'],
  ['JSON that asks for nothing', '{"id":1}\n'],
  ['a list', '[]\n'],
])('%s', (_, text) => {
  test('ends that connection and no other', async () => {
    const path = await newPath();
    await serve(path);
    const there = await attached(path);
    const socket = connect(path);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.resume();
    socket.write(text);
    await closed;
    await expect(there.call('check', 1)).resolves.toEqual({ name: 'check', input: 1 });
  });
});

test('a line without an end is cut off before it fills the memory', async () => {
  const path = await newPath();
  await serve(path);
  const socket = connect(path);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  socket.resume();
  const part = Buffer.alloc(1024 * 1024, 'a');
  for (let sent = 0; sent <= mostFrameBytes && !socket.destroyed; sent += part.length) {
    await new Promise((resolve) => socket.write(part, resolve));
  }
  await closed;
  expect(socket.destroyed).toBe(true);
});

test('where nobody listens there is nothing to attach to', async () => {
  expect(await attach(await newPath())).toBeNull();
});

test('a socket that a killed process left behind is taken over', async () => {
  const path = await newPath();
  await mkdir(dirname(path), { recursive: true });
  writeFileSync(path, '');
  await serve(path);
  expect(await (await attached(path)).call('check', 1)).toEqual({ name: 'check', input: 1 });
});

test('two do not listen at one place', async () => {
  const path = await newPath();
  await serve(path);
  expect(await listen({ path, wire, version: '1.2.3', onBug: () => undefined })).toBeNull();
  await attached(path);
});

test('who listens where it may not write goes on without', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'run'), '');
  expect(
    await listen({ path: join(folder, 'run', 'a.sock'), wire, version: '1', onBug: () => undefined }),
  ).toBeNull();
});

test('the socket and its folder are for their owner alone', async () => {
  const path = await newPath();
  await serve(path);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
});

test('one that speaks another protocol is none of ours', async () => {
  const path = await newPath();
  await mkdir(dirname(path), { recursive: true });
  const { createServer } = await import('node:net');
  const server = createServer((socket) => socket.write('{"postern":999,"version":"9"}\n'));
  await new Promise<void>((resolve) => server.listen(path, resolve));
  toClose.push(() => server.close());
  expect(await attach(path)).toBeNull();
});

test('calls that wait when the other side goes are rejected', async () => {
  const path = await newPath();
  const never: Wire = { ...wire, call: () => new Promise(() => undefined) };
  const listening = await listen({ path, wire: never, version: '1', onBug: () => undefined });
  const there = await attached(path);
  const waiting = there.call('knock', {});
  await listening?.close();
  await expect(waiting).rejects.toThrow('has gone');
  await expect(there.call('knock', {})).rejects.toThrow('has gone');
});

function linesOf(socket: Socket, count: number): Promise<readonly string[]> {
  let text = '';
  return new Promise((resolve) => {
    socket.on('data', (chunk) => {
      text += chunk.toString();
      if (text.split('\n').length > count) resolve(text.split('\n').slice(0, count));
    });
  });
}
