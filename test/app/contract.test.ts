import * as v from 'valibot';
import { expect, test } from 'vitest';
import { inputs } from '../../app/contract.ts';
import { hostInput, id } from './hosts/host.ts';

const hostId = id(1);
const options = { cause: 'window', always: false, force: false, ifRunning: 'join' };

test.each([
  ['knock', { subject: { hostId }, options }],
  ['knock', { subject: { host: hostInput }, options }],
  ['check', { subject: { hostId } }],
  ['cancelKnock', { hostId }],
  ['saveHost', { host: hostInput, was: null }],
  ['removeHost', { hostId }],
  ['loadHosts', {}],
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
] as const)('%s refuses %j', (name, input) => {
  expect(v.is(inputs[name], input)).toBe(false);
});
