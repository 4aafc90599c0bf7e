import { useState, type ReactNode } from 'react';
import { Disclosure, DisclosurePanel, Button as AriaButton, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../../../app/history/entry.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import { hostOf, reportKnock } from '../../../app/present/report.ts';
import { hostsOf } from '../../../app/present/status.ts';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { Confirm } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Select } from '../../components/select.tsx';
import { notify } from '../../components/toast.tsx';
import { useFormat } from '../../format.ts';
import { ChevronDown, Copy, History, Trash2 } from '../../icons.ts';
import { badgeOf, useResultWords } from '../../result-words.ts';
import { home } from '../../route.ts';
import { rulebookOf, useRuleWords } from '../../rules/use-rules.ts';
import { Title } from '../../shell/title.tsx';
import { StatusBadge } from '../../status/badge.tsx';
import { TimelineTable } from '../../timeline/timeline-table.tsx';
import { Timeline, TimelineGlance } from '../../timeline/timeline.tsx';
import { go } from '../../use-route.ts';
import { useApi, useSnapshot } from '../../use-snapshot.tsx';
import { WhyPanel } from '../../why/why-panel.tsx';
import css from './activity.module.css';
import { ActivityTabs } from './activity-tabs.tsx';
import { DayList } from './day-list.tsx';
import { useEntries, type Period, type Wanted } from './use-entries.ts';

/** Every knock that is kept, newest first. */
export function ActivityView({ hostId }: { readonly hostId: string | null }): ReactNode {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<Wanted['outcome']>('all');
  const [period, setPeriod] = useState<Period>('always');
  const { entries, total, showOlder } = useEntries({ hostId, outcome, period });
  const isFiltered = hostId !== null || outcome !== 'all' || period !== 'always';
  const showAll = (): void => {
    setOutcome('all');
    setPeriod('always');
    go({ view: 'activity', hostId: null });
  };
  return (
    <div className={cx(css['page'])}>
      <header className={cx(css['head'])}>
        <Title>{t('activity.title')}</Title>
        <ClearButton />
      </header>
      <ActivityTabs shown="knocks" />
      <div className={cx(css['filters'])}>
        <HostFilter hostId={hostId} />
        <Select
          label={t('activity.outcome')}
          hideLabel
          value={outcome}
          choices={[
            { value: 'all', label: t('activity.allOutcomes') },
            { value: 'open', label: t('activity.open') },
            { value: 'failed', label: t('activity.failed') },
          ]}
          onChange={setOutcome}
        />
        <Select
          label={t('activity.period')}
          hideLabel
          value={period}
          choices={(['always', 'day', 'week', 'month'] as const).map((value) => ({
            value,
            label: t(`activity.${value}`),
          }))}
          onChange={setPeriod}
        />
      </div>
      {entries === null ? (
        <p className={cx(css['quiet'])}>{t('activity.loading')}</p>
      ) : entries.length === 0 ? (
        isFiltered ? (
          <EmptyState icon={<History size={24} aria-hidden />} title={t('activity.noneTitle')}>
            <Button onPress={showAll}>{t('activity.showAll')}</Button>
          </EmptyState>
        ) : (
          <EmptyState
            icon={<History size={24} aria-hidden />}
            title={t('activity.emptyTitle')}
            text={t('activity.emptyText')}
          >
            <Button variant="primary" onPress={() => go(home)}>
              {t('activity.toHosts')}
            </Button>
          </EmptyState>
        )
      ) : (
        <Entries entries={entries} total={total} onOlder={showOlder} />
      )}
    </div>
  );
}

function HostFilter({ hostId }: { readonly hostId: string | null }): ReactNode {
  const { t } = useTranslation();
  const hosts = useSnapshot(hostsOf);
  return (
    <Select
      label={t('activity.host')}
      hideLabel
      value={hostId ?? 'all'}
      choices={[
        { value: 'all', label: t('activity.allHosts') },
        ...hosts
          .map(({ id, name }) => ({ value: id, label: name }))
          .toSorted((a, b) => a.label.localeCompare(b.label)),
      ]}
      onChange={(id) => go({ view: 'activity', hostId: id === 'all' ? null : id })}
    />
  );
}

