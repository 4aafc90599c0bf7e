import * as v from 'valibot';
import { expect, test } from 'vitest';
import { inputs } from '../../app/contract.ts';
import { hostInput, id } from './hosts/host.ts';

const hostId = id(1);
const secret = { text: 'a secret', encoding: 'text' };
const options = { cause: 'window', always: false, force: false, ifRunning: 'join' };

test.each([
  ['knock', { subject: { hostId }, options }],
  ['knock', { subject: { host: hostInput }, options }],
  ['check', { subject: { hostId } }],
  ['cancelKnock', { hostId }],
  ['saveHost', { host: hostInput, was: null }],
  ['removeHost', { hostId }],
  ['loadHosts', {}],
  ['saveHost', { host: hostInput, was: null, secrets: { 'otp-secret': secret, 'spa-key': null } }],
  ['saveHost', { host: hostInput, was: null, secrets: { 'one-time-list': { ...secret, append: true } } }],
  ['knock', { subject: { host: hostInput, secrets: { 'spa-key': secret } }, options }],
  ['preview', { subject: { host: hostInput, secrets: {} }, count: 1_000 }],
  ['settleDoubt', { hostId, worked: true }],
  ['setCounter', { hostId, next: 0 }],
  ['loadSecrets', {}],
  ['unlockVault', { passphrase: '' }],
  ['setPassphrase', { current: null, next: 'a passphrase' }],
  ['useKeyring', { use: false }],
  ['forgetSecrets', { hostIds: [hostId] }],
  ['gpgKeys', { home: null }],
  ['checkClock', {}],
] as const)('%s takes %j', (name, input) => {
  expect(v.is(inputs[name], input)).toBe(true);
});

test.each([
  ['knock', { subject: { hostId } }],
  ['knock', { subject: { hostId }, options: { ...options, ifRunning: 'twice' } }],
  ['knock', { subject: { hostId, host: hostInput }, options }],
  ['check', { subject: { hostId: 'nas' } }],
  ['cancelKnock', { hostId, andThen: 'format the disk' }],
  ['saveHost', { host: { ...hostInput, knock: { method: 'sequence', steps: [] } }, was: null }],
  ['removeHost', null],
  ['loadHosts', { folder: '/' }],
  ['saveHost', { host: hostInput, was: null, secrets: { 'root-password': secret } }],
  ['saveHost', { host: hostInput, was: null, secrets: { 'spa-key': 'a secret' } }],
  ['saveHost', { host: hostInput, was: null, secrets: { 'spa-key': { ...secret, encoding: 'rot13' } } }],
  ['knock', { subject: { hostId, secrets: {} }, options }],
  ['preview', { subject: { hostId }, count: 0 }],
  ['preview', { subject: { hostId }, count: 1_001 }],
  ['setCounter', { hostId, next: -1 }],
  ['setCounter', { hostId, next: 2 ** 47 + 1 }],
  ['unlockVault', {}],
  ['unlockVault', { passphrase: 'x'.repeat(1_001) }],
  ['lockVault', { force: true }],
  ['forgetSecrets', { hostIds: 'all' }],
] as const)('%s refuses %j', (name, input) => {
  expect(v.is(inputs[name], input)).toBe(false);
});
