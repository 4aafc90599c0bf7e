import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { blockedRequests } from '../contents/requests.ts';
import { findHandler } from '../protocol.ts';
import { strictObject } from '../strict.ts';
import { isLoopback } from '../url.ts';

let isOnline = true;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export const net = strictObject('net', {
  isOnline(): boolean {
    return isOnline;
  },
  get online(): boolean {
    return isOnline;
  },
  /** Files, the app's own schemes and loopback; the rest is recorded and refused. Node's stack, not Chromium's. */
  async fetch(input: string | Request, init?: RequestInit): Promise<Response> {
    const request = typeof input === 'string' ? new Request(input, init) : input;
    if (request.url.startsWith('file:')) return readAsResponse(fileURLToPath(request.url));
    const handler = findHandler(request.url);
    if (handler !== null) return handler(request);
    if (isLoopback(request.url)) return fetch(request);
    blockedRequests.push(request.url);
    throw new Error('net::ERR_BLOCKED_BY_CLIENT');
  },
});

export function goOnline(online: boolean): void {
  isOnline = online;
}

async function readAsResponse(path: string): Promise<Response> {
  try {
    const type = types[extname(path)] ?? 'application/octet-stream';
    return new Response(await readFile(path), { headers: { 'content-type': type } });
  } catch {
    throw new Error('net::ERR_FILE_NOT_FOUND');
  }
}
