import fc from 'fast-check';
import { expect, test } from 'vitest';
import { planLaunch } from '../../../app/launch/plan.ts';
import { host } from '../hosts/host.ts';

test('ssh gets the pinned address, and the host key of the name', () => {
  const nas = host({ connect: { kind: 'ssh', user: 'ann' }, check: { port: 2222 } });
  expect(planLaunch(nas, '192.0.2.3')).toEqual({
    kind: 'terminal',
    program: 'ssh',
    args: ['-p', '2222', '-o', 'HostKeyAlias=nas.example.net', '-l', 'ann', '--', '192.0.2.3'],
  });
});

test('a link gets an IPv6 address in brackets and without its zone', () => {
  const nas = host({ connect: { kind: 'url', url: 'https://{address}:{port}/' }, check: { port: 443 } });
  expect(planLaunch(nas, 'fe80::1%eth0')).toEqual({ kind: 'url', url: 'https://[fe80::1]:443/' });
});

test('a host without a choice starts nothing', () => {
  expect(planLaunch(host(), '192.0.2.3')).toBeNull();
});

test('whatever an argument contains, it stays one argument', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 8 }), (args) => {
      const nas = host({ connect: { kind: 'command', program: 'rdp', args } });
      const launch = planLaunch(nas, '192.0.2.3');
      expect(launch).toMatchObject({ kind: 'program', program: 'rdp' });
      expect(launch !== null && 'args' in launch ? launch.args.length : -1).toBe(args.length);
    }),
  );
});
