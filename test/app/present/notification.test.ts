import { expect, test } from 'vitest';
import type { Verdict } from '../../../app/probe/verdict.ts';
import { desktopWords, type Language } from '../../../app/present/desktop-language.ts';
import {
  isKnockingByItself,
  mergeNotices,
  noticesBetween,
  type Notice,
} from '../../../app/present/notification.ts';
import { defaultSettings } from '../../../app/settings/schema.ts';
import type { Cause } from '../../../app/history/entry.ts';
import { emptyRulebook } from '../../../app/rules/schema.ts';
import type { Automation } from '../../../app/automation.ts';
import type { Snapshot } from '../../../app/snapshot.ts';
import { host as makeHost, id } from '../hosts/host.ts';
import { rule } from '../rules/rule.ts';
import { failed, knocked, knocking, minute, noAutomation, now, open, snapshot } from './snapshot.ts';

const nas = makeHost({ id: id(1), name: 'nas', address: '198.51.100.7' });
const hosts = [nas];
const silent = { ...defaultSettings, notifyOpened: false, notifyFailed: false };

const nothing = snapshot({ hosts });
const opened = snapshot({ hosts, reach: { [nas.id]: open({ closesAt: now + 32 * minute }) } });
const stuck = snapshot({ hosts, reach: { [nas.id]: failed() } });

function notices(
  before: Snapshot,
  after: Snapshot,
  options: { readonly windowVisible?: boolean; readonly language?: Language } = {},
): readonly Notice[] {
  const { windowVisible = false, language = 'en' } = options;
  return noticesBetween({ before, after, windowVisible, words: desktopWords(language, { timeZone: 'UTC' }) });
}

test.each<[string, Snapshot, Snapshot, readonly string[]]>([
  ['an opening', nothing, opened, ['nas is open']],
  ['an opening after a failure', stuck, opened, ['nas is open']],
  ['a failure', nothing, stuck, ['nas did not open']],
  [
    'a second failure',
    stuck,
    snapshot({ hosts, reach: { [nas.id]: failed({}, now + minute) } }),
    ['nas did not open'],
  ],
  [
    'open, and seen open again',
    opened,
    snapshot({ hosts, reach: { [nas.id]: open({ checkedAt: now + 1 }) } }),
    [],
  ],
  [
    'opened once more',
    opened,
    snapshot({ hosts, reach: { [nas.id]: open({ since: now + 1 }) } }),
    ['nas is open'],
  ],
  ['nothing new', opened, { ...opened, revision: 2 }, []],
  [
    'seen closed',
    opened,
    snapshot({ hosts, reach: { [nas.id]: { state: 'closed', by: 'silence', checkedAt: now } } }),
    [],
  ],
  [
    'sent without a check',
    nothing,
    snapshot({ hosts, reach: { [nas.id]: { state: 'sent', packets: 3, checkedAt: now } } }),
    ['nas: sent, not confirmed'],
  ],
  [
    'knocked too often',
    nothing,
    snapshot({ hosts, runs: { [nas.id]: knocked({ verdict: 'rate-limited' }) } }),
    ['nas did not open'],
  ],
  [
    'stopped by the user',
    nothing,
    snapshot({ hosts, runs: { [nas.id]: knocked({ verdict: 'cancelled' }) } }),
    [],
  ],
  ['a host that was removed meanwhile', nothing, { ...opened, hosts: { state: 'ready', list: [] } }, []],
  ['an opening, unwanted', nothing, { ...opened, settings: silent }, []],
  ['a failure, unwanted', nothing, { ...stuck, settings: silent }, []],
])('%s', (_story, before, after, titles) => {
  expect(notices(before, after).map(({ title }) => title)).toEqual(titles);
});

test('nobody is told of what the window shows', () => {
  expect(notices(nothing, opened, { windowVisible: true })).toEqual([]);
});

test('a notice leads to its host and says how long it stays open', () => {
  expect(notices(nothing, opened)).toEqual([
    { hostId: nas.id, title: 'nas is open', body: 'Until 14:32.', isFailure: false, isAutomatic: false },
  ]);
});

