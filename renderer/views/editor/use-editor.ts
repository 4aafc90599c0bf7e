import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../app/errors.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import { hostsOf } from '../../../app/present/status.ts';
import type { Result } from '../../../app/result.ts';
import type { SecretEdits } from '../../../app/secrets/input.ts';
import type { SecretFacts } from '../../../app/secrets/look.ts';
import type { Slot } from '../../../app/secrets/slots.ts';
import { describeFailure } from '../../failure.ts';
import type { Route } from '../../route.ts';
import { leaveFor, useLeaveGuard } from '../../use-leave-guard.ts';
import { useApi, useReadSnapshot, useSnapshot } from '../../use-snapshot.tsx';
import { useVaultDialog } from '../vault/use-vault-dialog.tsx';
import { draftOf, isSame, newDraft, type Draft } from './draft.ts';
import { useFieldWords } from './field-words.ts';
import { isCounter, parseDraft, problemsOf } from './parse-draft.ts';
import { parseSecrets, type NewSecret, type SecretsDraft } from './secret-draft.ts';
import { describeTrouble } from './secret-words.ts';
import { needsVault, useTest, type Test } from './use-test.ts';

/** One form: what is typed, what is wrong with it, and what can be done. */
export interface Editor {
  readonly id: string;
  readonly kept: Host | null;
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
  /** As the form describes it; null while it describes none. */
  readonly host: Host | null;
  /** New secrets, until the form is left; what is stored is never here. */
  readonly secrets: SecretsDraft;
  /** Undefined: it stays as it is. */
  readonly setSecret: (slot: Slot, secret: NewSecret | null | undefined) => void;
  /** What is known of the stored secrets. */
  readonly stored: Readonly<Partial<Record<Slot, SecretFacts>>>;
  readonly edits: SecretEdits;
  /** Wrong fields with what is wrong, once they were asked for by saving or testing. */
  readonly problems: ReadonlyMap<string, string>;
  /** Why it could not be saved though every field is right. */
  readonly failure: string | null;
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  readonly save: () => Promise<void>;
  /** Tests, after a question where that uses something up. */
  readonly test: () => void;
  readonly run: Test['run'];
  readonly stop: () => void;
  /** The number that a test would use up, while that is asked. */
  readonly usesUp: { readonly kind: 'counter' | 'line'; readonly number: number } | null;
  readonly answerTest: (goOn: boolean) => void;
  /** Grows when the first wrong field is to get the focus. */
  readonly focusRequests: number;
  /** Goes on leaving after the question about unsaved changes; null while nothing is asked. */
  readonly leave: (() => void) | null;
  readonly stay: () => void;
  /** Leaves without a question. */
  readonly leaveFor: (route: Route) => void;
}

