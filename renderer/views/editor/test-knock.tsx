import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../app/hosts/schema.ts';
import { progressOf } from '../../../app/present/progress.ts';
import type { Run } from '../../../app/snapshot.ts';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { badgeOf, useResultWords } from '../../result-words.ts';
import { announce } from '../../shell/announce.tsx';
import { keyNames } from '../../shell/shortcuts.ts';
import { StatusBadge } from '../../status/badge.tsx';
import { TimelineTable } from '../../timeline/timeline-table.tsx';
import { Timeline } from '../../timeline/timeline.tsx';
import { WhyPanel } from '../../why/why-panel.tsx';
import css from './editor.module.css';

/** Knocks with what the form holds, without saving it, and draws what happens while it happens. */
export function TestKnock(props: {
  readonly run: Run | null;
  /** As the form describes it; null while it describes none. */
  readonly host: Host | null;
  readonly onTest: () => void;
  readonly onStop: () => void;
}): ReactNode {
  const { run, host, onTest, onStop } = props;
  const { t } = useTranslation();
  const words = useResultWords();
  const isRunning = run?.state === 'running';
  const result = run?.state === 'done' ? run.result : null;
  const said = result === null || host === null ? null : words(result, host);

  // The live region is outside of this view. Said once, when the test ends, whatever is drawn again after it.
  useEffect(() => {
    if (said !== null) announce(`${said.title}. ${said.detail}`);
  }, [result]);

  return (
    <section className={cx(css['test'])} aria-labelledby="test-title">
      <div className={cx(css['testHead'])}>
        <h2 id="test-title">{t('editor.testTitle')}</h2>
        <Button
          onPress={isRunning ? onStop : onTest}
          aria-keyshortcuts={isRunning ? 'Control+.' : 'Control+Enter'}
        >
          {isRunning ? t('action.stop') : t('editor.test')}
        </Button>
      </div>
      {run === null ? (
        <p className={cx(css['quiet'])}>{t('editor.testHint', { keys: keyNames('Ctrl Enter') })}</p>
      ) : (
        <>
          {isRunning && <Progress run={run} />}
          {result !== null && said !== null && (
            <div className={cx(css['verdict'])}>
              <StatusBadge state={badgeOf(result.verdict)}>{said.title}</StatusBadge>
              <p>{said.detail}</p>
            </div>
          )}
          <Timeline events={run.events} />
          {result !== null && (
            <>
              <TimelineTable events={run.events} />
              {host !== null && <WhyPanel result={result} events={run.events} host={host} level={3} />}
            </>
          )}
        </>
      )}
    </section>
  );
}

function Progress({ run }: { readonly run: Run }): ReactNode {
  const { t } = useTranslation();
  const progress = progressOf(run);
  const word =
    progress.phase === 'sending'
      ? t('status.sending', { step: progress.step, of: progress.of })
      : t(`status.${progress.phase}`);
  return (
    <div className={cx(css['verdict'])}>
      <StatusBadge state="knocking">{word}</StatusBadge>
      {'try' in progress && progress.try > 1 && <p>{t('editor.tryNumber', { number: progress.try })}</p>}
    </div>
  );
}