test('several hosts have one notice each', () => {
  const two = [nas, makeHost({ id: id(2), name: 'bastion' })];
  const after = snapshot({ hosts: two, reach: { [id(1)]: open(), [id(2)]: failed() } });
  expect(notices(snapshot({ hosts: two }), after).map(({ title }) => title)).toEqual([
    'nas is open',
    'bastion did not open',
  ]);
});

const verdicts: readonly Verdict[] = [
  'still-closed',
  'service-down',
  'wrong-service',
  'unreachable',
  'rate-limited',
  'cancelled',
];
const closings = ['silence', 'refusal', 'unreachable', null] as const;

test.each(['en', 'de'] as const)(
  'no notice in %s names an address or a port, whatever happened',
  (language) => {
    for (const verdict of verdicts) {
      for (const closedBy of closings) {
        const reach = { [nas.id]: failed({ verdict, closedBy, saw: 'SSH-2.0 198.51.100.7' }) };
        const [notice] = notices(nothing, snapshot({ hosts, reach }), { language });
        expect(notice?.body).toMatch(/^\D+\.$/);
      }
    }
  },
);

/** The same, begun by `cause`. */
function by(cause: Cause, after: Snapshot): Snapshot {
  return { ...after, runs: { [nas.id]: { ...knocked(), cause } } };
}
const tellAll = { ...defaultSettings, notifyAutomatic: true };

test.each<[string, Snapshot, Snapshot, readonly string[]]>([
  ['an opening by a rule', nothing, by('rule', opened), []],
  ['one that is wanted', nothing, by('rule', { ...opened, settings: tellAll }), ['nas is open']],
  ['a door that is still kept open', nothing, by('keep-open', { ...opened, settings: tellAll }), []],
  ['a failure of a rule', nothing, by('rule', stuck), ['nas did not open']],
  [
    'the next try of a rule, which failed as well',
    stuck,
    by('rule', snapshot({ hosts, reach: { [nas.id]: failed({}, now + minute) } })),
    [],
  ],
  [
    'a door that did not close when a network was left',
    nothing,
    snapshot({
      hosts,
      runs: { [nas.id]: { ...knocked({ verdict: 'still-open' }), kind: 'close', cause: 'left' } },
    }),
    ['nas is still open'],
  ],
])('of what happens by itself: %s', (_story, before, after, titles) => {
  expect(notices(before, after).map(({ title }) => title)).toEqual(titles);
});

test('a login that a network wants is told once, and to nobody without rules', () => {
  const withRules = (isCaptive: boolean): Snapshot => {
    const book = { ...emptyRulebook, rules: [rule()] };
    const automation: Automation = { ...noAutomation, rulebook: { state: 'ready', book }, isCaptive };
    return snapshot({ hosts, automation });
  };
  const title = 'This network wants a login first';
  expect(notices(withRules(false), withRules(true))).toMatchObject([{ title, isFailure: true }]);
  expect(notices(withRules(true), withRules(true))).toEqual([]);
  const without = { ...nothing, automation: { ...noAutomation, isCaptive: true } };
  expect(notices(nothing, without)).toEqual([]);
});

test('what rules did with several hosts is one notice, which names what failed', () => {
  const two = [nas, makeHost({ id: id(2), name: 'bastion' })];
  const words = desktopWords('en', { timeZone: 'UTC' });
  const notice = (hostId: string, isFailure: boolean): Notice => ({
    hostId,
    title: 'title',
    body: 'body',
    isFailure,
    isAutomatic: true,
  });
  expect(mergeNotices([notice(id(1), false), notice(id(2), true)], two, words)).toEqual({
    hostId: id(2),
    title: '1 open, 1 did not open: bastion',
    body: 'body',
    isFailure: true,
    isAutomatic: true,
  });
  // The last word on one host is the only one.
  expect(mergeNotices([notice(id(1), true), notice(id(1), false)], two, words)).toMatchObject({
    title: 'title',
    isFailure: false,
  });
  expect(mergeNotices([], two, words)).toBeNull();
});

test('only a knock that nobody asked for is waited for', () => {
  const running = (cause: Cause): Snapshot =>
    snapshot({ hosts, runs: { [nas.id]: { ...knocking(), cause } } });
  expect(isKnockingByItself(running('rule'))).toBe(true);
  expect(isKnockingByItself(running('window'))).toBe(false);
  expect(isKnockingByItself(by('rule', nothing))).toBe(false);
});
