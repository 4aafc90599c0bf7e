import { expect, test } from 'vitest';
import type { Check } from '../../../app/hosts/schema.ts';
import { checkName, methodName, serviceName, stepName } from '../../../app/present/host.ts';
import { host, sequenceOf } from '../hosts/host.ts';

test.each<[Check, string]>([
  [{ port: 22 }, '22/tcp'],
  [{ port: 22, expect: { kind: 'ssh' } }, '22/tcp, SSH'],
  [{ port: 443, expect: { kind: 'tls' } }, '443/tcp, TLS'],
  [{ port: 80, expect: { kind: 'http' } }, '80/tcp, HTTP'],
  [{ port: 80, expect: { kind: 'http', status: 200 } }, '80/tcp, HTTP 200'],
  [{ port: 5900, expect: { kind: 'prefix', text: 'RFB' } }, '5900/tcp, "RFB"'],
])('the check %o is named', (check, name) => {
  expect(checkName(check)).toBe(name);
});

test('steps are named as ports, or as what they are', () => {
  expect(sequenceOf(host()).steps.map(stepName)).toEqual(['7000/tcp', '8000/udp', 'ICMP echo of 64 bytes']);
});

test('a host without check has a service without port', () => {
  expect([host(), host({ check: undefined })].map(serviceName)).toEqual(['22/tcp', 'the service']);
});

const pk1 = { scheme: 'pk1', label: 'nas' };
const spa = { method: 'spa', ask: { kind: 'access', ports: [{ proto: 'tcp', port: 22 }] } };

test.each<[object, string]>([
  [{ method: 'sequence', steps: [{ proto: 'tcp', port: 7000 }] }, '1 step'],
  [{ method: 'totp', derivation: pk1 }, 'TOTP ports'],
  [{ method: 'hotp', derivation: pk1 }, 'HOTP ports'],
  [{ method: 'list' }, 'one-time list'],
  [spa, 'fwknop packet'],
  [{ ...spa, cipher: { kind: 'gpg', recipient: 'server@example.net' } }, 'fwknop packet (GPG)'],
  [{ method: 'pknock', port: 2_000 }, 'xt_pknock packet'],
])('the way of knocking %j is named', (knock, name) => {
  expect(methodName(host({ knock }).knock)).toBe(name);
});
