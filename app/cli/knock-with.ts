import type { Scheme } from '../hosts/derivation-schema.ts';
import type { Method } from '../hosts/knock-schema.ts';
import { list } from '../present/text.ts';
import { fail, ok, type Result } from '../result.ts';
import type { HostFlags } from './host-flags.ts';
import { patch } from './patch.ts';

/** How to knock after what the flags say, not yet parsed. The error is a sentence. */
export function knockWith(old: Knocking, flags: HostFlags): Result<object, string> {
  const asked = askedMethods(flags);
  const [first, second] = asked;
  if (second !== undefined) {
    return fail(`${first?.option} and ${second.option} are two ways of knocking: give one.`);
  }
  const method = first?.method ?? old.method ?? 'sequence';
  const before: Knocking = method === old.method ? old : { method, ...pacingOf(old, method) };
  const scheme = flags.scheme ?? before.derivation?.scheme ?? 'pk1';
  const misplaced = misplacedOption(flags, method, scheme);
  if (misplaced !== null) return fail(misplaced);
  return ok({ ...patch(before, changesOf(flags, before, method, scheme)), method });
}

/** What is known of a host's way of knocking before it is parsed. */
interface Knocking {
  readonly method?: Method;
  readonly derivation?: { readonly scheme?: Scheme };
  readonly nat?: object;
  readonly cipher?: { readonly kind?: string };
}

const selectors = [
  ['steps', '--steps', 'sequence'],
  ['totp', '--totp', 'totp'],
  ['hotp', '--hotp', 'hotp'],
  ['list', '--list', 'list'],
  ['spa', '--spa', 'spa'],
  ['command', '--command', 'spa'],
  ['pknock', '--pknock', 'pknock'],
] as const satisfies readonly (readonly [keyof HostFlags, string, Method])[];

function askedMethods(flags: HostFlags) {
  return selectors.flatMap(([name, option, method]) =>
    flags[name] === undefined ? [] : [{ option, method }],
  );
}

/** The way of knocking that the flags name; null if they leave it as it is. */
export function askedMethod(flags: HostFlags): Method | null {
  return askedMethods(flags)[0]?.method ?? null;
}

const paced: readonly Method[] = ['sequence', 'totp', 'hotp', 'list'];
const coded: readonly Method[] = ['totp', 'hotp'];

/** Which ways of knocking an option says something about, and which schemes. What is not here is about all of them. */
const places: Readonly<
  Partial<
    Record<keyof HostFlags, { readonly methods: readonly Method[]; readonly schemes?: readonly Scheme[] }>
  >
> = {
  gap: { methods: paced },
  connect: { methods: paced },
  server: { methods: paced },
  seqTimeout: { methods: paced },
  scheme: { methods: coded },
  purpose: { methods: coded, schemes: ['pk1'] },
  ports: { methods: coded, schemes: ['pk1', 'totp-port-knockd-rs', 'knockd-rotator', 'dynknock'] },
  range: { methods: coded, schemes: ['pk1', 'totp-port-knockd-rs', 'knockd-rotator'] },
  exclude: { methods: coded, schemes: ['pk1'] },
  sampler: { methods: coded, schemes: ['pk1'] },
  proto: { methods: coded, schemes: ['pk1'] },
  modulo: { methods: ['totp'], schemes: ['knockd-rotator'] },
  doorbell: { methods: ['totp'], schemes: ['dynknock'] },
  base: { methods: ['totp'], schemes: ['knock-pr-76'] },
  protos: { methods: ['totp'], schemes: ['knock-pr-76'] },
  clientAddress: { methods: ['totp'], schemes: ['knock-pr-76'] },
  step: { methods: ['totp'] },
  epoch: { methods: ['totp'] },
  skew: { methods: ['totp'] },
  window: { methods: ['hotp', 'list'] },
  warnBelow: { methods: ['list'] },
  spaPort: { methods: ['spa'] },
  transport: { methods: ['spa'] },
  hmac: { methods: ['spa'] },
  digest: { methods: ['spa'] },
  mode: { methods: ['spa'] },
  clientTimeout: { methods: ['spa'] },
  nat: { methods: ['spa'] },
  natLocal: { methods: ['spa'] },
  natPort: { methods: ['spa'] },
  user: { methods: ['spa'] },
  gpgRecipient: { methods: ['spa'] },
  gpgSigner: { methods: ['spa'] },
  gpgHome: { methods: ['spa'] },
  allow: { methods: ['spa', 'pknock'] },
  clockOffset: { methods: ['totp', 'spa', 'pknock'] },
};

/** Why an option says nothing about this way of knocking; null if all of them do. */
function misplacedOption(flags: HostFlags, method: Method, scheme: Scheme): string | null {
  for (const [name, place] of Object.entries(places)) {
    const isGiven = Object.entries(flags).some(([given, value]) => given === name && value !== undefined);
    if (!isGiven) continue;
    const option = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (!place.methods.includes(method)) {
      return `${option} goes with ${list(place.methods.map(optionOf), 'or')}.`;
    }
    if (place.schemes?.includes(scheme) === false) {
      return `${option} goes with --scheme ${list(place.schemes, 'or')}.`;
    }
  }
  if (method === 'hotp' && scheme !== 'pk1') return `--scheme ${scheme} goes with --totp.`;
  const label = flags.totp ?? flags.hotp;
  if (typeof label === 'string' && scheme !== 'pk1' && scheme !== 'knockd-rotator') {
    return `--scheme ${scheme} has no label: leave out "${label}".`;
  }
  return null;
}