export function useEditor(kept: Host | null): Editor {
  const { t } = useTranslation();
  const api = useApi();
  const read = useReadSnapshot();
  const { ask } = useVaultDialog();
  const { problemWords } = useFieldWords();
  // The host as it was opened: another window or the tray may change it meanwhile, what is typed here may not jump.
  const [opened] = useState(() => ({ kept, draft: kept === null ? newDraft() : draftOf(kept) }));
  const [id] = useState(() => kept?.id ?? crypto.randomUUID());
  const [draft, setDraft] = useState(opened.draft);
  const [secrets, setSecrets] = useState<SecretsDraft>({});
  const [wasAsked, setWasAsked] = useState(false);
  const [failure, setFailure] = useState<Problem | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const [focusRequests, setFocusRequests] = useState(0);
  const { run, start, stop } = useTest(id);

  const stored =
    useSnapshot(({ vault }) => (vault.state === 'ready' ? vault.look.secrets[id] : undefined)) ?? none;
  const counter = useSnapshot(({ counters }) => counters[id]);
  const parsed = useMemo(() => parseDraft(draft, { id, kept: opened.kept }), [draft, id, opened]);
  const { edits, troubles } = useMemo(() => parseSecrets(draft, secrets, stored), [draft, secrets, stored]);
  const isCounterRight = draft.method !== 'hotp' || isCounter(draft.counter);
  const isRight = parsed.ok && troubles.size === 0 && isCounterRight;
  const isDirty = !isSame(draft, opened.draft) || Object.keys(secrets).length > 0;

  const { leave, stay } = useLeaveGuard(isDirty);

  const problems = useMemo(() => {
    const shown = new Map<string, string>();
    if (failure !== null && failure.field !== null) shown.set(failure.field, failure.text);
    if (!wasAsked) return shown;
    if (!parsed.ok) {
      for (const [field, problem] of problemsOf(parsed.error.issues, draft.method))
        shown.set(field, problemWords(field, problem));
    }
    if (!isCounterRight) shown.set('counter', t('editor.problem.counter'));
    for (const [field, trouble] of troubles) shown.set(field, describeTrouble(t, trouble, trouble.encoding));
    return shown;
  }, [wasAsked, parsed, draft.method, isCounterRight, troubles, failure, problemWords, t]);

  function askForFields(): void {
    setWasAsked(true);
    setFocusRequests((requests) => requests + 1);
  }

  function show(error: Failure): void {
    const field = fieldOf(error);
    setFailure({ field, text: describeFailure(t, error) });
    if (field !== null) setFocusRequests((requests) => requests + 1);
  }

  /** The host, its secrets, then its counter: in that order each is of use without the next. */
  async function write(host: Host): Promise<Result<unknown, Failure>> {
    // One that was deleted elsewhere meanwhile is added again: what stands in the form is wanted.
    const isThere = hostsOf(read()).some((each) => each.id === id);
    const request = {
      host,
      was: isThere ? opened.kept : null,
      ...(Object.keys(edits).length > 0 && { secrets: edits }),
    };
    let saved = await api.saveHost(request);
    if (!saved.ok && needsVault(saved.error) && (await ask())) saved = await api.saveHost(request);
    if (!saved.ok || host.knock.method !== 'hotp' || draft.counter.trim() === '') return saved;
    return api.setCounter({ hostId: id, next: Number(draft.counter) });
  }

  async function save(): Promise<void> {
    if (!parsed.ok || !isRight) return askForFields();
    setIsSaving(true);
    const saved = await write(parsed.value).finally(() => setIsSaving(false));
    if (!saved.ok) return show(saved.error);
    // What was typed is stored now, and nowhere else.
    setSecrets({});
    leaveFor({ view: 'hosts', hostId: id });
  }

  async function begin(): Promise<void> {
    if (!parsed.ok || !isRight) return askForFields();
    setFailure(null);
    const failed = await start(parsed.value, edits);
    if (failed !== null) show(failed);
  }

  const next = counter?.next ?? 0;
  const usesUp =
    draft.method === 'hotp'
      ? ({ kind: 'counter', number: next } as const)
      : draft.method === 'list'
        ? ({ kind: 'line', number: next + 1 } as const)
        : null;

  return {
    id,
    kept: opened.kept,
    draft,
    set(change) {
      setFailure(null);
      setDraft((before) => ({ ...before, ...change }));
    },
    host: parsed.ok ? parsed.value : null,
    secrets,
    setSecret(slot, secret) {
      setFailure(null);
      setSecrets(({ [slot]: _, ...others }) =>
        secret === undefined ? others : { ...others, [slot]: secret },
      );
    },
    stored,
    edits,
    problems,
    failure: failure?.field === null ? failure.text : null,
    isDirty,
    isSaving,
    save,
    test() {
      if (usesUp !== null && isRight) setIsAsking(true);
      else void begin();
    },
    run,
    stop,
    usesUp: isAsking ? usesUp : null,
    answerTest(goOn) {
      setIsAsking(false);
      if (goOn) void begin();
    },
    focusRequests,
    leave,
    stay,
    leaveFor,
  };
}

/** The field that the user can do something about it in; null if there is none. */
function fieldOf(failure: Failure): string | null {
  switch (failure.code) {
    case 'name-taken':
    case 'name-ambiguous':
      return 'name';
    case 'secret-missing':
      return failure.slots[0] === undefined ? null : `secret.${failure.slots[0]}`;
    case 'list-used-up':
      return 'secret.one-time-list';
    case 'invalid-host': {
      const path = failure.issues[0]?.path ?? '';
      return path.startsWith('secrets.') ? path.replace('secrets.', 'secret.') : null;
    }
    default:
      return null;
  }
}

const none: Readonly<Partial<Record<Slot, SecretFacts>>> = {};

/** Why the form was refused though it is well formed. */
interface Problem {
  readonly field: string | null;
  readonly text: string;
}
