import type { TFunction } from 'i18next';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { limits } from '../../../app/hosts/shape.ts';
import english from '../../words/en/editor.json';

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
      const secret = field.replace(/^secret\./, '');
      if (secret !== field && isSecret(secret)) return t(`editor.secret.${secret}`);
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
  const range = /^Use a whole number from (-?\d+) to (\d+)/.exec(problem);
  if (range !== null) return t('editor.problem.range', { least: number(range[1]), most: number(range[2]) });
  const most = /^(?:Up to|An address has at most) ([\d,]+) (\w+)\.$/.exec(problem);
  if (most !== null && isUnit(most[2])) return t(`editor.problem.upTo.${most[2]}`, { most: number(most[1]) });
  const notAddress = /^(.*) isn't a host name or IP address\.$/.exec(problem);
  if (notAddress !== null) return t('editor.problem.notAddress', { text: notAddress[1] });
  const otherFamily = /^(.*) is an IPv(\d) address\.$/.exec(problem);
  if (otherFamily !== null)
    return t('editor.problem.family', { address: otherFamily[1], family: otherFamily[2] });
  const user = /^A user name has up to (\d+) bytes/.exec(problem);
  if (user !== null) return t('editor.problem.spaUser', { most: number(user[1]) });
  return isSentence(problem) ? t(`editor.problem.${sentences[problem]}`) : null;
}

/** Of the fields in seconds, which begin at one. */
const longestSeconds: Readonly<Record<string, number>> = {
  seqTimeoutS: limits.seqTimeoutMs / 1_000,
  openForS: limits.openForMs / 1_000,
  deadlineS: limits.deadlineMs / 1_000,
};

const sentences = {
  'Use a port from 1 to 65535.': 'port',
  'Use a port, or random.': 'port',
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
  'Enter a purpose, such as open:ssh.': 'purpose',
  'Enter a label, such as the name of the server.': 'label',
  'A range starts with its smaller port.': 'rangeOrder',
  'There are fewer ports than the knock needs.': 'tooFewPorts',
  'Enter the name of the service.': 'service',
  'Enter an IPv4 address.': 'ipv4',
  'Use tcp or udp.': 'proto',
  'Enter a port to open, such as tcp/22.': 'access',
  'Enter a command.': 'command',
  'Use an IPv4 address, or a name of up to 70 letters, digits, hyphens and dots.': 'natHost',
  'Enter a key: its id, fingerprint or e-mail address.': 'key',
  'Enter a web address, such as https://example.net/ip.': 'webAddress',
} as const;

function isSentence(problem: string): problem is keyof typeof sentences {
  return Object.hasOwn(sentences, problem);
}

const units = ['characters', 'steps', 'tags', 'arguments', 'bytes', 'ranges', 'ports'] as const;

function isUnit(text: string | undefined): text is (typeof units)[number] {
  return (units as readonly (string | undefined)[]).includes(text);
}

const stepFields = ['port', 'bytes', 'waitMs', 'data'] as const;
function isStepField(key: string): key is (typeof stepFields)[number] {
  return (stepFields as readonly string[]).includes(key);
}

type FieldName = keyof typeof english.field;

function isField(field: string): field is FieldName {
  return Object.hasOwn(english.field, field);
}

function isSecret(field: string): field is keyof typeof english.secret {
  return Object.hasOwn(english.secret, field);
}
