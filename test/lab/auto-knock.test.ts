import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { KnownNetwork } from '../../app/rules/schema.ts';
import { labProblem, python } from './lab.ts';
import { postern } from './postern.ts';
import { until } from './servers/door.ts';
import { openTun } from './tun.ts';
import { watchedComputer } from './watched.ts';

// A computer with two ways out, and `postern watch` on it: what it does by itself, and what it leaves alone.

const joined = { when: { kind: 'joined' } };

/** Longer than a change takes to be noticed, weighed and acted on. */
const aWhileMs = 5_000;

const isDecided =
  (kind: string) =>
  ({ type, occasion }: { readonly type: string; readonly [field: string]: unknown }): boolean =>
    type === 'decided' && (occasion as { readonly kind: string }).kind === kind;

describe.skipIf(labProblem !== null)('postern watch', () => {
  const here = watchedComputer();
  const isOpen = async (): Promise<boolean> =>
    (await postern(here.net.client, ['check', here.net.address, '--check', '22'])).result?.verdict ===
    'already-open';
  const ip = (args: string): Promise<string> => here.net.client.run('ip', args.split(' '));

  test('knocks once within 3 s of a default route that flips, from the new address, and opens', async () => {
    const watch = await here.watching({ rules: [joined] });
    await here.net.use('second');
    const flippedAt = performance.now();
    await until('a knock begins', async () => (await here.door.begun()) > 0);
    expect(performance.now() - flippedAt).toBeLessThan(3_000);
    await watch.told('the knock has ended', ({ type }) => type === 'ran');
    expect(watch.lines().at(-1)).toMatchObject({ cause: 'rule', result: { verdict: 'opened' } });
    expect(await isOpen()).toBe(true);
    await sleep(aWhileMs);
    expect([await here.door.begun(), await here.door.senders()]).toEqual([1, [here.net.from.second]]);
  });

  test('knocks at most twice while a link flaps 20 times in 10 s', async () => {
    await here.watching({ rules: [joined] });
    await here.net.use(null);
    for (let flap = 0; flap < 20; flap += 1) {
      await here.net.use('second');
      await sleep(250);
      await here.net.use(null);
      await sleep(250);
    }
    await here.net.use('second');
    await sleep(2 * aWhileMs);
    expect(await here.door.begun()).toBeGreaterThan(0);
    expect(await here.door.begun()).toBeLessThanOrEqual(2);
  });

  test('leaves IPv6 privacy addresses alone', async () => {
    const watch = await here.watching({ rules: [joined, { when: { kind: 'changed' } }] });
    await here.net.client.run('sysctl', ['-q', '-w', 'net.ipv6.conf.eth0.use_tempaddr=2']);
    const prefix = 'addr add 2001:db8::5054:ff:fe00:2/64 dev eth0 mngtmpaddr nodad valid_lft 3600';
    await ip(`${prefix} preferred_lft 1800`);
    const temporary = () => ip('-6 -o addr show dev eth0 temporary');
    await until('there is a privacy address', async () => (await temporary()) !== '');
    // The stable address is new too, in a prefix that was there: neither changes the network.
    await sleep(aWhileMs);
    const old = /inet6 (\S+)/.exec(await temporary())?.[1] ?? '';
    await ip(`addr del ${old} dev eth0`);
    await sleep(aWhileMs);
    expect(watch.decisions()).toEqual([]);
    expect(await here.door.begun()).toBe(0);
  });

  test('leaves a VPN alone that comes and goes', async () => {
    const watch = await here.watching({ rules: [joined] });
    const vpn = spawn('ip', ['netns', 'exec', here.net.client.name, python, '-c', openTun]);
    await once(vpn.stdout, 'data');
    await ip('addr add 10.8.0.2/24 dev tun0');
    await ip('link set tun0 up');
    await ip('route add 0.0.0.0/1 dev tun0');
    await ip('route add 128.0.0.0/1 dev tun0');
    await watch.told('the VPN is noticed', isDecided('changed'));
    vpn.stdin.end();
    await once(vpn, 'exit');
    await until('its end is noticed', () => watch.lines().filter(isDecided('changed')).length === 2);
    await sleep(aWhileMs);
    expect(await here.door.begun()).toBe(0);
  });

  test('leaves a trusted network alone, and says so', async () => {
    const trusted: KnownNetwork = {
      id: '00000000-0000-4000-8000-000000000201',
      name: 'Office',
      gateway: '198.51.100.1',
      gatewayMac: null,
      subnets: ['198.51.100.0/24'],
      ssid: null,
    };
    const except = { kind: 'except', networks: [{ kind: 'known', id: trusted.id }] };
    const watch = await here.watching({ rules: [{ ...joined, on: except }], networks: [trusted] });
    await here.net.use('second');
    await watch.told('the network is noticed', isDecided('joined'));
    expect(watch.decisions()).toEqual(['joined: skip, network-excluded']);
    await here.net.use('first');
    await watch.told('the other is knocked from', ({ type }) => type === 'ran');
    expect(await here.door.senders()).toEqual([here.net.from.first]);
  });

  test('knocks after sleep that only the clock tells of', async () => {
    const watch = await here.watching({ rules: [{ when: { kind: 'woke' } }] });
    watch.jumpClock();
    await watch.told('the knock has ended', ({ type }) => type === 'ran');
    expect(watch.decisions()).toEqual(['woke: knock, occasion']);
    expect(await here.door.begun()).toBe(1);
  });

  test('knocks nothing behind a portal, and once after it', async () => {
    await startPages();
    await here.net.server.run('nft', ['-f', '-'], {
      input: `table ip portal {
        chain prerouting {
          type nat hook prerouting priority -100;
          tcp dport 8080 redirect to :8081
        }
      }`,
    });
    const watch = await here.watching({
      rules: [joined],
      settings: { captiveCheckUrl: `http://${here.net.address}:8080/` },
    });
    await here.net.use('second');
    await watch.told('the network is noticed', isDecided('joined'));
    expect(watch.decisions()).toEqual(['joined: skip, captive']);
    await sleep(aWhileMs);
    expect(await here.door.begun()).toBe(0);
    await here.net.server.run('nft', ['delete', 'table', 'ip', 'portal']);
    await watch.told('the knock has ended', ({ type }) => type === 'ran');
    await sleep(aWhileMs);
    expect(watch.decisions()).toEqual(['joined: skip, captive', 'joined: knock, occasion']);
    expect(await here.door.begun()).toBe(1);
  });

  /** A page with status 204, and the page of a portal. */
  async function startPages(): Promise<void> {
    const pages = `for (const [port, status] of [[8080, 204], [8081, 200]])
      require('node:http').createServer((_, answer) => answer.writeHead(status).end())
        .listen(port, '0.0.0.0', () => console.log(port));`;
    const child = here.net.server.start(process.execPath, ['-e', pages]);
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until('both pages are there', () => said.split('\n').length === 3);
  }
});
