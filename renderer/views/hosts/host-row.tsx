import type { ComponentProps, ReactNode } from 'react';
import { GridListItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../app/hosts/schema.ts';
import { cx } from '../../class-names.ts';
import { Checkbox } from '../../components/checkbox.tsx';
import { Star } from '../../icons.ts';
import { noticeIcons } from '../../status/notice-icons.ts';
import { StatusBadge } from '../../status/badge.tsx';
import { noticeWord } from '../../status/notice-words.ts';
import { useHostNotice } from '../../status/use-host-notice.ts';
import { useStatus, type HostStatus } from '../../status/use-status.ts';
import { useStatusWords } from '../../status/words.ts';
import { useHost } from '../../use-snapshot.tsx';
import { useHostActions } from './actions.ts';
import css from './host-row.module.css';
import { MoreButton, VerbButton } from './verb.tsx';

/** What the list knows of a host. Its state is not in it: of 5,000 rows only the one that changed redraws. */
export interface RowItem {
  readonly id: string;
  readonly name: string;
}

export function HostRow({ id, name }: RowItem): ReactNode {
  return (
    <GridListItem
      id={id}
      textValue={name}
      className={cx(css['row'])}
      render={(props) => <NamedRow {...props} hostId={id} />}
    >
      {({ selectionMode, selectionBehavior }) => (
        <>
          {selectionMode === 'multiple' && selectionBehavior === 'toggle' && (
            <span className={cx(css['choice'])}>
              <Checkbox slot="selection" />
            </span>
          )}
          <RowContent hostId={id} />
        </>
      )}
    </GridListItem>
  );
}

/** The row says its state with its name, as it is read out. */
function NamedRow({ hostId, ...props }: ComponentProps<'div'> & { readonly hostId: string }): ReactNode {
  const host = useHost(hostId);
  const of = useStatus(hostId, { detail: 'minutes' });
  const words = useStatusWords();
  if (host === null) return <div {...props} />;
  return <NoticedRow {...props} host={host} spoken={words(of, host).spoken} />;
}

function NoticedRow({
  host,
  spoken,
  ...props
}: ComponentProps<'div'> & { readonly host: Host; readonly spoken: string }): ReactNode {
  const { t } = useTranslation();
  const notice = useHostNotice(host);
  const parts = [
    host.name,
    spoken,
    ...(notice === null ? [] : [noticeWord(t, notice)]),
    ...(host.favourite ? [t('status.favourite')] : []),
  ];
  return <div {...props} aria-label={parts.join(', ')} />;
}

function RowContent({ hostId }: { readonly hostId: string }): ReactNode {
  const host = useHost(hostId);
  const of = useStatus(hostId, { detail: 'minutes' });
  // Deleted, while the list still shows it for a moment.
  if (host === null) return null;
  return <KnownRow host={host} of={of} />;
}

function KnownRow({ host, of }: { readonly host: Host; readonly of: HostStatus }): ReactNode {
  const { t } = useTranslation();
  const words = useStatusWords();
  const actions = useHostActions();
  const { method } = host.knock;
  const notice = useHostNotice(host);
  const { word, facts, reason, steps, isEnding } = words(of, host);
  const NoticeIcon = noticeIcons[notice?.code ?? 'doubt'];
  return (
    <div className={cx(css['content'])}>
      <span className={cx(css['name'])}>
        <span className={cx(css['text'])} dir="auto">
          {host.name}
        </span>
        {host.favourite && <Star size={14} aria-hidden fill="currentColor" className={cx(css['star'])} />}
      </span>
      <span className={cx(css['second'], reason !== null && css['reason'])}>
        {reason ?? (
          <>
            {notice !== null && (
              <span className={cx(css['notice'])}>
                <NoticeIcon size={12} aria-hidden />
                {noticeWord(t, notice)}
                {' · '}
              </span>
            )}
            <bdi dir="ltr">{host.address}</bdi>
            {method !== 'sequence' && ` · ${t(`knock.short.${method}`)}`}
          </>
        )}
      </span>
      <span className={cx(css['state'])}>
        <StatusBadge state={of.status.state} isEnding={isEnding} {...(steps && { steps })}>
          {word}
        </StatusBadge>
        {facts.length > 0 && <span className={cx(css['facts'])}>{facts.join(' · ')}</span>}
      </span>
      <span className={cx(css['actions'])}>
        <VerbButton host={host} of={of} actions={actions} />
        <MoreButton host={host} actions={actions} />
      </span>
    </div>
  );
}
