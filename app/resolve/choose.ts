import type { Family } from '../hosts/schema.ts';
import type { ResolvedAddress } from './ports.ts';

/**
 * The addresses worth trying, best first: the first of each family, the preferred family in front. A host that is
 * knocked over one family and used over the other stays closed, so a retry may move on to the next one.
 */
export function chooseAddresses(request: {
  readonly addresses: readonly ResolvedAddress[];
  readonly family: Exclude<Family, 'both'>;
  /** The family that worked here before, or null. */
  readonly preferred: 4 | 6 | null;
}): readonly ResolvedAddress[] {
  const { addresses, family, preferred } = request;
  const wanted = addresses.filter((each) => family === 'auto' || String(each.family) === family);
  const firsts = wanted.filter(
    (each, index) => wanted.findIndex((other) => other.family === each.family) === index,
  );
  return firsts.toSorted((a, b) => Number(b.family === preferred) - Number(a.family === preferred));
}
