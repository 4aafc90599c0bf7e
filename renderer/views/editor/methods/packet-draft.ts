import type { OwnAddress, PknockKnock, SpaKnock } from '../../../../app/hosts/knock-schema.ts';
import { numberOf, signedNumberOf, textOf } from '../typed-number.ts';
import { filled, listOf } from './derivation-draft.ts';

type Rijndael = Extract<SpaKnock['cipher'], { kind: 'rijndael' }>;

/** A single packet, fwknop's or xt_pknock's, as it is being typed. */
export interface PacketDraft {
  readonly ask: SpaKnock['ask']['kind'];
  /** "tcp/22, udp/1194". */
  readonly accessPorts: string;
  readonly command: string;
  readonly nat: 'none' | 'forward' | 'local';
  readonly natHost: string;
  readonly natPort: string;
  /** The port outside: the one that is asked for, another one, or one by chance. */
  readonly outside: 'asked' | 'port' | 'random';
  readonly outsidePort: string;
  readonly timeoutS: string;
  readonly spaUser: string;
  readonly allow: SpaKnock['allow']['kind'];
  readonly allowAddress: string;
  readonly allowUrl: string;
  readonly digest: SpaKnock['digest'];
  readonly cipher: SpaKnock['cipher']['kind'];
  readonly cipherMode: Rijndael['mode'];
  readonly recipient: string;
  readonly signer: string;
  readonly gpgHome: string;
  readonly hmac: SpaKnock['hmac'];
  readonly transport: SpaKnock['transport'];
  readonly destination: 'port' | 'random';
  readonly spaPort: string;
  readonly pknockPort: string;
  readonly ownAddress: OwnAddress['kind'];
}

export const newPacket: PacketDraft = {
  ask: 'access',
  accessPorts: 'tcp/22',
  command: '',
  nat: 'none',
  natHost: '',
  natPort: '',
  outside: 'asked',
  outsidePort: '',
  timeoutS: '',
  spaUser: '',
  allow: 'source',
  allowAddress: '',
  allowUrl: '',
  digest: 'sha256',
  cipher: 'rijndael',
  cipherMode: 'cbc',
  recipient: '',
  signer: '',
  gpgHome: '',
  hmac: 'sha256',
  transport: 'udp',
  destination: 'port',
  spaPort: '',
  pknockPort: '',
  ownAddress: 'local',
};

export function spaDraft(knock: SpaKnock): Partial<PacketDraft> {
  const { ask, nat, cipher } = knock;
  const outside = nat?.outsidePort;
  return {
    ask: ask.kind,
    accessPorts:
      ask.kind === 'access' ? ask.ports.map(({ proto, port }) => `${proto}/${port}`).join(', ') : '',
    command: ask.kind === 'command' ? ask.command : '',
    nat: nat?.kind ?? 'none',
    natHost: nat?.host ?? '',
    natPort: textOf(nat?.port),
    outside: outside === undefined ? 'asked' : outside === 'random' ? outside : 'port',
    outsidePort: typeof outside === 'number' ? String(outside) : '',
    timeoutS: textOf(knock.timeoutS),
    spaUser: knock.user,
    allow: knock.allow.kind,
    ...addressDraft(knock.allow),
    digest: knock.digest,
    cipher: cipher.kind,
    ...(cipher.kind === 'gpg'
      ? { recipient: cipher.recipient, signer: cipher.signer ?? '', gpgHome: cipher.home ?? '' }
      : { cipherMode: cipher.mode }),
    hmac: knock.hmac,
    transport: knock.transport,
    destination: knock.port === 'random' ? 'random' : 'port',
    spaPort: knock.port === 'random' ? '' : String(knock.port),
  };
}

export function pknockDraft({ port, allow }: PknockKnock): Partial<PacketDraft> {
  return { pknockPort: String(port), ownAddress: allow.kind, ...addressDraft(allow) };
}

/** In the shape of the schema. */
export function spaInput(draft: PacketDraft & { readonly clockOffsetS: string }, kept: SpaKnock | null) {
  return {
    ...kept,
    method: 'spa',
    ask: {
      ...(kept?.ask.kind === draft.ask && kept.ask),
      ...(draft.ask === 'access'
        ? { kind: draft.ask, ports: (listOf(draft.accessPorts) ?? []).map(accessOf) }
        : { kind: draft.ask, command: draft.command.trim() }),
    },
    nat: natInput(draft, kept),
    timeoutS: draft.ask === 'command' ? undefined : numberOf(draft.timeoutS),
    user: filled(draft.spaUser),
    allow: addressInput(draft.allow, draft, kept?.allow ?? null),
    digest: draft.digest,
    cipher: cipherInput(draft, kept),
    hmac: knowsHmac(draft) ? draft.hmac : 'none',
    transport: draft.transport,
    port: isRandom(draft) ? 'random' : numberOf(draft.spaPort),
    clockOffsetS: signedNumberOf(draft.clockOffsetS),
  };
}

