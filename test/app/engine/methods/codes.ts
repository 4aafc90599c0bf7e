import type { Arrival } from '../../../../app/fake/servers.ts';
import type { Host } from '../../../../app/hosts/schema.ts';
import type { Step } from '../../../../app/hosts/step-schema.ts';
import { deriveHits } from '../../../../app/otp/derive.ts';
import type { Ports } from '../../../../app/ports.ts';
import type { SecretPorts } from '../../../../app/secrets/ports.ts';
import type { Slot } from '../../../../app/secrets/slots.ts';
import type { World } from '../../../../app/fake/world.ts';
import { nas } from '../story.ts';

/** When the clock of a world starts: the first second of a minute. */
export const startedAt = 1_767_225_600_000;

/** The clock of a server that is ahead of a world by this much. */
export const serverClock =
  (aheadMs = 0) =>
  (atMs: number): number =>
    startedAt + atMs + aheadMs;

export const service = { servicePort: 22, openForMs: 30_000 };
export const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export const otpSecret = '12345678901234567890';
export const derivation = {
  scheme: 'pk1',
  purpose: 'open:ssh',
  label: 'nas',
  count: 4,
  ranges: [[10_000, 32_767]] as [number, number][],
  exclude: [],
  sampler: 'snum31',
  proto: 'tcp',
} as const;

/** A host with this way of knocking. */
export function hostWith(knock: object, change: Partial<Omit<Host, 'knock'>> = {}): Host {
  // `nas` parses it.
  return nas({ ...change, knock: knock as Host['knock'] });
}

/** The hits that both sides derive. */
export function hitsOf(factor: number): readonly Arrival[] {
  return stepsOf(factor).map((step) => ({ proto: step.proto, port: step.proto === 'icmp' ? 0 : step.port }));
}

function stepsOf(factor: number): readonly Step[] {
  const steps = deriveHits({
    derivation: { ...derivation, exclude: [], ranges: [[10_000, 32_767]] },
    secret: bytesOf(otpSecret),
    factor,
    stepS: 60,
    epochS: 0,
  });
  if (!steps.ok) throw new Error(steps.error.code);
  return steps.value;
}

/** A vault that is open and has these secrets for a host. */
export function vaultWith(host: Host, secrets: Readonly<Partial<Record<Slot, string>>>) {
  const bytes = Object.entries(secrets).map(([slot, text]) => [slot, bytesOf(text)]);
  return { keyring: 'real' as const, secrets: { [host.id]: Object.fromEntries(bytes) as object } };
}

/** The same world with other ports in places. */
export function withPorts(world: World, change: (ports: Ports) => Partial<Ports>): World {
  return { ...world, ports: { ...world.ports, ...change(world.ports) } };
}

/** Every array that the secrets port hands out from now on, for a look at it when the run is over. */
export function watchSecrets(world: World): {
  readonly world: World;
  readonly handedOut: readonly Uint8Array[];
} {
  const handedOut: Uint8Array[] = [];
  const watched = withPorts(world, ({ secrets }) => ({
    secrets: {
      ...secrets,
      async read(hostId, slot) {
        const read = await secrets.read(hostId, slot);
        if (read.ok && read.value !== null) handedOut.push(read.value);
        return read;
      },
    } satisfies SecretPorts,
  }));
  return { world: watched, handedOut };
}
