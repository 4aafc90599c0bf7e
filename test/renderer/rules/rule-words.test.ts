import { createInstance } from 'i18next';
import { expect, test } from 'vitest';
import { createFormat } from '../../../renderer/format.ts';
import { describeRule } from '../../../renderer/rules/rule-words.ts';
import germanWords from '../../../renderer/words/de/rules.json';
import englishWords from '../../../renderer/words/en/rules.json';
import { known, nas, rule } from '../../app/rules/rule.ts';

const i18next = createInstance();
await i18next.init({
  resources: { en: { words: { rules: englishWords } }, de: { words: { rules: germanWords } } },
  defaultNS: 'words',
  interpolation: { escapeValue: false },
});
const home = known();

function say(language: 'en' | 'de', overrides: Readonly<Record<string, unknown>>): string {
  return describeRule(rule(overrides), {
    t: i18next.getFixedT(language),
    language,
    format: createFormat(language),
    hostName: (id) => (id === nas ? 'nas' : null),
    networks: [home],
  }).replaceAll('\u00a0', ' ');
}

const homeAlone = { kind: 'only', networks: [{ kind: 'known', id: home.id }] };
const notThere = {
  kind: 'except',
  networks: [
    { kind: 'ssid', pattern: 'Guest-*' },
    { kind: 'link', link: 'mobile' },
  ],
};

test.each([
  [
    { on: notThere },
    'When this computer wakes on any network except Wi-Fi named "Guest-*" and mobile networks, knock nas, unless it is open already, at most 6 times an hour.',
    'Wenn dieser Computer aufwacht (Netz: jedes außer WLAN namens „Guest-*“ und Mobilfunknetze): bei nas klopfen, nicht wenn es schon offen ist, höchstens 6-mal pro Stunde.',
  ],
  [
    { when: { kind: 'left' }, on: homeAlone, do: { kind: 'close' }, atMostAnHour: 1 },
    'When this computer leaves "Home", close nas, at most once an hour.',
    'Beim Verlassen eines Netzes („Home“): nas schließen, höchstens einmal pro Stunde.',
  ],
  [
    {
      when: { kind: 'schedule', days: [1, 2, 3, 4, 5], at: '08:55' },
      do: { kind: 'keep-open', while: { kind: 'hours', hours: 1.5 } },
      hosts: { tags: ['work'] },
      unless: { battery: true },
    },
    'From Monday to Friday at 08:55, keep all hosts tagged "work" open for 1 h 30 min, unless this computer runs on battery, at most 6 times an hour.',
    'Von Montag bis Freitag um 08:55: alle Hosts mit dem Schlagwort „work“ offen halten, für 1 h 30 min, nicht im Akkubetrieb, höchstens 6-mal pro Stunde.',
  ],
])('%o reads as a sentence', (overrides, english, german) => {
  expect(say('en', overrides)).toBe(english);
  expect(say('de', overrides)).toBe(german);
});

test('what was removed is said to be', () => {
  const gone = { on: { kind: 'only', networks: [{ kind: 'known', id: nas }] }, hosts: { ids: [home.id] } };
  expect(say('en', gone)).toContain('on a network that was removed, knock a host that was removed');
});
