import { describeDecision, describeRule } from '../../present/rules.ts';
import type { PauseLength } from '../../rules/pause.ts';
import type { Rule } from '../../rules/schema.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { localTime } from '../local-time.ts';
import { schemaVersion } from '../output-json.ts';
import { findRule, loadKnown, ruleFrom, type Known, type RuleFlags } from '../rule-from.ts';
import { refuse, type Session } from '../session.ts';

export async function listRules(session: Session): Promise<ExitCode> {
  const { api, output, ports } = session;
  const known = await loadKnown(api);
  if (!known.ok) return refuse(output, known.error);
  const { rules, pausedUntil } = known.value.book;
  if (output.isJson) {
    output.json({ type: 'rules', schema: schemaVersion, rules, pausedUntil });
    return exitCodes.open;
  }
  for (const [index, rule] of rules.entries()) {
    const off = rule.enabled ? '' : '  (off)';
    output.line(`${String(index + 1).padStart(2)}  ${sentence(rule, known.value)}${off}`);
  }
  if (rules.length === 0) {
    output.line('No rules yet. Add one with: postern rules add --when joined --hosts NAME');
  }
  const isPaused = pausedUntil === 'resumed' || (pausedUntil !== null && pausedUntil > ports.clock.now());
  if (isPaused)
    output.line(
      `Paused ${pausedUntil === 'resumed' ? 'until you resume it' : `until ${localTime(pausedUntil)}`}.`,
      'warn',
    );
  return exitCodes.open;
}

export async function showRule(session: Session, place: string): Promise<ExitCode> {
  const { api, output } = session;
  const known = await loadKnown(api);
  if (!known.ok) return refuse(output, known.error);
  const found = findRule(known.value.book, place);
  if (!found.ok) return refuse(output, found.error);
  tell(session, '', found.value, known.value);
  if (!output.isJson) output.line(`Id ${found.value.id}`, 'dim');
  return exitCodes.open;
}

export async function addRule(session: Session, flags: RuleFlags): Promise<ExitCode> {
  const { api, output, ports } = session;
  const known = await loadKnown(api);
  if (!known.ok) return refuse(output, known.error);
  return save(session, 'Added: ', ruleFrom({ id: ports.hosts.newId() }, flags, known.value), known.value);
}

export async function editRule(session: Session, place: string, flags: RuleFlags): Promise<ExitCode> {
  const { api, output } = session;
  if (Object.keys(flags).length === 0) {
    return refuse(output, {
      code: 'usage',
      message: 'Say what to change, such as --when woke or --disable.',
    });
  }
  const known = await loadKnown(api);
  if (!known.ok) return refuse(output, known.error);
  const old = findRule(known.value.book, place);
  if (!old.ok) return refuse(output, old.error);
  return save(session, 'Changed: ', ruleFrom(old.value, flags, known.value), known.value);
}

async function save(
  session: Session,
  verb: string,
  rule: ReturnType<typeof ruleFrom>,
  known: Known,
): Promise<ExitCode> {
  const { api, output } = session;
  if (!rule.ok) return refuse(output, rule.error);
  const saved = await api.saveRule({ rule: rule.value });
  if (!saved.ok) return refuse(output, saved.error);
  tell(session, verb, rule.value, known);
  return exitCodes.open;
}

export async function removeRule(session: Session, place: string): Promise<ExitCode> {
  const { api, output } = session;
  const known = await loadKnown(api);
  if (!known.ok) return refuse(output, known.error);
  const found = findRule(known.value.book, place);
  if (!found.ok) return refuse(output, found.error);
  const removed = await api.removeRule({ ruleId: found.value.id });
  if (!removed.ok) return refuse(output, removed.error);
  tell(session, 'Removed: ', found.value, known.value);
  return exitCodes.open;
}

/** Null resumes. */
export async function pauseRules(session: Session, pause: PauseLength | null): Promise<ExitCode> {
  const { api, output } = session;
  const paused = await api.pauseRules({ pause });
  if (!paused.ok) return refuse(output, paused.error);
  const { pausedUntil } = paused.value;
  if (output.isJson) output.json({ type: 'paused', schema: schemaVersion, pausedUntil });
  else if (pausedUntil === null) output.line('Rules act again.');
  else if (pausedUntil === 'resumed') output.line('No rule acts until: postern rules resume');
  else output.line(`No rule acts until ${localTime(pausedUntil)}.`);
  return exitCodes.open;
}

export interface DryRunFlags extends RuleFlags {
  readonly days?: number;
}

/** What a saved rule, a changed one, or one that is only thought of would have done. */
export async function dryRunRule(
  session: Session,
  place: string | undefined,
  { days = 7, ...flags }: DryRunFlags,
): Promise<ExitCode> {
  const { api, output, ports } = session;
  const known = await loadKnown(api);
  if (!known.ok) return refuse(output, known.error);
  const old = place === undefined ? null : findRule(known.value.book, place);
  if (old !== null && !old.ok) return refuse(output, old.error);
  if (old === null && flags.when === undefined) {
    return refuse(output, { code: 'usage', message: 'Name a rule, or say when: --when joined --hosts NAME' });
  }
  const rule = ruleFrom(old?.value ?? { id: ports.hosts.newId() }, flags, known.value);
  if (!rule.ok) return refuse(output, rule.error);
  const ran = await api.dryRun({ rule: rule.value, days });
  if (!ran.ok) return refuse(output, ran.error);
  const { counts, examples } = ran.value;
  if (output.isJson) {
    output.json({ type: 'dry-run', schema: schemaVersion, days, counts, examples });
    return exitCodes.open;
  }
  output.line(sentence(rule.value, known.value));
  output.line(
    `In ${days === 1 ? 'the last day' : `the last ${days} days`}: ${counts.knock} × knock, ${counts['keep-open']} × keep open, ${counts.close} × close, ${counts.skip} × left alone.`,
    'strong',
  );
  const names = new Map(known.value.hosts.map(({ id, name }) => [id, name]));
  const time = (at: number): string => localTime(at).slice(11, 16);
  for (const { at, decision } of examples) {
    const host = names.get(decision.hostId) ?? decision.hostId;
    output.line(`${localTime(at)}  ${describeDecision(decision, { host, time })}`);
  }
  return exitCodes.open;
}

function tell({ output }: Session, verb: string, rule: Rule, known: Known): void {
  const text = sentence(rule, known);
  if (output.isJson) output.json({ type: 'rule', schema: schemaVersion, rule, sentence: text });
  else output.line(`${verb}${text}${rule.enabled ? '' : '  (off)'}`);
}

function sentence(rule: Rule, { book, hosts }: Known): string {
  const hostName = (id: string): string | null => hosts.find((host) => host.id === id)?.name ?? null;
  return describeRule(rule, { hostName, networks: book.networks });
}
