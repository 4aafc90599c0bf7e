import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../app/hosts/schema.ts';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { Plus, TriangleAlert } from '../../icons.ts';
import css from './editor.module.css';
import { GenerateDialog, PasteDialog } from './sequence-dialogs.tsx';
import { draftSteps } from './step-draft.ts';
import { addStep, StepList } from './step-list.tsx';
import type { Editor } from './use-editor.ts';

/** The knock sequence: typed, pasted or generated. */
export function StepsSection({
  editor,
  others,
}: {
  readonly editor: Editor;
  readonly others: readonly Host[];
}): ReactNode {
  const { t } = useTranslation();
  const { draft, set, problems } = editor;
  const [dialog, setDialog] = useState<'paste' | 'generate' | null>(null);
  const close = (): void => setDialog(null);
  const use = (steps: Parameters<typeof draftSteps>[0]): void => {
    set({ steps: draftSteps(steps) });
    close();
  };
  const problem = problems.get('steps');
  return (
    <section className={cx(css['section'])} aria-labelledby="steps-title">
      <div className={cx(css['sectionHead'])}>
        <h2 id="steps-title">{t('editor.steps')}</h2>
        <span className={cx(css['buttons'])}>
          <Button onPress={() => setDialog('paste')}>{t('editor.paste')}</Button>
          <Button onPress={() => setDialog('generate')}>{t('editor.generate')}</Button>
        </span>
      </div>
      <p className={cx(css['quiet'])}>{t('editor.stepsHint')}</p>
      <StepList steps={draft.steps} problems={problems} onChange={(steps) => set({ steps })} />
      {problem !== undefined && (
        <p className={cx(css['error'])}>
          <TriangleAlert size={14} aria-hidden /> {problem}
        </p>
      )}
      <div>
        <Button
          id="add-step"
          icon={<Plus size={16} aria-hidden />}
          onPress={() => set({ steps: addStep(draft.steps) })}
        >
          {t('editor.addStep')}
        </Button>
      </div>
      {dialog === 'paste' && <PasteDialog onClose={close} onSteps={use} />}
      {dialog === 'generate' && <GenerateDialog others={others} onClose={close} onSteps={use} />}
    </section>
  );
}
