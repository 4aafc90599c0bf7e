import type { DoorEvent, DoorStep } from '../practice/door.ts';
import { count } from './text.ts';

/** One line of a practice door's log. */
export function describeDoorEvent(event: DoorEvent): string {
  switch (event.type) {
    case 'step':
      return `${hitName(event.hit)} is step ${event.step}`;
    case 'wrong-step':
      return `${hitName(event.hit)} is not step ${event.step} (${hitName(event.expected)}): back to the start`;
    case 'forgotten':
      return `took too long after ${count(event.done, 'step')}: back to the start`;
    case 'opened':
      return 'open';
    case 'closed':
      return 'closed';
    default:
      return event satisfies never;
  }
}

function hitName({ port, proto }: DoorStep): string {
  return `${port}/${proto}`;
}
