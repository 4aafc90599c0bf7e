import type { KnockResult, RunEvent } from '../../app/run.ts';

/** How a run ended, with what the test cares about. As it stands, the door stayed shut. */
export function result(change: Partial<KnockResult> = {}): KnockResult {
  return {
    verdict: 'still-closed',
    obstacle: null,
    address: '198.51.100.7',
    family: 4,
    port: 22,
    resolvedAgoMs: null,
    closedBy: 'silence',
    saw: null,
    tries: 1,
    packets: 3,
    rttMs: null,
    openAfterMs: null,
    tookMs: 5_000,
    clock: null,
    waitMs: null,
    addresses: [],
    ...change,
  };
}

/** A try of three fixed ports, with what the test cares about. */
export function tryEvent(change: Partial<Extract<RunEvent, { type: 'try' }>> = {}): RunEvent {
  return {
    type: 'try',
    atMs: 0,
    try: 1,
    address: '198.51.100.7',
    family: 4,
    gapMs: 5,
    packets: 3,
    steps: 3,
    moving: null,
    ...change,
  };
}

/** The first of three hits, with what the test cares about. */
export function packetEvent(change: Partial<Extract<RunEvent, { type: 'packet' }>> = {}): RunEvent {
  return {
    type: 'packet',
    atMs: 0,
    plannedMs: 0,
    try: 1,
    step: 1,
    of: 3,
    address: '198.51.100.7',
    proto: 'tcp',
    port: 7000,
    bytes: 0,
    localAddress: null,
    localPort: null,
    ...change,
  };
}
