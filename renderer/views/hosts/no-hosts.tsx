import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { DoorOpen, FileInput, Plus, Server } from '../../icons.ts';
import { go } from '../../use-route.ts';
import { useApi } from '../../use-snapshot.tsx';

/** The list before its first host. */
export function NoHosts(): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  return (
    <EmptyState
      icon={<Server size={24} aria-hidden />}
      title={t('hosts.emptyTitle')}
      text={t('hosts.emptyText')}
    >
      <Button
        variant="primary"
        icon={<Plus size={16} aria-hidden />}
        onPress={() => go({ view: 'editor', hostId: null })}
      >
        {t('action.add')}
      </Button>
      <Button icon={<FileInput size={16} aria-hidden />} onPress={() => go({ view: 'import' })}>
        {t('action.import')}
      </Button>
      <Button
        icon={<DoorOpen size={16} aria-hidden />}
        onPress={() =>
          void api.openPractice({}).then((saved) => {
            if (saved.ok) go({ view: 'hosts', hostId: saved.value.id });
          })
        }
      >
        {t('hosts.practice')}
      </Button>
    </EmptyState>
  );
}
