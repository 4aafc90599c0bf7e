import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FormDialog } from '../../components/form-dialog.tsx';
import { notify } from '../../components/toast.tsx';
import { describeFailure } from '../../failure.ts';
import { useApi } from '../../use-snapshot.tsx';
import {
  isComplete,
  NewPassphraseFields,
  noPassphrase,
  PassphraseField,
} from '../vault/passphrase-fields.tsx';

export type PassphraseChange = 'set' | 'change' | 'remove';

/** Sets the passphrase of the secrets, changes it, or takes it away. */
export function PassphraseDialog(props: {
  readonly change: PassphraseChange;
  readonly onClose: () => void;
}): ReactNode {
  const { change, onClose } = props;
  const { t } = useTranslation();
  const api = useApi();
  const [current, setCurrent] = useState('');
  const [chosen, setChosen] = useState(noPassphrase);
  const [wrong, setWrong] = useState<{ readonly where: 'current' | 'next'; readonly text: string } | null>(
    null,
  );
  const [isBusy, setBusy] = useState(false);
  const asksCurrent = change !== 'set';
  const asksNext = change !== 'remove';
  const isReady = (!asksCurrent || current !== '') && (!asksNext || isComplete(chosen));

  const submit = async (): Promise<void> => {
    setBusy(true);
    const result = await api.setPassphrase({
      current: asksCurrent ? current : null,
      next: asksNext ? chosen.first : null,
    });
    setBusy(false);
    if (!result.ok) {
      const isCurrent = result.error.code === 'passphrase-wrong' || !asksNext;
      return setWrong({ where: isCurrent ? 'current' : 'next', text: describeFailure(t, result.error) });
    }
    notify({ text: t(asksNext ? 'settings.passphraseSet' : 'settings.passphraseGone') }, { forMs: 5_000 });
    onClose();
  };
  const errorAt = (where: 'current' | 'next'): string | null => (wrong?.where === where ? wrong.text : null);

  return (
    <FormDialog
      title={t(`settings.${change}Passphrase`)}
      stay={t('action.cancel')}
      goOn={t(`settings.${change}Passphrase`)}
      variant={change === 'remove' ? 'danger' : 'primary'}
      isReady={isReady}
      isBusy={isBusy}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      {change === 'remove' && <p>{t('settings.removeText')}</p>}
      {asksCurrent && (
        <PassphraseField
          label={t('settings.currentPassphrase')}
          value={current}
          error={errorAt('current')}
          autoFocus
          onChange={(typed) => {
            setWrong(null);
            setCurrent(typed);
          }}
        />
      )}
      {asksNext && (
        <NewPassphraseFields
          value={chosen}
          error={errorAt('next')}
          autoFocus={!asksCurrent}
          onChange={(typed) => {
            setWrong(null);
            setChosen(typed);
          }}
        />
      )}
    </FormDialog>
  );
}
