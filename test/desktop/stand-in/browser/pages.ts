import { openBrowser } from './browser.ts';
import { unlessGone } from './cdp.ts';
import type { Cdp, CdpSession } from './cdp.ts';

/** One page of the browser, made for a window of the app. */
export interface BrowserPage {
  readonly cdp: CdpSession;
  readonly targetId: string;
}

const own = new Set<string>();
let creations: Promise<unknown> = Promise.resolve();
let watched: Promise<unknown> | undefined;

export async function createPage({ width, height }: { width: number; height: number }): Promise<BrowserPage> {
  const browser = openBrowser();
  watched ??= closeStrangers(browser);
  await watched;
  const creation = browser.browser.send('Target.createTarget', {
    url: 'about:blank',
    newWindow: true,
    width,
    height,
  });
  const created = creation.then(({ targetId }) => own.add(targetId));
  creations = Promise.allSettled([creations, created]);
  const { targetId } = await creation;
  const { sessionId } = await browser.browser.send('Target.attachToTarget', { targetId, flatten: true });
  return { cdp: browser.session(sessionId), targetId };
}

/** A page that we did not make is a popup: it is held before its first request, and closed. */
async function closeStrangers({ browser, session }: Cdp): Promise<void> {
  browser.on('Target.attachedToTarget', ({ sessionId, targetInfo: { type, targetId } }) => {
    void creations
      .then(() => {
        if (type === 'page' && !own.has(targetId)) return browser.send('Target.closeTarget', { targetId });
        return session(sessionId).send('Runtime.runIfWaitingForDebugger');
      })
      .catch(unlessGone);
  });
  await browser.send('Target.setDiscoverTargets', { discover: true });
  await browser.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: true,
    flatten: true,
  });
}
