import type { Clock } from '../clock.ts';
import type { Obstacle } from '../errors.ts';
import type { PlannedPacket } from '../knock/plan.ts';
import type { Packet } from '../knock/ports.ts';
import type { SendListener } from '../knock/send.ts';
import type { ProbeOutcome } from '../probe/outcome.ts';
import type { ResolvedAddress } from '../resolve/ports.ts';
import type { RunEvent } from '../run.ts';
import type { ClockOffset } from '../time/ports.ts';
import type { Attempt } from './method.ts';

/** Turns what happens in a run into its events, with times that count from the start of the run. */
export interface Recorder {
  resolved(number: number, name: string, addresses: readonly ResolvedAddress[], tookMs: number): void;
  probed(number: number, phase: 'before' | 'after', service: Service, outcome: ProbeOutcome): void;
  /** The start of try `number` is held back. */
  held(number: number, forMs: number): void;
  trying(number: number, to: ResolvedAddress, attempt: Attempt): void;
  /** Our clock was compared with that of `source`. */
  compared(source: string, offset: ClockOffset): void;
  /** Listens to the sending of one try. */
  sending(number: number, address: string, attempt: Attempt): SendListener;
}

interface Service {
  readonly address: string;
  readonly port: number;
}

export function createRecorder(request: {
  readonly clock: Clock;
  readonly startedAt: number;
  readonly emit: (event: RunEvent) => void;
}): Recorder {
  const { clock, emit } = request;
  const since = (at: number): number => at - request.startedAt;
  const nowMs = (): number => since(clock.elapsed());
  return {
    resolved: (number, name, addresses, tookMs) =>
      emit({ type: 'resolved', atMs: nowMs(), try: number, name, addresses, tookMs }),
    probed: (number, phase, { address, port }, outcome) =>
      emit({ type: 'probe', atMs: nowMs(), try: number, phase, address, port, outcome }),
    held: (number, forMs) => emit({ type: 'held', atMs: nowMs(), try: number, forMs }),
    trying: (number, { address, family }, { gapMs, plan, steps, moving }) =>
      emit({
        type: 'try',
        atMs: nowMs(),
        try: number,
        address,
        family,
        gapMs,
        packets: plan.length,
        steps,
        moving,
      }),
    compared: (source, offset) => emit({ type: 'clock', atMs: nowMs(), source, offset }),
    sending: (number, address, { steps }) => ({
      sent: ({ step, packet }, { plannedAt, sentAt }, local) =>
        emit({
          type: 'packet',
          atMs: since(sentAt),
          plannedMs: since(plannedAt),
          try: number,
          step,
          of: steps,
          address,
          ...describe(packet),
          ...local,
        }),
      answered: ({ step }: PlannedPacket, answer, { answeredAt, rttMs }) =>
        emit({ type: 'answer', atMs: since(answeredAt), try: number, step, address, answer, rttMs }),
      blocked: ({ step }: PlannedPacket, obstacle: Obstacle) =>
        emit({ type: 'not-sent', atMs: nowMs(), try: number, step, address, obstacle }),
    }),
  };
}

/** The packet without its payload, which may be a secret of the host. */
function describe(packet: Packet) {
  switch (packet.proto) {
    case 'tcp':
      return {
        proto: packet.proto,
        port: packet.port,
        bytes: packet.mode === 'send' ? packet.data.length : 0,
      };
    case 'udp':
      return { proto: packet.proto, port: packet.port, bytes: packet.data.length };
    case 'icmp':
      return { proto: packet.proto, port: null, bytes: packet.bytes };
    default:
      return packet satisfies never;
  }
}
