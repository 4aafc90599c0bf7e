/** `postern watch` inside a namespace, with the hosts and rules of a test. */
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { createEngine } from '../../app/engine/engine.ts';
import { parseHost, type HostInput } from '../../app/hosts/schema.ts';
import { createPorts } from '../../app/node/ports.ts';
import { ruleSchema, type KnownNetwork } from '../../app/rules/schema.ts';
import { defaultSettings, type Settings } from '../../app/settings/schema.ts';
import type { Namespace } from './namespaces.ts';
import { guardedPort, until } from './servers/door.ts';
import { strictSequence } from './servers/strict.ts';

const cli = fileURLToPath(new URL('../../app/cli/bin.ts', import.meta.url));
const jump = new URL('clock-jump.ts', import.meta.url).href;

/** The one host of these tests. */
const nasId = '00000000-0000-4000-8000-000000000001';

export interface WatchLine {
  readonly type: string;
  readonly [field: string]: unknown;
}

export interface Watch {
  readonly home: string;
  /** What was printed, oldest first. */
  lines(): readonly WatchLine[];
  /** "joined: knock, occasion": what was decided, oldest first. */
  decisions(): readonly string[];
  /** Resolves once a line is like this. */
  told(what: string, isIt: (line: WatchLine) => boolean): Promise<void>;
  /** Makes it believe that an hour has passed. */
  jumpClock(): void;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

export async function startWatch(
  from: Namespace,
  options: {
    readonly address: string;
    readonly host?: Partial<HostInput>;
    readonly rules: readonly Readonly<Record<string, unknown>>[];
    readonly networks?: readonly KnownNetwork[];
    readonly settings?: Partial<Settings>;
  },
): Promise<Watch> {
  const home = mkdtempSync(join(from.folder, 'home-'));
  await save(home, options);
  const child = from.start(process.execPath, ['--import', jump, cli, 'watch', '--json'], {
    env: { POSTERN_HOME: home, XDG_RUNTIME_DIR: '' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const lines = () =>
    stdout
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as WatchLine);
  const told = (what: string, isIt: (line: WatchLine) => boolean) =>
    until(what, () => {
      if (child.exitCode !== null) throw new Error(`postern watch ended: ${stderr}`);
      return lines().some(isIt);
    });
  await told(
    'postern watch acts',
    ({ type, occasion }) => type === 'decided' && kindOf(occasion) === 'started',
  );
  return {
    home,
    lines,
    told,
    decisions: () =>
      lines().flatMap(({ type, occasion, decisions }) =>
        type === 'decided'
          ? (decisions as { act: string; because: { code: string } }[]).map(
              ({ act, because }) => `${kindOf(occasion)}: ${act}, ${because.code}`,
            )
          : [],
      ),
    jumpClock: () => void child.kill('SIGUSR2'),
    async stop() {
      if (child.exitCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}

function kindOf(occasion: unknown): string {
  return (occasion as { readonly kind: string }).kind;
}

async function save(home: string, options: Parameters<typeof startWatch>[1]): Promise<void> {
  const api = createEngine(createPorts({ folder: home }));
  const host = parseHost({
    id: nasId,
    name: 'nas',
    address: options.address,
    knock: { method: 'sequence', steps: strictSequence.map((port) => ({ proto: 'tcp', port })) },
    check: { port: guardedPort },
    ...options.host,
  });
  if (!host.ok) throw new Error(JSON.stringify(host.error));
  const saved = [await api.saveHost({ host: host.value, was: null })];
  for (const network of options.networks ?? []) await api.saveNetwork({ network });
  for (const [index, rule] of options.rules.entries()) {
    const id = `00000000-0000-4000-8000-${String(101 + index).padStart(12, '0')}`;
    const parsed = v.parse(ruleSchema, { id, hosts: { ids: [nasId] }, ...rule });
    await api.saveRule({ rule: parsed });
  }
  if (options.settings !== undefined) {
    await api.saveSettings({ settings: { ...defaultSettings, ...options.settings } });
  }
  for (const each of saved) if (!each.ok) throw new Error(each.error.code);
}
