import { exitCodeHelp } from './exit-codes.ts';

/** Pages of `postern help` that belong to no single verb. */
export const topics: Readonly<Record<string, string>> = {
  'exit-codes': exitCodeHelp,
  sequences: `Sequences

  7000 8000:udp 9000/tcp        ports in order, by commas or blanks; TCP unless said otherwise
  icmp:64                       an ICMP echo with 64 data bytes (28 less than the IPv4 length)
  8000:udp=text:open%20sesame   data of a UDP packet; also hex:00ff, base64:AAEC, random:16
  7000 +250ms 8000              wait 250 ms before 8000, instead of the gap

  1 to 32 steps. Quote a sequence with blanks: --steps "7000 8000:udp 9000".
`,
  methods: `Ways of knocking

  --steps "7000 8000:udp"   the same ports each time. See: postern help sequences
  --totp LABEL              ports that change with the time, as RFC 6238 counts it
  --hotp LABEL              ports that change with a counter, as RFC 4226 counts it
  --list FILE               knockd's one_time_sequences: a line each, used once
  --spa tcp/22              fwknop's packet: encrypted, authenticated, good once
  --command TEXT            the same, for a server that runs commands
  --pknock PORT             xt_pknock's packet

  Both sides of --totp and --hotp agree on label, purpose, ports, range, exclude, sampler and --proto. Servers of other
  projects: --scheme, with what postern hosts add --help names for it; the label of knockd-rotator is its service.

  Keys and codes are typed unseen when a host is added, read from a file (--secret spa-key=FILE,base64) or made anew
  (--generate, which prints what the server needs once). postern secrets set changes them.

  postern codes nas           the next ports of a code or list, without using them up
  postern codes nas --knockd  lines for the server's one_time_sequences, from the counter
  postern counter nas 42      put the counter, or the line, where the server's is
  postern settle nas yes      what nobody could see: the knock worked
  postern explain-packet nas -   what an fwknop packet holds, and why a server would drop it
  postern clock               how far this clock is from another: codes and packets need the right time
`,
  checks: `Checks

  22, 22/tcp, tcp/22    a TCP connection stands
  ssh/22                ... and an SSH server answers
  tls/443               ... and a TLS handshake succeeds
  http/80, http=200/80  ... and HTTP answers, with that status
  prefix=RFB/5900       ... and the first bytes are that text

  Without a check the best verdict is "Sent, not confirmed".
`,
  secrets: `Secrets

  postern secrets passphrase            set the passphrase that seals them, or change it
  postern secrets set nas otp-secret    type a secret unseen, or pipe it in: ... < file
  postern secrets status                what is kept, without any value

  otp-secret                            for codes, in base32 unless --encoding says otherwise
  one-time-list                         lines of ports, as knockd reads them
  spa-key, spa-hmac-key                 of fwknop; with KEY_BASE64: --encoding base64
  pknock-secret                         of xt_pknock

  They lie in one file, sealed with a random key that the passphrase opens. In the desktop app the keyring of the
  system can open it as well; the command line always needs the passphrase. It asks on the terminal, or reads the first
  line of the file that POSTERN_PASSPHRASE_FILE names, which only its owner may read. No option and no other variable
  takes a secret: other programs could see it.
`,
  json: `JSON Lines (--json)

  One JSON object in each line and nothing else on stdout:
    start    what is knocked or checked
    watching first line of postern watch; then sources, network, decided and ran, with "at" in milliseconds since 1970
    ...      events with their time in milliseconds: queued, resolved, probe, try, held, packet,
             answer, not-sent, clock
    result   the last line of a run: verdict, address, family, port, tries, packets, rttMs, openAfterMs,
             clock, error
    error    the only or last line of a command that could not be carried out: code, message

  "schema" is the version of this format. Fields may be added; one that goes or changes makes a new version.
`,
};

/** Below the options of `hosts add`. */
export const addHelp = `
  postern hosts add nas --address nas.example.net --steps "7000 8000:udp 9000" --check ssh/22
  postern hosts add nas --address nas.example.net --spa tcp/22 --check ssh/22 --generate
  postern hosts add nas --address nas.example.net --totp nas --check ssh/22

  Secrets are asked for unseen, read from files (--secret) or made anew (--generate). See: postern help methods`;

/** Below the options of `rules add`. */
export const ruleHelp = `
  postern rules add --when joined --on except:Home --hosts nas
  postern rules add --when woke --tags work --unless open,metered
  postern rules add --when "mon-fri 08:55" --hosts nas --do keep-open:until=17:00
  postern rules add --when connect --hosts nas --do keep-open:connected

  Networks are those that you named (postern networks add NAME), or gateway=192.168.1.1, subnet=192.168.1.0/24,
  ssid=Home-* and link=wired, wifi, mobile or vpn. A name of a Wi-Fi alone is no proof: anybody can choose it.
  A door is kept open for 8 hours at most.`;

/** Below the options of `watch`. */
export const watchHelp = `
  It notices that this computer joined a network, woke or was started, and knocks as the rules say. While it runs, knocks
  and checks of yours go through it; while the desktop app runs, that one acts, and this shows what it does.

  Hosts with secrets need the passphrase: name the file that holds it in POSTERN_PASSPHRASE_FILE.

  As a systemd user unit, ~/.config/systemd/user/postern.service:

    [Unit]
    Description=Postern
    [Service]
    ExecStart=%h/.local/bin/postern watch
    Environment=POSTERN_PASSPHRASE_FILE=%h/.config/postern/passphrase
    Restart=on-failure
    [Install]
    WantedBy=default.target

  systemctl --user enable --now postern; loginctl enable-linger lets it run while nobody is logged in.`;

export const rootHelp = `
Help on          postern help <command>
  exit-codes     what a script may rely on
  sequences      how to write a knock sequence
  methods        codes, one-time lists, fwknop and xt_pknock packets
  checks         how to write what to look at
  secrets        where keys and codes are kept
  json           what --json prints

  postern demo                                          see it work, on this computer alone
  postern knock 192.0.2.3 --steps "7000 8000" --check 22
  postern hosts add nas --address 192.0.2.3 --steps "7000 8000" --check ssh/22
  postern knock nas && ssh nas`;
