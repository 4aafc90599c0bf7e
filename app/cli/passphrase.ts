import { areEqual } from '../bytes.ts';
import type { Failure } from '../errors.ts';
import type { Knock } from '../hosts/knock-schema.ts';
import { fail, ok, type Result } from '../result.ts';
import type { VaultLook } from '../secrets/look.ts';
import type { SecretPorts } from '../secrets/ports.ts';
import { slotsOf } from '../secrets/slots.ts';
import type { Refusal, Session } from './session.ts';

/** How often somebody may mistype. */
const mostTries = 3;

/** Opens the vault for a command that met `vault-locked`: with the file of POSTERN_PASSPHRASE_FILE, or by asking. */
export async function unlockForCommand(session: Session): Promise<Result<VaultLook, Refusal>> {
  const vault = vaultOf(session);
  const look = await vault.look();
  if (!look.ok || look.value.state === 'open') return look;
  if (look.value.state === 'none') return fail({ code: 'vault-missing' });
  // The keyring is asked by the desktop app alone.
  if (!look.value.opensWith.passphrase) return fail(needsPassphrase);

  const isFromFile = fileOf(session) !== undefined;
  for (let tries = 1; ; tries += 1) {
    const passphrase = await readPassphrase(
      session,
      tries === 1 ? 'Passphrase: ' : 'Not the passphrase. Again: ',
    );
    if (!passphrase.ok) return passphrase;
    const opened = await vault.unlock(passphrase.value);
    passphrase.value.fill(0);
    const mayRetry = !isFromFile && tries < mostTries;
    if (isFromFile && !opened.ok && opened.error.code === 'passphrase-wrong') {
      return fail({ code: 'passphrase-wrong', message: wrongInFile(session) });
    }
    if (opened.ok || opened.error.code !== 'passphrase-wrong' || !mayRetry) return opened;
  }
}

/** Opens the vault if this way of knocking needs a secret and it is locked. What is missing is told by who needs it. */
export async function unlockFor(session: Session, knock: Knock): Promise<Result<void, Refusal>> {
  if (slotsOf(knock).length === 0) return ok(undefined);
  const look = await vaultOf(session).look();
  if (!look.ok) return look;
  if (look.value.state !== 'locked') return ok(undefined);
  const opened = await unlockForCommand(session);
  return opened.ok ? ok(undefined) : opened;
}

/** Does what needs an open vault; if it is locked, opens it and tries once more. */
export async function withVault<T>(
  session: Session,
  work: () => Promise<Result<T, Failure>>,
): Promise<Result<T, Refusal>> {
  const done = await work();
  if (done.ok || done.error.code !== 'vault-locked') return done;
  const opened = await unlockForCommand(session);
  return opened.ok ? work() : opened;
}

/** The passphrase that the vault has, for the caller to wipe. */
export async function readPassphrase(
  session: Session,
  question: string,
): Promise<Result<Uint8Array, Refusal>> {
  const file = fileOf(session);
  if (file === undefined) return askSecret(session, question);
  const line = await session.secretInput.readFile(file);
  return line.ok ? line : fail({ code: 'usage', message: line.error });
}

/** What somebody types unseen, for the caller to wipe. */
export async function askSecret(session: Session, question: string): Promise<Result<Uint8Array, Refusal>> {
  const typed = await session.secretInput.ask(question);
  if (typed === 'stopped') return fail({ code: 'cancelled', message: 'Stopped.' });
  if (typed === 'no-terminal') {
    return fail({
      code: 'no-terminal',
      message:
        'There is no terminal to ask for the passphrase. Name a file that holds it in POSTERN_PASSPHRASE_FILE.',
    });
  }
  return ok(typed);
}

/** From the file of POSTERN_PASSPHRASE_FILE, which is as good as typed twice, or typed. */
export async function newPassphrase(session: Session): Promise<Result<Uint8Array, Refusal>> {
  return session.env['POSTERN_PASSPHRASE_FILE'] ? readPassphrase(session, '') : askTwice(session);
}

export async function askTwice(session: Session): Promise<Result<Uint8Array, Refusal>> {
  const first = await askSecret(session, 'New passphrase: ');
  if (!first.ok && first.error.code === 'no-terminal') {
    return fail({
      code: 'no-terminal',
      message: 'There is no terminal to type a new passphrase on. Do this in one.',
    });
  }
  if (!first.ok) return first;
  const second = await askSecret(session, 'Once more: ');
  const isSame = second.ok && areEqual(first.value, second.value);
  if (second.ok) second.value.fill(0);
  if (isSame) return first;
  first.value.fill(0);
  return second.ok
    ? fail({ code: 'usage', message: 'These are two different passphrases. Try again.' })
    : second;
}

/** The vault of the engine that is asked: each process opens its own. */
export function vaultOf({ api, ports, isAttached }: Session): Pick<SecretPorts, 'look' | 'unlock'> {
  if (!isAttached) return ports.secrets;
  return {
    look: () => api.loadSecrets({}),
    unlock: (bytes) => api.unlockVault({ passphrase: new TextDecoder().decode(bytes) }),
  };
}

function wrongInFile(session: Session): string {
  return `The first line of ${fileOf(session)} is not the passphrase. Check POSTERN_PASSPHRASE_FILE.`;
}

/** An unset and an empty variable are the same to a shell script. */
function fileOf({ env }: Session): string | undefined {
  return env['POSTERN_PASSPHRASE_FILE'] || undefined;
}

const needsPassphrase: Refusal = {
  code: 'vault-locked',
  opensWith: 'keyring',
};
