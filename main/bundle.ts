import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { contentSecurityPolicy, pageOrigin } from './security.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Answers what our page asks for under app://bundle/ with the files of one folder. */
export function serveBundle({
  folder,
}: {
  readonly folder: string;
}): (request: Pick<Request, 'method' | 'url'>) => Promise<Response> {
  return async ({ method, url }) => {
    const parsed = URL.parse(url);
    if (method !== 'GET' || parsed === null) return refuse(400);
    if (`${parsed.protocol}//${parsed.host}` !== pageOrigin) return refuse(404);
    const path = decode(parsed.pathname);
    const file = path === null ? null : join(folder, path);
    if (file === null || !file.startsWith(folder + sep)) return refuse(403);
    const type = contentTypes[extname(file)];
    const bytes = type === undefined ? null : await readFile(file).catch(() => null);
    if (type === undefined || bytes === null) return refuse(404);
    return new Response(new Uint8Array(bytes), { headers: { ...headers, 'Content-Type': type } });
  };
}

const headers = {
  'Content-Security-Policy': contentSecurityPolicy,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
};

function refuse(status: number): Response {
  return new Response(null, { status, headers });
}

/** Null for what is no path: half an escape, or a zero that some systems take for its end. */
function decode(pathname: string): string | null {
  try {
    const path = decodeURIComponent(pathname);
    return path.includes('\0') ? null : path;
  } catch {
    return null;
  }
}
