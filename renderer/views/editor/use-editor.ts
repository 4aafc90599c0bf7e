import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../app/hosts/schema.ts';
import { hostsOf } from '../../../app/present/status.ts';
import type { Run } from '../../../app/snapshot.ts';
import { describeFailure } from '../../failure.ts';
import type { Route } from '../../route.ts';
import { go, guardRoute } from '../../use-route.ts';
import { useApi, useReadSnapshot, useSnapshot } from '../../use-snapshot.tsx';
import { draftOf, isSame, newDraft, type Draft } from './draft.ts';
import { useFieldWords } from './field-words.ts';
import { parseDraft, problemsOf } from './parse-draft.ts';

/** One form: what is typed, what is wrong with it, and what can be done. */
export interface Editor {
  readonly id: string;
  readonly kept: Host | null;
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
  /** Wrong fields with what is wrong, once they were asked for by saving or testing. */
  readonly problems: ReadonlyMap<string, string>;
  /** Why it could not be saved though every field is right. */
  readonly failure: string | null;
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  readonly save: () => Promise<void>;
  readonly test: () => Promise<void>;
  readonly stop: () => void;
  /** The test of this form that runs or ran last. */
  readonly run: Run | null;
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
  const { problemWords } = useFieldWords();
  // The host as it was opened: another window or the tray may change it meanwhile, what is typed here may not jump.
  const [opened] = useState(() => ({ kept, draft: kept === null ? newDraft() : draftOf(kept) }));
  const [id] = useState(() => kept?.id ?? crypto.randomUUID());
  const [draft, setDraft] = useState(opened.draft);
  const [wasAsked, setWasAsked] = useState(false);
  const [failure, setFailure] = useState<Problem | null>(null);
  const [isSaving, setIsSaving] = useState(false);
  const [focusRequests, setFocusRequests] = useState(0);
  const [leave, setLeave] = useState<(() => void) | null>(null);
  const [testedAt, setTestedAt] = useState<number | null>(null);

  const parsed = useMemo(() => parseDraft(draft, { id, kept: opened.kept }), [draft, id, opened]);
  const isDirty = !isSame(draft, opened.draft);
  const latest = useSnapshot(({ runs }) => runs[id]);
  const run = latest?.kind === 'knock' && testedAt !== null && latest.startedAt >= testedAt ? latest : null;

  // The window asks before it leaves: the route here, the page itself through the shell (beforeunload).
  useEffect(() => {
    if (!isDirty) return undefined;
    const unguard = guardRoute((proceed) => {
      setLeave(() => proceed);
      return false;
    });
    const beforeUnload = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', beforeUnload);
    return () => {
      unguard();
      removeEventListener('beforeunload', beforeUnload);
    };
  }, [isDirty]);

  // A test belongs to its form: it ends when that is left. The run is outside of React, hence the reference.
  const running = useRef(false);
  running.current = run?.state === 'running';
  useEffect(
    () => () => {
      if (running.current) void api.cancelKnock({ hostId: id });
    },
    [api, id],
  );

  const problems = useMemo(() => {
    const shown = new Map<string, string>();
    if (failure !== null && failure.field !== null) shown.set(failure.field, failure.text);
    if (!wasAsked || parsed.ok) return shown;
    for (const [field, problem] of problemsOf(parsed.error.issues))
      shown.set(field, problemWords(field, problem));
    return shown;
  }, [wasAsked, parsed, failure, problemWords]);

  function askForFields(): void {
    setWasAsked(true);
    setFocusRequests((requests) => requests + 1);
  }

  async function save(): Promise<void> {
    if (!parsed.ok) return askForFields();
    setIsSaving(true);
    // One that was deleted elsewhere meanwhile is added again: what stands in the form is wanted.
    const isThere = hostsOf(read()).some((host) => host.id === id);
    const saved = await api
      .saveHost({ host: parsed.value, was: isThere ? opened.kept : null })
      .finally(() => setIsSaving(false));
    if (!saved.ok) {
      const isName = saved.error.code === 'name-taken' || saved.error.code === 'name-ambiguous';
      setFailure({ field: isName ? 'name' : null, text: describeFailure(t, saved.error) });
      if (isName) setFocusRequests((requests) => requests + 1);
      return;
    }
    leaveFor({ view: 'hosts', hostId: id });
  }

  async function test(): Promise<void> {
    if (!parsed.ok) return askForFields();
    setFailure(null);
    setTestedAt(Date.now());
    const options = { cause: 'test', always: true, force: false, ifRunning: 'replace' } as const;
    const tested = await api.knock({ subject: { host: parsed.value }, options });
    if (!tested.ok) setFailure({ field: null, text: describeFailure(t, tested.error) });
  }

  return {
    id,
    kept: opened.kept,
    draft,
    set(change) {
      setFailure(null);
      setDraft((before) => ({ ...before, ...change }));
    },
    problems,
    failure: failure?.field === null ? failure.text : null,
    isDirty,
    isSaving,
    save,
    test,
    stop: () => void api.cancelKnock({ hostId: id }),
    run,
    focusRequests,
    leave,
    stay: () => setLeave(null),
    leaveFor,
  };
}

function leaveFor(route: Route): void {
  guardRoute(() => true);
  go(route);
}

/** Why the form was refused though it is well formed. */
interface Problem {
  readonly field: string | null;
  readonly text: string;
}
