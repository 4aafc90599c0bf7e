import type { SequenceKnock } from '../../hosts/knock-schema.ts';
import type { Host } from '../../hosts/schema.ts';
import type { Step } from '../../hosts/step-schema.ts';
import { explainSequence } from '../../knock/explain.ts';
import { generateSequence } from '../../knock/generate.ts';
import { describeHost } from '../../present/host-table.ts';
import { describeGenerateProblem, describeReason, describeRemark } from '../../present/sequence.ts';
import { fail, ok, type Result } from '../../result.ts';
import type { Slot } from '../../secrets/slots.ts';
import { enterSecrets, type Entered, type SecretFlags } from '../entered.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { HostFlags } from '../host-flags.ts';
import { askedMethod } from '../knock-with.ts';
import { serverLines } from '../server-lines.ts';
import { refuse, type Refusal, type Session } from '../session.ts';
import { findSaved, hostWith } from '../subject.ts';

export interface AddFlags extends HostFlags, Omit<SecretFlags, 'list'> {
  /** Steps of a new sequence, or true for new secrets. */
  readonly generate?: number | true;
}

export async function addHost(session: Session, name: string, flags: AddFlags): Promise<ExitCode> {
  const { api, ports, output } = session;
  const hosts = await api.loadHosts({});
  if (!hosts.ok) return refuse(output, hosts.error);
  const sequence = sequenceFor(session, hosts.value, flags);
  if (!sequence.ok) return refuse(output, sequence.error);

  const { steps, reasons } = sequence.value;
  const host = hostWith({ id: ports.hosts.newId(), name }, { ...flags, ...(steps !== null && { steps }) });
  if (!host.ok) return refuse(output, host.error);
  const generates = flags.generate === true;
  const entered = await enterSecrets(session, { host: host.value, flags, generates, kept: [] });
  if (!entered.ok) return refuse(output, entered.error);
  const { edits } = entered.value;
  const saved = await api.saveHost({ host: host.value, was: null, secrets: edits });
  if (!saved.ok) return refuse(output, saved.error);
  tellSaved(session, 'Added', saved.value, entered.value);
  for (const reason of reasons) output.line(`  ${reason}`, 'dim');
  tellRemarks(session, saved.value, hosts.value);
  return exitCodes.open;
}

export type EditFlags = Omit<AddFlags, 'generate'>;

export async function editHost(session: Session, name: string, flags: EditFlags): Promise<ExitCode> {
  const { api, output } = session;
  if (Object.keys(flags).length === 0) {
    return refuse(output, {
      code: 'usage',
      message: 'Say what to change, such as --check ssh/22 or --no-check.',
    });
  }
  const old = await findSaved(session, name);
  if (!old.ok) return refuse(output, old.error);
  const host = hostWith(old.value, flags);
  if (!host.ok) return refuse(output, host.error);
  const entered = await enterForChange(session, old.value, host.value, flags);
  if (!entered.ok) return refuse(output, entered.error);
  const saved = await api.saveHost({ host: host.value, was: old.value, secrets: entered.value.edits });
  if (!saved.ok) return refuse(output, saved.error);
  tellSaved(session, 'Changed', saved.value, entered.value);
  if (flags.steps !== undefined) {
    const hosts = await api.loadHosts({});
    tellRemarks(session, host.value, hosts.ok ? hosts.value : []);
  }
  return exitCodes.open;
}

/** Asks for secrets only where the way of knocking became another one. */
async function enterForChange(
  session: Session,
  old: Host,
  host: Host,
  flags: EditFlags,
): Promise<Result<Entered, Refusal>> {
  const isNewWay = old.knock.method !== host.knock.method || flags.gpgRecipient !== undefined;
  const isGiven = flags.secret !== undefined || flags.list !== undefined;
  if (!isNewWay && !isGiven) return ok({ edits: {}, made: [], missing: [] });
  const look = await session.ports.secrets.look();
  if (!look.ok) return look;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a record of slots
  const kept = Object.keys(look.value.secrets[host.id] ?? {}) as Slot[];
  return enterSecrets(session, { host, flags, generates: false, kept });
}

interface Sequence {
  /** Null: the ports come from elsewhere. */
  readonly steps: SequenceKnock['steps'] | null;
  readonly reasons: readonly string[];
}

function sequenceFor({ ports }: Session, hosts: readonly Host[], flags: AddFlags): Result<Sequence, Refusal> {
  const usage = (message: string) => fail({ code: 'usage' as const, message });
  const { generate } = flags;
  const method = askedMethod(flags);
  if (method !== null) {
    if (typeof generate === 'number') return usage('--generate takes a number of steps for a sequence only.');
    if (generate && method === 'sequence') return usage('The sequence is given: leave out --generate.');
    if (generate && method === 'list') return usage('The list is given: leave out --generate.');
    return ok({ steps: null, reasons: [] });
  }
  if (generate === undefined) {
    return usage(
      'Say how to knock: --steps "7000 8000 9000", a new sequence with --generate 4, --totp, --hotp, --list, --spa or --pknock.',
    );
  }
  if (generate === true) return usage('Say of how many steps: --generate 4.');
  const avoid = hosts.flatMap(stepsOf).flatMap((step) => (step.proto === 'icmp' ? [] : [step.port]));
  const made = generateSequence({ steps: generate, avoid, random: ports.knock.random });
  if (!made.ok) return usage(`--generate: ${describeGenerateProblem(made.error)}`);
  return ok({ steps: [...made.value.steps], reasons: made.value.reasons.map(describeReason) });
}

function tellSaved(
  { output }: Session,
  verb: 'Added' | 'Changed',
  host: Host,
  { made, missing }: Entered,
): void {
  output.line(`${verb} "${host.name}".`, 'good');
  for (const line of describeHost(host).slice(1)) output.line(`  ${line}`);
  if (made.length > 0) {
    const { title, lines } = serverLines(host, made);
    output.line(`${title}. Postern does not show this again:`, 'strong');
    for (const line of lines) output.line(`  ${line}`);
  }
  for (const slot of missing) {
    const how = slot === 'one-time-list' ? 'hosts edit' : 'secrets set';
    const rest = slot === 'one-time-list' ? '--list FILE' : slot;
    output.line(`Not set yet: ${slot}. postern ${how} "${host.name}" ${rest}`, 'warn');
  }
}

function tellRemarks({ output }: Session, host: Host, hosts: readonly Host[]): void {
  if (host.knock.method !== 'sequence') return;
  const others = hosts.filter(({ id }) => id !== host.id).map((other) => stepsOf(other)[0]);
  const firstPorts = others.flatMap((step) =>
    step === undefined || step.proto === 'icmp' ? [] : [step.port],
  );
  for (const remark of explainSequence(stepsOf(host), firstPorts).remarks) {
    output.line(`Note: ${describeRemark(remark)}`, 'warn');
  }
}

function stepsOf({ knock }: Host): readonly Step[] {
  return knock.method === 'sequence' ? knock.steps : [];
}
