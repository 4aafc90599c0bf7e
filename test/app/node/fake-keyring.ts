import type { Keyring } from '../../../app/secrets/keyring.ts';
import type { VaultLook } from '../../../app/secrets/look.ts';

/** A keyring of one computer that does what a test says. */
interface FakeKeyring {
  state: VaultLook['keyring'];
  /** Wants what it wrapped to be wrapped anew. */
  isStale: boolean;
  /** How often something was to be unwrapped. */
  asked: number;
  /** Resolves before it answers. */
  pause: () => Promise<void>;
  /** Everything that it unwrapped. */
  readonly handedOut: Uint8Array[];
  readonly keyring: Keyring;
}

/** What it wraps begins with its name and a number, and hides the rest. */
export function createFakeKeyring(computer = 'one'): FakeKeyring {
  const head = new TextEncoder().encode(`${computer}:`);
  let wraps = 0;
  const fake: FakeKeyring = {
    state: 'real',
    isStale: false,
    asked: 0,
    pause: () => Promise.resolve(),
    handedOut: [],
    keyring: {
      // As Chromium on Linux: one that does not answer can't be told from none before it is asked for its own.
      probe: () => Promise.resolve(fake.state === 'real' ? 'real' : 'absent'),
      async wrap(bytes) {
        if (fake.state !== 'real') return 'absent';
        wraps += 1;
        return Uint8Array.from([...head, wraps, ...bytes.map((byte) => byte ^ 0xa5)]);
      },
      async unwrap(wrapped) {
        fake.asked += 1;
        await fake.pause();
        if (fake.state === 'away') return 'away';
        if (fake.state === 'absent') return 'lost';
        if (!head.every((byte, index) => wrapped[index] === byte)) return 'lost';
        const bytes = wrapped.slice(head.length + 1).map((byte) => byte ^ 0xa5);
        fake.handedOut.push(bytes);
        return { bytes, stale: fake.isStale };
      },
    },
  };
  return fake;
}
