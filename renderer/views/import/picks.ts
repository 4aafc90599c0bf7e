import { addressProblem } from '../../../app/hosts/address.ts';
import type { OfferedHost, Pick } from '../../../app/transfer/offer.ts';

/** What the user wants of one offered host. */
export interface Choice {
  readonly as: 'add' | 'update' | 'skip';
  /** Typed in place of an address that the text does not name. */
  readonly address: string;
}

/** New hosts are taken. A name that is there already, or a code for a login, needs a word of the user. */
export function firstChoice({ existing, notes }: OfferedHost): Choice {
  const isAsked = existing !== null || notes.some(({ code }) => code === 'purpose-ports');
  return { as: isAsked ? 'skip' : 'add', address: '' };
}

/** Whether the host can't be saved without an address from the user. */
export function needsAddress({ host }: OfferedHost, { as }: Choice): boolean {
  return host.address === '' && as === 'add';
}

/** `missing`, or `bad` for what is no address; null where there is nothing to complain about. */
export function addressFault(item: OfferedHost, choice: Choice): 'missing' | 'bad' | null {
  if (item.host.address !== '' || choice.as === 'skip') return null;
  const typed = choice.address.trim();
  if (typed === '') return needsAddress(item, choice) ? 'missing' : null;
  return addressProblem(typed) === null ? null : 'bad';
}

/** What is asked of the application: everything that is not skipped. */
export function picksOf(items: readonly OfferedHost[], choices: readonly Choice[]): readonly Pick[] {
  return items.flatMap(({ host }, item) => {
    const choice = choices[item];
    if (choice === undefined || choice.as === 'skip') return [];
    const address = host.address === '' ? choice.address.trim() : '';
    return [{ item, as: choice.as, ...(address !== '' && { address }) }];
  });
}
