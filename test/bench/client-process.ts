/** The process behind client.ts: runs each contestant inside the client's namespace and measures it with one clock. */
import * as v from 'valibot';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createEngine } from '../../app/engine/engine.ts';
import { hostSchema, type HostInput } from '../../app/hosts/schema.ts';
import { probePauseMs } from '../../app/knock/policy.ts';
import { clock } from '../../app/node/clock.ts';
import { connect } from '../../app/node/connect.ts';
import { createPorts } from '../../app/node/ports.ts';
import type { ProbePorts } from '../../app/probe/ports.ts';
import { watchService } from '../../app/probe/run.ts';
import type { KnockResult } from '../../app/run.ts';

export type Job =
  /** Postern's engine in this process, `laterMs` after the present. */
  | { readonly do: 'engine'; readonly host: HostInput; readonly folder: string; readonly laterMs: number }
  /** Postern's CLI: `node ARGS --json`. */
  | { readonly do: 'cli'; readonly args: readonly string[]; readonly folder: string }
  /** The program `knock`, then a look at the door with the pauses of Postern's own probes. */
  | {
      readonly do: 'knock';
      readonly args: readonly string[];
      readonly packets: number;
      readonly to: string;
      readonly port: number;
      readonly deadlineMs: number;
    }
  /** Many hosts at once in one engine. */
  | { readonly do: 'crowd'; readonly hosts: readonly HostInput[]; readonly folder: string };

/** How one run went. Times in milliseconds. */
export interface Run {
  /** From the start to the first connection that stood; null if it never did. */
  readonly openedMs: number | null;
  readonly tookMs: number;
  /** Packets of the knock. */
  readonly packets: number;
  /** Connections tried to the service; null for the CLI, where nobody counts them. */
  readonly probes: number | null;
  readonly tries: number;
  /** The verdict, or for `knock` when it ended. */
  readonly note: string;
}

export interface CrowdRun {
  readonly openedMs: readonly number[];
  readonly hosts: number;
  readonly tookMs: number;
  readonly packets: number;
  /** Peak memory (RSS) of the process in bytes, before and in all. */
  readonly idleBytes: number;
  readonly peakBytes: number;
}

export interface Answers {
  readonly engine: Run;
  readonly cli: Run;
  readonly knock: Run;
  readonly crowd: CrowdRun;
}

process.on('disconnect', () => process.exit());
process.on('message', (job) => {
  answer(job as Job).then(
    (run) => process.send?.({ run }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.send?.({});

async function answer(job: Job): Promise<Run | CrowdRun> {
  switch (job.do) {
    case 'engine':
      return runEngine(job);
    case 'cli':
      return runCli(job);
    case 'knock':
      return runKnock(job);
    case 'crowd':
      return runCrowd(job);
    default:
      return job satisfies never;
  }
}

const options = { cause: 'command-line', always: false, force: false, ifRunning: 'join' } as const;

async function runEngine({ host: input, folder, laterMs }: Extract<Job, { do: 'engine' }>): Promise<Run> {
  const startedAt = performance.now();
  const probe = countingProbe();
  const ports = createPorts({ folder });
  const engine = createEngine({ ...ports, probe, clock: { ...clock, now: () => clock.now() + laterMs } });
  const host = v.parse(hostSchema, input);
  const answered = await engine.knock({ subject: { host }, options });
  if (!answered.ok) throw new Error(answered.error.code);
  return runOf(answered.value, probe.count(), performance.now() - startedAt);
}

function countingProbe(): ProbePorts & { count(): number } {
  let count = 0;
  return {
    count: () => count,
    connect(request, signal) {
      count += 1;
      return connect(request, signal);
    },
  };
}

async function runCli({ args, folder }: Extract<Job, { do: 'cli' }>): Promise<Run> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...args, '--json'], {
    env: { ...process.env, POSTERN_HOME: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let run: Run | null = null;
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { type: 'event' } | ({ type: 'result' } & KnockResult);
    if (said.type === 'result') run = runOf(said, null, performance.now() - startedAt);
  }
  if (run === null) throw new Error('the CLI ended without a result');
  return run;
}

function runOf(result: KnockResult, probes: number | null, tookMs: number): Run {
  return {
    openedMs: result.verdict === 'opened' ? tookMs : null,
    tookMs,
    packets: result.packets,
    probes,
    tries: result.tries,
    note: result.verdict,
  };
}

async function runKnock(job: Extract<Job, { do: 'knock' }>): Promise<Run> {
  const startedAt = performance.now();
  const child = spawn('knock', job.args, { stdio: 'ignore' });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`knock ended with ${String(code)}`);
  const endedMs = performance.now() - startedAt;
  const probe = countingProbe();
  const seen = await watchService({
    connect: probe.connect,
    clock,
    service: {
      address: job.to,
      family: 4,
      port: job.port,
      source: null,
      expect: null,
    },
    pauseMs: (number) => probePauseMs(number, 0),
    forMs: job.deadlineMs,
    signal: new AbortController().signal,
    onOutcome: () => {},
  });
  const tookMs = performance.now() - startedAt;
  return {
    openedMs: seen.kind === 'open' ? tookMs : null,
    tookMs,
    packets: job.packets,
    probes: probe.count(),
    tries: 1,
    note: `ended after ${endedMs.toFixed(1)} ms`,
  };
}

async function runCrowd({ hosts: inputs, folder }: Extract<Job, { do: 'crowd' }>): Promise<CrowdRun> {
  const idleBytes = peakBytes();
  const hosts = inputs.map((input) => v.parse(hostSchema, input));
  const startedAt = performance.now();
  const engine = createEngine(createPorts({ folder }));
  const openedMs: number[] = [];
  let packets = 0;
  await Promise.all(
    hosts.map(async (host) => {
      const answered = await engine.knock({ subject: { host }, options });
      if (!answered.ok) throw new Error(answered.error.code);
      packets += answered.value.packets;
      if (answered.value.verdict === 'opened') openedMs.push(performance.now() - startedAt);
    }),
  );
  const tookMs = performance.now() - startedAt;
  return { openedMs, hosts: hosts.length, tookMs, packets, idleBytes, peakBytes: peakBytes() };
}

function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1_024;
}
