import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import type { AddressInfo } from 'node:net';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

/** What the app sends with its page (main/security.ts), plus what makes a script from text impossible. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the built development shell is served. */
    readonly pageUrl: string;
  }
}

/** Builds the development shell once for all tests and tells them where it is. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, close } = await servePages();
  project.provide('pageUrl', url);
  return close;
}

/** Builds the development shell and serves it as the app serves its page. */
export async function servePages(): Promise<{
  readonly url: string;
  readonly close: () => Promise<void>;
}> {
  const outDir = await mkdtemp(join(tmpdir(), 'postern-window-'));
  // As it ships: under vitest's own "test" React is slow, and React Aria draws all rows of a list.
  const environment = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  await build({ configFile: 'renderer/dev/vite.config.ts', build: { outDir }, logLevel: 'error' });
  process.env['NODE_ENV'] = environment;
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://page').pathname);
    readFile(join(outDir, path)).then(
      (body) => {
        const type = types[extname(path)] ?? 'application/octet-stream';
        response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(body);
      },
      () => response.writeHead(path === '/favicon.ico' ? 204 : 404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/index.html`,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await rm(outDir, { recursive: true });
    },
  };
}
