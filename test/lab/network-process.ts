/** The process behind network-watcher.ts: watches and reads inside a namespace, and ends when its parent does. */
import { identityOf } from '../../app/network/identity.ts';
import type { Hint, SourceState } from '../../app/network/ports.ts';
import type { NetworkIdentity, Reading } from '../../app/network/reading.ts';
import { createNetworkPort } from '../../app/node/network/port.ts';

export type NetworkMessage =
  | { readonly type: 'hint'; readonly hint: Hint }
  | { readonly type: 'sources'; readonly sources: readonly SourceState[] }
  | { readonly type: 'reading'; readonly reading: Reading; readonly identity: NetworkIdentity | null };

const network = createNetworkPort({ platform: 'linux' });

process.on('disconnect', () => process.exit());
process.on('message', () => {
  void network.read().then((reading) => tell({ type: 'reading', reading, identity: identityOf(reading) }));
});
network.watch({
  onHint: (hint) => tell({ type: 'hint', hint }),
  onSources: (sources) => tell({ type: 'sources', sources }),
});

function tell(message: NetworkMessage): void {
  process.send?.(message);
}
