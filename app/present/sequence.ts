import type { Remark, ScansToOpen } from '../knock/explain.ts';
import type { GenerateProblem, Reason } from '../knock/generate.ts';
import { count } from './text.ts';

/** What is worth knowing about a sequence that somebody chose. */
export function describeRemark(remark: Remark): string {
  switch (remark.code) {
    case 'one-scan':
      return `One ${remark.direction} port scan opens it: let the ports go up and down.`;
    case 'repeated-scan':
      return `Repeated ${remark.direction} port scans open it: use four or more ports that go up and down.`;
    case 'first-port-taken':
      return `Another host's sequence begins with ${remark.port} too: on one knockd only the first of them can open.`;
    case 'mixed-protocols':
      return 'It mixes TCP and UDP: a network that drops UDP keeps it shut.';
    case 'same-port-in-a-row':
      return `Two steps in a row use ${remark.port}: some servers drop repeats.`;
    case 'port-used-before':
      return `Step ${remark.step} uses ${remark.port} again: a new port makes guessing harder.`;
    case 'web-port':
      return `Step ${remark.step} (${remark.port}) is a web port: a browser may hit it between two steps.`;
    case 'system-port':
      return `Step ${remark.step} (${remark.port}) is a system port: scanners look there first.`;
    case 'service-port':
      return `Step ${remark.step} (${remark.port}) is the port of ${remark.service}: scanners look there.`;
    case 'dynamic-port':
      return `Step ${remark.step} (${remark.port}) is a port that the server may use for its own connections.`;
    default:
      return remark satisfies never;
  }
}

/** Why a generated sequence is as it is. */
export function describeReason(reason: Reason): string {
  switch (reason.code) {
    case 'scans':
      return `Its ports go up and down: ${describeScans(reason.scans)}.`;
    case 'no-repeated-scan':
      return 'No repeated scan in one direction opens a server that starts over at a wrong step.';
    case 'ports':
      return `Each port is drawn from ${count(reason.choices, 'port')} between ${reason.from} and ${reason.to}, none twice.`;
    case 'services-left-out':
      return `Left out: ${count(reason.ports, 'port')} where services listen.`;
    case 'ports-left-out':
      return `Left out: ${count(reason.ports, 'port')} of your other hosts.`;
    default:
      return reason satisfies never;
  }
}

export function describeGenerateProblem(problem: GenerateProblem): string {
  switch (problem.code) {
    case 'step-count':
      return `Use ${problem.least} to ${problem.most} steps.`;
    case 'too-few-ports':
      return `Only ${count(problem.ports, 'port')} are left to choose from: ask for fewer steps.`;
    default:
      return problem satisfies never;
  }
}

function describeScans({ ascending, descending, alternating }: ScansToOpen): string {
  return `a scanner needs ${count(ascending, 'ascending scan')}, ${count(descending, 'descending one')}, or ${alternating} in turn`;
}
