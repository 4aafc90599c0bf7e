import { expect, test } from 'vitest';
import { onBattery } from '../../../../../app/node/network/linux/power.ts';

const none = { type: '', online: '', status: '', scope: '' };
const mains = { ...none, type: 'Mains', online: '1' };
const battery = { ...none, type: 'Battery', status: 'Discharging' };

test.each([
  ['a desktop', [], false],
  ['a laptop on its charger', [mains, { ...battery, status: 'Charging' }], false],
  ['a laptop without', [{ ...mains, online: '0' }, battery], true],
  ['a laptop on USB-C', [{ ...mains, online: '0' }, { ...none, type: 'USB', online: '1' }, battery], false],
  ['a laptop of which one battery rests', [battery, { ...battery, status: 'Not charging' }], true],
  ['a desktop with a mouse', [{ ...battery, scope: 'Device' }], false],
] as const)('%s', (_, supplies, expected) => {
  expect(onBattery(supplies)).toBe(expected);
});
