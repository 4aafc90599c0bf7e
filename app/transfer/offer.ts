import type { Host } from '../hosts/schema.ts';
import type { Slot } from '../secrets/slots.ts';
import type { ImportCode } from './codes.ts';

/** What a text was recognised as. */
export type ImportSource =
  'fwknoprc' | 'fwknop-command' | 'knock-command' | 'knockd-conf' | 'one-time-list' | 'otpauth' | 'bundle';

/** What was found in a text: shown first, taken over when the user says so. The secrets stay where it was read. */
export interface Offer {
  readonly id: string;
  readonly source: ImportSource;
  readonly items: readonly OfferedHost[];
  /** What belongs to no host. */
  readonly notes: readonly ImportNote[];
}

export interface OfferedHost {
  /** Its address is empty where the text names none: the user gives one (`Pick.address`). */
  readonly host: Host;
  /** Which secrets were found for it. */
  readonly secrets: readonly Slot[];
  readonly notes: readonly ImportNote[];
  /** A saved host of the same name. */
  readonly existing: { readonly id: string; readonly name: string } | null;
}

/** Something that a reader should know about one line: dropped, changed, or read differently by the original program. */
export interface ImportNote {
  /** From 1; null for a text of one line, and where no line is meant. */
  readonly line: number | null;
  readonly kind: 'dropped' | 'warning';
  readonly code: ImportCode;
  /** The word of the text that it is about; never a secret. */
  readonly what: string;
}

/** What to do with one offered host. */
export interface Pick {
  /** Its place in the offer, from 0. */
  readonly item: number;
  /** `add` gives it a free name, `update` changes the saved host of its name. */
  readonly as: 'add' | 'update';
  /** In place of the offered address. With `update` and without an address anywhere, the saved one stays. */
  readonly address?: string | undefined;
}
