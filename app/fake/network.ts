import type { Hint, NetworkPorts, SourceState } from '../network/ports.ts';
import type { Reading } from '../network/reading.ts';

/** A network that is what the test says. */
export interface FakeNetwork extends NetworkPorts {
  /** What is read from now on. Tells nobody: a hint may come later, or never. */
  setReading(reading: Reading): void;
  hint(hint: Hint): void;
  setSources(sources: readonly SourceState[]): void;
  setCaptive(captive: 'online' | 'captive' | 'unknown'): void;
  setResolving(canResolve: boolean): void;
  /** Null: the system does not tell. Services as "198.51.100.7 22". */
  setConnected(services: readonly string[] | null): void;
  /** How often it was read. */
  readonly reads: () => number;
  /** The pages that were asked for. */
  readonly asked: readonly string[];
  readonly isWatched: () => boolean;
}

/** No link, no route. */
export const offline: Reading = {
  routes: [],
  links: [],
  gatewayMac: null,
  isMetered: null,
  onBattery: null,
};

/** At home on the Wi-Fi. `last` is the last number of its addresses: another one is another network. */
export function wifiReading({
  ssid = 'Home',
  last = 1,
}: {
  readonly ssid?: string;
  readonly last?: number;
} = {}): Reading {
  const [network, link] = [`10.1.${last}`, 'wlan0'];
  return {
    routes: [{ family: 4, gateway: `${network}.1`, link }],
    links: [
      {
        name: link,
        kind: 'wifi',
        addresses: [{ family: 4, address: `${network}.20`, prefix: 24, isTemporary: false }],
        ssid,
      },
    ],
    gatewayMac: `52:54:00:00:00:${last.toString(16).padStart(2, '0')}`,
    isMetered: false,
    onBattery: false,
  };
}

export function createFakeNetwork({ reading = offline }: { readonly reading?: Reading } = {}): FakeNetwork {
  const listeners = new Set<Parameters<NetworkPorts['watch']>[0]>();
  const asked: string[] = [];
  let now = reading;
  let reads = 0;
  let sources: readonly SourceState[] = [{ name: 'ip monitor', state: 'active' }];
  let captive: 'online' | 'captive' | 'unknown' = 'online';
  let canResolve = true;
  let connected: readonly string[] | null = [];
  return {
    async read() {
      reads += 1;
      return now;
    },
    watch(listener) {
      listeners.add(listener);
      listener.onSources(sources);
      return () => listeners.delete(listener);
    },
    async isCaptive(url) {
      asked.push(url);
      return captive;
    },
    canResolve: async () => canResolve,
    isConnectedTo: async (address, port) => connected?.includes(`${address} ${port}`) ?? null,
    setReading(next) {
      now = next;
    },
    hint(hint) {
      for (const { onHint } of listeners) onHint(hint);
    },
    setSources(next) {
      sources = next;
      for (const { onSources } of listeners) onSources(next);
    },
    setCaptive(next) {
      captive = next;
    },
    setResolving(next) {
      canResolve = next;
    },
    setConnected(services) {
      connected = services;
    },
    reads: () => reads,
    asked,
    isWatched: () => listeners.size > 0,
  };
}
