import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../app/hosts/shape.ts';

/** The names of the fields, and what is wrong with them. */
export function useFieldWords() {
  const { t, i18n } = useTranslation();

  const problemWords = useCallback(
    (field: string, problem: string): string =>
      describeProblem({ t, language: i18n.language, field, problem }) ?? problem,
    [t, i18n.language],
  );

  const fieldName = useCallback(
    (field: string): string => {
      const [, step, key] = /^steps\.(\d+)\.(\w*)$/.exec(field) ?? [];
      if (step !== undefined && key !== undefined) {
        const name = isStepField(key) ? t(`editor.step.${key}`) : t('editor.step.data');
        return t('editor.ofStep', { field: name, step });
      }
      return isField(field) ? t(`editor.field.${field}`) : field;
    },
    [t],
  );

  return { problemWords, fieldName };
}

/**
 * What is wrong with a field of the form. The schema judges in English, in milliseconds; the form speaks the user's
 * language and the unit beside the field. Null for a sentence that no form leads to.
 */
export function describeProblem(request: {
  readonly t: TFunction;
  readonly language: string;
  readonly field: string;
  readonly problem: string;
}): string | null {
  const { t, language, field, problem } = request;
  const format = new Intl.NumberFormat(language);
  const number = (text = ''): string => format.format(Number(text.replaceAll(',', '')));

  const longest = longestSeconds[field];
  if (longest !== undefined) return t('editor.problem.seconds', { least: 1, most: format.format(longest) });
  const range = /^Use a whole number from (\d+) to (\d+)/.exec(problem);
  if (range !== null) return t('editor.problem.range', { least: number(range[1]), most: number(range[2]) });
  const most = /^(?:Up to|An address has at most) ([\d,]+) (\w+)\.$/.exec(problem);
  if (most !== null && isUnit(most[2])) return t(`editor.problem.upTo.${most[2]}`, { most: number(most[1]) });
  const notAddress = /^(.*) isn't a host name or IP address\.$/.exec(problem);
  if (notAddress !== null) return t('editor.problem.notAddress', { text: notAddress[1] });
  const otherFamily = /^(.*) is an IPv(\d) address\.$/.exec(problem);
  if (otherFamily !== null)
    return t('editor.problem.family', { address: otherFamily[1], family: otherFamily[2] });
  const known = sentences[problem];
  return known === undefined ? null : t(`editor.problem.${known}`);
}

/** Of the fields in seconds, which begin at one. */
const longestSeconds: Readonly<Record<string, number>> = {
  seqTimeoutS: limits.seqTimeoutMs / 1_000,
  openForS: limits.openForMs / 1_000,
  deadlineS: limits.deadlineMs / 1_000,
};

const sentences: Readonly<Record<string, Sentence>> = {
  'Use a port from 1 to 65535.': 'port',
  'Use pairs of hexadecimal digits.': 'hex',
  "This isn't valid base64.": 'base64',
  'This is longer than 1,200 bytes.': 'tooLong',
  'A sequence needs at least one step.': 'noSteps',
  "This isn't an IP address.": 'source',
  'Enter the first characters.': 'prefix',
  "This isn't a user name.": 'user',
  'Enter a link such as https://{address}/.': 'url',
  'Enter a program.': 'program',
  "An address can't contain control characters.": 'control',
  "Control characters can't be used here.": 'control',
  'Enter a name.': 'name',
  'Enter an address.': 'address',
};

type Sentence =
  | 'port'
  | 'hex'
  | 'base64'
  | 'tooLong'
  | 'noSteps'
  | 'source'
  | 'prefix'
  | 'user'
  | 'url'
  | 'program'
  | 'control'
  | 'name'
  | 'address';

const units = ['characters', 'steps', 'tags', 'arguments', 'bytes'] as const;

function isUnit(text: string | undefined): text is (typeof units)[number] {
  return (units as readonly (string | undefined)[]).includes(text);
}

const stepFields = ['port', 'bytes', 'waitMs', 'data'] as const;
const formFields = [
  'name',
  'address',
  'family',
  'tags',
  'steps',
  'gapMs',
  'seqTimeoutS',
  'checkPort',
  'status',
  'prefix',
  'openForS',
  'user',
  'url',
  'program',
  'args',
  'source',
  'tries',
  'deadlineS',
  'knocksPerMinute',
  'notes',
] as const;

function isStepField(key: string): key is (typeof stepFields)[number] {
  return (stepFields as readonly string[]).includes(key);
}

function isField(field: string): field is (typeof formFields)[number] {
  return (formFields as readonly string[]).includes(field);
}
