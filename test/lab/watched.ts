/** A computer with two ways out and `postern watch` on it, for one suite. */
import { afterAll, afterEach, beforeAll, beforeEach, onTestFinished } from 'vitest';
import { startStrictDoor, type StrictDoor } from './servers/strict.ts';
import { startEcho } from './session.ts';
import { createUplinks, type Uplinks } from './uplinks.ts';
import { startWatch, type Watch } from './watch.ts';

export interface Watched {
  readonly net: Uplinks;
  readonly door: StrictDoor;
  /** Starts `postern watch`; it ends with the test. */
  watching(options: Omit<Parameters<typeof startWatch>[1], 'address'>): Promise<Watch>;
}

/** Call it inside `describe`: it is there once the first test begins, on its first way out and with its door shut. */
export function watchedComputer(): Watched {
  let net: Uplinks;
  let door: StrictDoor;
  beforeAll(async () => {
    net = await createUplinks();
    door = await startStrictDoor(net.server, { openForS: 300 });
    await startEcho(net.server);
  });
  beforeEach(async () => {
    await net.use('first');
    await door.reset();
  });
  afterEach(async () => {
    await net.server.exec('nft', ['delete', 'table', 'ip', 'portal']);
  });
  afterAll(() => net.close());
  return {
    get net() {
      return net;
    },
    get door() {
      return door;
    },
    async watching(options) {
      const watch = await startWatch(net.client, { address: net.address, ...options });
      onTestFinished(async () => void (await watch.stop()));
      return watch;
    },
  };
}
