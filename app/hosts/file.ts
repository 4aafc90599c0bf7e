import * as v from 'valibot';
import type { FieldIssue } from '../errors.ts';
import { parseJson } from '../json.ts';
import { fail, ok, type Result } from '../result.ts';
import { parseHost, type Host } from './schema.ts';

/*
 * The hosts file is a JSON object: { "version": 1, "hosts": [ … ] }. People edit it by hand, and a later version of
 * Postern may have written it. So:
 *
 * - Fields we do not know stay where they are: in the file, in a host, in a step.
 * - An entry that is not a valid host does not stop the others. It is kept in its place as it is, and told when
 *   somebody asks for it by name. Saving a host with its id repairs it.
 * - A file of an older version is brought up to date in memory when it is read, and on disk when it is next written.
 * - From a file of a newer version we read the hosts that we understand, and write nothing: what we would drop,
 *   somebody needs.
 */

/** The file as JSON. In versions to come, `version` is all that is certain. */
export type HostDocument = Readonly<Record<string, unknown>> & { readonly version: number };

/** Turns a file of one version into one of the next. What it does not know must stay. */
export type Migration = (document: HostDocument) => HostDocument;

/** `migrations[0]` leads from version 1 to 2, `migrations[1]` from 2 to 3. */
const migrations: readonly Migration[] = [];

/** An entry of the file that is not a valid host. */
export interface DamagedHost {
  /** Its place in the file's list, from 0. */
  readonly index: number;
  /** Null without one, or when it is another entry's. */
  readonly id: string | null;
  readonly name: string | null;
  readonly issues: readonly FieldIssue[];
  /** As it stands in the file. */
  readonly raw: unknown;
}

export interface HostFile {
  readonly hosts: readonly Host[];
  readonly damaged: readonly DamagedHost[];
  /** The version it was written in. */
  readonly version: number;
  /** The version that we write. A file above it is only read. */
  readonly supported: number;
  /** Fields of the file itself that we do not know. */
  readonly extra: Readonly<Record<string, unknown>>;
}

// A file without version and hosts is what a program leaves that keeps other settings in it.
const headerSchema = v.looseObject({
  version: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1)), 1),
});

/** The file that is not there yet. */
export function emptyHostFile(): HostFile {
  const supported = migrations.length + 1;
  return { hosts: [], damaged: [], version: supported, supported, extra: {} };
}

/** Reads the text of a hosts file. The error is the reason, as the end of a sentence: "not JSON, at line 3". */
export function parseHostFile(text: string, steps = migrations): Result<HostFile, string> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const header = v.safeParse(headerSchema, json.value);
  // To valibot a list is an object without fields.
  if (!header.success || Array.isArray(json.value)) return fail('not a list of hosts');

  const { version } = header.output;
  const supported = steps.length + 1;
  const document = steps.slice(version - 1).reduce((file, migrate) => migrate(file), header.output);
  const { version: _, hosts: entries = [], ...extra } = document;
  if (!Array.isArray(entries) && version <= supported) return fail('not a list of hosts');
  return ok({ ...parseEntries(Array.isArray(entries) ? entries : []), version, supported, extra });
}

/** The text of `file` with `hosts` in place of its own. */
export function formatHostFile(file: HostFile, hosts: readonly Host[]): string {
  const entries: unknown[] = hosts.filter((host) => !file.damaged.some(({ id }) => id === host.id));
  // Ascending, so that each one finds the entries before it in place already.
  for (const { index, id, raw } of file.damaged) {
    const repaired = hosts.find((host) => host.id === id);
    entries.splice(index, 0, repaired ?? raw);
  }
  return `${JSON.stringify({ ...file.extra, version: file.supported, hosts: entries }, null, 2)}\n`;
}

function parseEntries(entries: readonly unknown[]): Pick<HostFile, 'hosts' | 'damaged'> {
  const hosts: Host[] = [];
  const damaged: DamagedHost[] = [];
  const ids = new Set<string>();
  for (const [index, raw] of entries.entries()) {
    const id = textField(raw, 'id');
    // Copying an entry by hand and changing its name is natural, but runs and memory go by the id.
    const isCopy = id !== null && ids.has(id.toLowerCase());
    if (id !== null) ids.add(id.toLowerCase());

    const host = parseHost(raw);
    if (host.ok && !isCopy) {
      hosts.push(host.value);
      continue;
    }
    const issues = host.ok ? [{ path: 'id', problem: 'Another host has this id.' }] : host.error.issues;
    damaged.push({ index, id: isCopy ? null : id, name: textField(raw, 'name'), issues, raw });
  }
  return { hosts, damaged };
}

function textField(entry: unknown, field: 'id' | 'name'): string | null {
  const text = v.safeParse(v.looseObject({ [field]: v.string() }), entry);
  return text.success ? (text.output[field] ?? null) : null;
}
