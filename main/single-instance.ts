import type { App } from 'electron';
import { linkIn, parseDeepLink, type DeepLink } from './deep-link.ts';

/**
 * Makes this process the only one. Later starts and links end up here, as a request to show the window; those that come
 * before `listen` wait. False: another process is there already, and has been told.
 */
export function claimInstance({
  app,
}: {
  readonly app: Pick<App, 'requestSingleInstanceLock' | 'on'>;
}): { readonly listen: (listener: (link: DeepLink | null) => void) => void } | false {
  if (!app.requestSingleInstanceLock()) return false;
  let listener: ((link: DeepLink | null) => void) | null = null;
  const waiting: (DeepLink | null)[] = [];
  const tell = (link: DeepLink | null): void => {
    if (listener === null) waiting.push(link);
    else listener(link);
  };
  app.on('second-instance', (_event, argv) => tell(linkIn(argv)));
  // macOS: links and clicks on the Dock arrive as events, a link even before the app is ready.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    tell(parseDeepLink(url));
  });
  // Our own start is one too, and opens no window: so this one does not wait.
  app.on('activate', () => listener?.(null));
  return {
    listen(heard) {
      listener = heard;
      for (const link of waiting.splice(0)) heard(link);
    },
  };
}
