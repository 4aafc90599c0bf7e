import type { FoundHost, Notes } from './found.ts';
import { spaHost } from './fwknop-host.ts';
import { assign, type Name, type Settings } from './fwknop-settings.ts';
import { readArguments, type Option } from './getopt.ts';
import type { Word } from './shell-words.ts';

/** Options that send nothing, that stand for a file, or that change nothing on the wire. */
type Other = 'nothing' | 'stanza' | 'ignored' | 'source' | 'minus' | 'gpg' | 'get-hmac-key';

const options: readonly Option<Name | Other>[] = [
  value('SPA_SERVER', 'D', 'destination'),
  value('SPA_SERVER_PORT', 'p', 'server-port'),
  value('SPA_SERVER_PROTO', 'P', 'server-proto'),
  value('SPA_SOURCE_PORT', 'S', 'source-port'),
  flag('RAND_PORT', 'r', 'rand-port'),
  value('ACCESS', 'A', 'access'),
  value('ALLOW_IP', 'a', 'allow-ip'),
  flag('source', 's', 'source-ip'),
  flag('RESOLVE', 'R', 'resolve-ip-https', 'resolve-ip-http'),
  flag('RESOLVE', '', 'resolve-http-only'),
  value('RESOLVE_URL', '', 'resolve-url'),
  value('FW_TIMEOUT', 'f', 'fw-timeout'),
  value('KEY', '', 'key-rijndael'),
  value('KEY_BASE64', '', 'key-base64-rijndael'),
  value('HMAC_KEY', '', 'key-hmac'),
  value('HMAC_KEY_BASE64', '', 'key-base64-hmac'),
  flag('USE_HMAC', '', 'use-hmac'),
  value('HMAC_DIGEST_TYPE', '', 'hmac-digest-type'),
  value('KEY_FILE', 'G', 'get-key'),
  value('get-hmac-key', '', 'get-hmac-key'),
  value('DIGEST_TYPE', 'm', 'digest-type'),
  value('ENCRYPTION_MODE', 'M', 'encryption-mode'),
  value('TIME_OFFSET', '', 'time-offset-plus'),
  value('minus', '', 'time-offset-minus'),
  value('SPOOF_USER', 'U', 'spoof-user'),
  value('SPOOF_SOURCE_IP', 'Q', 'spoof-source', 'spoof-src'),
  value('NAT_ACCESS', 'N', 'nat-access'),
  flag('NAT_LOCAL', '', 'nat-local'),
  value('NAT_PORT', '', 'nat-port'),
  flag('NAT_RAND_PORT', '', 'nat-rand-port'),
  flag('gpg', 'g', 'gpg-encryption'),
  value('GPG_RECIPIENT', '', 'gpg-recipient-key'),
  value('GPG_SIGNER', '', 'gpg-signer-key'),
  value('GPG_HOMEDIR', '', 'gpg-home-dir'),
  value('GPG_EXE', '', 'gpg-exe'),
  flag('gpg', '', 'gpg-agent'),
  flag('gpg', '', 'gpg-no-signing-pw'),
  value('COMMAND', 'C', 'server-cmd'),
  value('HTTP_PROXY', 'H', 'http-proxy'),
  value('HTTP_USER_AGENT', 'u', 'user-agent'),
  value('stanza', 'n', 'named-config'),
  value('ignored', 'B', 'save-packet'),
  flag('ignored', 'b', 'save-packet-append'),
  value('ignored', 'E', 'save-args-file'),
  value('ignored', 'w', 'wget-cmd'),
  value('ignored', '', 'rc-file'),
  value('ignored', '', 'fault-injection-tag'),
  value('ignored', '', 'key-len'),
  value('ignored', '', 'hmac-key-len'),
  value('ignored', '', 'icmp-type'),
  value('ignored', '', 'icmp-code'),
  value('ignored', '', 'fd'),
  flag('ignored', '', 'stdin'),
  flag('ignored', '', 'use-wget-user-agent'),
  flag('ignored', '', 'server-resolve-ipv4'),
  flag('ignored', '', 'no-save-args'),
  flag('ignored', '', 'no-home-dir'),
  flag('ignored', '', 'no-rc-file'),
  flag('ignored', '', 'save-rc-stanza'),
  flag('ignored', '', 'force-stanza'),
  flag('ignored', 'T', 'test'),
  flag('ignored', 'v', 'verbose'),
  flag('nothing', 'k', 'key-gen'),
  value('nothing', 'K', 'key-gen-file'),
  flag('nothing', 'l', 'last-cmd'),
  flag('nothing', '', 'show-last'),
  flag('nothing', '', 'stanza-list'),
  flag('nothing', 'V', 'version'),
  flag('nothing', 'h', 'help'),
];

const keys = ['KEY', 'KEY_BASE64', 'HMAC_KEY', 'HMAC_KEY_BASE64'] as const;

/** The arguments of fwknop 2.6 (client/cmd_opts.h, config_init in client/config_init.c). Null if it would send nothing. */
export function readFwknopCommand(
  words: readonly Word[],
  line: number | null,
  notes: Notes,
): FoundHost | null {
  const settings: Settings = new Map();
  let name: string | null = null;
  for (const argument of readArguments(words, options)) {
    if (argument.kind === 'operand') {
      notes.drop('argument-ignored', line);
      continue;
    }
    const { word } = argument;
    if (argument.kind !== 'option') {
      notes.drop(argument.kind === 'unknown' ? 'option-unknown' : 'option-without-value', line, word);
      return null;
    }
    const { text, isOpen } = argument.value;
    if (isOpen) {
      notes.drop('not-expanded', line, word);
      continue;
    }
    const set = (to: Name, given: string): void => assign(settings, to, { value: given, line, word }, notes);
    switch (argument.name) {
      case 'nothing':
        notes.drop('sends-nothing', line, word);
        return null;
      case 'ignored':
        break;
      case 'stanza':
        name = text;
        notes.drop('stanza-elsewhere', line, word);
        break;
      case 'source':
        set('ALLOW_IP', 'source');
        break;
      case 'minus':
        set('TIME_OFFSET', `-${text}`);
        break;
      case 'gpg':
        set('USE_GPG', 'Y');
        break;
      case 'get-hmac-key':
        // Unlike HMAC_KEY_FILE in the file, the option does what it says.
        notes.drop('key-file', line, word);
        set('USE_HMAC', 'Y');
        break;
      case 'GPG_RECIPIENT':
      case 'GPG_SIGNER':
      case 'GPG_HOMEDIR':
      case 'GPG_EXE':
        set(argument.name, text);
        set('USE_GPG', 'Y');
        break;
      case 'HMAC_DIGEST_TYPE':
        set(argument.name, text);
        set('USE_HMAC', 'Y');
        break;
      case 'RESOLVE':
      case 'RAND_PORT':
      case 'USE_HMAC':
      case 'NAT_LOCAL':
      case 'NAT_RAND_PORT':
        set(argument.name, 'Y');
        break;
      default:
        set(argument.name, text);
    }
  }
  if (keys.some((each) => settings.has(each))) {
    // The program writes its command line to .fwknop.run, and shells keep a history.
    notes.warn('keys-in-history', line);
  }
  return spaHost({ name, settings, line, notes });
}

function value<Each extends string>(name: Each, short: string, ...long: readonly string[]): Option<Each> {
  return { name, short, long, takesValue: true };
}

function flag<Each extends string>(name: Each, short: string, ...long: readonly string[]): Option<Each> {
  return { name, short, long, takesValue: false };
}
