/** One link with a door behind it, on which contestants knock one after the other. */
import { mkdirSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createNetwork, createShapedNetwork } from '../lab/namespaces.ts';
import { guardedPort, type Door } from '../lab/servers/door.ts';
import { startKnockd } from '../lab/servers/knockd.ts';
import { startRecent } from '../lab/servers/recent.ts';
import type { Namespace } from '../lab/namespaces.ts';
import vectors from '../vectors/plain-servers.json' with { type: 'json' };
import { startClient } from './client.ts';
import type { Run } from './client-process.ts';
import type { Contestant } from './contestants.ts';
import { lengths, sequences, type Length, type Scenario } from './scenarios.ts';

export interface Lane {
  /** Shuts the door, then lets the contestant open it. Equal seeds are equal luck with the link. */
  run(contestant: Contestant, length: Length, seed: number): Promise<Run>;
  close(): Promise<void>;
}

export async function openLane({ link, server }: Scenario): Promise<Lane> {
  const shaped = link === null ? null : await createShapedNetwork();
  const network = shaped ?? (await createNetwork());
  try {
    const service = await network.server.agent();
    await service.listen(guardedPort, 'SSH-2.0-bench\r\n');
    const door = await startDoor(network.server, server);
    const client = await startClient(network.client.name);
    // Packets of the last run that are still under way must not begin an attempt at the next one's door.
    const drainMs = link === null ? 5 : 20 + (link.delayMs ?? 0) + (link.jitterMs ?? 0);
    let number = 0;

    return {
      run: async (contestant, length, seed) => {
        number += 1;
        const keptFolder = join(network.client.folder, `kept ${contestant.name}`);
        mkdirSync(keptFolder, { recursive: true });
        const freshFolder = mkdtempSync(join(network.client.folder, 'fresh-'));
        await door.reset();
        if (link !== null) await shaped?.shaper.shape({ seed, toServer: link, toClient: link });
        const round = { to: network.server.ipv4, length, freshFolder, keptFolder, number };
        const run = await client.run(contestant.job(round));
        await sleep(drainMs);
        return run as Run;
      },
      close: async () => {
        client.stop();
        await door.stop();
        await network.close();
      },
    };
  } catch (error) {
    await network.close();
    throw error;
  }
}

async function startDoor(server: Namespace, kind: Scenario['server']): Promise<Door> {
  switch (kind) {
    case 'knockd':
      return startKnockd(server, {
        doors: lengths.map((length) => ({ name: `of${length}`, sequence: sequences[length].join(',') })),
      });
    case 'recent':
      return startRecent(server, { variant: 'arch', rules: vectors.rules.arch });
    default:
      return kind satisfies never;
  }
}
