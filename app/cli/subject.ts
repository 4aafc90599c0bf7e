import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import type { Subject } from '../contract.ts';
import type { Failure } from '../errors.ts';
import { findHost } from '../hosts/edit.ts';
import { parseHost, type Host } from '../hosts/schema.ts';
import { limits } from '../hosts/shape.ts';
import { spanMs } from '../knock/plan.ts';
import { seqTimeoutMarginMs } from '../knock/policy.ts';
import { formatSequence } from '../knock/sequence.ts';
import { describeDuration } from '../present/time.ts';
import { fail, ok, type Result } from '../result.ts';
import { withFlags } from './flags.ts';
import type { HostFlags } from './host-flags.ts';
import type { Refusal, Session } from './session.ts';

/** A saved host by its name or id; what is wrong with its entry, if it is damaged. */
export async function findSaved({ api, ports }: Session, nameOrId: string): Promise<Result<Host, Failure>> {
  const hosts = await api.loadHosts({});
  if (!hosts.ok) return hosts;
  const damaged = await ports.hosts.damaged();
  return findHost(hosts.value, nameOrId, damaged.ok ? damaged.value : []);
}

/** A host, and how to tell the engine of it: a saved one by its id, so that it joins whoever knocks it already. */
export interface Chosen {
  readonly host: Host;
  readonly subject: Subject;
}

/**
 * The host of one knock. With steps, HOST is an address and no file is read; otherwise it is a saved host, whose own
 * settings the flags replace for this run.
 */
export async function hostToKnock(
  session: Session,
  name: string,
  flags: HostFlags,
): Promise<Result<Chosen, Refusal>> {
  if (flags.steps !== undefined) return chosen(checkSpan(unsavedHost(name, flags)), null);
  const saved = await findSaved(session, name);
  return saved.ok ? chosen(hostWith(saved.value, flags), saved.value) : saved;
}

/** The host of one look: a saved one, or an address with the check that was given. */
export async function hostToCheck(
  session: Session,
  name: string,
  flags: HostFlags,
): Promise<Result<Chosen, Refusal>> {
  const saved = await findSaved(session, name);
  if (saved.ok) return chosen(parsed(withFlags(saved.value, flags)), saved.value);
  if (saved.error.code !== 'host-not-found' || !flags.check) return saved;
  // A host has a sequence; a look sends none.
  return chosen(unsavedHost(name, { ...flags, steps: [{ proto: 'tcp', port: flags.check.port }] }), null);
}

function chosen(host: Result<Host, Refusal>, saved: Host | null): Result<Chosen, Refusal> {
  if (!host.ok) return host;
  const isAsSaved = saved !== null && JSON.stringify(host.value) === JSON.stringify(saved);
  return ok({ host: host.value, subject: isAsSaved ? { hostId: saved.id } : { host: host.value } });
}

/** A host with what the flags say, if that is one. */
export function hostWith(host: object, flags: HostFlags): Result<Host, Refusal> {
  return checkSpan(parsed(withFlags(host, flags)));
}

function parsed(host: Result<object, Refusal>): Result<Host, Refusal> {
  return host.ok ? parseHost(host.value) : host;
}

/** Refuses a host whose sequence lasts longer than its server remembers the first step. */
export function checkSpan(host: Result<Host, Refusal>): Result<Host, Refusal> {
  if (!host.ok) return host;
  const { knock } = host.value;
  if (knock.method !== 'sequence') return host;
  const span = spanMs(knock, knock.gapMs ?? 0);
  if (span < knock.seqTimeoutMs - seqTimeoutMarginMs) return host;
  const forgets = describeDuration(knock.seqTimeoutMs);
  const most = describeDuration(knock.seqTimeoutMs - seqTimeoutMarginMs);
  const problem = `The sequence lasts ${describeDuration(span)}, but the server forgets it after ${forgets}: stay below ${most}, or raise its time-out and --seq-timeout.`;
  return fail({ code: 'invalid-host', issues: [{ path: '', problem }] });
}

function unsavedHost(address: string, flags: HostFlags): Result<Host, Refusal> {
  const name = Array.from(address.trim()).slice(0, limits.nameLength).join('') || '-';
  const host = parsed(withFlags({ id: nobody, name, address }, { ...flags }));
  if (host.ok) return ok({ ...host.value, id: unsavedId(host.value) });
  const { error } = host;
  if (error.code !== 'invalid-host') return fail(error);
  // The name is the address, so what is wrong with both is said once.
  return fail({ ...error, issues: error.issues.filter(({ path }) => path !== 'name') });
}

const nobody = '00000000-0000-4000-8000-000000000000';

/**
 * The same address and steps are the same host in every process, so that rate limit, memory and turn hold without a
 * file. A UUID of version 8 (RFC 9562 §5.8) made of a digest.
 */
function unsavedId({ address, knock }: Host): string {
  const digest = createHash('sha256')
    .update(
      JSON.stringify([
        'unsaved host',
        canonical(address),
        knock.method === 'sequence' && formatSequence(knock.steps),
      ]),
    )
    .digest();
  digest[6] = 0x80 | ((digest[6] ?? 0) & 0x0f);
  digest[8] = 0x80 | ((digest[8] ?? 0) & 0x3f);
  const hex = digest.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function canonical(address: string): string {
  if (ipaddr.isValid(address)) return ipaddr.parse(address).toString();
  return address.toLowerCase().replace(/\.$/, '');
}
