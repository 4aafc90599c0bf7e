import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { CheckboxGroup } from '../../components/checkbox-group.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { dayName } from '../../rules/rule-words.ts';
import editorCss from '../editor/editor.module.css';
import type { RuleEditor } from './use-rule-editor.ts';

const kinds = ['woke', 'joined', 'left', 'changed', 'started', 'schedule', 'connect'] as const;
const days = [1, 2, 3, 4, 5, 6, 7];

/** When the rule is asked. */
export function WhenPart({ editor: { draft, set, problem } }: { readonly editor: RuleEditor }): ReactNode {
  const { t, i18n } = useTranslation();
  return (
    <section className={cx(editorCss['section'])}>
      <Select
        label={t('rules.editor.when')}
        value={draft.when}
        choices={kinds.map((value) => ({ value, label: t(`rules.editor.whens.${value}`) }))}
        onChange={(when) => set({ when })}
      />
      {draft.when === 'schedule' && (
        <>
          <CheckboxGroup
            label={t('rules.editor.days')}
            isInline
            value={draft.days.map(String)}
            choices={days.map((day) => ({ value: String(day), label: dayName(day, i18n.language) }))}
            error={problem('days')}
            onChange={(chosen) => set({ days: chosen.map(Number) })}
          />
          <TextField
            label={t('rules.editor.at')}
            description={t('rules.editor.atHint')}
            mono
            value={draft.at}
            error={problem('at')}
            onChange={(at) => set({ at })}
          />
        </>
      )}
    </section>
  );
}
