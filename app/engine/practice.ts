import type { Api } from '../contract.ts';
import { addHost, replaceHost } from '../hosts/edit.ts';
import { parseHost, type Host } from '../hosts/schema.ts';
import type { Ports } from '../ports.ts';
import { ok, type Result } from '../result.ts';
import type { Failure } from '../errors.ts';

/** Marks the host of the practice door; rules and exports leave it alone. */
export const practiceTag = 'practice';

/** The door inside this computer, as a host among the others. */
export function practiceCommands({ ports }: { readonly ports: Ports }): Pick<Api, 'openPractice'> {
  return { openPractice: () => savePracticeHost(ports) };
}

/**
 * Opens the door if it is not, and makes the saved host knock it: its ports are drawn anew each time Postern starts.
 * What the user changed of the host besides stays.
 */
export async function savePracticeHost(ports: Ports): Promise<Result<Host, Failure>> {
  const door = await ports.practice.open();
  const isPractice = (host: Host): boolean => host.tags.includes(practiceTag);
  const changed = await ports.hosts.change((hosts) => {
    const saved = hosts.find(isPractice);
    const fresh = { id: ports.hosts.newId(), name: 'Practice door', tags: [practiceTag], tries: 1 };
    const host = parseHost({ ...(saved ?? fresh), ...door });
    if (!host.ok) return host;
    return saved === undefined ? addHost(hosts, host.value) : replaceHost(hosts, host.value);
  });
  if (!changed.ok) return changed;
  const host = changed.value.find(isPractice);
  if (host === undefined) throw new Error('the practice host was saved and is not there');
  return ok(host);
}
