/** Lets all contestants of a scenario knock in turn, so that whatever disturbs this computer disturbs all alike. */
import type { Run } from './client-process.ts';
import type { Contestant } from './contestants.ts';
import { openLane, type Lane } from './lane.ts';
import type { Length, Scenario } from './scenarios.ts';

/** All runs of one contestant with one sequence. */
export interface Cell {
  readonly scenario: Scenario['id'];
  readonly contestant: string;
  readonly isPostern: boolean;
  readonly length: Length;
  readonly runs: readonly Run[];
}

export async function measure(
  scenario: Scenario,
  everyone: readonly Contestant[],
  rounds: number,
): Promise<readonly Cell[]> {
  const cells = everyone
    .filter((contestant) => contestant.in.includes(scenario.id))
    .flatMap((contestant) =>
      scenario.lengths.map((length) => ({ contestant, length, runs: new Array<Run>() })),
    );
  const lanes = await openLanes(Math.min(scenario.lanes, rounds), scenario);
  try {
    let round = 0;
    await Promise.all(
      lanes.map(async (lane, index) => {
        for (const { contestant, length } of cells) {
          if (contestant.remembers) await lane.run(contestant, length, -1 - index);
        }
        while (round < rounds) {
          const seed = (round += 1);
          // Another one begins each round: nobody always follows the same one.
          const order = [...cells.slice(seed % cells.length), ...cells.slice(0, seed % cells.length)];
          for (const { contestant, length, runs } of order) {
            runs.push(await lane.run(contestant, length, seed));
          }
        }
      }),
    );
  } finally {
    await Promise.all(lanes.map((lane) => lane.close()));
  }
  return cells.map(({ contestant, length, runs }) => ({
    scenario: scenario.id,
    contestant: contestant.name,
    isPostern: contestant.isPostern,
    length,
    runs,
  }));
}

async function openLanes(count: number, scenario: Scenario): Promise<readonly Lane[]> {
  const lanes: Lane[] = [];
  for (let index = 0; index < count; index += 1) lanes.push(await openLane(scenario));
  return lanes;
}
