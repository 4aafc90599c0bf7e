import type { Keyring, KeyringState } from '../../../app/secrets/keyring.ts';

/** A keyring of one computer that does what a test says. What it wraps begins with its name and hides the rest. */
export function createFakeKeyring(computer = 'one') {
  const fake = {
    state: 'real' as KeyringState,
    /** Wants what it wrapped to be wrapped anew. */
    isStale: false,
    /** How often something was to be unwrapped. */
    asked: 0,
    /** Everything that it handed out. */
    handedOut: [] as Uint8Array[],
    /** Resolves before it answers. */
    pause: () => Promise.resolve(),
    keyring: {
      probe: () => Promise.resolve(fake.state),
      wrap: async (bytes) => {
        if (fake.state !== 'real') return fake.state;
        const head = new TextEncoder().encode(`${computer}:`);
        return Uint8Array.from([...head, fake.wraps++, ...bytes.map((byte) => byte ^ 0xa5)]);
      },
      unwrap: async (wrapped) => {
        fake.asked += 1;
        await fake.pause();
        if (fake.state === 'away') return 'away';
        const head = `${computer}:`;
        if (new TextDecoder().decode(wrapped.slice(0, head.length)) !== head) return 'lost';
        const bytes = wrapped.slice(head.length + 1).map((byte) => byte ^ 0xa5);
        fake.handedOut.push(bytes);
        return { bytes, stale: fake.isStale };
      },
    } satisfies Keyring,
    wraps: 0,
  };
  return fake;
}
