import type { GpgProblem, Obstacle } from '../errors.ts';
import { storageReason } from './storage.ts';

/** What happened, then what to do: each one or two short sentences. */
export interface Explanation {
  readonly what: string;
  readonly next: string;
}

/** The one wording of everything that keeps a host out of reach. */
export function describeObstacle(obstacle: Obstacle): Explanation {
  switch (obstacle.code) {
    case 'dns':
      return { what: `Can't find "${obstacle.address}".`, next: 'Check the address, or your DNS.' };
    case 'no-address-in-family':
      return {
        what: `"${obstacle.address}" has no IPv${obstacle.family} address.`,
        next: `Use IPv${obstacle.family === 4 ? 6 : 4}, or leave the choice to Postern.`,
      };
    case 'offline':
      return { what: "You're offline.", next: 'Try again when a network is back.' };
    case 'no-route':
      return {
        what: `No route to ${obstacle.address} from this network.`,
        next: 'Check the network or the VPN, then try again.',
      };
    case 'blocked-here':
      return {
        what: `This computer blocked a packet (${obstacle.what}).`,
        next: 'A local firewall may be in the way.',
      };
    case 'source-unavailable':
      return {
        what: `This computer can't send from ${obstacle.source}.`,
        next: "Choose one of its own addresses, of the host's family.",
      };
    case 'no-sockets':
      return {
        what: 'This computer has no socket to spare.',
        next: 'Close other programs or raise the limit of open files, then try again.',
      };
    case 'ping-missing':
      return {
        what: 'An ICMP step needs the program ping, which is not installed here.',
        next: 'Install ping, or use a sequence without ICMP.',
      };
    case 'ipv4-only':
      return {
        what: 'A packet of this kind can only admit an IPv4 address.',
        next: "Use the server's IPv4 address.",
      };
    case 'packet-too-large':
      return {
        what: `The packet would have ${obstacle.bytes} bytes, and the server takes ${obstacle.most} at most.`,
        next: 'Ask for fewer ports, or use a shorter digest or HMAC.',
      };
    case 'address-unknown':
      return {
        what:
          obstacle.source === null
            ? "Can't tell which address this computer sends from."
            : `${obstacle.source} didn't tell the address of this computer.`,
        next: 'Try again, or admit the address that the packet comes from.',
      };
    case 'gpg':
      return describeGpg(obstacle.problem);
    case 'transport-refused':
      return {
        what: `Nothing takes connections on port ${obstacle.port} there.`,
        next: 'Turn that on at the server, or send the packet over UDP.',
      };
    case 'counter-not-kept':
      return {
        what: `Can't write down the next number: ${notKeptReason(obstacle.reason)}. So nothing was sent.`,
        next: 'Put that right, then try again.',
      };
    case 'list-used-up':
      return {
        what: 'Every line of the one-time list is used.',
        next: 'Add lines on the server and here.',
      };
    case 'no-sequence':
      return {
        what: `The code of now makes no sequence: ${noSequenceReason(obstacle.problem)}.`,
        next:
          obstacle.problem === 'range-unusable' || obstacle.problem === 'too-few-ports'
            ? 'Use another range of ports, here and on the server.'
            : 'Wait for the next code, then try again.',
      };
    case 'packet-refused':
      return { what: packetRefusal(obstacle.problem), next: 'Correct that in the host.' };
    default:
      return obstacle satisfies never;
  }
}

/** What gpg did not do. */
export function describeGpg(problem: GpgProblem): Explanation {
  switch (problem) {
    case 'missing':
      return {
        what: 'The program gpg is not installed here.',
        next: 'Install GnuPG, or use a key of your own.',
      };
    case 'no-recipient':
      return {
        what: 'gpg knows no key for the recipient.',
        next: "Import the server's public key, or choose another recipient.",
      };
    case 'no-signer':
      return {
        what: 'gpg has no secret key to sign with.',
        next: 'Choose one of your own keys as signer.',
      };
    case 'locked':
      return {
        what: 'gpg could not use the signing key: its passphrase or card was not given.',
        next: 'Unlock the key in gpg, then try again.',
      };
    case 'failed':
      return { what: 'gpg could not make the packet.', next: 'Try the same keys with gpg itself.' };
    default:
      return problem satisfies never;
  }
}

function notKeptReason(reason: Extract<Obstacle, { code: 'counter-not-kept' }>['reason']): string {
  switch (reason) {
    case 'busy':
      return 'another Postern has been changing the file for too long';
    case 'damaged':
      return 'the file is broken or of a newer Postern';
    default:
      return storageReason(reason);
  }
}

function noSequenceReason(problem: Extract<Obstacle, { code: 'no-sequence' }>['problem']): string {
  switch (problem) {
    case 'no-such-port':
      return 'a hit would go to a port that does not exist';
    case 'never-ends':
      return 'the original program finds no ports for it either';
    case 'range-unusable':
      return 'the original program cannot work with this range';
    case 'too-few-ports':
      return 'fewer ports are allowed than are needed';
    case 'out-of-time':
      return 'its time has not begun, or its counter is too high';
    default:
      return problem satisfies never;
  }
}

function packetRefusal(problem: Extract<Obstacle, { code: 'packet-refused' }>['problem']): string {
  switch (problem) {
    case 'key-length':
      return 'The encryption key must have 1 to 32 bytes.';
    case 'hmac-key-length':
      return 'The HMAC key must have 1 to 128 bytes.';
    case 'same-keys':
      return 'Encryption key and HMAC key are the same, which fwknop refuses.';
    case 'legacy-with-hmac':
      return 'Legacy encryption can have no HMAC.';
    case 'message-too-long':
      return 'What is asked for is too long for one packet.';
    case 'packet-too-small':
      return 'The packet is so small that the server would take it for another kind.';
    case 'several-nat-ports':
      return 'An outside port can only stand for one port.';
    default:
      return problem satisfies never;
  }
}
