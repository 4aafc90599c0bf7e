/** What was measured, in words and beside what is required. */
import type { CrowdRun } from './client-process.ts';
import { wholeProcess } from './contestants.ts';
import { few, idleMs, many, type Cost } from './cost.ts';
import type { Cell } from './measure.ts';
import { required, type Length, type Scenario } from './scenarios.ts';
import type { StartUp } from './start-up.ts';
import { confidence, mean, median, quantile } from './statistics.ts';
import { megabytes, milliseconds, percent, table } from './table.ts';

export interface Summary {
  readonly scenario: Scenario['id'];
  readonly contestant: string;
  readonly isPostern: boolean;
  readonly length: Length;
  readonly runs: number;
  readonly opened: number;
  /** Of all runs: one that did not open took for ever. */
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly packets: number;
  /** Null where nobody counted them. */
  readonly probes: number | null;
  readonly tries: number;
}

export function summarise(cell: Cell): Summary {
  const times = cell.runs.map(({ openedMs }) => openedMs ?? Infinity);
  const probes = cell.runs.flatMap((run) => run.probes ?? []);
  return {
    scenario: cell.scenario,
    contestant: cell.contestant,
    isPostern: cell.isPostern,
    length: cell.length,
    runs: times.length,
    opened: times.filter((ms) => ms < Infinity).length,
    medianMs: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    packets: mean(cell.runs.map((run) => run.packets)),
    probes: probes.length === 0 ? null : mean(probes),
    tries: mean(cell.runs.map((run) => run.tries)),
  };
}

const head = ['', 'opened', '95 % sure', 'median', 'p95', 'packets', 'probes', 'tries', ''];

export function scenarioReport(scenario: Scenario, all: readonly Summary[]): string {
  return scenario.lengths
    .map((length) => {
      const rows = all.filter((each) => each.scenario === scenario.id && each.length === length);
      const lines = rows.map((row) => [
        row.contestant,
        `${row.opened}/${row.runs}`,
        sureText(row),
        milliseconds(row.medianMs),
        milliseconds(row.p95Ms),
        row.packets.toFixed(1),
        row.probes?.toFixed(1) ?? '–',
        row.tries.toFixed(2),
        isRequired(scenario, row) ? judge(scenario, row, rows) : '',
      ]);
      return `${scenario.title}, ${length} steps${lanesText(scenario)}\n${table([head, ...lines])}`;
    })
    .join('\n\n');
}

function lanesText({ lanes }: Scenario): string {
  return lanes === 1 ? '' : `; ${lanes} links at once`;
}

function sureText({ opened, runs }: Summary): string {
  const { low, high } = confidence(opened, runs);
  return `${(low * 100).toFixed(0)}–${(high * 100).toFixed(0)} %`;
}

/** On the bad link the engine is asked for, and node's own start is not its doing. */
function isRequired({ id }: Scenario, { isPostern, contestant }: Summary): boolean {
  return isPostern && !(id === 'bad' && contestant === wholeProcess);
}

function judge({ id }: Scenario, row: Summary, rows: readonly Summary[]): string {
  switch (id) {
    case 'clean': {
      const [fast = Number.NaN, slow = Number.NaN] = ['knock -d 0', 'knock -d 100'].map(
        (name) => rows.find(({ contestant }) => contestant === name)?.medianMs,
      );
      const more = row.medianMs - fast;
      return `${verdict(row.medianMs <= slow, '≤ knock -d 100')}; knock -d 0 ${more < 0 ? '−' : '+'} ${milliseconds(Math.abs(more))}`;
    }
    case 'bad':
      return [
        verdict(row.opened / row.runs >= required.opened, `≥ ${required.opened * 100} %`),
        verdict(
          row.medianMs <= required.medianMs[row.length],
          `≤ ${milliseconds(required.medianMs[row.length])}`,
        ),
      ].join('; ');
    case 'recent':
      return '';
    default:
      return id satisfies never;
  }
}

function verdict(holds: boolean, what: string): string {
  return `${holds ? 'ok' : 'MISSED'} ${what}`;
}

