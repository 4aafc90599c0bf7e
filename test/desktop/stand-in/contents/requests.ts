import { unlessGone } from '../browser/cdp.ts';
import type { CdpSession } from '../browser/cdp.ts';
import type { Protocol } from '../browser/protocol.ts';
import { customSchemes, findHandler } from '../protocol.ts';
import { fromBrowserUrls, isLoopback, originOf, toBrowserPolicy, toBrowserUrl } from '../url.ts';

type Paused = Protocol.Events['Fetch.requestPaused'];

/** Requests to other machines that pages tried. None of them left this one. */
export const blockedRequests: string[] = [];

export interface RequestRules {
  /** A document is about to be loaded into a frame; false keeps the frame where it is. */
  mayNavigate(navigation: { url: string; frameId: string; isRedirect: boolean }): boolean;
}

/** Every request of a page passes here: the app's own schemes are answered by the app, loopback goes on, the rest ends. */
export async function watchRequests(session: CdpSession, rules: RequestRules): Promise<void> {
  session.on('Fetch.requestPaused', (paused) => {
    void decide(session, rules, paused).catch(unlessGone);
  });
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
}

async function decide(session: CdpSession, rules: RequestRules, paused: Paused): Promise<void> {
  const { requestId, request, resourceType, frameId } = paused;
  const url = fromBrowserUrls(request.url + (request.urlFragment ?? ''));
  const isRedirect = paused.redirectedRequestId !== undefined;
  if (resourceType === 'Document' && !rules.mayNavigate({ url, frameId, isRedirect })) {
    await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
    return;
  }

  const handler = findHandler(url);
  if (handler !== null) {
    await answer(session, requestId, () => handler(toRequest(url, request)));
  } else if (isLoopback(url) || /^(data|blob|about|chrome-error):/.test(url)) {
    await session.send('Fetch.continueRequest', { requestId });
  } else {
    blockedRequests.push(url);
    await session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
  }
}

async function answer(
  session: CdpSession,
  requestId: string,
  ask: () => Response | Promise<Response>,
): Promise<void> {
  let response: Response;
  try {
    response = await ask();
  } catch (error) {
    // As in Electron: the page sees a failed request, the log says why.
    console.error(error);
    await session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
    return;
  }
  await session.send('Fetch.fulfillRequest', {
    requestId,
    responseCode: response.status,
    responseHeaders: [...response.headers].map(([name, value]) => ({
      name,
      value: toBrowserHeader(name, value),
    })),
    body: Buffer.from(await response.arrayBuffer()).toString('base64'),
  });
}

function toBrowserHeader(name: string, value: string): string {
  if (name === 'location') return toBrowserUrl(value, customSchemes());
  return name.startsWith('content-security-policy') ? toBrowserPolicy(value, customSchemes()) : value;
}

function toRequest(url: string, { method, headers, postData }: Protocol.Network.Request): Request {
  const known = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    fromBrowserUrls(value),
  ]);
  const request = new Request(url, {
    method,
    headers: known,
    ...(postData === undefined ? {} : { body: postData }),
  });
  const origin = request.headers.get('origin') ?? originOf(request.headers.get('referer') ?? '');
  return Object.assign(request, origin === 'null' ? {} : { initiatorOrigin: origin });
}
