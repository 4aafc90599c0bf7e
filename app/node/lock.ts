import { randomBytes, randomInt } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/*
 * One turn at a time, across processes.
 *
 * Who wants the lock creates a file of its own, the claim, with its process in the name:
 *
 *     hosts.4711.98765.c0ffee123456      lock . process id . start of that process . random
 *
 * then lists the folder, and has the lock if no other living process has a claim there. Otherwise it withdraws its
 * claim and tries again after a random pause.
 *
 * Never two owners: of two claims, one is created last. Its process lists the folder after both were created and so
 * sees the other, unless that one was withdrawn before and its process does not have the lock.
 *
 * Taken over at once: a claim counts only while its process lives. Removing a dead one is safe for any number of
 * processes at the same moment, because its name is never used again: nobody can hit the claim of somebody alive, which
 * is what goes wrong when all owners share one file. Nothing is written into a claim, so none is ever seen half-written.
 *
 * It works between the processes of one computer. A home folder on the network, shared by two, is not guarded.
 */

interface LockRequest {
  /** Where the claims lie. It must exist. */
  readonly folder: string;
  /** Letters, digits and hyphens. */
  readonly name: string;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/**
 * Waits for the lock. Resolves with the function that gives it back, which never rejects, or with null when the signal
 * aborted first. Rejects with the system's error if the folder cannot be listed or written.
 */
export async function takeLock({ folder, name, signal }: LockRequest): Promise<(() => Promise<void>) | null> {
  ownStart ??= startOf(process.pid);
  const start = (await ownStart) ?? unknownStart;
  while (!signal.aborted) {
    const claim = `${name}.${process.pid}.${start}.${randomBytes(6).toString('hex')}`;
    const withdraw = () => rm(join(folder, claim), { force: true });
    try {
      await writeFile(join(folder, claim), '', { flag: 'wx', mode: 0o600 });
      // A claim that cannot be removed ends with this process.
      if (!(await isClaimed(folder, name, claim))) return () => withdraw().catch(() => undefined);
    } catch (error) {
      await withdraw().catch(() => undefined);
      throw error;
    }
    await withdraw();
    // Those who wait only look, so that their claims do not get into each other's way. The pauses spread far wider than
    // the millisecond between creating and listing, so that two do not collide for long.
    do {
      await sleep(randomInt(5, 30), undefined, { signal }).catch(() => undefined);
    } while (!signal.aborted && (await isClaimed(folder, name, null)));
  }
  return null;
}

/** The start of this process, looked up once. */
let ownStart: Promise<string | null> | undefined;

/** Whether a living process has a claim other than `own`. Removes those of dead ones. */
async function isClaimed(folder: string, name: string, own: string | null): Promise<boolean> {
  for (const entry of await readdir(folder)) {
    if (!entry.startsWith(`${name}.`) || entry === own) continue;
    const [, pid = '', start = ''] = entry.split('.');
    if (await isAlive(Number(pid), start, join(folder, entry))) return true;
    await rm(join(folder, entry), { force: true });
  }
  return false;
}

/** Where the system does not tell when a process began: its number may be another's by now. */
const unknownStart = '0';

/** Longer than any knock lasts, so a claim of that age belongs to nobody even if its number lives. */
const oldestMs = 15 * 60_000;

async function isAlive(pid: number, start: string, claim: string): Promise<boolean> {
  if (!isRunning(pid)) return false;
  if (start !== unknownStart) return ((await startOf(pid)) ?? start) === start;
  const { mtimeMs } = await stat(claim).catch(() => ({ mtimeMs: 0 }));
  return Date.now() - mtimeMs < oldestMs;
}

// kill(2): signal 0 only looks. EPERM means that the process is somebody else's.
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** When a process began, in clock ticks since the boot; "dead" if it only waits to be reaped; null where unknown. */
async function startOf(pid: number): Promise<string | null> {
  // proc_pid_stat(5): the fields after the name, which is in parentheses and may contain anything. 3: state, 22: starttime.
  const line = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return 'dead';
  return fields[19] ?? null;
}
