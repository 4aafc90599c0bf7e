import type { Automation } from '../../../app/automation.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import type { Reach } from '../../../app/reach/reach.ts';
import type { KnockResult } from '../../../app/run.ts';
import { noVault } from '../../../app/secrets/look.ts';
import { defaultSettings } from '../../../app/settings/schema.ts';
import type { Run, Snapshot } from '../../../app/snapshot.ts';
import { result } from '../run.ts';

/** 14:00 on a day in UTC. */
export const now = Date.UTC(2026, 10, 21, 14, 0);
export const minute = 60_000;

export const noAutomation: Automation = {
  isRunning: false,
  rulebook: { state: 'loading' },
  network: null,
  isCaptive: false,
  sources: [],
  keeping: {},
  newestDecisionId: 0,
};

/** What a head gets, with what the test cares about. */
export function snapshot(
  change: Partial<Omit<Snapshot, 'hosts'>> & { readonly hosts?: readonly Host[] } = {},
): Snapshot {
  return {
    revision: 1,
    runs: {},
    reach: {},
    settings: defaultSettings,
    vault: { state: 'ready', look: noVault },
    counters: {},
    automation: noAutomation,
    activity: { total: 0, newestId: 0 },
    ...change,
    hosts: { state: 'ready', list: change.hosts ?? [] },
  };
}

export function open(change: Partial<Extract<Reach, { state: 'open' }>> = {}): Reach {
  return {
    state: 'open',
    address: '198.51.100.7',
    family: 4,
    rttMs: 23,
    checkedAt: now,
    since: now,
    closesAt: null,
    ...change,
  };
}

export function failed(change: Partial<KnockResult> = {}, checkedAt = now): Reach {
  const ended = result(change);
  return { state: 'failed', verdict: ended.verdict, result: ended, checkedAt };
}

export function knocking(startedAt = now): Run {
  return { kind: 'knock', cause: 'window', state: 'running', startedAt, events: [] };
}

export function knocked(change: Partial<KnockResult> = {}, startedAt = now): Run {
  return { kind: 'knock', cause: 'window', state: 'done', startedAt, events: [], result: result(change) };
}
