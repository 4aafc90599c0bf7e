import type { Api } from '../contract.ts';
import type { Failure } from '../errors.ts';
import type { Ports } from '../ports.ts';
import { fail, ok, type Result } from '../result.ts';
import {
  addNetwork,
  addRule,
  removeNetwork,
  removeRule,
  replaceNetwork,
  replaceRule,
  type RulebookProblem,
} from '../rules/edit.ts';
import { pauseFor } from '../rules/pause.ts';
import type { Rulebook } from '../rules/schema.ts';
import type { Store } from './store.ts';

type RuleCommands = Pick<
  Api,
  'loadRules' | 'saveRule' | 'removeRule' | 'saveNetwork' | 'removeNetwork' | 'pauseRules'
>;

/** The rules and the networks they name. `onChange` is told of every rulebook that is now in force. */
export function ruleCommands({
  store,
  ports,
  onChange,
}: {
  readonly store: Store;
  readonly ports: Ports;
  readonly onChange: () => void;
}): RuleCommands {
  const { clock } = ports;

  function show(result: Result<Rulebook, Failure>): Result<Rulebook, Failure> {
    // A failed change leaves what is shown as it was.
    if (result.ok && !isShown(result.value)) {
      store.update(({ automation }) => ({
        automation: { ...automation, rulebook: { state: 'ready', book: result.value } },
      }));
      onChange();
    }
    return result;
  }

  function isShown(book: Rulebook): boolean {
    const { rulebook } = store.get().automation;
    return rulebook.state === 'ready' && JSON.stringify(rulebook.book) === JSON.stringify(book);
  }

  const change = async (edit: (book: Rulebook) => Result<Rulebook, RulebookProblem>) =>
    show(
      await ports.rules.change((book) => {
        const edited = edit(book);
        return edited.ok ? edited : fail(failureOf(edited.error));
      }),
    );

  return {
    async loadRules() {
      const loaded = show(await ports.rules.load());
      if (!loaded.ok) {
        store.update(({ automation }) => ({
          automation: { ...automation, rulebook: { state: 'failed', failure: loaded.error } },
        }));
      }
      return loaded;
    },
    saveRule: ({ rule }) =>
      change((book) =>
        book.rules.some(({ id }) => id === rule.id) ? replaceRule(book, rule) : addRule(book, rule),
      ),
    removeRule: ({ ruleId }) => change((book) => removeRule(book, ruleId)),
    saveNetwork: ({ network }) =>
      change((book) =>
        book.networks.some(({ id }) => id === network.id)
          ? replaceNetwork(book, network)
          : addNetwork(book, network),
      ),
    removeNetwork: ({ networkId }) => change((book) => removeNetwork(book, networkId)),
    pauseRules: ({ pause }) =>
      change((book) => {
        const offsetAt = (at: number): number => clock.offsetAt(at);
        return ok({ ...book, pausedUntil: pause === null ? null : pauseFor(pause, clock.now(), offsetAt) });
      }),
  };
}

function failureOf(problem: RulebookProblem): Failure {
  switch (problem.code) {
    case 'rule-not-found':
    case 'network-not-found':
    case 'id-taken':
      return { code: 'rule-not-found' };
    case 'network-name-taken':
      return { code: 'network-name-taken', name: problem.name };
    case 'too-many-rules':
    case 'too-many-networks':
      return { code: 'too-many-rules', most: problem.most };
    default:
      return problem satisfies never;
  }
}
