import { expect, test } from 'vitest';
import { gpgProblemOf } from '../../../app/node/gpg-status.ts';

// As GnuPG 2.2.40 writes them.
const fingerprint = '940FE5F991A139185128215DE856215C95EBBEFB';
const considered = `[GNUPG:] KEY_CONSIDERED ${fingerprint} 2`;

test.each([
  [
    'an unknown recipient',
    '[GNUPG:] INV_RECP 1 nobody@example.test\n[GNUPG:] FAILURE sign-encrypt 9',
    'no-recipient',
  ],
  [
    'a recipient that cannot encrypt',
    '[GNUPG:] INV_RECP 0 a@example.test\n[GNUPG:] FAILURE sign-encrypt 53',
    'no-recipient',
  ],
  [
    'an unknown signer',
    '[GNUPG:] INV_SGNR 9 nobody@example.test\n[GNUPG:] FAILURE sign-encrypt 17',
    'no-signer',
  ],
  [
    'no default signer',
    'gpg: no default secret key: No secret key\n[GNUPG:] FAILURE sign-encrypt 17',
    'no-signer',
  ],
  [
    'no pinentry',
    '[GNUPG:] BEGIN_SIGNING H10\ngpg: signing failed: No pinentry\n[GNUPG:] FAILURE sign-encrypt 67108949',
    'locked',
  ],
  ['a cancelled question', '[GNUPG:] FAILURE sign-encrypt 83886179', 'locked'],
  ['a card that is not there', '[GNUPG:] FAILURE sign-encrypt 100663408', 'locked'],
  ['a full disk', '[GNUPG:] FAILURE sign-encrypt 33587278', 'failed'],
  ['nothing that is known', 'gpg: panic', 'failed'],
  ['Windows line ends', '[GNUPG:] INV_RECP 1 nobody@example.test\r\n', 'no-recipient'],
  ['a text that only looks like it', 'gpg: [GNUPG:] INV_SGNR 9', 'failed'],
])('%s', (_, status, problem) => {
  expect(gpgProblemOf(`${considered}\n${status}\n`)).toBe(problem);
});
