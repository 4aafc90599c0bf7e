import { useEffect, useRef, useState } from 'react';
import type { KnockOptions } from '../../../app/contract.ts';
import type { Failure } from '../../../app/errors.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import type { SecretEdits } from '../../../app/secrets/input.ts';
import type { Run } from '../../../app/snapshot.ts';
import { useApi, useSnapshot } from '../../use-snapshot.tsx';
import { useVaultDialog } from '../vault/use-vault-dialog.tsx';

/** A knock with what the form holds, without saving it. */
export interface Test {
  /** The one that runs or ran last. */
  readonly run: Run | null;
  readonly start: (host: Host, secrets: SecretEdits) => Promise<Failure | null>;
  readonly stop: () => void;
}

export function useTest(hostId: string): Test {
  const api = useApi();
  const { ask } = useVaultDialog();
  const [testedAt, setTestedAt] = useState<number | null>(null);
  const latest = useSnapshot(({ runs }) => runs[hostId]);
  const run = latest?.kind === 'knock' && testedAt !== null && latest.startedAt >= testedAt ? latest : null;

  // A test belongs to its form: it ends when that is left. The run is outside of React, hence the reference.
  const running = useRef(false);
  running.current = run?.state === 'running';
  useEffect(
    () => () => {
      if (running.current) void api.cancelKnock({ hostId });
    },
    [api, hostId],
  );

  return {
    run,
    async start(host, secrets) {
      setTestedAt(Date.now());
      const subject = { host, ...(Object.keys(secrets).length > 0 && { secrets }) };
      let tested = await api.knock({ subject, options });
      if (!tested.ok && needsVault(tested.error) && (await ask()))
        tested = await api.knock({ subject, options });
      return tested.ok ? null : tested.error;
    },
    stop: () => void api.cancelKnock({ hostId }),
  };
}

/** Whether the user can do something about it in the vault's dialog. */
export function needsVault({ code }: Failure): boolean {
  return code === 'vault-locked' || code === 'vault-missing' || code === 'vault-needs-passphrase';
}

const options: KnockOptions = { cause: 'test', always: true, force: false, ifRunning: 'replace' };
