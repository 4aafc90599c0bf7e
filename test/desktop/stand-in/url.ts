/**
 * Chromium cannot learn a scheme from outside, so `app://bundle/x` is loaded as
 * `https://bundle.app.electron-standin.test/x` and every URL that the app sees is turned back.
 */
const suffix = '.electron-standin.test';

export function toBrowserUrl(url: string, schemes: Iterable<string>): string {
  const [, scheme = '', host = '', rest = ''] = /^([a-z][a-z0-9]*):\/\/([a-z0-9.-]+)(.*)$/is.exec(url) ?? [];
  return [...schemes].includes(scheme)
    ? `https://${host}.${scheme}${suffix}${rest === '' ? '/' : rest}`
    : url;
}

/** Also within a longer text, such as a header. */
export function fromBrowserUrls(text: string): string {
  return text.replaceAll(/https:\/\/([a-z0-9.-]+)\.([a-z0-9]+)\.electron-standin\.test/gi, '$2://$1');
}

/** Sources of a content security policy name the scheme, with or without a host. */
export function toBrowserPolicy(policy: string, schemes: Iterable<string>): string {
  return [...schemes].reduce(
    (text, scheme) =>
      text
        .replaceAll(
          new RegExp(`(?<![\\w.-])${scheme}://([a-z0-9.-]+)`, 'gi'),
          `https://$1.${scheme}${suffix}`,
        )
        .replaceAll(new RegExp(`(?<![\\w.-])${scheme}:(?!//)`, 'gi'), `https://*.${scheme}${suffix}`),
    policy,
  );
}

/** As a WebFrameMain's `origin`: `null` in words where the URL has none. */
export function originOf(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.host === '') return 'null';
  return `${parsed.protocol}//${parsed.host}`;
}

export function isLoopback(url: string): boolean {
  const host = URL.parse(url)?.hostname ?? '';
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}
