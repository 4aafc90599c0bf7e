import { useEffect, useState } from 'react';
import type { Subject } from '../../../app/contract.ts';
import type { Preview } from '../../../app/preview.ts';
import { useApi, useSnapshot } from '../../use-snapshot.tsx';

/** So that not every key is worked out. */
const quietMs = 150;

/**
 * What the form would send next, worked out where the stored secrets are; null while nothing is known. It is asked for
 * anew when the form, the secrets or the counter changed, and when a time step ends.
 */
export function useLivePreview(
  subject: Extract<Subject, { readonly host: unknown }> | null,
  count: number,
): Preview | null {
  const api = useApi();
  const [preview, setPreview] = useState<Preview | null>(null);
  const vault = useSnapshot((snapshot) => snapshot.vault);
  const counter = useSnapshot(({ counters }) => (subject === null ? undefined : counters[subject.host.id]));
  const [rollovers, setRollovers] = useState(0);

  useEffect(() => {
    if (subject === null) {
      setPreview(null);
      return undefined;
    }
    let isWanted = true;
    const timer = setTimeout(() => {
      void api.preview({ subject, count }).then((answer) => {
        if (isWanted) setPreview(answer.ok ? answer.value : { kind: 'none', reason: answer.error });
      });
    }, quietMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [api, subject, count, vault, counter, rollovers]);

  const changesAt = preview?.kind === 'ports' ? preview.changesAt : null;
  useEffect(() => {
    if (changesAt === null) return undefined;
    const timer = setTimeout(() => setRollovers((times) => times + 1), Math.max(0, changesAt - Date.now()));
    return () => clearTimeout(timer);
  }, [changesAt]);

  return preview;
}
