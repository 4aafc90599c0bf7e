import type { Check, Expectation, Host } from '../hosts/schema.ts';
import type { Knock } from '../hosts/knock-schema.ts';
import type { Step } from '../hosts/step-schema.ts';
import { count } from './text.ts';

/** The service of a host in words: "22/tcp". */
export function serviceName(host: Pick<Host, 'check'>): string {
  return host.check === undefined ? 'the service' : `${host.check.port}/tcp`;
}

/** A way of knocking in a few words: "3 steps", "4 TOTP ports", "fwknop packet". */
export function methodName(knock: Knock): string {
  switch (knock.method) {
    case 'sequence':
      return count(knock.steps.length, 'step');
    case 'totp':
      return 'TOTP ports';
    case 'hotp':
      return 'HOTP ports';
    case 'list':
      return 'one-time list';
    case 'spa':
      return knock.cipher.kind === 'gpg' ? 'fwknop packet (GPG)' : 'fwknop packet';
    case 'pknock':
      return 'xt_pknock packet';
    default:
      return knock satisfies never;
  }
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
