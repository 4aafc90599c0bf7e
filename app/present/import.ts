import type { ImportCode } from '../transfer/codes.ts';
import type { ImportNote, ImportSource } from '../transfer/offer.ts';

/** What a text was taken for. */
export function describeSource(source: ImportSource): string {
  return sources[source];
}

/** One note as one line: "Line 7, RAND_PORT: Only Y switches this on: fwknop leaves it off." */
export function describeNote({ line, what, code }: ImportNote): string {
  const place = [line === null ? '' : `line ${line}`, what].filter((each) => each !== '').join(', ');
  const sentence = sentences[code];
  return place === '' ? sentence : `${place.charAt(0).toUpperCase()}${place.slice(1)}: ${sentence}`;
}

const sources: Readonly<Record<ImportSource, string>> = {
  fwknoprc: 'fwknop configuration',
  'fwknop-command': 'fwknop command line',
  'knock-command': 'knock command line',
  'knockd-conf': 'knockd.conf',
  'one-time-list': 'one-time list',
  otpauth: 'otpauth link',
  bundle: 'Postern bundle',
};

const sentences: Readonly<Record<ImportCode, string>> = {
  'not-understood': "This isn't understood. The rest was read.",
  'line-too-long': 'The original program breaks a line this long apart. It was left out.',
  'more-notes': 'There is more to say than can be shown.',
  'more-hosts': 'There are more hosts than can be read at once. The rest was left out.',
  'address-missing': 'No server is named here.',
  'address-invalid': "The server's address can't be used.",
  'host-invalid': "This can't be saved as a host.",
  'name-changed': "The name was changed, as it can't be one here.",

  bom: 'A byte order mark hides this line from the original program, and from Postern.',
  'outside-stanza': 'It stands before the first [name], where nothing is read.',
  'no-value': 'A value is missing. fwknop stops here.',
  'equals-sign': 'There is no "=" in this file: fwknop takes it for a part of the name or for the value.',
  'lower-case': 'fwknop knows this name in capitals only, and stops here.',
  'client-timeout': 'fwknop stops at this name. The one that works is FW_TIMEOUT.',
  'value-refused': 'fwknop refuses this value.',
  'value-cut': 'fwknop reads only the beginning of this value, and so does Postern.',
  'not-yes': 'Only Y switches this on: fwknop leaves it off.',
  'stays-on': 'What was switched on stays on: fwknop ignores this line.',
  'key-beats-base64': 'There is a base64 key too. fwknop uses this one.',
  'key-too-long': 'The key is longer than fwknop takes.',
  'key-missing': 'No key is given. Set it in the host.',
  'keys-equal': 'Both keys are the same, which fwknop refuses.',
  'key-file': "The keys are in another file, which wasn't opened. Set them in the host.",
  'hmac-key-file': 'fwknop takes this for KEY_FILE. No file was opened: set the keys in the host.',
  'legacy-hmac': 'Legacy mode works without HMAC only, and fwknop stops here.',
  'mode-unsupported': 'This mode works nowhere. CBC is used.',
  'access-missing': 'No port to open is named, so there is nothing to ask for.',
  'access-refused': 'Only ports like tcp/22 or udp/53 can be opened.',
  'allow-missing': 'No address to admit is named. The server takes the one it sees.',
  'allow-refused': 'Only an IPv4 address in four plain numbers can be admitted.',
  'allow-beats-resolve': 'An address is given elsewhere, and fwknop uses that one.',
  'resolve-without-url': 'Postern asks no web page that nobody chose. The server takes the address it sees.',
  'time-offset-refused': "This time offset can't be used.",
  'timeout-with-command': 'fwknop drops the time-out of a command.',
  'nat-refused': "This NAT target can't be used. It is an address and one port.",
  'nat-without-target': 'Without a NAT target fwknop ignores this.',
  'raw-transport': 'Postern needs no special rights, and sends no raw packets: UDP is used.',
  'spoofed-source': 'Postern sends no forged source address.',
  'source-port': 'Postern leaves the source port to the system.',
  'http-proxy': 'Postern sends over HTTP without a proxy.',
  'gpg-recipient-missing': 'GPG is switched on, but no recipient is named.',
  'gpg-password': "The passphrase of a GPG key was left out: gpg's agent asks for it.",
  'setting-unused': 'Postern has no use for this.',
  'ipv6-server': 'fwknop knows IPv4 only, and this is an IPv6 address.',
  'stanza-elsewhere': 'The rest is in .fwknoprc: import that file too.',
  'keys-in-history':
    "Keys on a command line stay in the shell's history and in .fwknop.run: remove them there.",

  'command-other': 'This is no knock or fwknop command.',
  'option-unknown': 'There is an option that the program refuses.',
  'option-without-value': 'The value of this option is missing.',
  'argument-ignored': 'What stands without an option is ignored.',
  'sends-nothing': 'With this option nothing is sent.',
  'not-expanded': 'A shell would put something else here. Nothing was carried out.',
  'quote-open': 'A quote is never closed.',
  'port-missing': 'There is no port to knock.',
  'port-refused': 'Use a port from 1 to 65535.',
  'port-zero': 'Nobody can knock on port 0, which is what is read here.',
  'port-wraps': 'knock sends this to another port, as ports end at 65535.',
  'protocol-ignored': 'Only ":udp" counts here. knock uses TCP unless -u is given.',
  'too-many-ports': 'A sequence has up to 32 steps.',
  'delay-too-long': 'This pause is longer than Postern waits.',
  'family-contradicts': 'The address is of the other family.',

  'daemon-refuses': 'knockd refuses its file because of this line.',
  'port-read-as': 'This is the port that knockd reads here, which may not be what was meant.',
  'sequence-missing': 'This door has no sequence.',
  'sequence-refused': 'knockd refuses this sequence.',
  'close-door': 'This closes a door, so no host was made of it.',
  'command-dropped': "The server's command isn't kept.",
  'check-guessed': "The port to check was guessed from the server's command.",
  'target-used': 'The address was taken from here.',
  'timeout-refused': 'With this time-out no sequence is in time. 25 seconds are used.',
  'flags-unmet': "Postern's packets don't look like this, so knockd won't count them.",
  'flags-missing': 'Without "tcpflags = syn" other packets count as knocks too.',
  'list-file': "The sequences are in a file on the server: set that as the host's one-time list.",

  'lines-left-out': 'So many lines are used up and were left out.',
  'purpose-ports':
    'This link says nothing of ports. Make sure that the server derives them as this host does.',
  'link-refused': "This link can't be used.",
  'counter-shared': 'Knock from one computer only: two of them would use up the same numbers.',
  'secret-unknown': 'There is a secret that this Postern has no use for.',
  'secret-refused': "There is a secret that its host can't knock with. Enter it anew.",
};
