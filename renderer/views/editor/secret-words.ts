import type { TFunction } from 'i18next';
import type { Encoding } from '../../../app/secrets/input.ts';
import type { SecretTrouble } from './secret-draft.ts';

/** Why a new secret cannot be taken, and where. */
export function describeTrouble(t: TFunction, trouble: SecretTrouble, encoding: Encoding): string {
  const name = t(`secret.encoding.${encoding}`);
  switch (trouble.problem) {
    case 'bad-character':
      return t('secret.trouble.badCharacter', {
        encoding: name,
        character: trouble.character,
        place: trouble.place,
      });
    case 'incomplete':
      return t('secret.trouble.incomplete', { encoding: name });
    case 'too-long':
      return t('secret.trouble.tooLong', { most: trouble.most });
    case 'same-keys':
      return t('secret.trouble.sameKeys');
    case 'bad-line':
      return trouble.line === null
        ? t('secret.trouble.noLine')
        : t('secret.trouble.badLine', { line: trouble.line });
    default:
      return trouble satisfies never;
  }
}
