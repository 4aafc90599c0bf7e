import type { App, CustomScheme, Session, Shell, WebContents } from 'electron';

/** Our one page. `file:` would give it the whole disk to read. */
export const pageOrigin = 'app://bundle';
export const pageUrl = `${pageOrigin}/index.html`;

/** Standard and secure, so that origins, relative links and the content security policy mean what they mean on the web. */
export const pageScheme: CustomScheme = {
  scheme: 'app',
  privileges: { standard: true, secure: true, codeCache: true },
};

/** Nothing but our own scripts, styles and pictures; no strings that become code (Trusted Types). */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Links of the page that the system's browser may open: these, and none that begins like one of them. */
const externalLinks: ReadonlySet<string> = new Set(['https://github.com/jvinet/knock']);

export function mayOpenOutside(url: string): boolean {
  return externalLinks.has(url);
}

/** Denies what a page can ask the browser for. Copying a text after a click is all that ours does. */
export function denyPermissions(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler' | 'on'
  >,
): void {
  const may = (permission: string): boolean => permission === 'clipboard-sanitized-write';
  session.setPermissionRequestHandler((_contents, permission, answer) => answer(may(permission)));
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => may(permission) && isOurOrigin(origin),
  );
  session.setDevicePermissionHandler(() => false);
  // What the page itself made, such as an export: the system asks the user where it goes.
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${pageOrigin}/`)) event.preventDefault();
  });
}

/** Keeps every page where it is: no other site, no popup, no embedded browser. */
export function confineContents(request: {
  readonly app: Pick<App, 'on'>;
  readonly shell: Pick<Shell, 'openExternal'>;
}): void {
  request.app.on('web-contents-created', (_event, contents) => confine(contents, request.shell));
}

function confine(contents: WebContents, shell: Pick<Shell, 'openExternal'>): void {
  const stay = (event: { readonly url: string; preventDefault(): void }): void => {
    if (!isOurOrigin(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

/** Whether a URL or an origin is ours. */
function isOurOrigin(url: string): boolean {
  const parsed = URL.parse(url);
  // Node gives URLs of schemes it does not know the origin "null".
  return parsed !== null && `${parsed.protocol}//${parsed.host}` === pageOrigin && parsed.username === '';
}
