import { useState, type ReactNode } from 'react';
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { DecisionEntry, NamedDecision } from '../../../app/history/decision-entry.ts';
import { cx } from '../../class-names.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { Select } from '../../components/select.tsx';
import { ChevronDown, Workflow } from '../../icons.ts';
import {
  describeDecision,
  describeOccasion,
  mergeDecisions,
  networkName,
} from '../../rules/decision-words.ts';
import { listed } from '../../rules/rule-words.ts';
import { useRuleWords } from '../../rules/use-rules.ts';
import { Title } from '../../shell/title.tsx';
import css from './activity.module.css';
import { ActivityTabs } from './activity-tabs.tsx';
import { DayList } from './day-list.tsx';
import { useDecisions } from './use-decisions.ts';

/** Every decision that is kept, newest first, with its reason. */
export function DecisionsView(): ReactNode {
  const { t } = useTranslation();
  const [acted, setActed] = useState<'all' | 'acted'>('all');
  const { entries, total, showOlder } = useDecisions(acted === 'acted');
  return (
    <div className={cx(css['page'])}>
      <header className={cx(css['head'])}>
        <Title>{t('activity.title')}</Title>
      </header>
      <ActivityTabs shown="decisions" />
      <div className={cx(css['filters'])}>
        <Select
          label={t('activity.decision.what')}
          hideLabel
          value={acted}
          choices={(['all', 'acted'] as const).map((value) => ({
            value,
            label: t(`activity.decision.${value}`),
          }))}
          onChange={setActed}
        />
      </div>
      {entries === null ? (
        <p className={cx(css['quiet'])}>{t('activity.loading')}</p>
      ) : entries.length === 0 ? (
        <EmptyState
          icon={<Workflow size={24} aria-hidden />}
          title={t('activity.decision.emptyTitle')}
          text={t('activity.decision.emptyText')}
        />
      ) : (
        <DayList
          entries={entries}
          total={total}
          timeOf={({ at }) => at}
          row={(entry) => <DecisionRow entry={entry} />}
          onOlder={showOlder}
        />
      )}
    </div>
  );
}

function DecisionRow({ entry }: { readonly entry: DecisionEntry }): ReactNode {
  const { t } = useTranslation();
  const words = useRuleWords();
  const { format, language } = words;
  const [isOpen, setIsOpen] = useState(false);
  const { at, decisions, network, networkName: named } = entry;
  const where =
    network === null ? t('rules.network.offline') : (named ?? networkName(network, words.networks));
  const occasion = describeOccasion(entry.occasion, {
    t,
    language,
    format,
    hostName: (id) =>
      decisions.find(({ hostId }) => hostId === id)?.hostName ??
      words.hostName(id) ??
      t('rules.editor.removedHost'),
    network: (identity) => networkName(identity, words.networks),
  });
  return (
    <Disclosure isExpanded={isOpen} onExpandedChange={setIsOpen} className={cx(css['entry'])}>
      <Heading level={3}>
        <AriaButton slot="trigger" className={cx(css['row'], css['decision'])}>
          <ChevronDown size={16} aria-hidden className={cx(css['arrow'])} />
          <time className={cx(css['time'])} dateTime={new Date(at).toISOString()}>
            {format.time(at)}
          </time>
          <span dir="auto" className={cx(css['what'])}>
            {occasion}
          </span>
          <span dir="auto" className={cx(css['cause'])}>
            {where}
          </span>
          <span dir="auto" className={cx(css['did'])}>
            {describeDone(decisions, (act, names) =>
              t(`activity.decision.did.${act}`, { hosts: listed(names, language) }),
            ) ?? t('activity.decision.none')}
          </span>
        </AriaButton>
      </Heading>
      <DisclosurePanel
        className={cx(css['detail'])}
        aria-label={t('activity.decision.details', { time: format.time(at) })}
      >
        {isOpen && <Reasons decisions={decisions} />}
      </DisclosurePanel>
    </Disclosure>
  );
}

/** For each rule that was asked: what it did with which hosts, and because of what. */
function Reasons({ decisions }: { readonly decisions: readonly NamedDecision[] }): ReactNode {
  const { t } = useTranslation();
  const words = useRuleWords();
  if (decisions.length === 0) return <p>{t('activity.decision.noRules')}</p>;
  const ruleIds = [...new Set(decisions.map(({ ruleId }) => ruleId))];
  return (
    <ul className={cx(css['reasons'])}>
      {ruleIds.map((ruleId) => {
        const own = decisions.filter((decision) => decision.ruleId === ruleId);
        const rule = own[0]?.rule ?? null;
        return (
          <li key={ruleId}>
            <p dir="auto" className={cx(css['name'], css['whole'])}>
              {rule === null ? t('activity.decision.ruleGone') : words.describe(rule)}
            </p>
            <ul>
              {mergeDecisions(own).map((group) => (
                <li key={group[0].hostId} dir="auto">
                  {describeDecision({ ...words, ...group[0], hosts: group.map(({ hostName }) => hostName) })}
                </li>
              ))}
            </ul>
          </li>
        );
      })}
    </ul>
  );
}

type Act = Exclude<NamedDecision['act'], 'skip'>;

/** What was done in all, in a few words; null: nothing. */
function describeDone(
  decisions: readonly NamedDecision[],
  say: (act: Act, names: readonly string[]) => string,
): string | null {
  const parts = (['knock', 'keep-open', 'close'] as const).flatMap((act) => {
    const names = decisions.filter((decision) => decision.act === act).map(({ hostName }) => hostName);
    return names.length === 0 ? [] : [say(act, names)];
  });
  return parts.length === 0 ? null : parts.join('; ');
}
