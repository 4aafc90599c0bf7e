import type { RunEvent } from '../../app/run.ts';

export type Lane = 'planned' | 'sent' | 'replies' | 'check';

/** By protocol: circle TCP, square UDP, triangle ICMP. A diamond is the service that answered. */
export type Shape = 'circle' | 'square' | 'triangle' | 'cross' | 'caret' | 'diamond' | 'gave-up';

export interface Mark {
  readonly lane: Lane;
  readonly shape: Shape;
  /** Planned, or answered by something else than the expected service. */
  readonly isHollow: boolean;
  /** 0 to 1. */
  readonly x: number;
}

/** A picture of one run: every place along its width from 0 to 1. */
export interface TimelineLayout {
  readonly marks: readonly Mark[];
  /** Times at which somebody looked at the service. */
  readonly looks: readonly { readonly from: number; readonly to: number }[];
  readonly ticks: readonly { readonly x: number; readonly atMs: number }[];
  /** Where the axis leaves out a pause of this length. */
  readonly cuts: readonly { readonly x: number; readonly pauseMs: number }[];
}

/** A longer pause is cut out of the axis: it would leave no room for what happened. */
const longestPauseMs = 2_000;

/** Room of a cut, as a share of the time that is drawn. */
const cutShare = 0.06;

/** Labels closer than this would touch where the picture is narrow. */
const tickDistance = 0.2;

/** Draws what happened along one axis, linear but for the pauses that are cut out. Times count from the start. */
export function layoutTimeline(events: readonly RunEvent[]): TimelineLayout {
  const drawn = events.filter(isDrawn);
  const moments = [...new Set([0, ...drawn.flatMap(momentsOf)])].toSorted((a, b) => a - b);
  const { place, cuts } = createAxis(moments);
  const marks = [
    ...drawn.flatMap((event) => marksOf(event, place)),
    ...gaveUp(drawn).map((atMs): Mark => ({
      lane: 'check',
      shape: 'gave-up',
      isHollow: false,
      x: place(atMs),
    })),
  ];
  const looks = joined(
    drawn
      .filter((event) => event.type === 'probe')
      .map((probe) => ({ from: place(startOf(probe)), to: place(probe.atMs) })),
  );
  const times = drawn.flatMap((event) => (event.type === 'packet' || isAnswer(event) ? [event.atMs] : []));
  return { marks, looks, ticks: chooseTicks([0, moments.at(-1) ?? 0, ...times], place), cuts };
}

type Drawn = Extract<RunEvent, { readonly type: 'packet' | 'answer' | 'not-sent' | 'probe' }>;
type Probe = Extract<RunEvent, { readonly type: 'probe' }>;

function isDrawn(event: RunEvent): event is Drawn {
  return ['packet', 'answer', 'not-sent', 'probe'].includes(event.type);
}

function isAnswer(event: Drawn): boolean {
  return event.type === 'probe' && (event.outcome.kind === 'open' || event.outcome.kind === 'wrong');
}

/** When a probe left: it is told of when it ends. */
function startOf({ atMs, outcome }: Probe): number {
  if (outcome.kind === 'not-sent') return atMs;
  return Math.max(0, atMs - (outcome.kind === 'silent' ? outcome.waitedMs : outcome.rttMs));
}

function momentsOf(event: Drawn): readonly number[] {
  switch (event.type) {
    case 'packet':
      return [Math.max(0, event.plannedMs), event.atMs];
    case 'probe':
      // A silent probe is waiting, not happening: it may be cut like any other pause.
      return event.outcome.kind === 'silent' ? [event.atMs] : [startOf(event), event.atMs];
    case 'answer':
    case 'not-sent':
      return [event.atMs];
    default:
      return event satisfies never;
  }
}

