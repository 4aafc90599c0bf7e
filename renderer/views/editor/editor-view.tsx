import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../app/hosts/schema.ts';
import { hostsOf } from '../../../app/present/status.ts';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { Confirm } from '../../components/dialog.tsx';
import { useFormat } from '../../format.ts';
import { ChevronLeft, TriangleAlert } from '../../icons.ts';
import { Title } from '../../shell/title.tsx';
import { home } from '../../route.ts';
import { go } from '../../use-route.ts';
import { useSnapshot } from '../../use-snapshot.tsx';
import { useHostActions } from '../hosts/actions.ts';
import { BasicsSection } from './basics-section.tsx';
import { CheckSection } from './check-section.tsx';
import { CloseSection } from './close-section.tsx';
import { ConnectSection } from './connect-section.tsx';
import css from './editor.module.css';
import { useFieldWords } from './field-words.ts';
import { MoreSection } from './more-section.tsx';
import { MethodSection } from './methods/method-section.tsx';
import { LivePreview } from './preview/live-preview.tsx';
import { SequencePreview } from './preview/sequence-preview.tsx';
import { TestKnock } from './test-knock.tsx';
import { useEditorKeys } from './use-editor-keys.ts';
import { useEditor } from './use-editor.ts';

/** A host as a form: a new one, or a saved one. */
export function EditorView({ hostId }: { readonly hostId: string | null }): ReactNode {
  const { t } = useTranslation();
  const state = useSnapshot(({ hosts }) => hosts.state);
  const hosts = useSnapshot(hostsOf);
  const [kept, setKept] = useState<Host | null>(null);
  const host = kept ?? hosts.find(({ id }) => id === hostId) ?? null;
  // Opened once: a host that is deleted elsewhere meanwhile stays in the form, and saving brings it back.
  if (host !== null && kept === null) setKept(host);

  if (hostId !== null && host === null) {
    return (
      <div className={cx(css['page'])}>
        <Title>{t('editor.edit')}</Title>
        {state === 'loading' ? (
          <p>{t('hosts.loading')}</p>
        ) : (
          <>
            <p>{t('failure.hostNotFound')}</p>
            <Button onPress={() => go(home)}>{t('editor.toHosts')}</Button>
          </>
        )}
      </div>
    );
  }
  return <Form kept={host} />;
}

function Form({ kept }: { readonly kept: Host | null }): ReactNode {
  const { t } = useTranslation();
  const editor = useEditor(kept);
  const { draft, problems } = editor;
  const { fieldName } = useFieldWords();
  const format = useFormat();
  const hosts = useSnapshot(hostsOf);
  const others = useMemo(() => hosts.filter(({ id }) => id !== editor.id), [hosts, editor.id]);
  const form = useRef<HTMLFormElement>(null);
  const actions = useHostActions();
  const title = kept === null ? t('editor.add') : t('editor.editName', { name: kept.name });
  const back = (): void => go({ view: 'hosts', hostId: kept?.id ?? null });

  // The fields are in the document: the first wrong one in its order gets the focus.
  useEffect(() => {
    if (editor.focusRequests === 0) return undefined;
    // The list of steps draws its rows after the rest of the form.
    let frame = requestAnimationFrame(() => {
      const field = form.current?.querySelector<HTMLElement>(
        '[data-invalid] input, [data-invalid] textarea, input[aria-invalid]',
      );
      field?.focus();
      // A list that had no focus yet gives it to its first row: once it has it, it lets it go on.
      frame = requestAnimationFrame(() => field?.focus());
    });
    return () => cancelAnimationFrame(frame);
  }, [editor.focusRequests]);

  useEditorKeys(editor, back);

  return (
    <form
      ref={form}
      noValidate
      className={cx(css['page'])}
      aria-labelledby="editor-title"
      onSubmit={(event) => {
        event.preventDefault();
        void editor.save();
      }}
    >
      <header className={cx(css['head'])}>
        <Button variant="quiet" icon={<ChevronLeft size={16} aria-hidden />} onPress={back}>
          {t('nav.hosts')}
        </Button>
        <span id="editor-title" className={cx(css['headTitle'])}>
          <Title>{title}</Title>
        </span>
      </header>
      <div className={cx(css['columns'])}>
        <div className={cx(css['fields'])}>
          <BasicsSection editor={editor} />
          <MethodSection editor={editor} others={others} />
          <CheckSection editor={editor} />
          <ConnectSection editor={editor} />
          <CloseSection editor={editor} />
          <MoreSection editor={editor} />
        </div>
        <aside className={cx(css['side'])} aria-label={t('editor.preview')} data-region tabIndex={-1}>
          <section className={cx(css['card'])} aria-labelledby="preview-title">
            <h2 id="preview-title">{t('editor.nextKnock')}</h2>
            {draft.method === 'sequence' ? (
              <SequencePreview draft={draft} others={others} />
            ) : (
              <LivePreview key={draft.method} editor={editor} />
            )}
          </section>
          <div className={cx(css['card'])}>
            <TestKnock run={editor.run} host={editor.host} onTest={editor.test} onStop={editor.stop} />
          </div>
        </aside>
      </div>
      <footer className={cx(css['foot'])}>
        <div className={cx(css['summary'])} role="alert">
          {problems.size > 0 && (
            <>
              <TriangleAlert size={16} aria-hidden />
              <span>
                {t('editor.attention', {
                  count: problems.size,
                  fields: [...problems.keys()].map(fieldName).join(', '),
                })}
              </span>
            </>
          )}
          {editor.failure !== null && (
            <>
              <TriangleAlert size={16} aria-hidden />
              <span>{editor.failure}</span>
            </>
          )}
        </div>
        <div className={cx(css['buttons'])}>
          {kept !== null && (
            <span className={cx(css['delete'])}>
              <Button
                variant="danger"
                onPress={() => {
                  // What was typed goes with the host; the notice brings the saved one back.
                  actions.remove([kept.id]);
                  editor.leaveFor(home);
                }}
              >
                {t('action.delete')}
              </Button>
            </span>
          )}
          <Button onPress={back}>{t('action.cancel')}</Button>
          <Button variant="primary" type="submit" isDisabled={editor.isSaving}>
            {t('action.save')}
          </Button>
        </div>
      </footer>
      <Confirm
        isOpen={editor.usesUp !== null}
        title={
          editor.usesUp === null
            ? ''
            : t(`editor.usesUp.${editor.usesUp.kind}`, { number: format.number(editor.usesUp.number) })
        }
        text={<p>{t('editor.usesUpText')}</p>}
        stay={t('action.cancel')}
        goOn={t('editor.test')}
        onStay={() => editor.answerTest(false)}
        onGoOn={() => editor.answerTest(true)}
      />
      <Confirm
        isOpen={editor.leave !== null}
        title={draft.name === '' ? t('editor.discardNew') : t('editor.discard', { name: draft.name })}
        stay={t('editor.keepEditing')}
        goOn={t('editor.discardVerb')}
        onStay={editor.stay}
        onGoOn={() => editor.leave?.()}
      />
    </form>
  );
}
