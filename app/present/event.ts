import type { Host } from '../hosts/schema.ts';
import type { Answer } from '../knock/ports.ts';
import type { ProbeOutcome } from '../probe/outcome.ts';
import type { Moving, RunEvent } from '../run.ts';
import { describeOffset } from './clock.ts';
import { describeObstacle } from './obstacles.ts';
import { stepName } from './host.ts';
import { count } from './text.ts';
import { describeDuration } from './time.ts';

/** One event of a run as a line without its time. */
export function describeEvent(event: RunEvent, host: Host): string {
  switch (event.type) {
    case 'queued':
      return 'waiting: this host is being knocked already';
    case 'resolved':
      return `${event.name} is ${event.addresses.map(({ address }) => address).join(', ')} (${describeDuration(event.tookMs)})`;
    case 'probe':
      return `${event.port}/tcp on ${event.address} ${describeOutcome(event.outcome)}`;
    case 'try':
      return `try ${event.try}: ${count(event.packets, 'packet')} to ${event.address}${
        event.packets > 1 ? `, ${describeDuration(event.gapMs)} apart` : ''
      }${describeMoving(event.moving)}`;
    case 'held':
      return `waiting ${describeDuration(event.forMs)}, because the ports are about to change`;
    case 'clock':
      return `this computer's clock is ${describeOffset(event.offset)} (${event.source})`;
    case 'packet': {
      const name = event.port === null ? `ICMP echo of ${event.bytes} bytes` : `${event.port}/${event.proto}`;
      return event.step === 0
        ? `${name} sent, to end the half-finished sequence`
        : `${name} sent (${event.step} of ${event.of})`;
    }
    case 'answer':
      return `${hitName(event.step, host)} ${describeAnswer(event.answer)} after ${describeDuration(event.rttMs)}`;
    case 'not-sent':
      return `${hitName(event.step, host)} not sent: ${describeObstacle(event.obstacle).what}`;
    default:
      return event satisfies never;
  }
}

function describeOutcome(outcome: ProbeOutcome): string {
  switch (outcome.kind) {
    case 'open':
      return `is open (${describeDuration(outcome.rttMs)})`;
    case 'wrong':
      return outcome.saw === '' ? 'accepts connections, but says nothing' : `says "${outcome.saw}"`;
    case 'refused':
      return 'refuses the connection';
    case 'unreachable':
      return "can't be reached";
    case 'silent':
      return "doesn't answer";
    case 'not-sent':
      return `was not asked: ${describeObstacle(outcome.obstacle).what}`;
    default:
      return outcome satisfies never;
  }
}

function hitName(step: number, { knock }: Host): string {
  if (step === 0) return 'the clearing packet';
  const hit = knock.method === 'sequence' ? knock.steps[step - 1] : undefined;
  return hit === undefined ? `packet ${step}` : stepName(hit);
}

function describeMoving(moving: Moving | null): string {
  if (moving === null) return '';
  switch (moving.kind) {
    case 'counter':
      return `, counter ${moving.number}`;
    case 'line':
      return `, line ${moving.number} of the list`;
    case 'time':
      if (moving.offBy === 0) return '';
      return moving.offBy < 0 ? ', ports of the step before' : ', ports of the step after';
    default:
      return moving.kind satisfies never;
  }
}

function describeAnswer(answer: Answer): string {
  switch (answer) {
    case 'reset':
      return 'was answered with a reset';
    case 'unreachable':
      return 'was answered with "unreachable"';
    case 'accepted':
      return 'accepted the connection';
    case 'data':
      return 'was answered with data';
    case 'echo':
      return 'came back';
    default:
      return answer satisfies never;
  }
}