/** Piecewise linear: each long pause shrinks to the same small room. `moments` ascend. */
function createAxis(moments: readonly number[]) {
  const pauses = moments.slice(1).map((at, index) => {
    const from = moments[index] ?? 0;
    return { from, to: at, ms: at - from, isCut: at - from > longestPauseMs };
  });
  const drawnMs = pauses.reduce((sum, { ms, isCut }) => sum + (isCut ? 0 : ms), 0);
  // A run of nothing but pauses still has a picture.
  const cutMs = Math.max(drawnMs * cutShare, 1);
  let length = 0;
  const pieces = pauses.map((pause) => {
    const start = length;
    length += pause.isCut ? cutMs : pause.ms;
    return { ...pause, start, end: length };
  });
  const whole = Math.max(length, 1);
  return {
    place(atMs: number): number {
      const piece = pieces.find(({ to }) => atMs <= to);
      if (piece === undefined) return pieces.length === 0 ? 0 : 1;
      const share = piece.ms === 0 ? 0 : (atMs - piece.from) / piece.ms;
      return (piece.start + share * (piece.end - piece.start)) / whole;
    },
    cuts: pieces
      .filter(({ isCut }) => isCut)
      .map(({ start, end, ms }) => ({ x: (start + end) / 2 / whole, pauseMs: ms })),
  };
}

function marksOf(event: Drawn, place: (atMs: number) => number): readonly Mark[] {
  const at = (lane: Lane, shape: Shape, ms = event.atMs, isHollow = false): Mark => ({
    lane,
    shape,
    isHollow,
    x: place(ms),
  });
  switch (event.type) {
    case 'packet': {
      const shape = shapes[event.proto];
      return [at('planned', shape, Math.max(0, event.plannedMs), true), at('sent', shape)];
    }
    case 'answer':
      return [at('replies', 'caret')];
    case 'not-sent':
      return [at('sent', 'cross')];
    case 'probe':
      return marksOfProbe(event, at);
    default:
      return event satisfies never;
  }
}

function marksOfProbe(
  { outcome, atMs }: Probe,
  at: (lane: Lane, shape: Shape, ms?: number, isHollow?: boolean) => Mark,
): readonly Mark[] {
  switch (outcome.kind) {
    case 'open':
      return [at('check', 'diamond')];
    case 'wrong':
      return [at('check', 'diamond', atMs, true)];
    case 'refused':
    case 'unreachable':
      return [at('check', 'caret')];
    case 'not-sent':
      return [at('check', 'cross')];
    case 'silent':
      return [];
    default:
      return outcome satisfies never;
  }
}

/** Looks overlap: what is drawn is when anybody looked. */
function joined(looks: TimelineLayout['looks']): TimelineLayout['looks'] {
  const spans: { readonly from: number; to: number }[] = [];
  for (const { from, to } of looks.toSorted((a, b) => a.from - b.from)) {
    const last = spans.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else spans.push({ from, to });
  }
  return spans;
}

/** Where each try gave up waiting: its last look, if that met silence. Looks before the knock wait for nothing. */
function gaveUp(events: readonly Drawn[]): readonly number[] {
  const last = new Map<string, Probe>();
  for (const event of events) {
    if (event.type === 'probe' && event.phase === 'after') last.set(`${event.try} ${event.address}`, event);
  }
  return [...last.values()].filter(({ outcome }) => outcome.kind === 'silent').map(({ atMs }) => atMs);
}

const shapes = { tcp: 'circle', udp: 'square', icmp: 'triangle' } as const;

/** As many as fit, the earlier ones of the list first. */
function chooseTicks(times: readonly number[], place: (atMs: number) => number): TimelineLayout['ticks'] {
  const ticks: { readonly x: number; readonly atMs: number }[] = [];
  for (const atMs of times) {
    const x = place(atMs);
    if (ticks.every((tick) => Math.abs(tick.x - x) >= tickDistance)) ticks.push({ x, atMs });
  }
  return ticks.toSorted((a, b) => a.x - b.x);
}
