import { useTranslation } from 'react-i18next';
import type { NetworkIdentity } from '../../../app/network/reading.ts';
import { knownFrom } from '../../../app/rules/edit.ts';
import type { KnownNetwork } from '../../../app/rules/schema.ts';
import { notify } from '../../components/toast.tsx';
import { describeFailure } from '../../failure.ts';
import { networkName } from '../../rules/decision-words.ts';
import { rulebookOf } from '../../rules/use-rules.ts';
import { useApi, useReadSnapshot } from '../../use-snapshot.tsx';

/** Saves the network that this computer is in under the best name there is; null if it can't be saved. */
export function useNameNetwork(): (network: NetworkIdentity) => Promise<KnownNetwork | null> {
  const { t } = useTranslation();
  const api = useApi();
  const read = useReadSnapshot();
  return async (network) => {
    const taken = new Set(rulebookOf(read()).networks.map(({ name }) => name.toLowerCase()));
    const name = freeName(networkName(network, []).slice(0, 60), taken);
    const known = knownFrom(network, { id: crypto.randomUUID(), name });
    const saved = await api.saveNetwork({ network: known });
    notify({
      text: saved.ok ? t('rules.networks.saved', { name }) : describeFailure(t, saved.error),
    });
    return saved.ok ? known : null;
  };
}

/** "Home", "Home 2", "Home 3". `taken` is in lower case. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? name : `${name} ${number}`;
    if (!taken.has(free.toLowerCase())) return free;
  }
}
