import type { Api } from '../contract.ts';
import { fail, ok } from '../result.ts';
import type { Ports } from '../ports.ts';
import { explainGpgSpa } from '../spa/explain-gpg.ts';
import { explainSpa } from '../spa/explain.ts';
import { readSecrets } from './methods/open.ts';

/** Says what a packet is, with the keys of a host. They are wiped before it answers. */
export function packetCommands({ ports }: { readonly ports: Ports }): Pick<Api, 'explainPacket'> {
  return {
    async explainPacket({ hostId, packet }) {
      const loaded = await ports.hosts.load();
      if (!loaded.ok) return loaded;
      const host = loaded.value.find(({ id }) => id === hostId);
      if (host === undefined) return fail({ code: 'host-not-found', name: hostId, similar: [] });
      const { knock } = host;
      if (knock.method !== 'spa') return ok({ kind: 'other-method' });
      const read = await readSecrets({ host, ports });
      if (!read.ok) return read;
      const hmacKey = read.value.get('spa-hmac-key');
      const hmac = knock.hmac === 'none' || hmacKey === undefined ? null : { hash: knock.hmac, key: hmacKey };
      try {
        if (knock.cipher.kind === 'gpg') return ok({ kind: 'gpg', ...explainGpgSpa(packet, hmac) });
        const key = read.value.get('spa-key') ?? new Uint8Array();
        const serverS = ports.clock.now() / 1_000 + knock.clockOffsetS;
        return ok({
          kind: 'rijndael',
          ...explainSpa(packet, { mode: knock.cipher.mode, key, hmac }, serverS),
        });
      } finally {
        for (const bytes of read.value.values()) bytes.fill(0);
      }
    },
  };
}