function optionOf(method: Method): string {
  return selectors.find(([, , each]) => each === method)?.[1] ?? method;
}

function changesOf(
  flags: HostFlags,
  before: Knocking,
  method: Method,
  scheme: Scheme,
): Readonly<Record<string, unknown>> {
  switch (method) {
    case 'sequence':
      return { steps: flags.steps, ...pacing(flags) };
    case 'totp':
      return {
        derivation: derivationWith(before, flags, scheme),
        stepS: inSeconds(flags.step),
        epochS: flags.epoch,
        skew: flags.skew,
        clockOffsetS: flags.clockOffset,
        ...pacing(flags),
      };
    case 'hotp':
      return { derivation: derivationWith(before, flags, scheme), window: flags.window, ...pacing(flags) };
    case 'list':
      return { window: flags.window, warnBelow: flags.warnBelow, ...pacing(flags) };
    case 'spa':
      return spaChanges(flags, before);
    case 'pknock':
      return { port: flags.pknock, allow: flags.allow, clockOffsetS: flags.clockOffset };
    default:
      return method satisfies never;
  }
}

function pacing(flags: HostFlags) {
  return {
    gapMs: flags.gap,
    tcp: flags.connect === undefined ? undefined : flags.connect ? 'connect' : 'syn',
    server: flags.server,
    seqTimeoutMs: flags.seqTimeout,
  };
}

/** How hits are sent stays the same, whichever ports they go to. */
function pacingOf(old: Knocking, method: Method): object {
  if (!paced.includes(method)) return {};
  const kept = ['gapMs', 'tcp', 'server', 'seqTimeoutMs'];
  return Object.fromEntries(Object.entries(old).filter(([name]) => kept.includes(name)));
}

function derivationWith({ derivation }: Knocking, flags: HostFlags, scheme: Scheme): object {
  const label = flags.totp ?? flags.hotp;
  const named = typeof label === 'string' ? label : undefined;
  const [range] = flags.range ?? [];
  const isPk1 = scheme === 'pk1';
  return patch(derivation?.scheme === scheme ? derivation : { scheme }, {
    [isPk1 ? 'label' : 'service']: named,
    purpose: flags.purpose,
    count: flags.ports,
    ...(isPk1 ? { ranges: flags.range } : { from: range?.[0], to: range?.[1] }),
    exclude: flags.exclude,
    sampler: flags.sampler,
    proto: flags.proto,
    protoModulo: flags.modulo,
    doorbell: flags.doorbell,
    base: flags.base,
    protos: flags.protos,
    address: flags.clientAddress,
  });
}

function spaChanges(flags: HostFlags, before: Knocking): Readonly<Record<string, unknown>> {
  const { spa, command } = flags;
  return {
    ask: command === undefined ? spa && { kind: 'access', ports: spa } : { kind: 'command', command },
    nat: natWith(before, flags),
    timeoutS: inSeconds(flags.clientTimeout),
    user: flags.user,
    allow: flags.allow,
    digest: flags.digest,
    cipher: cipherWith(before, flags),
    // The two exclude each other, and the default is an HMAC.
    hmac: flags.hmac ?? (flags.mode === 'legacy' ? 'none' : undefined),
    transport: flags.transport,
    port: flags.spaPort,
    clockOffsetS: flags.clockOffset,
  };
}

function natWith({ nat: old }: Knocking, { nat, natLocal, natPort }: HostFlags): object | false | undefined {
  if (nat === false) return false;
  if (nat === undefined && natLocal === undefined) {
    return natPort === undefined ? undefined : patch(old ?? { kind: 'local' }, { outsidePort: natPort });
  }
  const inner = nat ?? (natLocal === true ? undefined : natLocal);
  return patch({ kind: nat === undefined ? 'local' : 'forward' }, { ...inner, outsidePort: natPort });
}

/** `--mode` goes back to Rijndael, `--gpg-recipient` to gpg. */
function cipherWith({ cipher }: Knocking, flags: HostFlags): object | undefined {
  const { mode, gpgRecipient: recipient, gpgSigner: signer, gpgHome: home } = flags;
  if (mode !== undefined) return patch(cipher?.kind === 'rijndael' ? cipher : { kind: 'rijndael' }, { mode });
  if (recipient === undefined && signer === undefined && home === undefined) return undefined;
  return patch(cipher?.kind === 'gpg' ? cipher : { kind: 'gpg' }, { recipient, signer, home });
}

function inSeconds(ms: number | false | undefined): number | false | undefined {
  return typeof ms === 'number' ? ms / 1_000 : ms;
}
