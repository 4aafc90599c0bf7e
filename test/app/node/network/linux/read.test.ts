import { expect, test } from 'vitest';
import { glanceLinux, readLinux } from '../../../../../app/node/network/linux/read.ts';
import { entry, fakeSystem } from '../fake-system.ts';

const wifi = {
  files: {
    'proc/net/route':
      'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\nwlan0\t00000000\t0101A8C0\t0003\t0\t0\t600\t00000000\n',
    'proc/net/arp':
      'IP address  HW type  Flags  HW address  Mask  Device\n192.168.1.1  0x1  0x2  52:54:00:0a:34:56  *  wlan0\n',
    'proc/net/if_inet6': '20010db8000000000000000000000bad 02 40 00 01    wlan0\n',
    'sys/class/net/wlan0/type': '1\n',
    'sys/class/net/wlan0/uevent': 'DEVTYPE=wlan\n',
    'sys/class/net/tun0/type': '65534\n',
    'sys/class/net/tun0/tun_flags': '0x1001\n',
    'sys/class/power_supply/BAT0/type': 'Battery\n',
    'sys/class/power_supply/BAT0/status': 'Discharging\n',
  },
  programs: {
    'nmcli -t -f ACTIVE,DEVICE,SSID device wifi list --rescan no': 'yes:wlan0:Home\n',
    'nmcli -t -f GENERAL.METERED device show wlan0': 'GENERAL.METERED:yes (guessed)\n',
  },
  interfaces: {
    lo: [entry('127.0.0.1/8')],
    wlan0: [entry('192.168.1.20/24'), entry('2001:db8::20/64'), entry('2001:db8::bad/64')],
  },
  source: { 4: '192.168.1.20' },
};

const throughWifi = { family: 4, gateway: '192.168.1.1', link: 'wlan0' } as const;

test('a laptop on its Wi-Fi', async () => {
  expect(await readLinux(fakeSystem(wifi))).toEqual({
    routes: [throughWifi],
    links: [
      {
        name: 'wlan0',
        kind: 'wifi',
        addresses: [
          { family: 4, address: '192.168.1.20', prefix: 24, isTemporary: false },
          { family: 6, address: '2001:db8::20', prefix: 64, isTemporary: false },
          { family: 6, address: '2001:db8::bad', prefix: 64, isTemporary: true },
        ],
        ssid: 'Home',
      },
    ],
    gatewayMac: '52:54:00:0a:34:56',
    isMetered: true,
    onBattery: true,
  });
});

test('a VPN with a table of its own is in use all the same; the router stays that of the network below', async () => {
  const system = fakeSystem({
    ...wifi,
    interfaces: { ...wifi.interfaces, tun0: [entry('10.8.0.2/24')] },
    source: { 4: '10.8.0.2' },
  });
  const { routes, links, gatewayMac } = await readLinux(system);
  expect(routes).toEqual([{ family: 4, gateway: null, link: 'tun0' }, throughWifi]);
  expect(links.map(({ name, kind }) => [name, kind])).toEqual([
    ['wlan0', 'wifi'],
    ['tun0', 'vpn'],
  ]);
  expect(gatewayMac).toBe('52:54:00:0a:34:56');
});

test('without nmcli the name comes from iw, without iw from iwgetid, without any from nobody', async () => {
  const nameWith = async (programs: Record<string, string>) =>
    (await readLinux(fakeSystem({ ...wifi, programs }))).links[0]?.ssid;
  const iw = { 'iw dev wlan0 link': '\tSSID: From iw\n' };
  const iwgetid = { 'iwgetid -r wlan0': 'From iwgetid\n' };
  expect(await nameWith({ ...iw, ...iwgetid })).toBe('From iw');
  expect(await nameWith(iwgetid)).toBe('From iwgetid');
  expect(await nameWith({})).toBeNull();
});

test('with IPv6 alone the hardware address of the router comes from ip', async () => {
  const { gatewayMac } = await readLinux(
    fakeSystem({
      ...wifi,
      files: {
        'proc/net/ipv6_route': `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 fe80${'0'.repeat(27)}1 00000400 1 0 00000003 eth0\n`,
      },
      programs: { 'ip -6 neigh show fe80::1 dev eth0': 'fe80::1 lladdr 52:54:00:0a:34:56 router STALE\n' },
      interfaces: { eth0: [entry('2001:db8::20/64')] },
      source: { 6: '2001:db8::20' },
    }),
  );
  expect(gatewayMac).toBe('52:54:00:0a:34:56');
});

test('where nothing can be read, nothing is claimed', async () => {
  expect(await readLinux(fakeSystem({}))).toEqual({
    routes: [],
    links: [],
    gatewayMac: null,
    isMetered: null,
    onBattery: null,
  });
});

test('a glance starts no program, and does not see how often a route was used', async () => {
  const route6 = (use: string) => ({
    'proc/net/ipv6_route': `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 fe80${'0'.repeat(27)}1 00000400 00000001 ${use} 00000003 eth0\n`,
  });
  const [once, often] = [
    fakeSystem({ files: route6('00000000') }),
    fakeSystem({ files: route6('0000000a') }),
  ];
  expect(await glanceLinux(once)).toBe(await glanceLinux(often));
  expect(await glanceLinux(once)).not.toBe(await glanceLinux(fakeSystem({})));
  expect(once.asked).toEqual([]);
});
