import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareNetworks } from '../../app/network/delta.ts';
import { labProblem, python } from './lab.ts';
import { createNetwork, type Network } from './namespaces.ts';
import { startNetworkWatcher, type NetworkWatcher } from './network-watcher.ts';

/** The second uplink: eth1 on both sides, with the server's end as another router. */
const second = { client: '198.51.100.2', server: '198.51.100.1' } as const;

/** Opens a TUN device, says so and keeps it until its input ends. */
const openTun = `
import fcntl, struct, sys
tun = open('/dev/net/tun', 'r+b', buffering=0)
fcntl.ioctl(tun, 0x400454ca, struct.pack('16sH', b'tun0', 0x1001))
print('open', flush=True)
sys.stdin.read()
`;

describe.skipIf(labProblem !== null)('a computer that changes its network', () => {
  let network: Network;
  let watcher: NetworkWatcher;

  const ip = (args: string): Promise<string> => network.client.run('ip', args.split(' '));

  beforeAll(async () => {
    network = await createNetwork();
    const { client, server } = network;
    await client.run(
      'ip',
      `link add eth1 netns ${client.name} type veth peer name eth1 netns ${server.name}`.split(' '),
    );
    for (const [side, address] of [
      [client, second.client],
      [server, second.server],
    ] as const) {
      await side.run('ip', `addr add ${address}/24 dev eth1`.split(' '));
      await side.run('ip', 'link set eth1 up'.split(' '));
    }
    await client.run('ping', ['-q', '-c', '1', '-w', '10', second.server]);
    await ip(`route add default via ${server.ipv4} dev eth0`);
    watcher = await startNetworkWatcher(client.name);
    await watcher.sources(['ip monitor active', 'clock active']);
    // The look that makes up for what happened while it started.
    await watcher.hintAfter(async () => {});
  });

  afterAll(async () => {
    await watcher.stop();
    await network.close();
  });

  test.each([
    ['an address that comes', 'addr add 192.0.2.77/24 dev eth0'],
    ['an address that goes', 'addr del 192.0.2.77/24 dev eth0'],
    ['a route that comes', 'route add 203.0.113.0/24 dev eth1'],
    ['a route that goes', 'route del 203.0.113.0/24 dev eth1'],
    ['a link that goes', 'link set eth1 down'],
    ['a link that comes', 'link set eth1 up'],
  ])('%s is hinted at', async (_, change) => {
    expect(await watcher.hintAfter(() => ip(change))).toBe('changed');
  });

  test('a default route that flips makes another network, with the address and the router there', async () => {
    const before = await watcher.read();
    await watcher.hintAfter(() => ip(`route replace default via ${second.server} dev eth1`));
    // The router's hardware address is known once somebody has spoken to it.
    await network.client.run('ping', ['-q', '-c', '1', '-w', '10', second.server]);
    const after = await watcher.read();
    expect([before, after].map(({ reading }) => reading.routes)).toEqual([
      [{ family: 4, gateway: network.server.ipv4, link: 'eth0' }],
      [{ family: 4, gateway: second.server, link: 'eth1' }],
    ]);
    const macOf = async (link: string): Promise<string> =>
      (await network.server.run('cat', [`/sys/class/net/${link}/address`])).trim();
    expect([before, after].map(({ reading }) => reading.gatewayMac)).toEqual([
      await macOf('eth0'),
      await macOf('eth1'),
    ]);
    expect(compareNetworks(before.identity, after.identity).delta.kind).toBe('moved');
    await ip(`route replace default via ${network.server.ipv4} dev eth0`);
  });

  test('no default route is no network', async () => {
    await ip('route del default');
    expect((await watcher.read()).identity).toBeNull();
    await ip(`route add default via ${network.server.ipv4} dev eth0`);
  });

  test('a privacy address is told apart from the others, and changes nothing', async () => {
    const { client } = network;
    const before = await watcher.read();
    await client.run('sysctl', ['-q', '-w', 'net.ipv6.conf.eth0.use_tempaddr=2']);
    // "mngtmpaddr": the kernel makes privacy addresses beside it, as it does after a router's announcement.
    const make =
      'addr add 2001:db8::5054:ff:fe00:2/64 dev eth0 mngtmpaddr nodad valid_lft 3600 preferred_lft 1800';
    await watcher.hintAfter(() => ip(make));
    await expect.poll(async () => (await temporary()).length, { timeout: 10_000 }).toBe(1);
    const after = await watcher.read();
    const [privacy] = await temporary();
    const listed = (await ip('-6 -o addr show dev eth0 temporary')).split(/\s+/)[3];
    expect(`${privacy?.address}/${privacy?.prefix}`).toBe(listed);
    expect(compareNetworks(before.identity, after.identity).delta).toEqual({ kind: 'nothing' });

    async function temporary() {
      const { reading } = await watcher.read();
      return reading.links.flatMap(({ addresses }) => addresses.filter(({ isTemporary }) => isTemporary));
    }
  });

  test('a VPN is in use while it is up, by halves of a default route or by a table of its own', async () => {
    const { client } = network;
    const before = await watcher.read();
    const vpn = spawn('ip', ['netns', 'exec', client.name, python, '-c', openTun]);
    await once(vpn.stdout, 'data');
    try {
      await ip('addr add 10.8.0.2/24 dev tun0');
      await ip('link set tun0 up');
      const idle = await watcher.read();
      expect(idle.identity?.tunnel).toBeNull();

      await ip('route add 0.0.0.0/1 dev tun0');
      await ip('route add 128.0.0.0/1 dev tun0');
      const halves = await watcher.read();
      await ip('route del 0.0.0.0/1 dev tun0');
      await ip('route del 128.0.0.0/1 dev tun0');

      await ip('route add default dev tun0 table 51820');
      await ip('rule add not fwmark 51820 table 51820');
      const table = await watcher.read();

      for (const { reading, identity } of [halves, table]) {
        expect(reading.routes.slice(0, 2)).toEqual([
          { family: 4, gateway: null, link: 'tun0' },
          { family: 4, gateway: network.server.ipv4, link: 'eth0' },
        ]);
        expect(reading.links.find(({ name }) => name === 'tun0')?.kind).toBe('vpn');
        expect(identity).toMatchObject({ tunnel: 'tun0', key: before.identity?.key });
      }
      await ip('rule del not fwmark 51820 table 51820');
    } finally {
      vpn.stdin.end();
      await once(vpn, 'exit');
    }
    const after = await watcher.read();
    expect(compareNetworks(before.identity, after.identity).delta).toEqual({ kind: 'nothing' });
  });

  test('ip monitor that is killed is started again, and what happens is noticed all the same', async () => {
    const pids = (await network.client.exec('pgrep', ['-f', 'ip -o monitor'])).stdout.split('\n').map(Number);
    const inside = (await network.client.run('ip', ['netns', 'pids', network.client.name]))
      .split('\n')
      .map(Number);
    const [monitor] = pids.filter((pid) => pid !== 0 && inside.includes(pid));
    if (monitor === undefined) throw new Error('no ip monitor inside');
    process.kill(monitor, 'SIGKILL');
    await watcher.sources(['ip monitor restarting', 'polling active']);
    expect(await watcher.hintAfter(() => ip('addr add 192.0.2.78/24 dev eth0'))).toBe('changed');
    await watcher.sources(['ip monitor active']);
    expect(await watcher.hintAfter(() => ip('addr del 192.0.2.78/24 dev eth0'))).toBe('changed');
  });
});
