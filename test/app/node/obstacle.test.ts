import { expect, test } from 'vitest';
import type { Obstacle } from '../../../app/errors.ts';
import { obstacleOf } from '../../../app/node/obstacle.ts';

const address = '192.0.2.7';
const source = '192.0.2.1';
const noRoute: Obstacle = { code: 'no-route', address };
const noSource: Obstacle = { code: 'source-unavailable', source };
const noSockets: Obstacle = { code: 'no-sockets' };
const blocked: Obstacle = { code: 'blocked-here', what: address };

test.each<[string | undefined, Obstacle, Obstacle]>([
  ['EMFILE', noSockets, noSockets],
  ['ENFILE', noSockets, noSockets],
  ['ENOBUFS', noSockets, noSockets],
  ['ENOMEM', noSockets, noSockets],
  ['EAGAIN', noSockets, noSockets],
  ['EPERM', blocked, blocked],
  ['EACCES', blocked, blocked],
  ['EADDRNOTAVAIL', noRoute, noSource],
  ['EINVAL', noRoute, noSource],
  ['ENETUNREACH', noRoute, noRoute],
  ['EHOSTUNREACH', noRoute, noRoute],
  ['ENETDOWN', noRoute, noRoute],
  [undefined, noRoute, noRoute],
])('%s, without and with a source address', (code, without, withSource) => {
  const error = Object.assign(new Error('connect'), code === undefined ? {} : { code });
  expect(obstacleOf(error, { address, family: 4, source: null })).toEqual(without);
  expect(obstacleOf(error, { address, family: 4, source })).toEqual(withSource);
});
