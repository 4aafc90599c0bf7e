import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../app/hosts/schema.ts';
import type { Entry } from '../../../app/history/entry.ts';
import { checkName } from '../../../app/present/host.ts';
import { cx } from '../../class-names.ts';
import { Tag } from '../../components/badge.tsx';
import { Button, IconButton } from '../../components/button.tsx';
import { useFormat } from '../../format.ts';
import { ChevronLeft, Pencil, SquareTerminal } from '../../icons.ts';
import { StatusBadge } from '../../status/badge.tsx';
import { useStatus, type HostStatus } from '../../status/use-status.ts';
import { useStatusWords, verdictKey, type StatusWords } from '../../status/words.ts';
import { go } from '../../use-route.ts';
import { useApi, useHost, useSnapshot } from '../../use-snapshot.tsx';
import { WhyPanel } from '../../why/why-panel.tsx';
import { useHostActions } from './actions.ts';
import css from './host-detail.module.css';
import { HostNotice } from './host-notice.tsx';
import { KeptOpen } from './kept-open.tsx';
import { NextKnock } from './next-knock.tsx';
import { CloseButton, MoreButton, VerbButton } from './verb.tsx';

const lastKnocks = 5;

/** All that is known of one host, and everything to do with it. */
export function HostDetail({ hostId }: { readonly hostId: string }): ReactNode {
  const { t } = useTranslation();
  const host = useHost(hostId);
  const of = useStatus(hostId, { detail: 'seconds' });
  const describe = useStatusWords();
  const actions = useHostActions();
  if (host === null) return <p className={cx(css['pick'])}>{t('failure.hostNotFound')}</p>;
  const words = describe(of, host);
  return (
    <div className={cx(css['detail'])}>
      <header className={cx(css['head'])}>
        <span className={cx(css['back'])}>
          <IconButton label={t('detail.back')} onPress={() => go({ view: 'hosts', hostId: null })}>
            <ChevronLeft size={16} aria-hidden className={cx(css['mirrored'])} />
          </IconButton>
        </span>
        <h2 dir="auto">{host.name}</h2>
        <Button icon={<Pencil size={16} aria-hidden />} onPress={() => actions.edit(host.id)}>
          {t('action.edit')}
        </Button>
        <p className={cx(css['address'])}>
          <bdi dir="ltr">{host.address}</bdi>
        </p>
      </header>
      <Evidence host={host} of={of} words={words} />
      <div className={cx(css['actions'])}>
        <VerbButton host={host} of={of} actions={actions} isPrimary />
        {host.connect !== undefined && (
          <Button
            variant={of.status.state === 'open' ? 'primary' : 'normal'}
            icon={<SquareTerminal size={16} aria-hidden />}
            onPress={() => actions.connect(host.id)}
          >
            {t('action.connect')}
          </Button>
        )}
        {host.close !== undefined && <CloseButton host={host} actions={actions} />}
        <MoreButton host={host} actions={actions} besides />
      </div>
      {of.status.state === 'failed' && <Why host={host} />}
      <KeptOpen host={host} />
      <HostNotice host={host} actions={actions} />
      <NextKnock host={host} />
      <LastKnocks host={host} />
      {host.tags.length > 0 && (
        <ul className={cx(css['tags'])} aria-label={t('hosts.tag')}>
          {host.tags.map((tag) => (
            <li key={tag}>
              <Tag>{tag}</Tag>
            </li>
          ))}
        </ul>
      )}
      {host.notes !== '' && (
        <section className={cx(css['section'])}>
          <h3>{t('detail.notes')}</h3>
          <p className={cx(css['notes'])} dir="auto">
            {host.notes}
          </p>
        </section>
      )}
    </div>
  );
}

/** What is known, since when, and how. */
function Evidence(props: {
  readonly host: Host;
  readonly of: HostStatus;
  readonly words: StatusWords;
}): ReactNode {
  const { host, of, words } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const { status, now } = of;
  const service =
    host.check === undefined
      ? t('detail.noService')
      : t('detail.service', { service: checkName(host.check) });
  const left = status.state === 'open' && status.closesAt !== null ? status.closesAt - now : null;
  const facts = [
    words.evidence,
    status.state === 'open' && left === null
      ? t('detail.openFor', { time: format.countdown(now - status.since) })
      : null,
    status.state === 'open' && status.address !== host.address
      ? t('detail.openAt', { address: status.address })
      : null,
    service,
  ].filter((fact) => fact !== null);
  return (
    <section className={cx(css['evidence'])}>
      <p className={cx(css['status'])}>
        <StatusBadge
          state={status.state}
          isEnding={words.isEnding}
          {...(words.steps && { steps: words.steps })}
        >
          {words.word}
        </StatusBadge>
        {words.facts[0] !== undefined && <span>{words.facts[0]}</span>}
      </p>
      {words.reason !== null && <p className={cx(css['reason'])}>{words.reason}</p>}
      {left !== null && status.state === 'open' && (
        <TimeLeft leftMs={left} allMs={(status.closesAt ?? now) - status.since} />
      )}
      <p className={cx(css['facts'])}>{facts.join(' · ')}</p>
    </section>
  );
}

/** What the packets of the failed knock tell. */
function Why({ host }: { readonly host: Host }): ReactNode {
  const run = useSnapshot(({ runs }) => runs[host.id]);
  if (run?.kind !== 'knock' || run.state !== 'done') return null;
  return <WhyPanel result={run.result} events={run.events} host={host} level={3} />;
}

function TimeLeft({ leftMs, allMs }: { readonly leftMs: number; readonly allMs: number }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className={cx(css['time'])}>
      <span role="timer" aria-live="off" aria-label={t('status.timeLeft')} className={cx(css['countdown'])}>
        {format.countdown(leftMs)}
      </span>
      <progress
        className={cx(css['meter'])}
        aria-hidden
        value={Math.max(0, leftMs)}
        max={Math.max(1, allMs)}
      />
    </div>
  );
}

function LastKnocks({ host }: { readonly host: Host }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const entries = useLastKnocks(host.id);
  return (
    <section className={cx(css['section'])}>
      <header className={cx(css['line'])}>
        <h3>{t('detail.last')}</h3>
        {entries.length > 0 && (
          <Button variant="quiet" onPress={() => go({ view: 'activity', hostId: host.id })}>
            {t('detail.all')}
          </Button>
        )}
      </header>
      {entries.length === 0 ? (
        <p className={cx(css['facts'])}>{t('detail.never')}</p>
      ) : (
        <ol className={cx(css['knocks'])}>
          {entries.map(({ id, startedAt, result }) => (
            <li key={id}>
              <time dateTime={new Date(startedAt).toISOString()} title={format.date(startedAt)}>
                {format.time(startedAt)}
              </time>
              <span>{t(verdictKey(result.verdict))}</span>
              <span>{format.duration(result.openAfterMs ?? result.tookMs)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function useLastKnocks(hostId: string): readonly Entry[] {
  const api = useApi();
  const newestId = useSnapshot(({ activity }) => activity.newestId);
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  // The activity is asked for, page by page, when the snapshot says that it changed.
  useEffect(() => {
    let isWanted = true;
    void api.readActivity({ filter: { hostId }, beforeId: null, count: lastKnocks }).then((read) => {
      if (isWanted && read.ok) setEntries(read.value.entries);
    });
    return () => {
      isWanted = false;
    };
  }, [api, hostId, newestId]);
  return entries;
}
