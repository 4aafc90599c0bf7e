import type { TFunction } from 'i18next';
import type { Remark } from '../../../app/knock/explain.ts';
import type { GenerateProblem, Reason } from '../../../app/knock/generate.ts';

/** What is worth knowing about a sequence that somebody chose. */
export function describeRemark(t: TFunction, remark: Remark): string {
  switch (remark.code) {
    case 'one-scan':
    case 'repeated-scan':
      return t(`editor.remark.${remark.code}`, { direction: t(`editor.direction.${remark.direction}`) });
    case 'mixed-protocols':
      return t('editor.remark.mixed-protocols');
    case 'first-port-taken':
      return t('editor.remark.first-port-taken', { port: remark.port });
    case 'service-port':
      return t('editor.remark.service-port', { ...remark });
    case 'same-port-in-a-row':
    case 'port-used-before':
    case 'web-port':
    case 'system-port':
    case 'dynamic-port':
      return t(`editor.remark.${remark.code}`, { step: remark.step, port: remark.port });
    default:
      return remark satisfies never;
  }
}

/** Why a generated sequence is as it is. */
export function describeReason(t: TFunction, number: (amount: number) => string, reason: Reason): string {
  switch (reason.code) {
    case 'scans':
      return t('editor.why.scans', { ...reason.scans });
    case 'no-repeated-scan':
      return t('editor.why.no-repeated-scan');
    case 'ports':
      return t('editor.why.ports', { choices: number(reason.choices), from: reason.from, to: reason.to });
    case 'services-left-out':
    case 'ports-left-out':
      return t(`editor.why.${reason.code}`, { count: reason.ports });
    default:
      return reason satisfies never;
  }
}

export function describeGenerateProblem(t: TFunction, problem: GenerateProblem): string {
  switch (problem.code) {
    case 'step-count':
      return t('editor.why.step-count', { least: problem.least, most: problem.most });
    case 'too-few-ports':
      return t('editor.why.too-few-ports', { count: problem.ports });
    default:
      return problem satisfies never;
  }
}
