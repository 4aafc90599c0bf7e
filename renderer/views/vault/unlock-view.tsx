import { useEffect, useRef, type ReactNode } from 'react';
import { go } from '../../use-route.ts';
import { useHostActions } from '../hosts/actions.ts';
import { HostsView } from '../hosts/hosts-view.tsx';
import { useVaultDialog } from './use-vault-dialog.tsx';

/** The tray was asked to knock, and the secrets are locked: asks for what opens them and goes on with the knock. */
export function UnlockView({ hostId }: { readonly hostId: string }): ReactNode {
  const { ask } = useVaultDialog();
  const actions = useHostActions();
  const hasAsked = useRef(false);
  // The window was led here from outside: nobody pressed anything in it.
  useEffect(() => {
    if (hasAsked.current) return;
    hasAsked.current = true;
    // A reload must not knock again.
    go({ view: 'hosts', hostId });
    void ask().then((isOpen) => isOpen && actions.knock([hostId], { cause: 'tray' }));
  }, [hostId, ask, actions]);
  return <HostsView hostId={hostId} />;
}
