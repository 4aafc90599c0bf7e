import type { GpgProblem } from '../errors.ts';

/** Why no packet can be made of what was asked for. */
export type SpaProblem =
  | { readonly code: 'key-length'; readonly bytes: number; readonly most: number }
  | { readonly code: 'hmac-key-length'; readonly bytes: number; readonly most: number }
  /** The same bytes for encryption and HMAC: fwknop refuses that on both sides. */
  | { readonly code: 'same-keys' }
  | { readonly code: 'legacy-with-hmac' }
  /** The message in base64, in characters. */
  | { readonly code: 'message-too-long'; readonly chars: number; readonly most: number }
  /** fwknopd takes a packet of 400 bytes and more for gpg's, a shorter one for Rijndael's, and leaves those below 140. */
  | { readonly code: 'packet-too-large'; readonly bytes: number; readonly most: number }
  | { readonly code: 'packet-too-small'; readonly bytes: number; readonly least: number }
  /** fwknop knows IPv4 addresses only, and for NAT plain names. */
  | { readonly code: 'ipv4-only'; readonly address: string }
  /** An outside port can stand for one port only. */
  | { readonly code: 'several-nat-ports' }
  | { readonly code: 'gpg'; readonly problem: GpgProblem };
