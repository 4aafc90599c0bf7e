/** One thing wrong with one field of what the user gave. `path` names the place: "knock.steps.2.port". */
export interface FieldIssue {
  readonly path: string;
  readonly problem: string;
}

/** Everything that can stop a command before a knock begins. The wording is in present/errors.ts. */
export type Failure =
  | { readonly code: 'host-not-found'; readonly name: string; readonly similar: readonly string[] }
  | { readonly code: 'name-taken'; readonly name: string }
  | { readonly code: 'name-ambiguous'; readonly name: string }
  | { readonly code: 'nothing-to-check'; readonly name: string }
  | { readonly code: 'nothing-to-start'; readonly name: string }
  | { readonly code: 'not-started'; readonly program: string }
  | { readonly code: 'invalid-host'; readonly issues: readonly FieldIssue[] }
  | {
      readonly code: 'store-broken';
      readonly file: string;
      /** Where the broken file is now; `file` itself if it could not be moved. */
      readonly keptAs: string;
      /** "not JSON, at line 3": the end of a sentence. */
      readonly reason: string;
      /** The last good copy took its place, so the next command works on that; otherwise on an empty list. */
      readonly restored: boolean;
    }
  | {
      readonly code: 'store-newer';
      readonly file: string;
      readonly version: number;
      readonly supported: number;
    }
  | { readonly code: 'store-unreadable'; readonly file: string; readonly reason: StorageProblem }
  | { readonly code: 'store-unwritable'; readonly file: string; readonly reason: StorageProblem }
  | { readonly code: 'store-busy'; readonly file: string };

/** Why a file could not be read or written. */
export type StorageProblem = 'denied' | 'read-only' | 'full' | 'not-a-file' | 'other';

/** Why a host could not be reached at all. The evidence behind the verdict `unreachable`. */
export type Obstacle =
  | { readonly code: 'dns'; readonly address: string }
  | { readonly code: 'no-address-in-family'; readonly address: string; readonly family: 4 | 6 }
  | { readonly code: 'offline' }
  | { readonly code: 'no-route'; readonly address: string }
  | { readonly code: 'blocked-here'; readonly what: string }
  | { readonly code: 'source-unavailable'; readonly source: string }
  | { readonly code: 'no-sockets' }
  | { readonly code: 'ping-missing' };
