import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { RadioGroup } from '../../components/radio-group.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import editorCss from '../editor/editor.module.css';
import css from './rules.module.css';
import type { RuleEditor } from './use-rule-editor.ts';

/** What the rule does, and when keeping open ends. */
export function ActPart({ editor: { draft, set, problem } }: { readonly editor: RuleEditor }): ReactNode {
  const { t } = useTranslation();
  return (
    <section className={cx(editorCss['section'])}>
      <RadioGroup
        label={t('rules.editor.do')}
        value={draft.act}
        choices={(['knock', 'keep-open', 'close'] as const).map((value) => ({
          value,
          label: t(`rules.editor.dos.${value}`),
        }))}
        onChange={(act) => set({ act })}
      />
      {draft.act === 'keep-open' && (
        <div className={cx(css['indented'])}>
          <Select
            label={t('rules.editor.whileLabel')}
            description={t(`rules.editor.ends.${draft.while}`)}
            value={draft.while}
            choices={(['connected', 'until', 'hours'] as const).map((value) => ({
              value,
              label: t(`rules.editor.whiles.${value}`),
            }))}
            onChange={(chosen) => set({ while: chosen })}
          />
          {draft.while === 'until' && (
            <TextField
              label={t('rules.editor.until')}
              mono
              value={draft.until}
              error={problem('until')}
              onChange={(until) => set({ until })}
            />
          )}
          {draft.while === 'hours' && (
            <TextField
              label={t('rules.editor.hours')}
              description={t('rules.editor.hoursHint')}
              mono
              inputMode="decimal"
              value={draft.hours}
              error={problem('hours')}
              onChange={(hours) => set({ hours })}
            />
          )}
        </div>
      )}
    </section>
  );
}
