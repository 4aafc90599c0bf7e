import { readOtpLink, type OtpLinkProblem } from '../../../../app/otp/otpauth.ts';
import type { Slot } from '../../../../app/secrets/slots.ts';
import type { Draft } from '../draft.ts';
import type { NewSecret, SecretsDraft } from '../secret-draft.ts';

/** What a scanned or pasted code changes in the form. */
export type Scan =
  | {
      readonly kind: 'found';
      readonly secrets: SecretsDraft;
      readonly change: Partial<Draft>;
      /** What the code says that ports have no use for. */
      readonly unused: readonly ('digits' | 'algorithm' | 'type')[];
    }
  | { readonly kind: 'refused'; readonly problem: OtpLinkProblem['problem'] };

/** Whether a text is worth `readScan`: a secret that is typed is not. */
export function isLink(text: string): boolean {
  return /^\s*otpauth:/i.test(text) || (/\bHMAC_KEY/.test(text) && fwknopKeys(text).length > 0);
}

/**
 * Reads what is behind a QR code: a link of an authenticator app, the keys that server pages show for fwknop
 * ("KEY_BASE64:… HMAC_KEY_BASE64:…"), or the bare secret.
 */
export function readScan(text: string, slot: Slot, draft: Draft): Scan {
  if (slot === 'spa-key' || slot === 'spa-hmac-key') {
    const keys = fwknopKeys(text);
    return found(
      keys.length > 0 ? Object.fromEntries(keys) : { [slot]: { text: text.trim(), encoding: 'auto' } },
    );
  }
  if (slot !== 'otp-secret' || !/^\s*otpauth:/i.test(text)) {
    return found({ [slot]: { text: text.trim(), encoding: 'auto' } });
  }
  const link = readOtpLink(text);
  if (!link.ok) return { kind: 'refused', problem: link.error.problem };
  const { type, secret, digits, hash, periodS, counter } = link.value;
  secret.fill(0);
  // The link was read, so it has one; it goes on as it is written, and its bytes are made where they are needed.
  const written = decodeURIComponent(/[?&]secret=([^&#]*)/i.exec(text)?.[1] ?? '');
  const isSame = type === draft.method;
  return {
    kind: 'found',
    secrets: { 'otp-secret': { text: written, encoding: 'base32' } },
    change: {
      ...(isSame && periodS !== null && { stepS: String(periodS) }),
      ...(isSame && counter !== null && counter > 0 && { counter: String(counter) }),
    },
    // Every derivation has its own number of digits and its own hash. Six of SHA-1 are what a link has by default.
    unused: [
      ...(isSame ? [] : (['type'] as const)),
      ...(digits === 6 ? [] : (['digits'] as const)),
      ...(hash === 'sha1' ? [] : (['algorithm'] as const)),
    ],
  };
}

/** As server pages and .fwknoprc files name them. */
function fwknopKeys(text: string): readonly (readonly [Slot, NewSecret])[] {
  return [...text.matchAll(/\b(HMAC_)?KEY(_BASE64)?[:\s=]+(\S+)/g)].map(([, hmac, base64, key = '']) => [
    hmac === undefined ? 'spa-key' : 'spa-hmac-key',
    { text: key, encoding: base64 === undefined ? 'text' : 'base64' },
  ]);
}

function found(secrets: SecretsDraft): Scan {
  return { kind: 'found', secrets, change: {}, unused: [] };
}
