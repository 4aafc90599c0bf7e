import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rule } from '../../../app/rules/schema.ts';
import { describeFailure } from '../../failure.ts';
import { leaveFor, useLeaveGuard } from '../../use-leave-guard.ts';
import { useApi } from '../../use-snapshot.tsx';
import { newRuleDraft, parseRuleDraft, ruleDraftOf, type RuleDraft, type RuleField } from './rule-draft.ts';

/** One rule as a form: what is chosen, what is missing, and what can be done. */
export interface RuleEditor {
  readonly draft: RuleDraft;
  readonly set: (change: Partial<RuleDraft>) => void;
  /** As the form describes it; null while it describes none. */
  readonly rule: Rule | null;
  /** What is wrong with a field, once it was asked for by saving; null: nothing. */
  readonly problem: (field: RuleField) => string | null;
  readonly problems: number;
  readonly failure: string | null;
  readonly isSaving: boolean;
  readonly save: () => Promise<void>;
  /** Goes on leaving after the question about unsaved changes; null while nothing is asked. */
  readonly leave: (() => void) | null;
  readonly stay: () => void;
}

export function useRuleEditor(kept: Rule | null): RuleEditor {
  const { t } = useTranslation();
  const api = useApi();
  const [first] = useState(() => (kept === null ? newRuleDraft : ruleDraftOf(kept)));
  const [id] = useState(() => kept?.id ?? crypto.randomUUID());
  const [draft, setDraft] = useState(first);
  const [isAsked, setAsked] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const { rule, problems } = useMemo(() => parseRuleDraft(draft, { id, kept }), [draft, id, kept]);
  const isDirty = useMemo(() => JSON.stringify(draft) !== JSON.stringify(first), [draft, first]);

  const { leave, stay } = useLeaveGuard(isDirty);

  return {
    draft,
    set(change) {
      setFailure(null);
      setDraft((before) => ({ ...before, ...change }));
    },
    rule,
    problem: (field) => (isAsked && problems.includes(field) ? t(`rules.editor.problem.${field}`) : null),
    problems: isAsked ? problems.length : 0,
    failure,
    isSaving,
    async save() {
      setAsked(true);
      if (rule === null) return;
      setSaving(true);
      const saved = await api.saveRule({ rule });
      setSaving(false);
      if (!saved.ok) return setFailure(describeFailure(t, saved.error));
      leaveFor({ view: 'rules' });
    },
    leave,
    stay,
  };
}
