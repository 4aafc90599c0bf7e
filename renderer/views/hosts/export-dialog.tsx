import { useState, useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../components/form-dialog.tsx';
import { describeFailure } from '../../failure.ts';
import { useApi } from '../../use-snapshot.tsx';
import { isComplete, NewPassphraseFields, noPassphrase } from '../vault/passphrase-fields.tsx';
import { useVaultDialog } from '../vault/use-vault-dialog.tsx';
import { saveFile } from './save-file.ts';

let wanted: readonly string[] = [];
const listeners = new Set<() => void>();

/** Asks for a passphrase, and exports these hosts sealed with it. */
export function openExport(hostIds: readonly string[]): void {
  wanted = hostIds;
  for (const listener of listeners) listener();
}

/** Hosts with their secrets as a sealed file, for another computer. There once in the view. */
export function ExportDialog(): ReactNode {
  const hostIds = useSyncExternalStore(subscribe, () => wanted);
  if (hostIds.length === 0) return null;
  return <Export hostIds={hostIds} onClose={() => openExport([])} />;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function Export(props: { readonly hostIds: readonly string[]; readonly onClose: () => void }): ReactNode {
  const { hostIds, onClose } = props;
  const { t } = useTranslation();
  const api = useApi();
  const { ask } = useVaultDialog();
  const [chosen, setChosen] = useState(noPassphrase);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  const submit = async (): Promise<void> => {
    const request = { hostIds, passphrase: chosen.first };
    setBusy(true);
    let sealed = await api.exportHosts(request);
    if (!sealed.ok && sealed.error.code === 'vault-locked' && (await ask())) {
      sealed = await api.exportHosts(request);
    }
    setBusy(false);
    if (!sealed.ok) return setFailure(describeFailure(t, sealed.error));
    const day = new Date().toISOString().slice(0, 10);
    saveFile({ name: `postern-${day}.postern`, text: sealed.value.text });
    onClose();
  };

  return (
    <FormDialog
      title={t('import.export.title', { count: hostIds.length })}
      stay={t('action.cancel')}
      goOn={t('import.export.go')}
      isReady={isComplete(chosen)}
      isBusy={isBusy}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <p>{t('import.export.text')}</p>
      <NewPassphraseFields
        value={chosen}
        error={failure}
        autoFocus
        onChange={(typed) => {
          setFailure(null);
          setChosen(typed);
        }}
      />
    </FormDialog>
  );
}
