import { english } from './desktop-english.ts';
import { german } from './desktop-german.ts';
import type { DesktopCatalogue, DesktopWords } from './desktop-words.ts';

export type Language = 'en' | 'de';

const catalogues: Readonly<Record<Language, DesktopCatalogue>> = { en: english, de: german };

export function desktopWords(language: Language, options: { readonly timeZone?: string } = {}): DesktopWords {
  const tag = language === 'en' ? 'en-GB' : language;
  const minutes = { ...options, hour: '2-digit', minute: '2-digit' } as const;
  const clock = new Intl.DateTimeFormat(tag, minutes);
  const exact = new Intl.DateTimeFormat(tag, { ...minutes, second: '2-digit' });
  return {
    ...catalogues[language],
    time: (ms) => clock.format(ms),
    exactTime: (ms) => exact.format(ms),
  };
}

/** The language to speak: the chosen one, or the best we have for the system's. */
export function languageOf(chosen: Language | 'system', systemLocale: string): Language {
  if (chosen !== 'system') return chosen;
  return /^de\b/i.test(systemLocale) ? 'de' : 'en';
}
