import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

const limitMs = 3_000;

/**
 * Asks the page that the user chose. Whoever stands between answers in its place, as a rule with a page of his own or the
 * way to it. Follows nothing and reads nothing but the status. Never rejects.
 */
export async function isCaptive(
  url: string,
  signal: AbortSignal,
  { waitMs = limitMs }: { readonly waitMs?: number } = {},
): Promise<'online' | 'captive' | 'unknown'> {
  try {
    const status = await statusOf(new URL(url), AbortSignal.any([signal, AbortSignal.timeout(waitMs)]));
    return status === 204 ? 'online' : 'captive';
  } catch {
    // No such name, nobody there, a certificate of somebody else, too late.
    return 'unknown';
  }
}

function statusOf(url: URL, signal: AbortSignal): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    // Without `agent`, a connection would stay open for a next question.
    const asked = request(url, { signal, agent: false, headers: { 'User-Agent': 'Postern' } });
    asked.once('response', (response) => {
      resolve(response.statusCode);
      asked.destroy();
    });
    asked.on('error', reject);
    asked.end();
  });
}
