import type { GpgProblem } from '../errors.ts';
import type { Result } from '../result.ts';

/** A key that gpg knows. */
export interface GpgKey {
  /** Fingerprint in upper-case hexadecimal digits. */
  readonly fingerprint: string;
  readonly userId: string;
  /** As gpg names it: "rsa2048", "ed25519". */
  readonly algorithm: string;
  readonly canSign: boolean;
  readonly canEncrypt: boolean;
  /** The secret part is here or on a card. */
  readonly isOwn: boolean;
}

export interface SpaPorts {
  /** gpg's binary message: signed by `signer` (absent: gpg's default key) and encrypted to `recipient`. */
  readonly sealWithGpg: (
    request: {
      readonly plaintext: Uint8Array;
      readonly recipient: string;
      readonly signer: string | undefined;
      /** GNUPGHOME; absent: the user's. */
      readonly home: string | undefined;
    },
    signal: AbortSignal,
  ) => Promise<Result<Uint8Array, GpgProblem>>;
  readonly gpgKeys: (home: string | undefined) => Promise<Result<readonly GpgKey[], GpgProblem>>;
  /** This computer's IPv4 address as a web page tells it; null if it could not be had. */
  readonly publicAddress: (url: string, signal: AbortSignal) => Promise<string | null>;
  /** The IPv4 address that packets to `address` would leave from; null if there is no route. Sends nothing. */
  readonly localAddressTowards: (address: string) => Promise<string | null>;
}
