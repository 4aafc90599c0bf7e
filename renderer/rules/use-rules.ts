import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { hostsOf } from '../../app/present/status.ts';
import { pauseAt, type PauseLength } from '../../app/rules/pause.ts';
import { emptyRulebook, type Rule, type Rulebook } from '../../app/rules/schema.ts';
import type { Snapshot } from '../../app/snapshot.ts';
import { notify } from '../components/toast.tsx';
import { describeFailure } from '../failure.ts';
import { useFormat } from '../format.ts';
import { useNow } from '../use-now.ts';
import { useApi, useSnapshot } from '../use-snapshot.tsx';
import { describeRule, type RuleNames } from './rule-words.ts';

/** The rules and networks; none while they are not there. */
export function rulebookOf({ automation: { rulebook } }: Pick<Snapshot, 'automation'>): Rulebook {
  return rulebook.state === 'ready' ? rulebook.book : emptyRulebook;
}

/** Says rules in the words of the window. */
export function useRuleWords(): RuleNames & { readonly describe: (rule: Rule) => string } {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const format = useFormat();
  const hosts = useSnapshot(hostsOf);
  const { networks } = useSnapshot(rulebookOf);
  return useMemo(() => {
    const byId = new Map(hosts.map(({ id, name }) => [id, name]));
    const names = { t, language, format, networks, hostName: (id: string) => byId.get(id) ?? null };
    return { ...names, describe: (rule) => describeRule(rule, names) };
  }, [t, language, format, hosts, networks]);
}

export interface Pausing {
  /** Null: rules are acted on. `until` null: until somebody resumes. */
  readonly pause: { readonly until: number | null } | null;
  /** Null ends it. */
  readonly set: (length: PauseLength | null) => void;
}

/** Whether nothing is knocked by itself now, and how to change that. */
export function usePause(): Pausing {
  const { t } = useTranslation();
  const api = useApi();
  const { pausedUntil } = useSnapshot(rulebookOf);
  const now = useNow(typeof pausedUntil === 'number' ? 1_000 : null);
  return {
    pause: pauseAt({ pausedUntil }, now),
    set: (pause) =>
      void api.pauseRules({ pause }).then((paused) => {
        if (!paused.ok) notify({ text: describeFailure(t, paused.error) });
      }),
  };
}

/** Minutes that the clocks of this computer are ahead of UTC. */
export function offsetAt(at: number): number {
  return -new Date(at).getTimezoneOffset();
}
