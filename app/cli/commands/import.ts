import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { mostImportCharacters } from '../../contract.ts';
import { nameKey } from '../../hosts/edit.ts';
import type { Host } from '../../hosts/schema.ts';
import { attempt } from '../../node/files.ts';
import { slotName } from '../../present/errors.ts';
import { checkName, methodName } from '../../present/host.ts';
import { describeNote, describeSource } from '../../present/import.ts';
import { count, list } from '../../present/text.ts';
import { fail, ok, type Result } from '../../result.ts';
import type { ImportNote, Offer, OfferedHost, Pick } from '../../transfer/offer.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { schemaVersion } from '../output-json.ts';
import { readPassphrase, withVault } from '../passphrase.ts';
import { noSuchFile } from '../read-whole.ts';
import { refuse, type Refusal, type Session } from '../session.ts';

export interface ImportFlags {
  readonly address?: string;
  readonly update?: true;
  readonly dryRun?: true;
  readonly only?: readonly string[];
}

/** Shows what a file holds, then takes it over. */
export async function importHosts(session: Session, file: string, flags: ImportFlags): Promise<ExitCode> {
  const { api, output } = session;
  const text = await readText(session, file);
  if (!text.ok) return refuse(output, text.error);
  const name = file === '-' ? 'standard input' : basename(file);
  const offer = await readOffer(session, name, text.value);
  if (!offer.ok) return refuse(output, offer.error);

  const { id: offerId } = offer.value;
  const chosen = choose(offer.value, flags);
  if (!output.isJson) tellOffer(session, name, located(offer.value, flags));
  const picks = chosen.ok && flags.dryRun === undefined ? chosen.value : [];
  const done = await withVault(session, () => api.applyImport({ offerId, picks }));
  if (!done.ok) {
    // Its secrets are wiped, whatever went wrong.
    await api.applyImport({ offerId, picks: [] });
    return refuse(output, done.error);
  }
  if (!chosen.ok) return refuse(output, chosen.error);
  if (output.isJson) output.json(jsonOf(located(offer.value, flags), flags.dryRun === true, done.value));
  else if (flags.dryRun === undefined) tellDone(session, done.value);
  return exitCodes.open;
}

async function readText({ secretInput }: Session, file: string): Promise<Result<string, Refusal>> {
  const bytes = file === '-' ? ok(await secretInput.readAll()) : await readBytes(file);
  if (!bytes.ok) return bytes;
  if (bytes.value === null) {
    return fail({ code: 'usage', message: 'Nothing is piped in. Name a file, or pipe a text in.' });
  }
  // A byte order mark means something to the programs whose files these are.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.value);
  bytes.value.fill(0);
  return ok(text);
}

async function readBytes(file: string): Promise<Result<Uint8Array, Refusal>> {
  const read = await attempt(async () => {
    const { size } = await stat(file);
    // UTF-8 has at most four bytes a character.
    return size > 4 * mostImportCharacters ? null : Uint8Array.from(await readFile(file));
  });
  if (!read.ok && read.error === 'other' && !existsSync(file)) return fail(noSuchFile(file));
  if (!read.ok) return fail({ code: 'store-unreadable', file, reason: read.error });
  if (read.value === null) return fail({ code: 'import-unreadable', reason: 'too-large', line: null });
  return ok(read.value);
}

/** What is in the text; a bundle is opened with the passphrase that somebody types. */
async function readOffer(session: Session, name: string, text: string): Promise<Result<Offer, Refusal>> {
  const offer = await session.api.readImport({ name, text, passphrase: null });
  const isSealed =
    !offer.ok && offer.error.code === 'import-unreadable' && offer.error.reason === 'wrong-passphrase';
  if (!isSealed) return offer;
  const typed = await readPassphrase(session, 'Passphrase of the export: ');
  if (!typed.ok) return typed;
  const passphrase = new TextDecoder().decode(typed.value);
  typed.value.fill(0);
  return session.api.readImport({ name, text, passphrase });
}

function choose({ items }: Offer, flags: ImportFlags): Result<readonly Pick[], Refusal> {
  const usage = (message: string) => fail({ code: 'usage' as const, message });
  const only = flags.only?.map((name) => ({ name, key: nameKey(name) }));
  const unknown = only?.find(({ key }) => !items.some(({ host }) => nameKey(host.name) === key));
  if (unknown) return usage(`There is no host "${unknown.name}" in it. Nothing was imported.`);

  const picks: Pick[] = [];
  const homeless: string[] = [];
  for (const [item, { host, existing }] of items.entries()) {
    if (only && !only.some(({ key }) => nameKey(host.name) === key)) continue;
    const as = flags.update && existing !== null ? 'update' : 'add';
    const isMissing = host.address === '';
    if (isMissing && as === 'add' && flags.address === undefined) homeless.push(`"${host.name}"`);
    picks.push({ item, as, ...(isMissing && flags.address !== undefined && { address: flags.address }) });
  }
  if (homeless.length > 0 && flags.dryRun === undefined) {
    const names = homeless.length > 5 ? [...homeless.slice(0, 5), 'others'] : homeless;
    return usage(
      `No address is known of ${list(names, 'and')}. Give it with --address. Nothing was imported.`,
    );
  }
  return ok(picks);
}

/** The offer with the address of `--address` where the file has none: then nothing is missing any more. */
function located(offer: Offer, { address }: ImportFlags): Offer {
  if (address === undefined) return offer;
  const items = offer.items.map((item) => {
    if (item.host.address !== '') return item;
    const notes = item.notes.filter(({ code }) => code !== 'address-missing');
    return { ...item, host: { ...item.host, address }, notes };
  });
  return { ...offer, items };
}

function tellOffer({ output }: Session, name: string, { source, items, notes }: Offer): void {
  output.line(`${name} (${describeSource(source)}): ${count(items.length, 'host')}`, 'strong');
  for (const item of items) {
    output.line(`  ${describeItem(item)}`);
    for (const note of item.notes) output.line(`    ${describeAny(note)}`, 'warn');
  }
  for (const note of notes) output.line(`  ${describeAny(note)}`, 'warn');
}

function describeItem({ host, secrets, existing }: OfferedHost): string {
  const facts = [
    host.address === '' ? 'no address' : host.address,
    methodName(host.knock),
    ...(host.check === undefined ? [] : [`check ${checkName(host.check)}`]),
    ...(secrets.length === 0 ? [] : [`found: ${list(secrets.map(slotName), 'and')}`]),
    ...(existing === null ? [] : [`"${existing.name}" is saved already`]),
  ];
  return `${host.name}: ${facts.join(', ')}`;
}

function describeAny(note: ImportNote): string {
  return `${note.kind === 'dropped' ? 'Left out' : 'Note'}: ${describeNote(note)}`;
}

function tellDone({ output }: Session, saved: readonly Host[]): void {
  if (saved.length === 0) output.line('Nothing was imported.');
  for (const { name } of saved) output.line(`Imported "${name}".`, 'good');
}

function jsonOf({ source, items, notes }: Offer, isDryRun: boolean, saved: readonly Host[]): object {
  return {
    type: 'import',
    schema: schemaVersion,
    source,
    dryRun: isDryRun,
    found: items.map(({ host, secrets, existing, notes: own }) => ({
      name: host.name,
      address: host.address === '' ? null : host.address,
      method: host.knock.method,
      secrets,
      existing,
      notes: own,
    })),
    notes,
    imported: saved.map(({ id, name }) => ({ id, name })),
  };
}
