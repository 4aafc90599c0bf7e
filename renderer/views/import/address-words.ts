import type { TFunction } from 'i18next';
import type { addressFault } from './picks.ts';

/** What is wrong with the address that was typed; null: nothing. */
export function faultText(
  t: TFunction,
  fault: ReturnType<typeof addressFault>,
  address: string,
): string | null {
  if (fault === null) return null;
  return fault === 'missing'
    ? t('import.addressNeeded')
    : t('import.addressBad', { address: address.trim() });
}