/** In the shape of the schema. */
export function pknockInput(
  draft: PacketDraft & { readonly clockOffsetS: string },
  kept: PknockKnock | null,
) {
  return {
    ...kept,
    method: 'pknock',
    port: numberOf(draft.pknockPort),
    allow: addressInput(draft.ownAddress, draft, kept?.allow ?? null),
    clockOffsetS: signedNumberOf(draft.clockOffsetS),
  };
}

/** Servers of the Perl age refuse a packet with an HMAC. */
export function knowsHmac({ cipher, cipherMode }: Pick<PacketDraft, 'cipher' | 'cipherMode'>): boolean {
  return cipher === 'gpg' || cipherMode !== 'legacy';
}

/** Names of the form's fields by their place in the host. */
export function packetFields(method: 'spa' | 'pknock'): Readonly<Record<string, string>> {
  return {
    'knock.ask.ports': 'accessPorts',
    'knock.ask.command': 'command',
    'knock.nat.host': 'natHost',
    'knock.nat.port': 'natPort',
    'knock.nat.outsidePort': 'outsidePort',
    'knock.timeoutS': 'timeoutS',
    'knock.user': 'spaUser',
    'knock.allow.address': 'allowAddress',
    'knock.allow.url': 'allowUrl',
    'knock.cipher.recipient': 'recipient',
    'knock.cipher.signer': 'signer',
    'knock.cipher.home': 'gpgHome',
    'knock.port': method === 'spa' ? 'spaPort' : 'pknockPort',
  };
}

function addressDraft(allow: SpaKnock['allow']): Pick<PacketDraft, 'allowAddress' | 'allowUrl'> {
  return {
    allowAddress: allow.kind === 'fixed' ? allow.address : '',
    allowUrl: allow.kind === 'resolve' ? allow.url : '',
  };
}

function addressInput(kind: PacketDraft['allow'], draft: PacketDraft, kept: SpaKnock['allow'] | null) {
  const was = kept?.kind === kind ? kept : null;
  switch (kind) {
    case 'source':
    case 'local':
      return { ...was, kind };
    case 'fixed':
      return { ...was, kind, address: draft.allowAddress.trim() };
    case 'resolve':
      return { ...was, kind, url: draft.allowUrl.trim() };
    default:
      return kind satisfies never;
  }
}

function natInput(draft: PacketDraft, kept: SpaKnock | null) {
  const { nat: kind } = draft;
  if (kind === 'none' || draft.ask === 'command') return undefined;
  const outside = { asked: undefined, port: numberOf(draft.outsidePort) ?? NaN, random: 'random' };
  return {
    ...(kept?.nat?.kind === kind && kept.nat),
    kind,
    host: kind === 'local' ? filled(draft.natHost) : draft.natHost.trim(),
    port: numberOf(draft.natPort),
    outsidePort: outside[draft.outside],
  };
}

function cipherInput(draft: PacketDraft, kept: SpaKnock | null) {
  const { cipher: kind } = draft;
  const was = kept?.cipher.kind === kind ? kept.cipher : null;
  return kind === 'rijndael'
    ? { ...was, kind, mode: draft.cipherMode }
    : {
        ...was,
        kind,
        recipient: draft.recipient.trim(),
        signer: filled(draft.signer),
        home: filled(draft.gpgHome),
      };
}

/** Over a connection there is something that has to listen: it cannot be anywhere. */
function isRandom({ destination, transport }: PacketDraft): boolean {
  return destination === 'random' && transport === 'udp';
}

/** "tcp/22" as fwknop writes it, "22/tcp" as we do, or just the number. */
function accessOf(text: string) {
  const [, before, after] = /^(tcp|udp)\/(\d+)$/i.exec(text) ?? [];
  const [, number = after ?? text, proto = before ?? 'tcp'] = /^(\d+)\/(tcp|udp)$/i.exec(text) ?? [];
  return { proto: proto.toLowerCase(), port: numberOf(number) ?? NaN };
}
