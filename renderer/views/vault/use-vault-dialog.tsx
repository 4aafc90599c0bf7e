import { useCallback } from 'react';
import type { Failure } from '../../../app/errors.ts';
import type { Result } from '../../../app/result.ts';
import type { VaultLook } from '../../../app/secrets/look.ts';
import { useApi } from '../../use-snapshot.tsx';
import { askFor, type Question } from './vault-asks.ts';

/**
 * Opens the vault before secrets are read or written. `ask` resolves with true once it is open: at once where the
 * keyring does it, otherwise after the user has answered the dialog of the shell (vault-dialog.tsx).
 */
export function useVaultDialog(): { readonly ask: () => Promise<boolean> } {
  const api = useApi();
  const ask = useCallback(async (): Promise<boolean> => {
    const looked = await api.loadSecrets({});
    const opened =
      looked.ok && looked.value.state === 'none' && looked.value.keyring === 'real'
        ? await api.useKeyring({ use: true })
        : looked;
    const question = questionFor(opened);
    return question === null || (await askFor(question));
  }, [api]);
  return { ask };
}

/** What to ask, from what the vault looks like; null: it is open. */
function questionFor(looked: Result<VaultLook, Failure>): Question | null {
  if (!looked.ok) return looked.error.code === 'keyring-absent' ? 'create' : 'unreadable';
  switch (looked.value.state) {
    case 'open':
      return null;
    case 'none':
      return 'create';
    case 'locked':
      return looked.value.opensWith.passphrase ? 'unlock' : 'keyring';
    default:
      return looked.value.state satisfies never;
  }
}
