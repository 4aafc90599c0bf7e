import type { Derivation, Pk1, Scheme } from '../../../../app/hosts/derivation-schema.ts';
import { numberOf, textOf } from '../typed-number.ts';

/** Where the ports of a code come from, as it is being typed. Empty means: as the scheme usually has it. */
export interface DerivationDraft {
  readonly scheme: Scheme;
  readonly purpose: string;
  readonly label: string;
  readonly portCount: string;
  /** "10000-32767, 40000". */
  readonly ranges: string;
  readonly exclude: string;
  readonly sampler: Pk1['sampler'];
  readonly hitProto: Pk1['proto'];
  readonly fromPort: string;
  readonly toPort: string;
  readonly service: string;
  readonly protoModulo: string;
  readonly doorbell: string;
  readonly basePort: string;
  /** "tcp tcp udp". */
  readonly protos: string;
  readonly seenAddress: string;
}

export const newDerivation: DerivationDraft = {
  scheme: 'pk1',
  purpose: '',
  label: '',
  portCount: '',
  ranges: '',
  exclude: '',
  sampler: 'snum31',
  hitProto: 'tcp',
  fromPort: '',
  toPort: '',
  service: '',
  protoModulo: '',
  doorbell: '',
  basePort: '',
  protos: '',
  seenAddress: '',
};

/** Another scheme in place of the one that was typed: numbers of the one mean nothing in the other. */
export function withScheme(scheme: Scheme): Partial<DerivationDraft> {
  return { scheme, portCount: '', fromPort: '', toPort: '' };
}

/** How many ports a scheme knocks where that is not said; null where the scheme leaves no choice. */
export const usualCounts = {
  pk1: 4,
  'totp-port-knockd-rs': 32,
  'port-knocking-totp': null,
  otpknock: null,
  'knockd-rotator': 10,
  dynknock: 32,
  'c-lock': null,
  'knock-pr-76': null,
} as const satisfies Record<Scheme, number | null>;

/** The saved derivation as a form shows it. */
export function derivationDraft(derivation: Derivation): DerivationDraft {
  const { scheme } = derivation;
  switch (scheme) {
    case 'pk1':
      return {
        ...newDerivation,
        scheme,
        purpose: derivation.purpose,
        label: derivation.label,
        portCount: String(derivation.count),
        ranges: derivation.ranges.map(([from, to]) => (from === to ? from : `${from}-${to}`)).join(', '),
        exclude: derivation.exclude.join(', '),
        sampler: derivation.sampler,
        hitProto: derivation.proto,
      };
    case 'totp-port-knockd-rs':
      return { ...newDerivation, scheme, ...spanDraft(derivation) };
    case 'knockd-rotator':
      return {
        ...newDerivation,
        scheme,
        ...spanDraft(derivation),
        service: derivation.service,
        protoModulo: String(derivation.protoModulo),
      };
    case 'dynknock':
      return {
        ...newDerivation,
        scheme,
        portCount: String(derivation.count),
        doorbell: String(derivation.doorbell),
      };
    case 'knock-pr-76':
      return {
        ...newDerivation,
        scheme,
        basePort: String(derivation.base),
        protos: derivation.protos.join(' '),
        seenAddress: derivation.address ?? '',
      };
    case 'port-knocking-totp':
    case 'otpknock':
    case 'c-lock':
      return { ...newDerivation, scheme };
    default:
      return derivation satisfies never;
  }
}

/** In the shape of the schema. What was typed wrongly stays wrong: the schema says what belongs there. */
export function derivationInput(draft: DerivationDraft, kept: Derivation | null) {
  const { scheme } = draft;
  // What a newer version put into the same derivation stays.
  const was = kept?.scheme === scheme ? kept : null;
  const count = numberOf(draft.portCount);
  const span = { count, from: numberOf(draft.fromPort), to: numberOf(draft.toPort) };
  switch (scheme) {
    case 'pk1':
      return {
        ...was,
        scheme,
        purpose: filled(draft.purpose),
        label: filled(draft.label),
        count,
        ranges: listOf(draft.ranges.replace(/\s*[-–]\s*/g, '-'))?.map(rangeOf),
        exclude: listOf(draft.exclude)?.map(numberOf),
        sampler: draft.sampler,
        proto: draft.hitProto,
      };
    case 'totp-port-knockd-rs':
      return { ...was, scheme, ...span };
    case 'knockd-rotator':
      return {
        ...was,
        scheme,
        ...span,
        service: filled(draft.service),
        protoModulo: numberOf(draft.protoModulo),
      };
    case 'dynknock':
      return { ...was, scheme, count, doorbell: numberOf(draft.doorbell) };
    case 'knock-pr-76':
      return {
        ...was,
        scheme,
        base: numberOf(draft.basePort),
        protos: listOf(draft.protos.toLowerCase()),
        address: filled(draft.seenAddress),
      };
    case 'port-knocking-totp':
    case 'otpknock':
    case 'c-lock':
      return { ...was, scheme };
    default:
      return scheme satisfies never;
  }
}

/** Names of the form's fields by their place in the host. */
export const derivationFields: Readonly<Record<string, string>> = {
  'knock.derivation.purpose': 'purpose',
  'knock.derivation.label': 'label',
  'knock.derivation.count': 'portCount',
  'knock.derivation.ranges': 'ranges',
  'knock.derivation.exclude': 'exclude',
  'knock.derivation.from': 'fromPort',
  'knock.derivation.to': 'toPort',
  'knock.derivation.service': 'service',
  'knock.derivation.protoModulo': 'protoModulo',
  'knock.derivation.doorbell': 'doorbell',
  'knock.derivation.base': 'basePort',
  'knock.derivation.protos': 'protos',
  'knock.derivation.address': 'seenAddress',
};

function spanDraft(derivation: { readonly count: number; readonly from: number; readonly to: number }) {
  const { count, from, to } = derivation;
  return { portCount: textOf(count), fromPort: textOf(from), toPort: textOf(to) };
}

/** Nothing that stands there counts as not said. */
export function filled(text: string): string | undefined {
  const bare = text.trim();
  return bare === '' ? undefined : bare;
}

/** What stands between commas or blanks; undefined where nothing does. */
export function listOf(text: string): readonly string[] | undefined {
  const items = text.split(/[,;\s]+/).filter((item) => item !== '');
  return items.length === 0 ? undefined : items;
}

function rangeOf(text: string): readonly (number | undefined)[] {
  const [from = '', to = from, ...rest] = text.split('-');
  return rest.length > 0 ? [NaN, NaN] : [numberOf(from) ?? NaN, numberOf(to) ?? NaN];
}
