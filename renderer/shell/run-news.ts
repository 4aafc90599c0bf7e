import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { Cause } from '../../app/history/entry.ts';
import { hostsOf } from '../../app/present/status.ts';
import type { Verdict } from '../../app/probe/verdict.ts';
import type { Snapshot } from '../../app/snapshot.ts';
import { createFormat } from '../format.ts';
import { describeFailedKnock } from '../status/words.ts';
import { useWatchSnapshot } from '../use-snapshot.tsx';
import { announce } from './announce.tsx';

/** Ends that come this close together are said as one sentence. */
const gatherMs = 400;

/** Says to screen readers when a knock begins and how it ends; never each step, never each second. */
export function useRunNews(): void {
  const { t, i18n } = useTranslation();
  const watch = useWatchSnapshot();
  // What is said happens outside of React, and only when something changed.
  useEffect(() => {
    let before: Snapshot | null = null;
    let ended: string[] = [];
    let timer: number | undefined;

    const say = (snapshot: Snapshot): void => {
      const ids = ended;
      ended = [];
      const knocks = ids.flatMap((id) => {
        const host = hostsOf(snapshot).find((each) => each.id === id);
        const run = snapshot.runs[id];
        return host === undefined || run?.state !== 'done'
          ? []
          : [{ host, result: run.result, cause: run.cause }];
      });
      const isOpen = ({ result }: (typeof knocks)[number]): boolean => isOpenVerdict(result.verdict);
      const isFailed = ({ result: { verdict } }: (typeof knocks)[number]): boolean =>
        !isClosed(verdict) && !['opened', 'already-open', 'sent', 'cancelled'].includes(verdict);
      const [first, ...more] = knocks;
      if (first === undefined) return;
      if (more.length > 0) {
        const open = t('announce.manyOpen', { count: knocks.filter(isOpen).length });
        announce(t('announce.many', { open, failed: knocks.filter(isFailed).length }));
        return;
      }
      const { host, result } = first;
      const format = createFormat(i18n.language);
      const { name } = host;
      if (isOpen(first))
        announce(t('announce.open', { name, time: format.spokenDuration(result.rttMs ?? 0) }));
      else if (isClosed(result.verdict)) announce(t('announce.closed', { name }));
      else if (result.verdict === 'sent') announce(t('announce.sent', { name }));
      else {
        const reason = describeFailedKnock({ t, format, result, host });
        const isAsked = first.cause !== null && !byItself.has(first.cause);
        if (isFailed(first))
          announce(t('announce.failed', { name, reason }), isAsked ? 'assertive' : 'polite');
        else announce(reason);
      }
    };

    const unwatch = watch((snapshot) => {
      const old = before;
      before = snapshot;
      if (old === null || old.runs === snapshot.runs) return;
      for (const [id, run] of Object.entries(snapshot.runs)) {
        const earlier = old.runs[id];
        if (run === earlier || run.kind === 'check') continue;
        // A door that is kept open is knocked all day: only its failure is news.
        if (run.cause === 'keep-open' && (run.state === 'running' || isOpenVerdict(run.result.verdict)))
          continue;
        const isNew = earlier?.startedAt !== run.startedAt || earlier.state === 'done';
        if (run.state === 'running' && isNew) {
          const name = hostsOf(snapshot).find((host) => host.id === id)?.name;
          const news = run.kind === 'close' ? 'announce.closing' : 'announce.knocking';
          if (name !== undefined) announce(t(news, { name }));
        }
        if (run.state === 'done') ended.push(id);
      }
      if (ended.length === 0) return;
      clearTimeout(timer);
      timer = window.setTimeout(() => before !== null && say(before), gatherMs);
    });
    return () => {
      clearTimeout(timer);
      unwatch();
    };
  }, [t, i18n.language, watch]);
}

/** Nobody waits for these: they are said when there is a pause. */
const byItself: ReadonlySet<Cause> = new Set(['rule', 'keep-open', 'left', 'quit']);

function isOpenVerdict(verdict: Verdict): boolean {
  return verdict === 'opened' || verdict === 'already-open';
}

function isClosed(verdict: Verdict): boolean {
  return verdict === 'closed' || verdict === 'already-closed';
}
