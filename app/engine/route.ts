import type { Clock } from '../clock.ts';
import type { Obstacle } from '../errors.ts';
import type { Host } from '../hosts/schema.ts';
import { chooseAddresses } from '../resolve/choose.ts';
import type { ResolvePorts, ResolvedAddress } from '../resolve/ports.ts';
import { fail, ok, type Result } from '../result.ts';
import type { Experience } from './experience.ts';
import type { Recorder } from './recorder.ts';

/** The addresses of one host in the course of a run. */
export interface Route {
  /** The address for try `number` (from 1), resolved anew. It is pinned for that try: hits and probes share it. */
  next(number: number): Promise<Result<ResolvedAddress, Obstacle>>;
  /** Takes an address out of the round because there is no way to it; false if it was the last one. */
  passOver(address: string): boolean;
  /** How old the last resolution is, milliseconds; null for a literal. */
  ageMs(): number | null;
}

/** A retry does not wait longer for a slow resolver: the address it knows is more likely right than not. */
const resolveAgainMs = 500;

export function createRoute(request: {
  readonly host: Host;
  readonly family: 'auto' | '4' | '6';
  readonly clock: Clock;
  readonly resolve: ResolvePorts['resolve'];
  readonly experience: Experience;
  readonly recorder: Recorder;
  readonly signal: AbortSignal;
}): Route {
  const { host, family, clock, experience, recorder, signal } = request;
  const passed = new Set<string>();
  let addresses: readonly ResolvedAddress[] = [];
  let resolvedAt: number | null = null;

  const usable = (): readonly ResolvedAddress[] => addresses.filter(({ address }) => !passed.has(address));

  async function resolveAgain(number: number): Promise<Obstacle | null> {
    const startedAt = clock.elapsed();
    const end = new AbortController();
    if (number > 1)
      void clock.sleep(resolveAgainMs, AbortSignal.any([signal, end.signal])).then(() => end.abort());
    const answer = await request.resolve(host.address, AbortSignal.any([signal, end.signal]));
    end.abort();
    if (!answer.ok) return addresses.length > 0 ? null : answer.error;
    const preferred = await experience.preferredFamily(answer.value);
    addresses = chooseAddresses({ addresses: answer.value, family, preferred });
    const isLiteral = answer.value[0]?.address === host.address;
    if (!isLiteral) {
      resolvedAt = clock.elapsed();
      recorder.resolved(number, host.address, answer.value, resolvedAt - startedAt);
    }
    if (addresses.length > 0) return null;
    return { code: 'no-address-in-family', address: host.address, family: family === '6' ? 6 : 4 };
  }

  return {
    async next(number) {
      const obstacle = await resolveAgain(number);
      if (obstacle !== null) return fail(obstacle);
      const round = usable();
      const address = round[(number - 1) % Math.max(1, round.length)];
      return address === undefined ? fail({ code: 'no-route', address: host.address }) : ok(address);
    },
    passOver(address) {
      passed.add(address);
      return usable().length > 0;
    },
    ageMs: () => (resolvedAt === null ? null : clock.elapsed() - resolvedAt),
  };
}
