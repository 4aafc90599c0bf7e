import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { Disclosure, DisclosurePanel, Heading, Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../app/hosts/schema.ts';
import { hostsOf } from '../../../app/present/status.ts';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { Confirm, Dialog } from '../../components/dialog.tsx';
import { RadioGroup } from '../../components/radio-group.tsx';
import { Select } from '../../components/select.tsx';
import { TextField, type TextFieldProps } from '../../components/text-field.tsx';
import { ChevronDown, ChevronLeft, Plus, TriangleAlert } from '../../icons.ts';
import { isCommand } from '../../shell/shortcuts.ts';
import { Title } from '../../shell/title.tsx';
import { useHostActions } from '../hosts/actions.ts';
import { useSnapshot } from '../../use-snapshot.tsx';
import { home } from '../../route.ts';
import { go } from '../../use-route.ts';
import { draftSteps, parseDraft, type Draft } from './draft.ts';
import css from './editor.module.css';
import { useFieldWords } from './field-words.ts';
import { Preview } from './preview.tsx';
import { GenerateDialog, PasteDialog } from './sequence-dialogs.tsx';
import { addStep, StepList } from './step-list.tsx';
import { TestKnock } from './test-knock.tsx';
import { useEditor, type Editor } from './use-editor.ts';

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
  const hosts = useSnapshot(hostsOf);
  const others = useMemo(() => hosts.filter(({ id }) => id !== editor.id), [hosts, editor.id]);
  const form = useRef<HTMLFormElement>(null);
  const actions = useHostActions();
  const parsed = useMemo(() => parseDraft(draft, { id: editor.id, kept }), [draft, editor.id, kept]);
  const title = kept === null ? t('editor.add') : t('editor.editName', { name: kept.name });
  const back = (): void => go({ view: 'hosts', hostId: kept?.id ?? null });

  // The fields are in the document: the first wrong one in its order gets the focus.
  useEffect(() => {
    if (editor.focusRequests === 0) return;
    const field = form.current?.querySelector<HTMLElement>(
      '[data-invalid] input, [data-invalid] textarea, input[aria-invalid]',
    );
    field?.focus();
    // A list that had no focus yet gives it to its first row: once it has it, it lets it go on.
    if (document.activeElement !== field) field?.focus();
  }, [editor.focusRequests]);

  // The keys of this screen, wherever in it the focus is.
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
          <Basics editor={editor} />
          <Steps editor={editor} others={others} />
          <CheckSection editor={editor} />
          <ConnectSection editor={editor} />
          <More editor={editor} />
        </div>
        <aside className={cx(css['side'])} aria-label={t('editor.preview')} data-region tabIndex={-1}>
          <section className={cx(css['card'])} aria-labelledby="preview-title">
            <h2 id="preview-title">{t('editor.nextKnock')}</h2>
            <Preview draft={draft} others={others} />
          </section>
          <div className={cx(css['card'])}>
            <TestKnock
              run={editor.run}
              host={parsed.ok ? parsed.value : null}
              onTest={() => void editor.test()}
              onStop={editor.stop}
            />
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

function useEditorKeys(editor: Editor, back: () => void): void {
  const latest = useRef({ editor, back });
  latest.current = { editor, back };
  // Keys are caught at the document, whatever has the focus.
  useEffect(() => {
    const isCovered = (): boolean => document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
    // Commands come before the control that has the focus: a button would take Ctrl Enter for a press.
    const onCommand = (event: KeyboardEvent): void => {
      const { editor: now } = latest.current;
      if (isCovered()) return;
      if (isCommand(event, 's')) void now.save();
      else if (isCommand(event, 'Enter')) void now.test();
      else if (isCommand(event, '.')) now.stop();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Escape comes last: whatever is open closes first.
    const onEscape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || isCovered()) return;
      event.preventDefault();
      latest.current.back();
    };
    document.addEventListener('keydown', onCommand, { capture: true });
    document.addEventListener('keydown', onEscape);
    return () => {
      document.removeEventListener('keydown', onCommand, { capture: true });
      document.removeEventListener('keydown', onEscape);
    };
  }, []);
}

