import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../app/errors.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { describeFailure } from '../../failure.ts';
import { TriangleAlert } from '../../icons.ts';
import { useApi } from '../../use-snapshot.tsx';

/** Why there is no list, and the way back to one. */
export function StoreProblem({ failure }: { readonly failure: Failure }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const [isBusy, setBusy] = useState(false);
  const icon = <TriangleAlert size={24} aria-hidden />;
  const readAgain = (label: string): ReactNode => (
    <Button
      variant="primary"
      isDisabled={isBusy}
      onPress={() => {
        setBusy(true);
        void api.loadHosts({}).finally(() => setBusy(false));
      }}
    >
      {label}
    </Button>
  );
  switch (failure.code) {
    case 'store-broken': {
      const { file, keptAs, reason, restored } = failure;
      return (
        <EmptyState
          icon={icon}
          title={t('failure.brokenTitle')}
          text={
            <>
              <p>{t(restored ? 'failure.brokenRestored' : 'failure.brokenLost', { keptAs })}</p>
              <code>{t('failure.brokenWhere', { file, reason })}</code>
            </>
          }
        >
          {/* The backup, or an empty list, took the place of the file when it was found broken: it only has to be read. */}
          {readAgain(t(restored ? 'failure.restore' : 'failure.startEmpty'))}
        </EmptyState>
      );
    }
    case 'store-newer': {
      const { file, version, supported } = failure;
      return (
        <EmptyState
          icon={icon}
          title={t('failure.newerTitle')}
          text={
            <>
              <p>{t('failure.newerText')}</p>
              <code>{t('failure.newerWhere', { file, version, supported })}</code>
            </>
          }
        >
          {readAgain(t('action.tryAgain'))}
        </EmptyState>
      );
    }
    default:
      return (
        <EmptyState
          icon={icon}
          title={t('failure.unreadableTitle')}
          text={<p>{describeFailure(t, failure)}</p>}
        >
          {readAgain(t('action.tryAgain'))}
        </EmptyState>
      );
  }
}
