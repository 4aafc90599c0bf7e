import type { SpaKnock } from '../hosts/knock-schema.ts';
import type { Host } from '../hosts/schema.ts';
import { pk1Subkey } from '../otp/pk1.ts';
import { readSecret } from '../secrets/encoding.ts';
import type { Entered } from './entered.ts';

export interface ServerLines {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What the server needs of secrets that were just made, as its own files and programs write them. */
export function serverLines({ knock }: Host, made: Entered['made']): ServerLines {
  const own = made.map(({ slot, text, encoding }) => {
    return `${serverNames[`${slot} ${encoding}`] ?? `${slot}, ${encoding}:`} ${text}`;
  });
  if (knock.method === 'spa') {
    return { title: "For the server's access.conf", lines: [...stanzaOf(knock), ...own, ...hmacOf(knock)] };
  }
  const keys = made.flatMap((each) => {
    if (knock.method !== 'totp' && knock.method !== 'hotp') return [];
    if (knock.derivation.scheme !== 'pk1' || each.slot !== 'otp-secret') return [];
    const secret = readSecret(each.text, each.encoding);
    if (!secret.ok) return [];
    const subkey = pk1Subkey(secret.value, knock.derivation.purpose, knock.derivation.label);
    const digits = Array.from(subkey, (byte) => byte.toString(16).padStart(2, '0')).join('');
    secret.value.fill(0);
    subkey.fill(0);
    return [`KEY of pk.sh and knock-rotate.sh: ${digits}`];
  });
  return { title: 'For the server', lines: [...own, ...keys] };
}

/** As fwknopd's access.conf and xt_pknock call them. */
const serverNames: Readonly<Record<string, string>> = {
  'spa-key base64': 'KEY_BASE64',
  'spa-hmac-key base64': 'HMAC_KEY_BASE64',
  'pknock-secret text': '--opensecret',
};

/** The head of a stanza. What fwknopd takes without being told is left out (fwknopd(8), ACCESS.CONF). */
function stanzaOf({ ask, cipher }: SpaKnock): readonly string[] {
  return [
    'SOURCE ANY',
    ask.kind === 'command'
      ? 'ENABLE_CMD_EXEC Y'
      : `OPEN_PORTS ${ask.ports.map(({ proto, port }) => `${proto}/${port}`).join(', ')}`,
    ...(cipher.kind === 'rijndael' && cipher.mode !== 'cbc' ? [`ENCRYPTION_MODE ${cipher.mode}`] : []),
  ];
}

function hmacOf({ hmac }: SpaKnock): readonly string[] {
  return hmac === 'none' || hmac === 'sha256' ? [] : [`HMAC_DIGEST_TYPE ${hmac.replace('-', '_')}`];
}
