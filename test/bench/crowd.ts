/** Many hosts knocked at once by one engine. */
import type { HostInput } from '../../app/hosts/schema.ts';
import { createNetwork, createShapedNetwork } from '../lab/namespaces.ts';
import { guardedPort } from '../lab/servers/door.ts';
import { startNftSets } from '../lab/servers/nft.ts';
import { startClient } from './client.ts';
import type { CrowdRun } from './client-process.ts';
import { badLink, sequences } from './scenarios.ts';

export const crowdSize = 500;

const ports = sequences[3];

/** Each host is an address of its own at one server, whose firewall keeps them apart and opens without a delay. */
export async function measureCrowd(link: 'clean' | 'bad'): Promise<CrowdRun> {
  const shaped = link === 'bad' ? await createShapedNetwork() : null;
  const network = shaped ?? (await createNetwork());
  try {
    // RFC 2544: addresses for benchmarks. Reached through the server, so that none has to be asked for by ARP.
    const addresses = Array.from(
      { length: crowdSize },
      (_, index) => `198.18.${index >> 7}.${1 + (index & 127)}`,
    );
    await network.server.addAddresses(addresses);
    await network.client.run('ip', ['route', 'add', '198.18.0.0/15', 'via', network.server.ipv4]);
    const service = await network.server.agent();
    await service.listen(guardedPort, 'SSH-2.0-bench\r\n');
    await startNftSets(network.server, { sequence: ports, perAddress: true });
    await shaped?.shaper.shape({ toServer: badLink, toClient: badLink });

    const client = await startClient(network.client.name);
    const run = await client.run({
      do: 'crowd',
      hosts: addresses.map((address, index) => hostOf(address, index)),
      folder: network.client.folder,
    });
    client.stop();
    return run;
  } finally {
    await network.close();
  }
}

function hostOf(address: string, index: number): HostInput {
  return {
    id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    name: address,
    address,
    knock: { method: 'sequence', steps: ports.map((port) => ({ proto: 'tcp', port })) },
    check: { port: guardedPort },
  };
}
