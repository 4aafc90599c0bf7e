import type { Answer } from '../../app/knock/ports.ts';
import type { Obstacle } from '../../app/errors.ts';
import type { ProbeOutcome } from '../../app/probe/outcome.ts';
import type { Moving, RunEvent } from '../../app/run.ts';
import type { ClockOffset } from '../../app/time/ports.ts';

/** One line of the table beside a timeline. */
export type Row =
  | {
      readonly kind: 'packet';
      readonly try: number;
      readonly step: number;
      readonly proto: 'tcp' | 'udp' | 'icmp';
      readonly port: number | null;
      readonly bytes: number;
      readonly plannedMs: number;
      readonly leftMs: number;
      readonly answer: { readonly answer: Answer; readonly atMs: number } | null;
    }
  | {
      readonly kind: 'not-sent';
      readonly try: number;
      readonly step: number;
      readonly atMs: number;
      readonly obstacle: Obstacle;
    }
  /** What the ports of a try were derived from. */
  | { readonly kind: 'moving'; readonly try: number; readonly atMs: number; readonly moving: Moving }
  | { readonly kind: 'held'; readonly try: number; readonly atMs: number; readonly forMs: number }
  | {
      readonly kind: 'clock';
      readonly try: number;
      readonly atMs: number;
      readonly source: string;
      readonly offset: ClockOffset;
    }
  | {
      /** Looks at the service that all ended alike. */
      readonly kind: 'look';
      readonly try: number;
      readonly port: number;
      readonly phase: 'before' | 'after';
      readonly looks: number;
      readonly fromMs: number;
      readonly untilMs: number;
      readonly outcome: ProbeOutcome;
    };

/** What one run says in a sentence. */
export interface Summary {
  readonly packets: number;
  readonly tries: number;
  /** When the packets left; empty if they are too many to be said. */
  readonly timesMs: readonly number[];
  readonly end: {
    readonly kind: 'open' | 'wrong' | 'refused' | 'unreachable' | 'silent';
    readonly port: number;
    readonly atMs: number;
  } | null;
}

/** More times than this are no sentence. */
const sayableTimes = 8;

export function rowsOf(events: readonly RunEvent[]): readonly Row[] {
  const rows: Row[] = [];
  for (const event of events) {
    if (event.type === 'packet') rows.push({ ...event, kind: 'packet', leftMs: event.atMs, answer: null });
    else if (event.type === 'not-sent') rows.push({ ...event, kind: 'not-sent' });
    else if (event.type === 'answer') noteAnswer(rows, event);
    else if (event.type === 'probe') addLook(rows, event);
    else if (event.type === 'held') rows.push({ ...event, kind: 'held' });
    else if (event.type === 'clock') rows.push({ ...event, kind: 'clock', try: rows.at(-1)?.try ?? 1 });
    else if (event.type === 'try' && event.moving !== null) {
      rows.push({ kind: 'moving', try: event.try, atMs: event.atMs, moving: event.moving });
    }
  }
  return rows.toSorted((a, b) => timeOf(a) - timeOf(b));
}

export function summarise(events: readonly RunEvent[]): Summary {
  const packets = events.filter((event) => event.type === 'packet');
  const probes = events.filter((event) => event.type === 'probe');
  const seen = probes.findLast(({ outcome }) => outcome.kind === 'open') ?? probes.at(-1);
  return {
    packets: packets.length,
    tries: new Set(packets.map((packet) => packet.try)).size,
    timesMs: packets.length <= sayableTimes ? packets.map(({ atMs }) => Math.round(atMs)) : [],
    end:
      seen === undefined || seen.outcome.kind === 'not-sent'
        ? null
        : { kind: seen.outcome.kind, port: seen.port, atMs: seen.atMs },
  };
}

/** Belongs to the last packet of that step: copies of a sequence share their numbers. */
function noteAnswer(rows: Row[], event: Extract<RunEvent, { type: 'answer' }>): void {
  const at = rows.findLastIndex(
    (row) => row.kind === 'packet' && row.try === event.try && row.step === event.step,
  );
  const row = rows[at];
  if (row?.kind === 'packet') rows[at] = { ...row, answer: { answer: event.answer, atMs: event.atMs } };
}

function addLook(rows: Row[], event: Extract<RunEvent, { type: 'probe' }>): void {
  const { outcome, phase, port } = event;
  const tookMs = 'rttMs' in outcome ? outcome.rttMs : 'waitedMs' in outcome ? outcome.waitedMs : 0;
  const fromMs = Math.max(0, event.atMs - tookMs);
  const alike = rows.findIndex(
    (row) =>
      row.kind === 'look' &&
      row.try === event.try &&
      row.phase === phase &&
      row.outcome.kind === outcome.kind,
  );
  const row = rows[alike];
  if (row?.kind === 'look') {
    rows[alike] = {
      ...row,
      looks: row.looks + 1,
      fromMs: Math.min(row.fromMs, fromMs),
      untilMs: event.atMs,
      outcome,
    };
  } else {
    rows.push({ kind: 'look', try: event.try, port, phase, looks: 1, fromMs, untilMs: event.atMs, outcome });
  }
}

function timeOf(row: Row): number {
  if (row.kind === 'packet') return row.leftMs;
  return row.kind === 'look' ? row.fromMs : row.atMs;
}
