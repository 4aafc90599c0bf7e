import { expect, test } from 'vitest';
import { emptyRulebook } from '../../app/rules/schema.ts';
import { ok } from '../../app/result.ts';
import { beginAutomation } from '../../main/automation.ts';

/** An app beside another Postern that runs until it is ended, or beside none. */
function app({ beside, mayListen = true }: { readonly beside: boolean; readonly mayListen?: boolean }) {
  const heard: string[] = [];
  let isThere = beside;
  let endOther: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    endOther = () => {
      isThere = false;
      resolve();
    };
  });
  const automation = beginAutomation({
    api: {
      loadRules: async () => ok(emptyRulebook),
      automate(signal) {
        heard.push('acts');
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      },
      async closeOnQuit() {
        heard.push('closes doors');
      },
    },
    attach: async () => (isThere ? { ended, close: () => endOther() } : null),
    async listen() {
      if (isThere || !mayListen) return null;
      heard.push('listens');
      return { close: async () => void heard.push('listens no more') };
    },
    onBug: (error) => heard.push(String(error)),
  });
  return { automation, heard, endOther: () => endOther() };
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

test('alone it listens and acts, until it ends', async () => {
  const { automation, heard } = app({ beside: false });
  await turns();
  expect(heard).toEqual(['listens', 'acts']);
  await automation.end();
  expect(heard).toEqual(['listens', 'acts', 'listens no more', 'closes doors']);
});

test('beside another one it does nothing, and goes on in its place', async () => {
  const { heard, endOther } = app({ beside: true });
  await turns();
  expect(heard).toEqual([]);
  endOther();
  await turns();
  expect(heard).toEqual(['listens', 'acts']);
});

test('beside another one it ends at once', async () => {
  const { automation, heard } = app({ beside: true });
  await turns();
  await automation.end();
  expect(heard).toEqual(['closes doors']);
});

test('where nobody may listen it acts all the same', async () => {
  const { automation, heard } = app({ beside: false, mayListen: false });
  await turns();
  expect(heard).toEqual(['acts']);
  await automation.end();
});
