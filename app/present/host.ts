import type { Check, Expectation, Host } from '../hosts/schema.ts';
import type { Step } from '../hosts/step-schema.ts';

/** The service of a host in words: "22/tcp". */
export function serviceName(host: Pick<Host, 'check'>): string {
  return host.check === undefined ? 'the service' : `${host.check.port}/tcp`;
}

/** One hit in words: "7000/tcp", "ICMP echo of 64 bytes". */
export function stepName(step: Step): string {
  return step.proto === 'icmp' ? `ICMP echo of ${step.bytes} bytes` : `${step.port}/${step.proto}`;
}

/** What must answer, as part of a sentence: "SSH", "HTTP 200". */
export function expectationName(expect: Expectation): string {
  switch (expect.kind) {
    case 'ssh':
      return 'SSH';
    case 'tls':
      return 'TLS';
    case 'http':
      return expect.status === undefined ? 'HTTP' : `HTTP ${expect.status}`;
    case 'prefix':
      return `"${expect.text}"`;
    default:
      return expect satisfies never;
  }
}

/** A check in words: "22/tcp, SSH". */
export function checkName({ port, expect }: Check): string {
  return expect === undefined ? `${port}/tcp` : `${port}/tcp, ${expectationName(expect)}`;
}
