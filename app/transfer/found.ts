import * as v from 'valibot';
import { addressProblem } from '../hosts/address.ts';
import { hostSchema, type Host, type HostInput } from '../hosts/schema.ts';
import { limits } from '../hosts/shape.ts';
import type { Counter } from '../otp/counter.ts';
import type { Slot } from '../secrets/slots.ts';
import type { ImportCode } from './codes.ts';
import type { ImportNote, ImportSource } from './offer.ts';

/** What a reader found in a text. Whoever holds it wipes the secrets. */
export interface Found {
  readonly source: ImportSource;
  readonly items: readonly FoundHost[];
  /** What belongs to no host. */
  readonly notes: readonly ImportNote[];
}

export interface FoundHost {
  /** Valid but for its address, which is empty where the text names none, and without an id of its own. */
  readonly host: Host;
  readonly secrets: Secrets;
  /** Where the server's counter or list stands, if the text says so. */
  readonly counter: Counter | null;
  readonly notes: readonly ImportNote[];
}

/** Bytes by their place. Never part of a host or a note. */
export type Secrets = Readonly<Partial<Record<Slot, Uint8Array>>>;

export type Draft = Omit<HostInput, 'id' | 'address'> & { readonly address: string };

/** Takes the place of an id until the host is taken over. */
export const noId = '00000000-0000-4000-8000-000000000000';

/** The host of a draft. Without a usable address it gets an empty one and a note; null if anything else is wrong. */
export function foundHost(request: {
  readonly draft: Draft;
  readonly notes: Notes;
  readonly secrets?: Secrets;
  readonly counter?: Counter | null;
  /** Where the address stands, or should. */
  readonly line: number | null;
}): FoundHost | null {
  const { draft, notes, secrets = {}, counter = null, line } = request;
  const problem = addressProblem(draft.address);
  if (draft.address === '') notes.warn('address-missing', line);
  else if (problem !== null) notes.drop('address-invalid', line);
  const isKnown = problem === null;
  // The address of a stand-in: what is judged is everything else.
  const input = { ...draft, id: noId, address: isKnown ? draft.address : 'host.invalid' };
  const parsed = v.safeParse(hostSchema, input);
  if (!parsed.success) {
    notes.drop('host-invalid', line);
    wipe(secrets);
    return null;
  }
  const host = isKnown ? parsed.output : { ...parsed.output, address: '' };
  return { host, secrets, counter, notes: notes.list() };
}

/** A name as the host schema takes it. */
export function nameFrom(text: string, otherwise: string): string {
  const clean = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}]+/gu, ' ')
    .trim()
    .slice(0, limits.nameLength)
    .replace(/\p{Surrogate}$/u, '')
    .trim();
  return clean === '' ? otherwise : clean;
}

export function wipe(secrets: Secrets): void {
  for (const bytes of Object.values(secrets)) bytes.fill(0);
}

/** A text with more of them is no configuration. */
export const mostHosts = 10_000;

/** More about one host, or one file, nobody reads; and they cross to the window in one message. */
const mostNotes = 200;

/** Collects what there is to say. */
export interface Notes {
  /** It was left out. */
  drop(code: ImportCode, line: number | null, what?: string): void;
  /** It was taken over, but not as it looks. */
  warn(code: ImportCode, line: number | null, what?: string): void;
  /** What was said of a host that did not come about. */
  addAll(from: Notes): void;
  list(): readonly ImportNote[];
}

export function collectNotes(): Notes {
  const notes: ImportNote[] = [];
  const add = (kind: ImportNote['kind'], code: ImportCode, line: number | null, what = ''): void => {
    if (notes.length < mostNotes) notes.push({ line, kind, code, what });
    else if (notes.length === mostNotes) notes.push({ line, kind, code: 'more-notes', what: '' });
  };
  return {
    drop: (code, line, what) => add('dropped', code, line, what),
    warn: (code, line, what) => add('warning', code, line, what),
    addAll(from) {
      for (const { kind, code, line, what } of from.list()) add(kind, code, line, what);
    },
    list: () => notes,
  };
}
