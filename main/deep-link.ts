/** What a link may ask: to show the window, on one host if it names one. Never more: any web page can send one. */
export interface DeepLink {
  readonly hostId: string;
}

export const linkScheme = 'postern';

/** Longer than any of ours. */
const maxLength = 100;

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Reads `postern://open/<host id>`. Null for anything else, whatever it looks like. */
export function parseDeepLink(text: string): DeepLink | null {
  if (text.length > maxLength) return null;
  const url = URL.parse(text);
  if (url?.protocol !== `${linkScheme}:` || url.host !== 'open') return null;
  const hasMore = [url.username, url.password, url.search, url.hash].some((part) => part !== '');
  const hostId = url.pathname.slice(1).toLowerCase();
  return hasMore || !uuid.test(hostId) ? null : { hostId };
}

/**
 * The link that the system started us with. Chromium reorders the words and adds its own, so the last one that reads
 * as a link counts, and switches are ignored wherever they stand.
 */
export function linkIn(argv: readonly string[]): DeepLink | null {
  const link = argv.findLast((word) => parseDeepLink(word) !== null);
  return link === undefined ? null : parseDeepLink(link);
}
