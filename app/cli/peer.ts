import type { Api } from '../contract.ts';
import type { Attached } from '../node/socket/attach.ts';
import type { Listening } from '../node/socket/listen.ts';

/** The Postern of this user that stays: the desktop app, or `postern watch`. */
export interface Peer {
  /** Attaches to the one that runs; null: none does. */
  attach(): Promise<Attached | null>;
  /** Lets others attach to us; null: another one runs, or the system does not let us. */
  listen(api: Api): Promise<Listening | null>;
}

/** Nobody else is there. */
export const noPeer: Peer = { attach: async () => null, listen: async () => null };
