import { useState, type ReactNode } from 'react';
import { wifiReading } from '../../app/fake/network.ts';
import { cx } from '../class-names.ts';
import { Button } from '../components/button.tsx';
import { Switch } from '../components/checkbox.tsx';
import css from './dev.module.css';
import type { DevWorld } from './world.ts';

/** Changes the outside world while the window is used. Nothing of it is part of the app, so it is in English only. */
export function Controls({ world: { script, api, network } }: { readonly world: DevWorld }): ReactNode {
  const [, redraw] = useState(0);
  const set = (change: Partial<typeof script>): void => {
    Object.assign(script, change);
    redraw((times) => times + 1);
  };
  return (
    <details className={cx(css['controls'])}>
      <summary>World</summary>
      <Switch isSelected={script.isOffline} onChange={(isOffline) => set({ isOffline })}>
        Offline
      </Switch>
      <Switch
        isSelected={script.diskFailure !== null}
        onChange={(isFull) =>
          set({
            diskFailure: isFull
              ? { code: 'store-unwritable', file: '/home/user/hosts.json', reason: 'full' }
              : null,
          })
        }
      >
        Disk full
      </Switch>
      <Switch isSelected={script.isLost} onChange={(isLost) => set({ isLost })}>
        Packets get lost
      </Switch>
      <Button
        onPress={() => {
          network.setReading(wifiReading({ ssid: 'Café', last: 1 + Math.ceil(Math.random() * 200) }));
          network.hint('changed');
        }}
      >
        Another network
      </Button>
      <Button onPress={() => network.hint('woke')}>Wake</Button>
      <Button onPress={() => void api.loadHosts({})}>Load hosts again</Button>
      <a href="gallery.html">Gallery</a>
    </details>
  );
}
