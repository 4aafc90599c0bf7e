import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../class-names.ts';
import { Button } from '../../../components/button.tsx';
import { describeFailure } from '../../../failure.ts';
import { Lock } from '../../../icons.ts';
import { useSnapshot } from '../../../use-snapshot.tsx';
import { useVaultDialog } from '../../vault/use-vault-dialog.tsx';
import css from './methods.module.css';

/** Why secrets cannot be stored or read at the moment, and the way to change that. */
export function VaultNotice(): ReactNode {
  const { t } = useTranslation();
  const vault = useSnapshot((snapshot) => snapshot.vault);
  const { ask } = useVaultDialog();
  if (vault.state === 'loading') return null;
  const isNew = vault.state === 'ready' && vault.look.state === 'none';
  // A real keyring needs no question: it is used when the host is saved.
  if (vault.state === 'ready' && (vault.look.state === 'open' || (isNew && vault.look.keyring === 'real')))
    return null;
  return (
    <div className={cx(css['vault'])}>
      <Lock size={16} aria-hidden />
      <p>
        {vault.state === 'failed'
          ? describeFailure(t, vault.failure)
          : t(isNew ? 'secret.noKeyring' : 'secret.locked')}
      </p>
      <Button onPress={() => void ask()}>
        {t(vault.state === 'failed' ? 'secret.look' : isNew ? 'secret.setPassphrase' : 'secret.unlock')}
      </Button>
    </div>
  );
}
