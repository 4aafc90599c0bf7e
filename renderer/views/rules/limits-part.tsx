import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { CheckboxGroup } from '../../components/checkbox-group.tsx';
import { TextField } from '../../components/text-field.tsx';
import editorCss from '../editor/editor.module.css';
import type { RuleEditor } from './use-rule-editor.ts';

/** What keeps the rule from acting. */
export function LimitsPart({ editor: { draft, set, problem } }: { readonly editor: RuleEditor }): ReactNode {
  const { t } = useTranslation();
  // Neither closing nor keeping open is put off by an open door.
  const reasons =
    draft.act === 'knock' ? (['open', 'metered', 'battery'] as const) : (['metered', 'battery'] as const);
  return (
    <section className={cx(editorCss['section'])}>
      <CheckboxGroup
        label={t('rules.editor.unless')}
        value={reasons.filter((reason) => draft[reason])}
        choices={reasons.map((value) => ({ value, label: t(`rules.editor.${value}`) }))}
        onChange={(chosen) =>
          set(Object.fromEntries(reasons.map((reason) => [reason, chosen.includes(reason)])))
        }
      />
      <TextField
        label={t('rules.editor.atMost')}
        description={t('rules.editor.atMostHint')}
        mono
        inputMode="numeric"
        value={draft.atMost}
        error={problem('atMost')}
        onChange={(atMost) => set({ atMost })}
      />
    </section>
  );
}
