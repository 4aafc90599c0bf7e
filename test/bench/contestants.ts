/** Who knocks. */
import type { HostInput } from '../../app/hosts/schema.ts';
import { guardedPort } from '../lab/servers/door.ts';
import type { Job } from './client-process.ts';
import { sequences, type Length, type Scenario } from './scenarios.ts';

export interface Contestant {
  readonly name: string;
  readonly isPostern: boolean;
  /** One uncounted run comes first, in which it gets to know the network. */
  readonly remembers: boolean;
  readonly in: readonly Scenario['id'][];
  job(round: Round): Job;
}

/** One run of one contestant. */
export interface Round {
  readonly to: string;
  readonly length: Length;
  /** New and empty for every run. */
  readonly freshFolder: string;
  /** The same for all runs of one contestant on one link. */
  readonly keptFolder: string;
  /** Counts the runs on this link. */
  readonly number: number;
}

/** How long the door is looked at after `knock` has ended. It never tries again, so waiting longer opens nothing. */
export const knockDeadlineMs = 3_000;

export const wholeProcess = 'postern, the whole process';

const everywhere = ['clean', 'bad', 'recent'] as const;

/** The CLI is a contestant only where it was built. */
export function contestants({ bundle }: { readonly bundle: string | null }): readonly Contestant[] {
  const postern = { isPostern: true, remembers: false, in: everywhere };
  const rival = { isPostern: false, remembers: false, in: everywhere };
  const engine =
    (settings: { server?: 'knockd'; keeps?: boolean } = {}) =>
    (round: Round): Job => ({
      do: 'engine',
      host: hostOf(round, settings.server),
      folder: settings.keeps === true ? round.keptFolder : round.freshFolder,
      // An hour between two runs, so that nothing remembered suggests a door still open.
      laterMs: settings.keeps === true ? round.number * 3_600_000 : 0,
    });
  return [
    { name: 'postern', ...postern, job: engine() },
    { name: 'postern, knows the network', ...postern, remembers: true, job: engine({ keeps: true }) },
    { name: 'postern, told "knockd"', ...postern, in: ['clean', 'bad'], job: engine({ server: 'knockd' }) },
    ...(bundle === null
      ? []
      : [
          {
            name: wholeProcess,
            ...postern,
            in: ['clean', 'bad'] as const,
            job: ({ to, length, freshFolder }: Round): Job => ({
              do: 'cli',
              args: [
                bundle,
                'knock',
                to,
                '--steps',
                sequences[length].join(' '),
                '--check',
                `${guardedPort}`,
              ],
              folder: freshFolder,
            }),
          },
        ]),
    ...[0, 100].map((delayMs) => ({
      name: `knock -d ${delayMs}`,
      ...rival,
      job: ({ to, length }: Round): Job => ({
        do: 'knock',
        args: ['-d', String(delayMs), to, ...sequences[length].map(String)],
        packets: sequences[length].length,
        to,
        port: guardedPort,
        deadlineMs: knockDeadlineMs,
      }),
    })),
  ];
}

function hostOf({ to, length }: Round, server: 'knockd' | undefined): HostInput {
  return {
    id: `00000000-0000-4000-8000-${String(length).padStart(12, '0')}`,
    name: `door of ${length}`,
    address: to,
    knock: {
      method: 'sequence',
      steps: sequences[length].map((port) => ({ proto: 'tcp', port })),
      ...(server && { server }),
    },
    check: { port: guardedPort },
  };
}
