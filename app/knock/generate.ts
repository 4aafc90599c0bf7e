import { limits } from '../hosts/shape.ts';
import type { Step } from '../hosts/step-schema.ts';
import { fail, ok, type Result } from '../result.ts';
import {
  fallsToRepeatedScan,
  firstDynamicPort,
  firstUserPort,
  scansToOpen,
  servicePorts,
  type ScansToOpen,
} from './explain.ts';

/** Why the sequence is as it is. */
export type Reason =
  /** The most scans that a sequence of this length can ask for in its weaker direction. */
  | { readonly code: 'scans'; readonly scans: ScansToOpen }
  /** Scans in one direction never open a server that starts over at a wrong step, however often repeated. */
  | { readonly code: 'no-repeated-scan' }
  /** Drawn from this many ports with equal chance, none twice. */
  | { readonly code: 'ports'; readonly from: number; readonly to: number; readonly choices: number }
  | { readonly code: 'services-left-out'; readonly ports: number }
  | { readonly code: 'ports-left-out'; readonly ports: number };

export interface GeneratedSequence {
  readonly steps: readonly Step[];
  readonly reasons: readonly Reason[];
}

/** With one or two steps every order falls to a single scan. */
const fewestSafeSteps = 3;

export type GenerateProblem =
  | { readonly code: 'step-count'; readonly least: number; readonly most: number }
  | { readonly code: 'too-few-ports'; readonly ports: number };

/**
 * A new sequence whose ports go up and down in turn.
 *
 * Among n different ports of one protocol, ascending scans needed plus descending scans needed is always n + 1 (every step ends a run
 * of one direction or the other; explain.ts), so the weaker direction can ask for (n + 1) / 2 at most. Up and down in
 * turn reaches that, and it also holds best against a scanner who turns round after each scan: n - 1 scans, where
 * "three up, then down" would fall to two. From four ports on, an order that a repeated scan contains is drawn again.
 *
 * Ports are user ports below those that computers take for their own connections, without those where services
 * listen and without `avoid`, the ports of other sequences (two doors must not begin alike, and a strict server
 * resets one door at a port of another). Each step takes one of `protocols` by chance.
 */
export function generateSequence(request: {
  readonly steps: number;
  readonly protocols?: readonly ('tcp' | 'udp')[];
  readonly avoid?: readonly number[];
  /** Cryptographically random bytes. */
  readonly random: (bytes: number) => Uint8Array;
}): Result<GeneratedSequence, GenerateProblem> {
  const { steps: count, protocols = ['tcp'], avoid = [], random } = request;
  if (!Number.isInteger(count) || count < fewestSafeSteps || count > limits.steps) {
    return fail({ code: 'step-count', least: fewestSafeSteps, most: limits.steps });
  }
  const unserved = userPorts.filter((port) => !servicePorts.has(port));
  const taken = new Set(avoid);
  const ports = unserved.filter((port) => !taken.has(port));
  if (ports.length < count) return fail({ code: 'too-few-ports', ports: ports.length });

  const steps = drawSteps({ count, ports, protocols, random });
  const scans = scansToOpen(steps);
  if (scans === null) throw new Error('a drawn sequence has a step without port');
  const reasons: Reason[] = [
    { code: 'scans', scans },
    { code: 'ports', from: firstUserPort, to: firstDynamicPort - 1, choices: ports.length },
    { code: 'services-left-out', ports: userPorts.length - unserved.length },
  ];
  if (!isRepeatedScan(steps)) reasons.push({ code: 'no-repeated-scan' });
  if (ports.length < unserved.length) {
    reasons.push({ code: 'ports-left-out', ports: unserved.length - ports.length });
  }
  return ok({ steps, reasons });
}

const userPorts: readonly number[] = Array.from(
  { length: firstDynamicPort - firstUserPort },
  (_, index) => firstUserPort + index,
);

function drawSteps(from: {
  readonly count: number;
  readonly ports: readonly number[];
  readonly protocols: readonly ('tcp' | 'udp')[];
  readonly random: (bytes: number) => Uint8Array;
}): readonly Step[] {
  const { count, ports, protocols, random } = from;
  for (;;) {
    const isFirstUp = uniform(2, random) === 0;
    const steps = upAndDown(drawDifferent(count, ports, random), isFirstUp).map((port): Step => ({
      proto: protocols[uniform(protocols.length, random)] ?? 'tcp',
      port,
    }));
    // Every order of three ports is contained in a repeated scan.
    if (count === 3 || !isRepeatedScan(steps)) return steps;
  }
}

/** `count` different items in random order: each set, and each order of it, is as likely as any other. */
function drawDifferent(
  count: number,
  items: readonly number[],
  random: (bytes: number) => Uint8Array,
): readonly number[] {
  const left = [...items];
  return Array.from({ length: count }, () => left.splice(uniform(left.length, random), 1)).flat();
}

/** Swaps neighbours until every second port is lower than both of its neighbours. */
function upAndDown(ports: readonly number[], isFirstUp: boolean): readonly number[] {
  const order = [...ports];
  for (const [index, port] of order.entries()) {
    const next = order[index + 1];
    if (next === undefined) break;
    const isUp = isFirstUp === (index % 2 === 0);
    // Cannot spoil the pair before: there `port` was the extreme, and `next` is more extreme still.
    if (port < next !== isUp) [order[index], order[index + 1]] = [next, port];
  }
  return order;
}

/** A whole number below `below` (at most 65,536), all equally likely: the uneven rest of the two bytes is drawn again. */
function uniform(below: number, random: (bytes: number) => Uint8Array): number {
  const even = 65_536 - (65_536 % below);
  for (;;) {
    const [high = 0, low = 0] = random(2);
    const number = high * 256 + low;
    if (number < even) return number % below;
  }
}

function isRepeatedScan(steps: readonly Step[]): boolean {
  return fallsToRepeatedScan(steps, 'ascending') || fallsToRepeatedScan(steps, 'descending');
}
