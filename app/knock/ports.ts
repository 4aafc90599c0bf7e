import type { Obstacle } from '../errors.ts';
import type { Result } from '../result.ts';

/** Where a run of packets goes: a literal address, never a name. */
export interface Target {
  /** IPv4 or IPv6 literal, with zone if it has one. */
  readonly address: string;
  readonly family: 4 | 6;
  /** Local address to send from, or null for the system's choice. */
  readonly source: string | null;
}

/** One hit, ready for the wire. */
export type Packet =
  | { readonly proto: 'tcp'; readonly port: number; readonly mode: 'syn' | 'connect' }
  /** A connection that says one thing and ends: single packets where datagrams do not get through. */
  | { readonly proto: 'tcp'; readonly port: number; readonly mode: 'send'; readonly data: Uint8Array }
  | { readonly proto: 'udp'; readonly port: number; readonly data: Uint8Array }
  | { readonly proto: 'icmp'; readonly bytes: number };

/** What came back for one packet. Never waited for, and never needed. */
export type Answer = 'reset' | 'unreachable' | 'accepted' | 'data' | 'echo';

/** Facts about a packet that was handed to the system. Null where the system does not tell. */
export interface Sent {
  readonly localAddress: string | null;
  readonly localPort: number | null;
}

/** A packet with everything ready but the sending, so that nothing delays it when its time has come. */
export interface Shot {
  /** Resolves once the packet was handed to the system, never later; answers are told as they come. */
  send(onAnswer: (answer: Answer) => void): Promise<Result<Sent, Obstacle>>;
  /** Stops listening for answers and frees the socket. Sends nothing. */
  close(): void;
}

export interface KnockPorts {
  readonly prepare: (packet: Packet, to: Target) => Promise<Result<Shot, Obstacle>>;
  /** Cryptographically random bytes. */
  readonly random: (bytes: number) => Uint8Array;
}
