import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../node/temporary-folder.ts';
import { postern } from '../cli.ts';

test('the demo tells a door that opens, closes and refuses a wrong order, and leaves nothing behind', async () => {
  const folder = temporaryFolder();
  const { code, out, err } = await postern(['demo'], { folder });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const story = [
    /^1 {2}Closed$/,
    /^Closed: \d+\/tcp refused the connection\.$/,
    /^2 {2}The right sequence$/,
    /sent \(1 of 3\)$/,
    /sent \(2 of 3\)$/,
    /sent \(3 of 3\)$/,
    /^ +door: open$/,
    /^Open: \d+\/tcp answered [\d.]+ m?s after the first packet/,
    /^3 {2}Closing again$/,
    /^ +door: closed$/,
    /^Closed: /,
    /^4 {2}A wrong order$/,
    /^ +door: \d+\/tcp is not step 2 \(\d+\/udp\): back to the start$/,
    /^Still closed: /,
    /^All of this was seen\./,
  ];
  const lines = out.split('\n');
  let place = 0;
  for (const part of story) {
    const found = lines.findIndex((line, index) => index >= place && part.test(line));
    expect(found, `${part.source} in\n${lines.slice(place).join('\n')}`).not.toBe(-1);
    place = found + 1;
  }
  expect(readdirSync(folder)).toEqual([]);
});

test('a demo in which the door was not seen to open fails', async () => {
  const { code, err } = await postern(['demo'], {
    folder: temporaryFolder(),
    world: (real) => ({
      ...real,
      probe: { connect: async () => ({ kind: 'refused', rttMs: 1 }) },
    }),
  });
  expect({ code, err }).toEqual({
    code: 4,
    err: 'postern: The demo did not go as it should: the door was not seen open after the right sequence. Run it again.\n',
  });
});
