import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../../app/hosts/schema.ts';
import { cx } from '../../../class-names.ts';
import { Button } from '../../../components/button.tsx';
import { RadioGroup } from '../../../components/radio-group.tsx';
import { StepsSection } from '../steps-section.tsx';
import { obsoleteSlots } from '../secret-draft.ts';
import type { Editor } from '../use-editor.ts';
import { CodeSection } from './code-section.tsx';
import { ListSection } from './list-section.tsx';
import css from './methods.module.css';
import { PknockSection } from './pknock-section.tsx';
import { ServerDialog } from './server-dialog.tsx';
import { SpaSection } from './spa-section.tsx';

const methods = ['sequence', 'totp', 'hotp', 'spa', 'list', 'pknock'] as const;

/** How to knock: the method, then what that method needs. */
export function MethodSection({
  editor,
  others,
}: {
  readonly editor: Editor;
  readonly others: readonly Host[];
}): ReactNode {
  const { t } = useTranslation();
  const { draft, set } = editor;
  const [isAsking, setIsAsking] = useState(false);
  return (
    <>
      <section className={cx(css['section'])} aria-labelledby="method-title">
        <div className={cx(css['head'])}>
          <h2 id="method-title">{t('method.title')}</h2>
          <Button onPress={() => setIsAsking(true)}>{t('method.whichServer')}</Button>
        </div>
        <RadioGroup
          look="cards"
          label={t('method.label')}
          value={draft.method}
          choices={methods.map((value) => ({
            value,
            label: t(`method.name.${value}`),
            description: t(`method.line.${value}`),
          }))}
          onChange={(method) => set({ method })}
        />
        <Removal editor={editor} />
      </section>
      <MethodFields editor={editor} others={others} />
      {isAsking && (
        <ServerDialog
          onClose={() => setIsAsking(false)}
          onUse={(found) => {
            set(found);
            setIsAsking(false);
          }}
        />
      )}
    </>
  );
}

function MethodFields({ editor, others }: { readonly editor: Editor; readonly others: readonly Host[] }) {
  const { method } = editor.draft;
  switch (method) {
    case 'sequence':
      return <StepsSection editor={editor} others={others} />;
    case 'totp':
    case 'hotp':
      return <CodeSection key={method} editor={editor} />;
    case 'list':
      return <ListSection editor={editor} />;
    case 'spa':
      return <SpaSection editor={editor} />;
    case 'pknock':
      return <PknockSection editor={editor} />;
    default:
      return method satisfies never;
  }
}

/** What is there now, and will not be there once the form is saved. */
function Removal({ editor }: { readonly editor: Editor }): ReactNode {
  const { t, i18n } = useTranslation();
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  const { draft, kept, stored } = editor;
  const slots = obsoleteSlots(draft, stored).map((slot) => t(`editor.secret.${slot}`));
  const settings =
    kept === null || kept.knock.method === draft.method
      ? []
      : [t('method.settingsOf', { method: t(`method.name.${kept.knock.method}`) })];
  const removed = [...settings, ...slots];
  return (
    <p role="status" className={cx(css['quiet'])}>
      {removed.length > 0 && t('method.removed', { what: list.format(removed) })}
    </p>
  );
}
