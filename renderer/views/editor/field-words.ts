import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../app/hosts/schema.ts';

/**
 * The names of the fields, and what is wrong with them. The schema judges in English, in milliseconds; the form speaks
 * the user's language and the unit beside the field. What it has no word for is shown as the schema said it.
 */
export function useFieldWords() {
  const { t, i18n } = useTranslation();
  const range = useCallback(
    (least: number, most: number) => {
      const number = new Intl.NumberFormat(i18n.language);
      return t('editor.problem.range', { least: number.format(least), most: number.format(most) });
    },
    [t, i18n.language],
  );

  const problemWords = useCallback(
    (field: string, problem: string): string => {
      const seconds = secondsRanges[field];
      if (seconds !== undefined) return t('editor.problem.seconds', { least: seconds[0], most: seconds[1] });
      const numbers = /^Use a whole number from (\d+) to (\d+)/.exec(problem);
      if (numbers !== null) return range(Number(numbers[1]), Number(numbers[2]));
      const most = /^Up to ([\d,]+) (characters|steps|tags|bytes)\.$/.exec(problem);
      if (most !== null) return t(`editor.problem.upTo.${unitOf(most[2])}`, { most: most[1] });
      const notAddress = /^(.*) isn't a host name or IP address\.$/.exec(problem);
      if (notAddress !== null) return t('editor.problem.notAddress', { text: notAddress[1] });
      const otherFamily = /^(.*) is an IPv(\d) address\.$/.exec(problem);
      if (otherFamily !== null)
        return t('editor.problem.family', { address: otherFamily[1], family: otherFamily[2] });
      const known = sentences[problem];
      return known === undefined ? problem : t(`editor.problem.${known}`);
    },
    [t, range],
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

const secondsRanges: Readonly<Record<string, readonly [number, number]>> = {
  seqTimeoutS: [1, limits.seqTimeoutMs / 1_000],
  openForS: [1, limits.openForMs / 1_000],
  deadlineS: [1, limits.deadlineMs / 1_000],
};

const sentences: Readonly<Record<string, `${Sentence}`>> = {
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

function unitOf(unit: string | undefined): 'characters' | 'steps' | 'tags' | 'bytes' {
  return unit === 'steps' || unit === 'tags' || unit === 'bytes' ? unit : 'characters';
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
