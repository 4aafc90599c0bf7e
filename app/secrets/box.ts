import nacl from 'tweetnacl';

/*
 * NaCl's secretbox, XSalsa20-Poly1305: a message is hidden and can't be changed unnoticed. The only place that knows the
 * library.
 *
 * Its low level is used because `nacl.secretbox` copies the message into a buffer that nobody can wipe afterwards.
 */

/** In bytes. */
export const boxSizes = { key: 32, nonce: 24, overhead: 16 } as const;

interface BoxKey {
  /** 24 bytes, never used twice with a key: taken at random each time. */
  readonly nonce: Uint8Array;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

interface LowLevel {
  /** Both buffers have `length` bytes; the first 32 of the message are 0. The first 16 of the box come out as 0. */
  crypto_secretbox(
    box: Uint8Array,
    message: Uint8Array,
    length: number,
    nonce: Uint8Array,
    key: Uint8Array,
  ): 0;
  /** The same back; -1 for a box that was changed, or another key. */
  crypto_secretbox_open(
    message: Uint8Array,
    box: Uint8Array,
    length: number,
    nonce: Uint8Array,
    key: Uint8Array,
  ): 0 | -1;
}

// Exported "for testing and interoperability", and missing in the typings.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const { lowlevel } = nacl as unknown as { readonly lowlevel: LowLevel };

const messageHead = 32;
const boxHead = 16;

export function seal(message: Uint8Array, { nonce, key }: BoxKey): Uint8Array {
  checkSizes(nonce, key);
  const plain = new Uint8Array(messageHead + message.length);
  plain.set(message, messageHead);
  const box = new Uint8Array(plain.length);
  lowlevel.crypto_secretbox(box, plain, plain.length, nonce, key);
  plain.fill(0);
  return box.slice(boxHead);
}

/** The message, for the caller to wipe; null if the box was changed, or sealed with another key or nonce. */
export function open(box: Uint8Array, { nonce, key }: BoxKey): Uint8Array | null {
  checkSizes(nonce, key);
  if (box.length < boxSizes.overhead) return null;
  const padded = new Uint8Array(boxHead + box.length);
  padded.set(box, boxHead);
  const plain = new Uint8Array(padded.length);
  const isWhole = lowlevel.crypto_secretbox_open(plain, padded, padded.length, nonce, key) === 0;
  const message = isWhole ? plain.slice(messageHead) : null;
  plain.fill(0);
  return message;
}

/** The low level would read beyond a short buffer as zeros. */
function checkSizes(nonce: Uint8Array, key: Uint8Array): void {
  if (nonce.length !== boxSizes.nonce || key.length !== boxSizes.key) {
    throw new Error('a box with a nonce or key of the wrong size');
  }
}
