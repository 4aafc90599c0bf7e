/** nftables maps whose knock sequences follow the clock: four ports a step, the steps beside it accepted too. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Namespace } from '../namespaces.ts';
import type { Door } from './door.ts';
import { preparePk1, type Pk1Options } from './pk1.ts';

export interface RotationOptions extends Pk1Options {
  /** Length of a step, seconds. */
  readonly stepS?: number;
  /** How many steps before and after the current one open as well. */
  readonly skew?: number;
  readonly openForS?: number;
}

export interface Rotation extends Door {
  /** Accepts the sequences of the step at this time, and of its neighbours, and no others. */
  rotate(nowS: number): Promise<void>;
  /** Rotates by the machine's clock, now and at the start of each step, until the door stops. */
  follow(): Promise<void>;
}

/** Nothing opens it before the first rotation. */
export async function startRotation(server: Namespace, options: RotationOptions): Promise<Rotation> {
  const { stepS = 60, skew = 1, openForS = 30 } = options;
  const pk1 = await preparePk1(server, options);
  const ruleset = readFileSync(join(pk1.folder, 'rotation.nft'), 'utf8')
    .replaceAll('timeout 30s', `timeout ${openForS}s`)
    .replaceAll('10000-32767', `${pk1.lowest}-${pk1.highest}`);
  const env = {
    KEY: pk1.subkey,
    STEP: String(stepS),
    SKEW: String(skew),
    LO: String(pk1.lowest),
    HI: String(pk1.highest),
  };
  const stopping = new AbortController();
  let following: Promise<void> = Promise.resolve();
  let lastS: number | null = null;

  const load = async () => {
    await server.run('nft', ['-f', '-'], { input: ruleset });
  };
  const rotate = async (nowS: number) => {
    lastS = nowS;
    await server.run(join(pk1.folder, 'knock-rotate.sh'), [], {
      env: { ...env, NOW: String(Math.floor(nowS)) },
    });
  };
  const followFromNextStep = async () => {
    const stepMs = stepS * 1_000;
    while (!stopping.signal.aborted) {
      await sleep(stepMs - (Date.now() % stepMs), undefined, { signal: stopping.signal }).catch(() => {});
      if (!stopping.signal.aborted) await rotate(Date.now() / 1_000);
    }
  };

  await load();
  return {
    name: 'pk1 rotation',
    rotate,
    follow: async () => {
      await rotate(Date.now() / 1_000);
      following = followFromNextStep();
    },
    reset: async () => {
      await load();
      if (lastS !== null) await rotate(lastS);
    },
    stop: async () => {
      stopping.abort();
      await following;
      await server.run('nft', ['flush', 'ruleset']);
    },
  };
}
