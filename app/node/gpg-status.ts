import type { GpgProblem } from '../errors.ts';

/** gpg-error.h: the agent got no passphrase, and the card or its PIN was not there. */
const lockedCodes = new Set([
  11, // GPG_ERR_BAD_PASSPHRASE
  31, // GPG_ERR_INV_PASSPHRASE
  62, // GPG_ERR_TIMEOUT: the question stayed unanswered
  77, // GPG_ERR_NO_AGENT
  78, // GPG_ERR_AGENT
  85, // GPG_ERR_NO_PIN_ENTRY
  86, // GPG_ERR_PIN_ENTRY
  87, // GPG_ERR_BAD_PIN
  99, // GPG_ERR_CANCELED
  108, // GPG_ERR_CARD
  109, // GPG_ERR_CARD_RESET
  110, // GPG_ERR_CARD_REMOVED
  112, // GPG_ERR_CARD_NOT_PRESENT
  114, // GPG_ERR_NOT_CONFIRMED
  119, // GPG_ERR_NO_SCDAEMON
  177, // GPG_ERR_NO_PASSPHRASE
  178, // GPG_ERR_NO_PIN
  198, // GPG_ERR_FULLY_CANCELED
  32_870, // GPG_ERR_ENOTTY: a question for a terminal that is not there
]);

const missingKeyCodes: Readonly<Record<number, GpgProblem>> = {
  9: 'no-recipient', // GPG_ERR_NO_PUBKEY
  17: 'no-signer', // GPG_ERR_NO_SECKEY
  53: 'no-recipient', // GPG_ERR_UNUSABLE_PUBKEY
  54: 'no-signer', // GPG_ERR_UNUSABLE_SECKEY
};

/** What the lines of `--status-fd` give as the reason that signing and encrypting failed (GnuPG: doc/DETAILS). */
export function gpgProblemOf(status: string): GpgProblem {
  const lines = status.matchAll(/^\[GNUPG:\] (\w+)(?: (.*))?$/gm);
  for (const [, keyword, rest = ''] of lines) {
    switch (keyword) {
      case 'INV_RECP':
      case 'NO_RECP':
        return 'no-recipient';
      case 'INV_SGNR':
      case 'NO_SGNR':
        return 'no-signer';
      case 'FAILURE':
        return problemOfCode(Number(rest.split(' ')[1]));
      default:
    }
  }
  return 'failed';
}

/** The lower 16 bits are the error, the others say which program it comes from. */
function problemOfCode(value: number): GpgProblem {
  const code = value & 0xffff;
  return lockedCodes.has(code) ? 'locked' : (missingKeyCodes[code] ?? 'failed');
}