/** The names of the fields that hold text. */
type TextKey = {
  [Key in keyof Draft]: Draft[Key] extends string ? (string extends Draft[Key] ? Key : never) : never;
}[keyof Draft];

function Field(
  props: { readonly editor: Editor; readonly of: TextKey } & Omit<
    TextFieldProps,
    'label' | 'value' | 'error' | 'onChange'
  >,
): ReactNode {
  const { editor, of, ...rest } = props;
  const { t } = useTranslation();
  return (
    <TextField
      label={t(`editor.field.${of}`)}
      value={editor.draft[of]}
      error={editor.problems.get(of) ?? null}
      onChange={(text) => editor.set({ [of]: text })}
      {...rest}
    />
  );
}

function Basics({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set, problems, kept } = editor;
  return (
    <section className={cx(css['section'])} aria-labelledby="basics-title">
      <h2 id="basics-title">{t('editor.basics')}</h2>
      <Field editor={editor} of="name" autoFocus={kept === null} autoComplete="off" spellCheck="false" />
      <div className={cx(css['pair'])}>
        <Field
          editor={editor}
          of="address"
          mono
          autoComplete="off"
          spellCheck="false"
          placeholder="server.example.net"
        />
        <Select
          label={t('editor.field.family')}
          value={draft.family}
          error={problems.get('family') ?? null}
          choices={(['auto', '4', '6', 'both'] as const).map((value) => ({
            value,
            label: t(`editor.family.${value}`),
          }))}
          onChange={(family) => set({ family })}
        />
      </div>
      <Field editor={editor} of="tags" description={t('editor.tagsHint')} autoComplete="off" />
      <Checkbox isSelected={draft.favourite} onChange={(favourite) => set({ favourite })}>
        {t('editor.favourite')}
      </Checkbox>
    </section>
  );
}

