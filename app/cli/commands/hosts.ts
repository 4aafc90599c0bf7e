import type { SequenceKnock } from '../../hosts/knock-schema.ts';
import { parseHost, type Host } from '../../hosts/schema.ts';
import type { Step } from '../../hosts/step-schema.ts';
import { explainSequence } from '../../knock/explain.ts';
import { generateSequence } from '../../knock/generate.ts';
import { describeFailure } from '../../present/errors.ts';
import { describeHost, hostRows } from '../../present/host-table.ts';
import { describeGenerateProblem, describeReason, describeRemark } from '../../present/sequence.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { withFlags, type HostFlags } from '../flags.ts';
import { schemaVersion } from '../output-json.ts';
import { refuse, type Session } from '../session.ts';
import { checkSpan, findSaved } from '../subject.ts';

export async function listHosts(session: Session): Promise<ExitCode> {
  const { api, ports, output } = session;
  const hosts = await api.loadHosts({});
  if (!hosts.ok) return refuse(output, hosts.error);
  const damaged = await ports.hosts.damaged();
  const broken = damaged.ok ? damaged.value : [];
  if (output.isJson) {
    const entries = broken.map(({ index, id, name, issues }) => ({ index, id, name, issues }));
    output.json({ type: 'hosts', schema: schemaVersion, hosts: hosts.value, damaged: entries });
    return exitCodes.open;
  }
  const [head, ...rows] = hostRows(hosts.value);
  if (head !== undefined && rows.length > 0) output.line(head, 'dim');
  for (const row of rows) output.line(row);
  if (rows.length === 0 && broken.length === 0) {
    output.line(
      'No hosts yet. Add one with: postern hosts add NAME --address ADDRESS --steps "7000 8000 9000"',
    );
  }
  for (const { index, name, issues } of broken) {
    const { what } = describeFailure({ code: 'invalid-host', issues });
    output.problem(
      `Entry ${index + 1} of the hosts file${name === null ? '' : ` ("${name}")`} is left out: ${what}`,
    );
  }
  return exitCodes.open;
}

export async function showHost(session: Session, name: string): Promise<ExitCode> {
  const { output } = session;
  const host = await findSaved(session, name);
  if (!host.ok) return refuse(output, host.error);
  if (output.isJson) output.json({ type: 'host', schema: schemaVersion, host: host.value });
  else for (const line of describeHost(host.value)) output.line(line);
  return exitCodes.open;
}

export interface AddFlags extends HostFlags {
  /** Steps of a new sequence. */
  readonly generate?: number;
}

export async function addHost(session: Session, name: string, flags: AddFlags): Promise<ExitCode> {
  const { api, ports, output } = session;
  const hosts = await api.loadHosts({});
  if (!hosts.ok) return refuse(output, hosts.error);
  const sequence = sequenceFor(session, hosts.value, flags);
  if ('message' in sequence) return refuse(output, { code: 'usage', message: sequence.message });

  const host = checkSpan(
    parseHost(withFlags({ id: ports.hosts.newId(), name }, { ...flags, steps: sequence.steps })),
  );
  if (!host.ok) return refuse(output, host.error);
  const saved = await api.saveHost({ host: host.value, was: null });
  if (!saved.ok) return refuse(output, saved.error);
  tellSaved(session, 'Added', host.value);
  for (const reason of sequence.reasons) output.line(`  ${reason}`, 'dim');
  tellRemarks(session, host.value, hosts.value);
  return exitCodes.open;
}

export async function editHost(session: Session, name: string, flags: HostFlags): Promise<ExitCode> {
  const { api, output } = session;
  if (Object.keys(flags).length === 0) {
    return refuse(output, {
      code: 'usage',
      message: 'Say what to change, such as --check ssh/22 or --no-check.',
    });
  }
  const old = await findSaved(session, name);
  if (!old.ok) return refuse(output, old.error);
  const host = checkSpan(parseHost(withFlags(old.value, flags)));
  if (!host.ok) return refuse(output, host.error);
  const saved = await api.saveHost({ host: host.value, was: old.value });
  if (!saved.ok) return refuse(output, saved.error);
  tellSaved(session, 'Changed', saved.value);
  if (flags.steps !== undefined) {
    const hosts = await api.loadHosts({});
    tellRemarks(session, host.value, hosts.ok ? hosts.value : []);
  }
  return exitCodes.open;
}

export async function renameHost(session: Session, name: string, newName: string): Promise<ExitCode> {
  const { api, output } = session;
  const old = await findSaved(session, name);
  if (!old.ok) return refuse(output, old.error);
  const host = parseHost({ ...old.value, name: newName });
  if (!host.ok) return refuse(output, host.error);
  const saved = await api.saveHost({ host: host.value, was: old.value });
  if (!saved.ok) return refuse(output, saved.error);
  output.line(`Renamed "${old.value.name}" to "${host.value.name}".`);
  return exitCodes.open;
}

export async function removeHost(session: Session, name: string): Promise<ExitCode> {
  const { api, output } = session;
  const host = await findSaved(session, name);
  if (!host.ok) return refuse(output, host.error);
  const removed = await api.removeHost({ hostId: host.value.id });
  if (!removed.ok) return refuse(output, removed.error);
  output.line(`Removed "${host.value.name}".`);
  return exitCodes.open;
}

type Sequence = { readonly steps: SequenceKnock['steps']; readonly reasons: readonly string[] };

function sequenceFor(
  { ports }: Session,
  hosts: readonly Host[],
  flags: AddFlags,
): Sequence | { readonly message: string } {
  if (flags.steps !== undefined) return { steps: [...flags.steps], reasons: [] };
  if (flags.generate === undefined) {
    return {
      message: 'Give the sequence with --steps "7000 8000 9000", or have one made with --generate 4.',
    };
  }
  const avoid = hosts.flatMap(stepsOf).flatMap((step) => (step.proto === 'icmp' ? [] : [step.port]));
  const made = generateSequence({ steps: flags.generate, avoid, random: ports.knock.random });
  if (!made.ok) return { message: `--generate: ${describeGenerateProblem(made.error)}` };
  return { steps: [...made.value.steps], reasons: made.value.reasons.map(describeReason) };
}

function tellSaved({ output }: Session, verb: 'Added' | 'Changed', host: Host): void {
  output.line(`${verb} "${host.name}".`, 'good');
  for (const line of describeHost(host).slice(1)) output.line(`  ${line}`);
}

function tellRemarks({ output }: Session, host: Host, hosts: readonly Host[]): void {
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