export function crowdReport(crowds: Readonly<Record<string, CrowdRun>>): string {
  const rows = Object.entries(crowds).map(([link, run]) => {
    const times = [
      ...run.openedMs,
      ...Array.from({ length: run.hosts - run.openedMs.length }, () => Infinity),
    ];
    return [
      `${link} link`,
      `${run.openedMs.length}/${run.hosts}`,
      percent(run.openedMs.length / run.hosts),
      milliseconds(quantile(times, 0.5)),
      milliseconds(quantile(times, 0.95)),
      milliseconds(run.tookMs),
      String(run.packets),
      megabytes(run.peakBytes),
      `of which ${megabytes(run.idleBytes)} before the first knock`,
    ];
  });
  const crowdHead = ['', 'opened', '', 'median', 'p95', 'all done', 'packets', 'peak memory', ''];
  return `Hosts knocked at once by one engine, nftables sets, 3 steps\n${table([crowdHead, ...rows])}`;
}

export function startUpReport({ bareMs, cliMs, bundleBytes }: StartUp): string {
  const more = cliMs - bareMs;
  return [
    'CLI start-up, median of 20',
    table([
      ['postern version', milliseconds(cliMs), verdict(more < 150, '< 150 ms more')],
      ['node -e 0', milliseconds(bareMs), ''],
      ['bundle', `${(bundleBytes / 1_000).toFixed(0)} kB`, ''],
    ]),
  ].join('\n');
}

/** What Postern asks of itself, on a real Electron. */
const wanted = { trayMs: 400, interactiveMs: 700 };

export function costReport({ bundles, starts, ...apps }: Cost): string {
  const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} kB`;
  const row = (name: string, times: readonly number[], mark = ''): readonly string[] => [
    name,
    milliseconds(median(times)),
    milliseconds(quantile(times, 1)),
    String(times.length),
    mark,
  ];
  const windows = (hosts: number, of: Cost['few'], mark = ''): readonly (readonly string[])[] => {
    const next = of.flatMap(({ nextWindows }) => nextWindows);
    return [
      row(
        `click → page answers, ${hosts} hosts`,
        next.map(({ fromClickMs }) => fromClickMs),
        mark,
      ),
      row(
        '  from the start of loading it',
        next.map(({ fromLoadMs }) => fromLoadMs),
      ),
      row(
        '  from the first click',
        of.map(({ firstWindow }) => firstWindow.fromClickMs),
        'starts Chromium, which in Electron runs',
      ),
    ];
  };
  const edits = (hosts: number, of: Cost['few']): readonly (readonly string[])[] => [
    row(
      `one edit among ${hosts} hosts → drawn`,
      of.flatMap((app) => app.edits.map(({ drawnMs }) => drawnMs)),
    ),
    row(
      '  → on the disk',
      of.flatMap((app) => app.edits.map(({ savedMs }) => savedMs)),
    ),
  ];
  const idle = (hosts: number, of: Cost['few']): readonly string[] => [
    `${hosts} hosts`,
    String(
      quantile(
        of.map((app) => app.idle.timers),
        1,
      ),
    ),
    milliseconds(median(of.map((app) => app.idle.cpuMs))),
    megabytes(median(of.map((app) => app.idle.residentBytes))),
    '',
  ];
  return [
    'Desktop app, bundles',
    table([
      ['', 'bytes', 'gzipped', ''],
      ...bundles.map(({ name, bytes, gzippedBytes }) => [
        name,
        kilobytes(bytes),
        kilobytes(gzippedBytes),
        '',
      ]),
    ]),
    '',
    "Desktop app, times on the stand-in for Electron: Node and the system's Chromium, not Electron itself.",
    'With many hosts most of them is its packing of what crosses to the page, which Electron does in C++.',
    table([
      ['', 'median', 'worst', 'runs', ''],
      row(
        'ready → tray icon',
        starts.map(({ readyMs, trayMs }) => trayMs - readyMs),
        `wanted of Electron: < ${wanted.trayMs} ms`,
      ),
      row(
        '  from the start of the process',
        starts.map(({ trayMs }) => trayMs),
      ),
      ...windows(few, apps.few, `wanted of Electron: < ${wanted.interactiveMs} ms`),
      ...windows(many, apps.many),
      ...edits(few, apps.few),
      ...edits(many, apps.many),
    ]),
    '',
    `Desktop app, its main process in the ${idleMs / 1_000} s after the window was closed (on the stand-in)`,
    table([['', 'timers alive', 'CPU time', 'memory', ''], idle(few, apps.few), idle(many, apps.many)]),
  ].join('\n');
}
