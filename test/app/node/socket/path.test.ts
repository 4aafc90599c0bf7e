import { expect, test } from 'vitest';
import { socketPath } from '../../../../app/node/socket/path.ts';

const folder = '/home/me/.config/postern';

test.each([
  [
    'in the runtime folder of the session',
    'linux',
    { XDG_RUNTIME_DIR: '/run/user/1000' },
    /^\/run\/user\/1000\/postern\/[0-9a-f]{16}\.sock$/,
  ],
  [
    'beside the files where there is none',
    'linux',
    {},
    /^\/home\/me\/\.config\/postern\/run\/[0-9a-f]{16}\.sock$/,
  ],
  [
    'beside the files where it is no path',
    'linux',
    { XDG_RUNTIME_DIR: 'run' },
    /^\/home\/me\/\.config\/postern\/run\//,
  ],
  ['in no folder on Windows', 'win32', {}, /^\\\\\.\\pipe\\postern-me-[0-9a-f]{16}$/],
] as const)('the socket is %s', (_, platform, env, wanted) => {
  expect(socketPath({ folder, platform, env, user: 'me' })).toMatch(wanted);
});

test('two configuration folders have two sockets', () => {
  const at = (each: string) => socketPath({ folder: each, platform: 'linux', env: {} }).split('/').at(-1);
  expect(at('/a')).not.toBe(at('/b'));
});
