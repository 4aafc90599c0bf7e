/** One port that the door listens to. */
export interface DoorStep {
  readonly proto: 'tcp' | 'udp';
  readonly port: number;
}

export interface DoorSettings {
  readonly steps: readonly DoorStep[];
  /** An attempt that takes longer is forgotten. */
  readonly seqTimeoutMs: number;
  /** From the last step until the service is closed again. */
  readonly openForMs: number;
}

/**
 * What the door remembers. A client is a source address.
 *
 *     closed ── last step ──► open ── openForMs ──► closed      for everybody
 *     idle ── first step ──► step n ── next step ──► …          for each client
 *                            step n ── wrong step or seqTimeoutMs ──► idle
 */
export interface Door {
  readonly attempts: ReadonlyMap<string, Attempt>;
  /** Null while the service is closed. */
  readonly openUntilMs: number | null;
}

interface Attempt {
  /** Steps done, at least one. */
  readonly done: number;
  readonly sinceMs: number;
}

/** What the door saw and did: its log. Steps count from 1. */
export type DoorEvent =
  | {
      readonly type: 'step';
      readonly atMs: number;
      readonly client: string;
      readonly hit: DoorStep;
      readonly step: number;
    }
  /** `step` was expected, another hit came; the attempt, if there was one, is over. */
  | {
      readonly type: 'wrong-step';
      readonly atMs: number;
      readonly client: string;
      readonly hit: DoorStep;
      readonly step: number;
      readonly expected: DoorStep;
    }
  | { readonly type: 'forgotten'; readonly atMs: number; readonly client: string; readonly done: number }
  /** Also when it was open already: the time runs anew. */
  | { readonly type: 'opened'; readonly atMs: number; readonly client: string; readonly untilMs: number }
  | { readonly type: 'closed'; readonly atMs: number };

export interface DoorChange {
  readonly door: Door;
  readonly events: readonly DoorEvent[];
}

export const closedDoor: Door = { attempts: new Map(), openUntilMs: null };

/**
 * One hit on a knock port. A wrong one ends the attempt and does not begin another, even where it is the first step:
 * so does knockd 0.8, and a client that retries must cope with it.
 */
export function hitDoor(
  before: Door,
  settings: DoorSettings,
  hit: {
    readonly client: string;
    readonly proto: 'tcp' | 'udp';
    readonly port: number;
    readonly atMs: number;
  },
): DoorChange {
  const { client, atMs } = hit;
  const { door, events } = passTime(before, settings, atMs);
  const attempt = door.attempts.get(client);
  const done = attempt?.done ?? 0;
  const expected = settings.steps[done];
  if (expected === undefined) throw new Error('a door without steps');
  const attempts = new Map(door.attempts);
  const seen = { atMs, client, hit: { proto: hit.proto, port: hit.port }, step: done + 1 };

  if (hit.proto !== expected.proto || hit.port !== expected.port) {
    attempts.delete(client);
    return { door: { ...door, attempts }, events: [...events, { type: 'wrong-step', ...seen, expected }] };
  }
  if (done + 1 < settings.steps.length) {
    attempts.set(client, { done: done + 1, sinceMs: attempt?.sinceMs ?? atMs });
    return { door: { ...door, attempts }, events: [...events, { type: 'step', ...seen }] };
  }
  attempts.delete(client);
  const untilMs = atMs + settings.openForMs;
  return {
    door: { attempts, openUntilMs: untilMs },
    events: [...events, { type: 'step', ...seen }, { type: 'opened', atMs, client, untilMs }],
  };
}

/** Forgets and closes what is due at `atMs`. */
export function passTime(door: Door, settings: DoorSettings, atMs: number): DoorChange {
  const late = [...door.attempts].filter(([, { sinceMs }]) => atMs >= sinceMs + settings.seqTimeoutMs);
  const isOver = door.openUntilMs !== null && atMs >= door.openUntilMs;
  const attempts = new Map(door.attempts);
  for (const [client] of late) attempts.delete(client);
  return {
    door: { attempts, openUntilMs: isOver ? null : door.openUntilMs },
    events: [
      ...late.map(([client, { done }]) => ({ type: 'forgotten', atMs, client, done }) as const),
      ...(isOver ? [{ type: 'closed', atMs } as const] : []),
    ],
  };
}

/** When `passTime` has something to do next; null if nothing is pending. */
export function nextDueMs(door: Door, settings: DoorSettings): number | null {
  const due = [...door.attempts.values()].map(({ sinceMs }) => sinceMs + settings.seqTimeoutMs);
  if (door.openUntilMs !== null) due.push(door.openUntilMs);
  return due.length === 0 ? null : Math.min(...due);
}
