import { commandLine } from './command-line.ts';

/** `--lang`, else what the environment says, as a tag: de_DE.UTF-8 → de-DE. */
export function systemLocale(): string {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env;
  const named = commandLine.getSwitchValue('lang') || LC_ALL || LC_MESSAGES || LANG || 'en_US';
  const [tag = 'en_US'] = named.split(/[.@]/);
  return tag === 'C' || tag === 'POSIX' ? 'en-US' : tag.replace('_', '-');
}

/** The one of Chromium's own languages: only a few of them name a country. */
export function uiLocale(): string {
  const locale = systemLocale();
  return /^(en|pt|zh|es)-/.test(locale) ? locale : locale.replace(/-.*/, '');
}
