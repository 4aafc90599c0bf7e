import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { ipFamily } from '../hosts/address.ts';
import { packetSource } from '../spa/fields.ts';

/** For the whole question, redirects included. */
const limitMs = 3_000;
/** An address in a line needs fewer than 20. */
const mostBytes = 1_024;
const mostRedirects = 3;

/**
 * This computer's IPv4 address as a web page tells it: the first one in its text; null if it could not be had. The page
 * is asked over IPv4, or it would tell the other address.
 */
export async function publicAddress(
  url: string,
  signal: AbortSignal,
  { waitMs = limitMs }: { readonly waitMs?: number } = {},
): Promise<string | null> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(waitMs)]);
  let next = url;
  for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
    const answer = await ask(next, limit);
    if (answer === null) return null;
    if (answer.kind === 'text') return firstAddress(answer.text);
    next = answer.url;
  }
  return null;
}

/** The first IPv4 address in a text. One at the end of a text that was cut may lack its last digits. */
export function firstAddress(text: string): string | null {
  const whole = text.length < mostBytes ? text : text.replace(/[\d.]+$/, '');
  const candidates = whole.match(/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)/g) ?? [];
  // In a packet 0.0.0.0 stands for its sender: a page has no say in that.
  return candidates.find((each) => ipFamily(each) === 4 && each !== packetSource) ?? null;
}

type Answer =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'moved'; readonly url: string };

async function ask(url: string, signal: AbortSignal): Promise<Answer | null> {
  try {
    const response = await get(new URL(url), signal);
    const moved = response.headers.location;
    if ([301, 302, 303, 307, 308].includes(response.statusCode ?? 0) && moved !== undefined) {
      response.destroy();
      const to = new URL(moved, url);
      return mayFollow(new URL(url), to) ? { kind: 'moved', url: to.href } : null;
    }
    if (response.statusCode !== 200) {
      response.destroy();
      return null;
    }
    return { kind: 'text', text: await firstBytes(response) };
  } catch {
    // No such name, nobody there, a wrong certificate, too late: the answer is the same.
    return null;
  }
}

/** Out of https there is no way back: somebody on the way could name an address of his own. */
function mayFollow(from: URL, to: URL): boolean {
  return to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:');
}

function get(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp;
    // Without `agent`, a connection would stay open for a next question.
    const headers = { 'User-Agent': 'Postern', Accept: 'text/plain, */*' };
    request(url, { family: 4, signal, agent: false, headers })
      .once('response', resolve)
      .once('error', reject)
      // Without an error where the server changes to another protocol (RFC 9110 §7.8).
      .once('close', () => reject(new Error('no answer')))
      .end();
  });
}

async function firstBytes(response: IncomingMessage): Promise<string> {
  let text = '';
  // Latin-1: one character for each byte, so that the limit is the same in both.
  response.setEncoding('latin1');
  for await (const chunk of response) {
    text += String(chunk);
    if (text.length >= mostBytes) break;
  }
  return text.slice(0, mostBytes);
}