function Steps({ editor, others }: { readonly editor: Editor; readonly others: readonly Host[] }): ReactNode {
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

function CheckSection({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set } = editor;
  return (
    <section className={cx(css['section'])} aria-labelledby="check-title">
      <h2 id="check-title">{t('editor.check')}</h2>
      <p className={cx(css['quiet'])}>{t('editor.checkHint')}</p>
      <div className={cx(css['row'])}>
        <Field editor={editor} of="checkPort" mono inputMode="numeric" />
        <Select
          label={t('editor.field.expect')}
          value={draft.expect}
          choices={(['any', 'ssh', 'tls', 'http', 'prefix'] as const).map((value) => ({
            value,
            label: t(`editor.expect.${value}`),
          }))}
          onChange={(expect) => set({ expect })}
        />
        {draft.expect === 'http' && (
          <Field editor={editor} of="status" mono inputMode="numeric" placeholder={t('editor.any')} />
        )}
        {draft.expect === 'prefix' && <Field editor={editor} of="prefix" mono />}
        <Field editor={editor} of="openForS" mono inputMode="decimal" placeholder={t('editor.notKnown')} />
      </div>
      <Checkbox isSelected={draft.admitsOne} onChange={(admitsOne) => set({ admitsOne })}>
        <span>
          {t('editor.admitsOne')}
          <span className={cx(css['hint'])}>{t('editor.admitsOneHint')}</span>
        </span>
      </Checkbox>
    </section>
  );
}

function ConnectSection({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set } = editor;
  return (
    <section className={cx(css['section'])} aria-labelledby="connect-title">
      <h2 id="connect-title">{t('editor.then')}</h2>
      <RadioGroup
        label={t('editor.connectWith')}
        value={draft.connect}
        choices={(['nothing', 'ssh', 'url', 'command'] as const).map((value) => ({
          value,
          label: t(`editor.connect.${value}`),
        }))}
        onChange={(connect) => set({ connect })}
      />
      {draft.connect === 'ssh' && (
        <Field editor={editor} of="user" mono autoComplete="off" placeholder={t('editor.yourOwn')} />
      )}
      {draft.connect === 'url' && (
        <Field
          editor={editor}
          of="url"
          mono
          placeholder="https://{address}/"
          description={t('editor.placeholders')}
        />
      )}
      {draft.connect === 'command' && (
        <>
          <Field editor={editor} of="program" mono autoComplete="off" />
          <Field editor={editor} of="args" mono rows={3} description={t('editor.argsHint')} />
        </>
      )}
    </section>
  );
}

const fieldsOfMore = [
  'gapMs',
  'seqTimeoutS',
  'source',
  'tries',
  'deadlineS',
  'knocksPerMinute',
  'notes',
] as const;

function More({ editor }: { readonly editor: Editor }): ReactNode {
  const { t } = useTranslation();
  const { draft, set, problems, focusRequests } = editor;
  const [isOpen, setIsOpen] = useState(false);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [answered, setAnswered] = useState(0);
  // A wrong field must be seen before it can get the focus.
  if (focusRequests !== answered) {
    setAnswered(focusRequests);
    if (fieldsOfMore.some((field) => problems.has(field))) setIsOpen(true);
  }
  return (
    <Disclosure isExpanded={isOpen} onExpandedChange={setIsOpen} className={cx(css['section'])}>
      <Heading level={2}>
        <AriaButton slot="trigger" className={cx(css['disclose'])}>
          <ChevronDown size={16} aria-hidden />
          {t('editor.more')}
        </AriaButton>
      </Heading>
      <DisclosurePanel className={cx(css['panel'])}>
        <div className={cx(css['pair'])}>
          <Select
            label={t('editor.field.server')}
            value={draft.server}
            choices={servers.map((value) => ({ value, label: t(`editor.server.${value}`) }))}
            onChange={(server) => set({ server })}
          />
          <span className={cx(css['beside'])}>
            <Button onPress={() => setIsHelpOpen(true)}>{t('editor.whichServer')}</Button>
          </span>
        </div>
        <RadioGroup
          label={t('editor.field.tcp')}
          value={draft.tcp}
          choices={(['syn', 'connect'] as const).map((value) => ({
            value,
            label: t(`editor.tcp.${value}`),
            description: t(`editor.tcpHint.${value}`),
          }))}
          onChange={(tcp) => set({ tcp })}
        />
        <div className={cx(css['row'])}>
          <Field editor={editor} of="gapMs" mono inputMode="numeric" placeholder={t('editor.auto')} />
          <Field editor={editor} of="seqTimeoutS" mono inputMode="decimal" placeholder="10" />
          <Field editor={editor} of="tries" mono inputMode="numeric" placeholder="8" />
          <Field editor={editor} of="deadlineS" mono inputMode="decimal" placeholder="15" />
          <Field editor={editor} of="knocksPerMinute" mono inputMode="numeric" placeholder="12" />
        </div>
        <Field
          editor={editor}
          of="source"
          mono
          placeholder={t('editor.auto')}
          description={t('editor.sourceHint')}
        />
        <Field editor={editor} of="notes" rows={4} />
      </DisclosurePanel>
      {isHelpOpen && (
        <Dialog
          isOpen
          onClose={() => setIsHelpOpen(false)}
          title={t('editor.whichServer')}
          actions={<Button onPress={() => setIsHelpOpen(false)}>{t('action.close')}</Button>}
        >
          <dl className={cx(css['servers'])}>
            {servers.map((server) => (
              <div key={server}>
                <dt>{t(`editor.server.${server}`)}</dt>
                <dd>{t(`editor.serverHint.${server}`)}</dd>
              </div>
            ))}
          </dl>
        </Dialog>
      )}
    </Disclosure>
  );
}

const servers = ['unknown', 'knockd', 'nftables', 'mikrotik', 'recent'] as const;