function ClearButton(): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const total = useSnapshot(({ activity }) => activity.total);
  const [isAsking, setIsAsking] = useState(false);
  if (total === 0) return null;
  return (
    <>
      <Button icon={<Trash2 size={16} aria-hidden />} onPress={() => setIsAsking(true)}>
        {t('activity.clear')}
      </Button>
      <Confirm
        isOpen={isAsking}
        title={t('activity.clearTitle')}
        text={<p>{t('activity.clearText', { count: total })}</p>}
        stay={t('activity.keep')}
        goOn={t('activity.clearVerb')}
        onStay={() => setIsAsking(false)}
        onGoOn={() => {
          setIsAsking(false);
          void api.clearActivity({});
        }}
      />
    </>
  );
}

function Entries(props: {
  readonly entries: readonly Entry[];
  readonly total: number;
  readonly onOlder: () => void;
}): ReactNode {
  const hosts = useSnapshot(hostsOf);
  return (
    <DayList
      {...props}
      timeOf={({ startedAt }) => startedAt}
      row={(entry) => <EntryRow entry={entry} host={hostOf(entry, hosts)} />}
    />
  );
}

function EntryRow({ entry, host }: { readonly entry: Entry; readonly host: Host }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useResultWords();
  const [isOpen, setIsOpen] = useState(false);
  const { result } = entry;
  const { title, detail } = words(result, host);
  const cause = t(`activity.cause.${entry.cause}`);
  return (
    <Disclosure isExpanded={isOpen} onExpandedChange={setIsOpen} className={cx(css['entry'])}>
      <Heading level={3}>
        <AriaButton slot="trigger" className={cx(css['row'])}>
          <ChevronDown size={16} aria-hidden className={cx(css['arrow'])} />
          <time className={cx(css['time'])} dateTime={new Date(entry.startedAt).toISOString()}>
            {format.time(entry.startedAt)}
          </time>
          <span dir="auto" className={cx(css['name'])}>
            {entry.hostName}
          </span>
          <span className={cx(css['cause'])}>
            {entry.kind === 'close' ? t('activity.closingFor', { cause }) : cause}
          </span>
          <span className={cx(css['result'])}>
            <StatusBadge state={badgeOf(result.verdict)}>{title}</StatusBadge>
            {result.openAfterMs !== null && (
              <span className={cx(css['after'])}>
                {t('activity.after', { time: format.duration(result.openAfterMs) })}
              </span>
            )}
          </span>
          <span className={cx(css['glance'])}>
            <TimelineGlance events={entry.events} />
          </span>
        </AriaButton>
      </Heading>
      <DisclosurePanel
        className={cx(css['detail'])}
        aria-label={t('activity.details', { name: entry.hostName, time: format.time(entry.startedAt) })}
      >
        {isOpen && (
          <>
            <p>{detail}</p>
            {entry.ruleId !== null && <RuleOf ruleId={entry.ruleId} />}
            <Timeline events={entry.events} />
            <TimelineTable events={entry.events} />
            <WhyPanel result={result} events={entry.events} host={host} level={3} />
            <CopyReport entry={entry} host={host} />
          </>
        )}
      </DisclosurePanel>
    </Disclosure>
  );
}

/** The rule that asked for a knock, as it is now. */
function RuleOf({ ruleId }: { readonly ruleId: string }): ReactNode {
  const { t } = useTranslation();
  const { describe } = useRuleWords();
  const rule = useSnapshot(rulebookOf).rules.find(({ id }) => id === ruleId);
  if (rule === undefined) return <p>{t('activity.decision.ruleGone')}.</p>;
  return <p dir="auto">{t('activity.rule', { rule: describe(rule) })}</p>;
}

function CopyReport({ entry, host }: { readonly entry: Entry; readonly host: Host }): ReactNode {
  const { t } = useTranslation();
  const [withAddresses, setWithAddresses] = useState(false);
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(reportKnock(entry, host, { withAddresses }));
      notify({ text: t('activity.copied') }, { forMs: 5_000 });
    } catch {
      notify({ text: t('activity.notCopied') });
    }
  }
  return (
    <div className={cx(css['copy'])}>
      <Button icon={<Copy size={16} aria-hidden />} onPress={() => void copy()}>
        {t('activity.copy')}
      </Button>
      <Checkbox isSelected={withAddresses} onChange={setWithAddresses}>
        {t('activity.withAddresses')}
      </Checkbox>
    </div>
  );
}
