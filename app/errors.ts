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
  | { readonly code: 'nothing-to-close'; readonly name: string }
  | { readonly code: 'network-name-taken'; readonly name: string }
  | { readonly code: 'too-many-rules'; readonly most: number }
  | { readonly code: 'rule-not-found' }
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
  | { readonly code: 'store-busy'; readonly file: string }
  /** Secrets are needed that nobody entered. `slots` names them. */
  | { readonly code: 'secret-missing'; readonly name: string; readonly slots: readonly string[] }
  | { readonly code: 'vault-locked'; readonly opensWith: 'passphrase' | 'keyring' | 'both' }
  /** There is neither a passphrase nor a keyring to seal a secret with. */
  | { readonly code: 'vault-missing' }
  | { readonly code: 'vault-needs-passphrase' }
  | { readonly code: 'passphrase-wrong' }
  | { readonly code: 'passphrase-short'; readonly least: number }
  | { readonly code: 'keyring-absent' }
  /** The file can be read, but a part of it was changed or damaged. Nothing of it was removed. */
  | { readonly code: 'vault-damaged'; readonly file: string; readonly reason: string }
  | { readonly code: 'list-used-up'; readonly name: string }
  | { readonly code: 'gpg'; readonly problem: GpgProblem }
  /** `source` is what the settings name; empty: nothing. */
  | { readonly code: 'clock-unknown'; readonly source: string; readonly problem: TimeProblem | 'not-set' }
  | { readonly code: 'import-unreadable'; readonly reason: ImportProblem; readonly line: number | null };

/** Why a clock could not be compared. */
export type TimeProblem = 'unreachable' | 'no-answer' | 'not-a-clock';

/** Why gpg did not do what was asked. `locked`: its agent got neither passphrase nor card. */
export type GpgProblem = 'missing' | 'no-recipient' | 'no-signer' | 'locked' | 'failed';

/** Why a text or file held nothing to import. */
export type ImportProblem =
  | 'not-understood'
  | 'no-hosts'
  | 'too-large'
  | 'newer-version'
  | 'damaged'
  | 'wrong-passphrase'
  /** The offer of an earlier reading is no longer there. */
  | 'forgotten';

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
  | { readonly code: 'ping-missing' }
  /** fwknop and xt_pknock know IPv4 addresses only. */
  | { readonly code: 'ipv4-only' }
  /** fwknopd takes a packet of 400 bytes and more for another kind and drops it. */
  | { readonly code: 'packet-too-large'; readonly bytes: number; readonly most: number }
  /** The address to admit is not known; `source` is the web address that was asked, or null for our own. */
  | { readonly code: 'address-unknown'; readonly source: string | null }
  | { readonly code: 'gpg'; readonly problem: GpgProblem }
  /** The packet goes over a connection, and nothing accepts one. */
  | { readonly code: 'transport-refused'; readonly port: number }
  /** The next counter could not be written down, so nothing was sent. */
  | { readonly code: 'counter-not-kept'; readonly reason: StorageProblem | 'busy' | 'damaged' }
  | { readonly code: 'list-used-up' }
  /** The code of this step or counter makes no sequence that can be sent (otp/problem.ts). */
  | {
      readonly code: 'no-sequence';
      readonly problem: 'no-such-port' | 'never-ends' | 'range-unusable' | 'too-few-ports' | 'out-of-time';
    }
  /** Settings and keys together make no packet (spa/problem.ts). */
  | {
      readonly code: 'packet-refused';
      readonly problem:
        | 'key-length'
        | 'hmac-key-length'
        | 'same-keys'
        | 'legacy-with-hmac'
        | 'message-too-long'
        | 'packet-too-small'
        | 'several-nat-ports';
    };
