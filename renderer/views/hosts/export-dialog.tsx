import { useId, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { describeFailure } from '../../failure.ts';
import { useApi } from '../../use-snapshot.tsx';
import { isComplete, NewPassphraseFields, noPassphrase } from '../vault/passphrase-fields.tsx';
import { useVaultDialog } from '../vault/use-vault-dialog.tsx';
import css from '../vault/vault.module.css';
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
  const form = useId();
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
    <Dialog
      isOpen
      onClose={onClose}
      title={t('import.export.title', { count: hostIds.length })}
      actions={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button
            type="submit"
            form={form}
            variant="primary"
            isDisabled={!isComplete(chosen)}
            isPending={isBusy}
          >
            {t('import.export.go')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        // What is wrong with a field is ours to say, and must not keep it from being tried again.
        noValidate
        className={cx(css['form'])}
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete(chosen) && !isBusy) void submit();
        }}
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
      </form>
    </Dialog>
  );
}
