import type { Host } from '../../app/hosts/schema.ts';
import type { Counter } from '../../app/otp/counter.ts';
import { listWarning } from '../../app/otp/one-time.ts';
import { slotsOf } from '../../app/secrets/slots.ts';
import type { Snapshot } from '../../app/snapshot.ts';
import { useSnapshot } from '../use-snapshot.tsx';

/** What the user should know of a host's secrets and numbers before its next knock. */
export type HostNotice =
  | { readonly code: 'secret-missing' }
  | { readonly code: 'list-used-up' }
  | { readonly code: 'last-line' }
  | { readonly code: 'few-lines'; readonly left: number }
  /** `number` left, and nobody could see what became of it. */
  | { readonly code: 'doubt'; readonly number: number; readonly kind: 'counter' | 'line' };

/** The most important one; null: there is nothing to say. */
export function useHostNotice(host: Host): HostNotice | null {
  const vault = useSnapshot((snapshot) => snapshot.vault);
  const counter = useSnapshot(({ counters }) => counters[host.id]);
  return noticeOf({ host, vault, counter });
}

export function noticeOf(request: {
  readonly host: Host;
  readonly vault: Snapshot['vault'];
  readonly counter: Counter | undefined;
}): HostNotice | null {
  const { host, vault, counter } = request;
  const { knock } = host;
  const needed = slotsOf(knock);
  if (vault.state === 'ready' && needed.some((slot) => vault.look.secrets[host.id]?.[slot] === undefined)) {
    return { code: 'secret-missing' };
  }
  if (counter === undefined || (knock.method !== 'hotp' && knock.method !== 'list')) return null;
  const { doubt } = counter;
  if (doubt !== null) {
    // Lines are counted from 1, as an editor shows them.
    return knock.method === 'list'
      ? { code: 'doubt', number: doubt + 1, kind: 'line' }
      : { code: 'doubt', number: doubt, kind: 'counter' };
  }
  if (knock.method === 'hotp') return null;
  const warning = listWarning(counter, knock.warnBelow);
  if (warning === null) return null;
  if (warning.left === 0) return { code: 'list-used-up' };
  return warning.code === 'last-line' ? { code: 'last-line' } : { code: 'few-lines', left: warning.left };
}
