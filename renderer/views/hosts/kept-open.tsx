import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../app/hosts/schema.ts';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../format.ts';
import { RefreshCw } from '../../icons.ts';
import { useNow } from '../../use-now.ts';
import { useApi, useSnapshot } from '../../use-snapshot.tsx';
import css from './host-detail.module.css';

/** That a rule keeps this door open, until when, and how to end it. */
export function KeptOpen({ host }: { readonly host: Host }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const api = useApi();
  const keeping = useSnapshot(({ automation }) => automation.keeping[host.id]);
  const now = useNow(keeping === undefined ? null : 1_000);
  if (keeping === undefined) return null;
  const isConnected = keeping.while.kind === 'connected';
  const time = format.clock(keeping.until);
  const text =
    keeping.nextAt === null
      ? t(isConnected ? 'detail.keptWhile' : 'detail.kept', { time })
      : t(isConnected ? 'detail.keptWhileNext' : 'detail.keptNext', {
          time,
          in: format.countdown(keeping.nextAt - now),
        });
  return (
    <section className={cx(css['notice'])}>
      <p>
        <RefreshCw size={16} aria-hidden />
        <span>{text}</span>
      </p>
      <span>
        <Button onPress={() => void api.stopKeeping({ hostId: host.id })}>{t('detail.stopKeeping')}</Button>
      </span>
    </section>
  );
}
