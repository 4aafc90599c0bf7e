import { expect, test } from 'vitest';
import type { Api } from '../../app/contract.ts';
import type { Failure } from '../../app/errors.ts';
import type { TrayAction } from '../../app/present/tray.ts';
import { fail, ok } from '../../app/result.ts';
import { emptyRulebook } from '../../app/rules/schema.ts';
import { trayActions } from '../../main/tray-actions.ts';
import { id } from '../app/hosts/host.ts';
import { result } from '../app/run.ts';

const hostId = id(1);

/** What an action came to: commands and places of the window, in order. */
async function doneBy(action: TrayAction, failure: Failure | null = null): Promise<readonly string[]> {
  const done: string[] = [];
  const api: Pick<Api, 'knock' | 'cancelKnock' | 'settleDoubt' | 'pauseRules'> = {
    async knock({ options }) {
      done.push(`knock by ${options.cause}`);
      return failure === null ? ok(result()) : fail(failure);
    },
    async cancelKnock() {
      done.push('stop');
      return ok(undefined);
    },
    async pauseRules({ pause }) {
      done.push(`pause ${pause}`);
      return failure === null ? ok(emptyRulebook) : fail(failure);
    },
    async settleDoubt({ worked }) {
      done.push(`worked: ${worked}`);
      return failure === null ? ok(undefined) : fail(failure);
    },
  };
  const act = trayActions({
    api,
    window: { show: (place = '') => void done.push(`window ${place}`) },
    quit: () => done.push('quit'),
    onBug: (error) => expect.unreachable(String(error)),
  });
  act(action);
  await new Promise(setImmediate);
  return done;
}

test.each<[Failure['code'] | null, Failure | null, readonly string[]]>([
  [null, null, []],
  ['vault-locked', { code: 'vault-locked', opensWith: 'passphrase' }, [`window #/hosts/${hostId}/unlock`]],
  [
    'secret-missing',
    { code: 'secret-missing', name: 'nas', slots: ['otp-secret'] },
    [`window #/hosts/${hostId}/edit`],
  ],
  ['list-used-up', { code: 'list-used-up', name: 'nas' }, [`window #/hosts/${hostId}`]],
])(
  'a knock that ends with the failure %s leads to the place that settles it',
  async (_code, failure, places) => {
    expect(await doneBy({ do: 'knock', hostId }, failure)).toEqual(['knock by tray', ...places]);
  },
);

test.each<[TrayAction, readonly string[]]>([
  [{ do: 'stop', hostId }, ['stop']],
  [{ do: 'settle', hostId, worked: false }, ['worked: false']],
  [{ do: 'open-window' }, ['window ']],
  [{ do: 'add-host' }, ['window #/hosts/new']],
  [{ do: 'import' }, ['window #/import']],
  [{ do: 'settings' }, ['window #/settings']],
  [{ do: 'pause', length: 'hour' }, ['pause hour']],
  [{ do: 'resume' }, ['pause null']],
  [{ do: 'rules' }, ['window #/rules']],
  [{ do: 'quit' }, ['quit']],
])('%o does what it says', async (action, done) => {
  expect(await doneBy(action)).toEqual(done);
});

test('an answer that could not be written down is not lost silently', async () => {
  const failure: Failure = { code: 'store-busy', file: 'counters.json' };
  expect(await doneBy({ do: 'settle', hostId, worked: true }, failure)).toEqual([
    'worked: true',
    `window #/hosts/${hostId}`,
  ]);
});

test('rules that could not be paused are shown', async () => {
  const failure: Failure = { code: 'store-busy', file: 'rules.json' };
  expect(await doneBy({ do: 'pause', length: 'until-resumed' }, failure)).toEqual([
    'pause until-resumed',
    'window #/rules',
  ]);
});
