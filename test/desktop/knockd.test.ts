import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { labProblem } from '../lab/lab.ts';
import { createNetwork, type Network } from '../lab/namespaces.ts';
import { guardedPort } from '../lab/servers/door.ts';
import { startKnockd, type Knockd } from '../lab/servers/knockd.ts';

// The built app in front of a real knockd, on the network of the lab.

const sequence = '7000,8000:udp,9000';
const journey = fileURLToPath(new URL('knock-by-keyboard.ts', import.meta.url));

describe.skipIf(labProblem !== null)('on the network of a real knockd', () => {
  let network: Network;
  let knockd: Knockd;

  beforeAll(async () => {
    network = await createNetwork();
    await (await network.server.agent()).listen(guardedPort, 'SSH-2.0-lab\r\n');
    knockd = await startKnockd(network.server, { doors: [{ name: 'ssh', sequence }] });
  });
  afterAll(() => network.close());

  test('a host is added and knocked by keyboard alone, and the window shows the door that knockd opened', async () => {
    const { client, server } = network;
    const eyes = await client.agent();
    const shut = await eyes.probe(server.ipv4, guardedPort, 500);
    const shown = await client.run(process.execPath, [journey, server.ipv4, sequence]);
    expect(JSON.parse(shown)).toEqual({
      before: 'lab, Not checked',
      after: expect.stringMatching(/^lab, Open, [\d.]+ milliseconds?$/) as string,
    });
    expect(knockd.said()).toContain(`${client.ipv4}: ssh: OPEN SESAME`);
    expect([shut, await eyes.probe(server.ipv4, guardedPort, 5_000)]).toEqual(['closed', 'open']);
  });
});
