import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '../../app/settings/schema.ts';
import de from './de.json';
import deActivity from './de/activity.json';
import deEditor from './de/editor.json';
import deImport from './de/import.json';
import deMethod from './de/method.json';
import deRules from './de/rules.json';
import deSecret from './de/secret.json';
import deSettings from './de/settings.json';
import deTimeline from './de/timeline.json';
import deVault from './de/vault.json';
import deWelcome from './de/welcome.json';
import deWhy from './de/why.json';
import en from './en.json';
import enActivity from './en/activity.json';
import enEditor from './en/editor.json';
import enImport from './en/import.json';
import enMethod from './en/method.json';
import enRules from './en/rules.json';
import enSecret from './en/secret.json';
import enSettings from './en/settings.json';
import enTimeline from './en/timeline.json';
import enVault from './en/vault.json';
import enWelcome from './en/welcome.json';
import enWhy from './en/why.json';

const english = {
  ...en,
  activity: enActivity,
  editor: enEditor,
  import: enImport,
  method: enMethod,
  rules: enRules,
  secret: enSecret,
  settings: enSettings,
  timeline: enTimeline,
  vault: enVault,
  welcome: enWelcome,
  why: enWhy,
};
const german: Catalogue = {
  ...de,
  activity: deActivity,
  editor: deEditor,
  import: deImport,
  method: deMethod,
  rules: deRules,
  secret: deSecret,
  settings: deSettings,
  timeline: deTimeline,
  vault: deVault,
  welcome: deWelcome,
  why: deWhy,
};

/** A key that a catalogue lacks does not compile: here for the catalogues, in the views through `t`. */
type Catalogue = typeof english;
const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: english,
  de: german,
};

export type Language = 'en' | 'de';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'words';
    resources: { words: Catalogue };
  }
}

const i18next = createInstance();
void i18next.use(initReactI18next).init({
  resources: Object.fromEntries(Object.entries(catalogues).map(([tag, words]) => [tag, { words }])),
  lng: 'en',
  fallbackLng: 'en',
  defaultNS: 'words',
  // The catalogues are in the bundle, so there is nothing to wait for.
  initAsync: false,
  // React escapes what it draws.
  interpolation: { escapeValue: false },
});

/** Switches the words, and what the page says of its language. */
export function applyLanguage(chosen: Settings['language']): void {
  const language = chosen === 'system' ? systemLanguage(navigator.languages) : chosen;
  if (i18next.language !== language) void i18next.changeLanguage(language);
  document.documentElement.lang = language;
  document.documentElement.dir = i18next.dir(language);
}

/** The first of the user's languages that there is a catalogue for. */
function systemLanguage(tags: readonly string[]): Language {
  const known = tags.map((tag) => tag.split('-')[0]).find((tag) => tag !== undefined && tag in catalogues);
  return known === 'de' ? 'de' : 'en';
}
