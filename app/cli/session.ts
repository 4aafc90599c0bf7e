import type { Api } from '../contract.ts';
import type { Engine } from '../engine/engine.ts';
import type { Failure } from '../errors.ts';
import { addressProblem } from '../hosts/address.ts';
import type { Ports } from '../ports.ts';
import { describeFailure } from '../present/errors.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import type { Io } from './io.ts';
import type { Output } from './output.ts';
import type { Peer } from './peer.ts';
import { schemaVersion } from './output-json.ts';

/** What every command works with. */
export interface Session {
  readonly output: Output;
  /** Version of Postern. */
  readonly version: string;
  /** The engine to ask: that of the Postern that runs, if this command attaches to it, or our own. */
  readonly api: Api;
  /** Our own. */
  readonly engine: Engine;
  /** Whether `api` belongs to another process. */
  readonly isAttached: boolean;
  readonly peer: Peer;
  readonly ports: Ports;
  readonly env: Io['env'];
  readonly secretInput: Io['secretInput'];
  readonly ask: Io['ask'];
  /** Runs `work`; a request to stop calls `cancel` and waits for its end. */
  cancellable<T>(cancel: () => void, work: () => Promise<T>): Promise<T>;
}

export type Work = (session: Session) => ExitCode | Promise<ExitCode>;

/** Takes what a command line asks for. `attach`: where a Postern runs already, that one does it. */
export type Act = (work: Work, how?: 'attach') => void;

/** Why a command is not carried out: a failure of the application, or one of the words on the command line. */
export type Refusal =
  | Failure
  | {
      readonly code: 'usage' | 'cancelled' | 'no-terminal' | 'passphrase-wrong' | 'gone' | 'bug';
      readonly message: string;
    };

/** A script that meets one of these asks its user for a secret or a passphrase. */
const secretCodes: ReadonlySet<Refusal['code']> = new Set([
  'secret-missing',
  'vault-locked',
  'vault-missing',
  'passphrase-wrong',
  'list-used-up',
  'no-terminal',
]);

/** Tells why nothing was done, and yields the exit code that says so. */
export function refuse(output: Output, refusal: Refusal): ExitCode {
  const message = 'message' in refusal ? refusal.message : sentencesOf(refusal);
  if (output.isJson) output.json({ type: 'error', schema: schemaVersion, code: refusal.code, message });
  else output.problem(message);
  if (refusal.code === 'bug') return exitCodes.bug;
  if (secretCodes.has(refusal.code)) return exitCodes.secret;
  const isStopped = refusal.code === 'cancelled' || refusal.code === 'gone';
  return isStopped ? exitCodes.stopped : exitCodes.usage;
}

function sentencesOf(failure: Failure): string {
  const { what, next } = describeFailure(failure);
  const hint = optionFor(failure);
  // Here nobody can unlock a keyring: what asks it is the desktop app.
  if (failure.code === 'vault-locked' && failure.opensWith === 'keyring') {
    return `${what} Only the desktop app can ask the keyring that opens them: set a passphrase there, for the command line.`;
  }
  // What is wrong with a value says what to write instead.
  if (failure.code === 'invalid-host') return what;
  return `${what} ${hint === null ? next : `${next.replace(/\.$/, '')}: ${hint}`}`;
}

/** What to type next, where a command or an option does it. */
function optionFor(failure: Failure): string | null {
  switch (failure.code) {
    case 'host-not-found': {
      if (failure.similar.length > 0) return null;
      const isAddress = addressProblem(failure.name) === null && /[.:]/.test(failure.name);
      return isAddress ? 'postern hosts list (an address needs --steps to be knocked)' : 'postern hosts list';
    }
    case 'nothing-to-check':
      return '--check 22';
    case 'secret-missing':
      return `postern secrets set "${failure.name}" ${failure.slots[0] ?? 'SECRET'}`;
    case 'vault-missing':
    case 'passphrase-short':
      return 'postern secrets passphrase';
    default:
      return null;
  }
}
