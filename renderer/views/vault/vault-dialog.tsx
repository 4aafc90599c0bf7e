import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../app/errors.ts';
import type { Result } from '../../../app/result.ts';
import type { VaultLook } from '../../../app/secrets/look.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { describeFailure } from '../../failure.ts';
import { useApi, useSnapshot, useWatchSnapshot } from '../../use-snapshot.tsx';
import { isComplete, NewPassphraseFields, noPassphrase, PassphraseField } from './passphrase-fields.tsx';
import { settle, useQuestion, type Question } from './vault-asks.ts';

/** Asks for what opens the vault (`useVaultDialog`). There once, in the shell. */
export function VaultDialog(): ReactNode {
  const { t } = useTranslation();
  const question = useQuestion();
  const watch = useWatchSnapshot();
  // It may be opened by something else meanwhile: then there is nothing to ask any more.
  useEffect(() => {
    if (question === null) return undefined;
    return watch(({ vault }) => {
      if (vault.state === 'ready' && vault.look.state === 'open') settle(true);
    });
  }, [question, watch]);
  if (question === null) return null;
  return <Asked key={question} question={question} title={t(`vault.ask.${question}.title`)} />;
}

function Asked({ question, title }: { readonly question: Question; readonly title: string }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(noPassphrase);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const vault = useSnapshot((snapshot) => snapshot.vault);
  const shown = failure ?? (vault.state === 'failed' ? vault.failure : null);

  const open = (): Promise<Result<VaultLook, Failure>> => {
    switch (question) {
      case 'unlock':
        return api.unlockVault({ passphrase: typed });
      case 'create':
        return api.setPassphrase({ current: null, next: chosen.first });
      case 'keyring':
        // Without a passphrase the keyring is asked.
        return api.unlockVault({ passphrase: '' });
      case 'unreadable':
        return api.loadSecrets({});
      default:
        return question satisfies never;
    }
  };
  const submit = async (): Promise<void> => {
    setBusy(true);
    const opened = await open();
    setBusy(false);
    if (!opened.ok) return setFailure(opened.error);
    if (opened.value.state === 'open') settle(true);
  };
  const isReady = question === 'unlock' ? typed !== '' : question !== 'create' || isComplete(chosen);
  const said = shown === null ? null : describeFailure(t, shown);
  const change = <Value,>(set: (value: Value) => void): ((value: Value) => void) => {
    return (value) => {
      setFailure(null);
      set(value);
    };
  };

  return (
    <FormDialog
      title={title}
      stay={t('action.cancel')}
      goOn={t(`vault.ask.${question}.go`)}
      isReady={isReady}
      isBusy={isBusy}
      onSubmit={() => void submit()}
      onClose={() => settle(false)}
    >
      <p>{t(`vault.ask.${question}.text`)}</p>
      {question === 'unlock' && (
        <PassphraseField value={typed} error={said} autoFocus onChange={change(setTyped)} />
      )}
      {question === 'create' && (
        <NewPassphraseFields value={chosen} error={said} autoFocus onChange={change(setChosen)} />
      )}
      {(question === 'keyring' || question === 'unreadable') && said !== null && <p role="alert">{said}</p>}
    </FormDialog>
  );
}
