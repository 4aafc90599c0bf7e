import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../app/hosts/schema.ts';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { notify } from '../../components/toast.tsx';
import { describeFailure } from '../../failure.ts';
import { noticeIcons } from '../../status/notice-icons.ts';
import { noticeSentence } from '../../status/notice-words.ts';
import { useHostNotice } from '../../status/use-host-notice.ts';
import { useApi } from '../../use-snapshot.tsx';
import type { HostActions } from './actions.ts';
import css from './host-detail.module.css';

/** What stands between a host and its next knock: a missing secret, the end of a list, a number in doubt. */
export function HostNotice({
  host,
  actions,
}: {
  readonly host: Host;
  readonly actions: HostActions;
}): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const notice = useHostNotice(host);
  if (notice === null) return null;
  const settle = (worked: boolean): void =>
    void api.settleDoubt({ hostId: host.id, worked }).then((settled) => {
      if (!settled.ok) notify({ text: describeFailure(t, settled.error) });
    });
  const Icon = noticeIcons[notice.code];
  return (
    <section role="note" className={cx(css['notice'])}>
      <p>
        <Icon size={16} aria-hidden />
        {noticeSentence(t, notice)}
      </p>
      <div className={cx(css['actions'])}>
        {notice.code === 'doubt' ? (
          <>
            <Button onPress={() => settle(true)}>{t('notice.worked')}</Button>
            <Button onPress={() => settle(false)}>{t('notice.workedNot')}</Button>
          </>
        ) : (
          <Button onPress={() => actions.edit(host.id)}>
            {t(notice.code === 'secret-missing' ? 'failure.enterSecret' : 'notice.addLines')}
          </Button>
        )}
      </div>
    </section>
  );
}
