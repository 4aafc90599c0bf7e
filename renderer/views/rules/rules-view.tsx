import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { describeFailure } from '../../failure.ts';
import { Plus, TriangleAlert, Workflow } from '../../icons.ts';
import { useAutomationState } from '../../rules/automation-line.tsx';
import { PauseControl } from '../../rules/pause-control.tsx';
import { rulebookOf, usePause } from '../../rules/use-rules.ts';
import { Title } from '../../shell/title.tsx';
import { go } from '../../use-route.ts';
import { useSnapshot } from '../../use-snapshot.tsx';
import { NetworksSection } from './networks-section.tsx';
import { RuleRow } from './rule-row.tsx';
import css from './rules.module.css';
import { useLastRuns } from './use-last-runs.ts';

/** What Postern does by itself: rules as sentences, and the networks that they name. */
export function RulesView(): ReactNode {
  const { t } = useTranslation();
  const rulebook = useSnapshot(({ automation }) => automation.rulebook);
  const { rules } = useSnapshot(rulebookOf);
  const isRunning = useSnapshot(({ automation }) => automation.isRunning);
  const state = useAutomationState();
  const { pause } = usePause();
  const lastRuns = useLastRuns();
  return (
    <div className={cx(css['page'])}>
      <header className={cx(css['head'])}>
        <Title>{t('rules.title')}</Title>
        {rulebook.state === 'ready' && (
          <div className={cx(css['buttons'])}>
            <span role="status" className={cx(css['quiet'])}>
              {(rules.length > 0 || pause !== null) && state}
            </span>
            <PauseControl />
            <Button
              variant="primary"
              icon={<Plus size={16} aria-hidden />}
              onPress={() => go({ view: 'rule', ruleId: null })}
            >
              {t('rules.add')}
            </Button>
          </div>
        )}
      </header>
      {rulebook.state === 'loading' && <p className={cx(css['quiet'])}>{t('rules.loading')}</p>}
      {rulebook.state === 'failed' && (
        <Notice title={t('rules.broken')} text={describeFailure(t, rulebook.failure)} />
      )}
      {rulebook.state === 'ready' && (
        <>
          {!isRunning && rules.length > 0 && (
            <Notice title={t('rules.notHere')} text={t('rules.notHereText')} />
          )}
          {rules.length === 0 ? (
            <EmptyState
              icon={<Workflow size={24} aria-hidden />}
              title={t('rules.emptyTitle')}
              text={t('rules.emptyText')}
            />
          ) : (
            <ul className={cx(css['list'])} aria-label={t('rules.list')}>
              {rules.map((rule) => (
                <RuleRow key={rule.id} rule={rule} last={lastRuns.get(rule.id) ?? null} />
              ))}
            </ul>
          )}
          <NetworksSection />
        </>
      )}
    </div>
  );
}

function Notice({ title, text }: { readonly title: string; readonly text: string }): ReactNode {
  return (
    <p className={cx(css['notice'])}>
      <TriangleAlert size={16} aria-hidden />
      <span>
        <strong>{title}.</strong> {text}
      </span>
    </p>
  );
}
