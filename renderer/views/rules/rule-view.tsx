import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rule } from '../../../app/rules/schema.ts';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { Switch } from '../../components/checkbox.tsx';
import { Confirm } from '../../components/dialog.tsx';
import { ChevronLeft, TriangleAlert } from '../../icons.ts';
import { rulebookOf } from '../../rules/use-rules.ts';
import { isCommand } from '../../shell/shortcuts.ts';
import { Title } from '../../shell/title.tsx';
import { go } from '../../use-route.ts';
import { useSnapshot } from '../../use-snapshot.tsx';
import editorCss from '../editor/editor.module.css';
import { ActPart } from './act-part.tsx';
import { HostsPart } from './hosts-part.tsx';
import { LimitsPart } from './limits-part.tsx';
import { NetworksPart } from './networks-part.tsx';
import { RulePreview } from './rule-preview.tsx';
import { useRuleEditor } from './use-rule-editor.ts';
import { WhenPart } from './when-part.tsx';

/** A rule as a sentence to be chosen: a new one, or a saved one. */
export function RuleView({ ruleId }: { readonly ruleId: string | null }): ReactNode {
  const { t } = useTranslation();
  const state = useSnapshot(({ automation }) => automation.rulebook.state);
  const { rules } = useSnapshot(rulebookOf);
  const [kept, setKept] = useState<Rule | null>(null);
  const rule = kept ?? rules.find(({ id }) => id === ruleId) ?? null;
  // Opened once: a rule that is removed elsewhere meanwhile stays in the form, and saving brings it back.
  if (rule !== null && kept === null) setKept(rule);
  if (ruleId === null || rule !== null) return <Form kept={rule} />;
  return (
    <div className={cx(editorCss['fields'])}>
      <Title>{t('rules.edit')}</Title>
      <p>{t(state === 'loading' ? 'rules.loading' : 'rules.editor.notFound')}</p>
      <span>
        <Button onPress={() => go({ view: 'rules' })}>{t('rules.editor.toRules')}</Button>
      </span>
    </div>
  );
}

function Form({ kept }: { readonly kept: Rule | null }): ReactNode {
  const { t } = useTranslation();
  const editor = useRuleEditor(kept);
  const form = useRef<HTMLFormElement>(null);
  const back = (): void => go({ view: 'rules' });

  // The fields are in the document: the first wrong one in its order gets the focus.
  useEffect(() => {
    if (editor.problems === 0) return;
    form.current?.querySelector<HTMLElement>('[data-invalid] input, [data-invalid] button')?.focus();
  }, [editor.problems]);

  // Keys are caught at the document, whatever has the focus.
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || !isCommand(event, 's')) return;
      event.preventDefault();
      void editor.save();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [editor]);

  return (
    <form
      ref={form}
      noValidate
      className={cx(editorCss['page'])}
      aria-labelledby="rule-title"
      onSubmit={(event) => {
        event.preventDefault();
        void editor.save();
      }}
    >
      <header className={cx(editorCss['head'])}>
        <Button variant="quiet" icon={<ChevronLeft size={16} aria-hidden />} onPress={back}>
          {t('rules.editor.back')}
        </Button>
        <span id="rule-title" className={cx(editorCss['headTitle'])}>
          <Title>{t(kept === null ? 'rules.new' : 'rules.edit')}</Title>
        </span>
      </header>
      <div className={cx(editorCss['columns'])}>
        <div className={cx(editorCss['fields'])}>
          <WhenPart editor={editor} />
          <NetworksPart editor={editor} />
          <ActPart editor={editor} />
          <HostsPart editor={editor} />
          <LimitsPart editor={editor} />
          <Switch isSelected={editor.draft.enabled} onChange={(enabled) => editor.set({ enabled })}>
            {t('rules.editor.enabled')}
          </Switch>
        </div>
        <aside
          className={cx(editorCss['side'])}
          aria-label={t('rules.editor.summary')}
          data-region
          // It scrolls, and nothing in it takes the focus.
          tabIndex={0}
        >
          <RulePreview editor={editor} />
        </aside>
      </div>
      <footer className={cx(editorCss['foot'])}>
        <div className={cx(editorCss['summary'])} role="alert">
          {(editor.problems > 0 || editor.failure !== null) && (
            <>
              <TriangleAlert size={16} aria-hidden />
              <span>{editor.failure ?? t('rules.editor.attention', { count: editor.problems })}</span>
            </>
          )}
        </div>
        <div className={cx(editorCss['buttons'])}>
          <Button onPress={back}>{t('action.cancel')}</Button>
          <Button variant="primary" type="submit" isDisabled={editor.isSaving}>
            {t('action.save')}
          </Button>
        </div>
      </footer>
      <Confirm
        isOpen={editor.leave !== null}
        title={t('rules.editor.discard')}
        stay={t('editor.keepEditing')}
        goOn={t('editor.discardVerb')}
        onStay={editor.stay}
        onGoOn={() => editor.leave?.()}
      />
    </form>
  );
}
