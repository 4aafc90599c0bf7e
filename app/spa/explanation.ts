import type { GpgExplanation } from './explain-gpg.ts';
import type { SpaExplanation } from './explain.ts';

/** What a packet is, as far as the keys of a host tell. */
export type PacketExplanation =
  | ({ readonly kind: 'rijndael' } & SpaExplanation)
  | ({ readonly kind: 'gpg' } & GpgExplanation)
  /** The host sends no fwknop packets. */
  | { readonly kind: 'other-method' };
