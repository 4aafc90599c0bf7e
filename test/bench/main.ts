/**
 * Measures Postern beside knockd's own client, `knock`, against real servers in network namespaces (test/lab), and what
 * the command line and the desktop app cost. It judges but does not gate: a missed requirement is printed, and the exit
 * status is 0 unless something that was asked for could not be measured.
 */
import { writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setup as build } from '../build.ts';
import { labProblem } from '../lab/lab.ts';
import type { CrowdRun } from './client-process.ts';
import { contestants, knockDeadlineMs } from './contestants.ts';
import { costProblem, measureCost, type Cost } from './cost.ts';
import { crowdSize, measureCrowd } from './crowd.ts';
import { measure, type Cell } from './measure.ts';
import { needsLab, readOptions, usage, type Options, type Part } from './options.ts';
import { costReport, crowdReport, scenarioReport, startUpReport, summarise, type Summary } from './report.ts';
import { scenarios } from './scenarios.ts';
import { measureStartUp, type StartUp } from './start-up.ts';

const built = fileURLToPath(new URL('../../out/postern.js', import.meta.url));

const legend = `Time: from the start to the first connection that stood, over all runs; one that did not open counts as never.
Packets: those of the knock. Probes: connections tried to the service, the look before the knock included.
postern: the engine in a running process, with an empty folder each time.
  knows the network: the folder is kept, one uncounted run came before, and an hour lies between two runs.
  told "knockd": the host says what its server is.
  the whole process: node and the CLI, from its start to its result.
knock: from its start. Then the service is probed with Postern's own pauses for ${knockDeadlineMs / 1_000} s; it never tries again.
`;

interface Figures {
  readonly cells: readonly Cell[];
  readonly crowds: Readonly<Record<string, CrowdRun>>;
  readonly startUp: StartUp | null;
  readonly cost: Cost | null;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === null) return refuse(`Usage: ${usage}`, 2);
  const only = without(without(options.only, needsLab, labProblem), (part) => part === 'cost', costProblem);
  if (only.length === 0) return 1;
  try {
    await run({ ...options, only });
    return 0;
  } catch (error) {
    return refuse(`The benchmark couldn't be measured: ${String(error)}`, 1);
  }
}

/** The parts that can be measured, when `problem` stands in the way of those that need something. */
function without(
  only: readonly Part[],
  needsIt: (part: Part) => boolean,
  problem: string | null,
): readonly Part[] {
  const lost = only.filter(needsIt);
  if (problem === null || lost.length === 0) return only;
  console.error(`Left out: ${lost.join(', ')}. Here, ${problem}.\n`);
  return only.filter((part) => !needsIt(part));
}

async function run({ runs, only, json }: Options): Promise<void> {
  build();
  if (only.some(needsLab)) console.log(legend);

  const cells: Cell[] = [];
  for (const scenario of scenarios.filter(({ id }) => only.includes(id))) {
    const rounds = Math.max(1, Math.round(runs * scenario.share));
    const measured = await tell(`${scenario.title}: ${rounds} rounds on ${scenario.lanes} links`, () =>
      measure(scenario, contestants({ bundle: built }), rounds),
    );
    cells.push(...measured);
    console.log(`${scenarioReport(scenario, measured.map(summarise))}\n`);
  }

  const crowds: Record<string, CrowdRun> = {};
  if (only.includes('crowd')) {
    for (const link of ['clean', 'bad'] as const) {
      crowds[link] = await tell(`${crowdSize} hosts at once, ${link} link`, () => measureCrowd(link));
    }
    console.log(`${crowdReport(crowds)}\n`);
  }

  let startUp: StartUp | null = null;
  if (only.includes('start-up')) {
    startUp = measureStartUp(built);
    console.log(`${startUpReport(startUp)}\n`);
  }

  let cost: Cost | null = null;
  if (only.includes('cost')) {
    cost = await tell('Desktop app: size, times, idle', measureCost);
    console.log(`${costReport(cost)}\n`);
  }
  if (json !== null) writeJson(json, { cells, crowds, startUp, cost });
}

/** Says on stderr what is going on; a benchmark that is silent for minutes looks like one that hangs. */
async function tell<T>(what: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  console.error(`${what} …`);
  const result = await work();
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  console.error(`  took ${seconds} s; load ${loadavg()[0]?.toFixed(1) ?? '?'}`);
  return result;
}

function writeJson(file: string, figures: Figures): void {
  const summaries: readonly Summary[] = figures.cells.map(summarise);
  writeFileSync(file, `${JSON.stringify({ summaries, ...figures }, null, 1)}\n`);
}

function refuse(line: string, status: number): number {
  console.error(line);
  return status;
}

process.once('SIGINT', () => process.exit(130));
process.exitCode = await main();
