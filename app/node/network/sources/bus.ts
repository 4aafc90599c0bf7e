import type { Hint } from '../../../network/ports.ts';
import { connectBus, type Bus } from '../../dbus/bus.ts';
import type { Message } from '../../dbus/message.ts';
import { onAbort } from '../../on-abort.ts';
import type { Source } from './source.ts';

/** A bus that lets us in but does not answer is of no use. */
const patienceMs = 5_000;

const busCall = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

const networkManager = 'org.freedesktop.NetworkManager';
const logind = 'org.freedesktop.login1';

/** The system bus, where D-Bus Specification, "Well-known Message Bus Instances", has it. */
export function systemBus(env: Readonly<Record<string, string | undefined>>): string {
  const usual = 'unix:path=/run/dbus/system_bus_socket;unix:path=/var/run/dbus/system_bus_socket';
  return env['DBUS_SYSTEM_BUS_ADDRESS'] ?? usual;
}

/** Connections that begin and end, and addresses that change. Not the strength of every Wi-Fi. */
export function networkManagerSource(addresses: string): Source {
  const changes = "type='signal',interface='org.freedesktop.DBus.Properties',member='PropertiesChanged'";
  const root = '/org/freedesktop/NetworkManager';
  return busSource({
    name: 'NetworkManager',
    addresses,
    owner: networkManager,
    matches: [
      `${changes},sender='${networkManager}',path='${root}'`,
      `${changes},sender='${networkManager}',path_namespace='${root}/IP4Config'`,
      `${changes},sender='${networkManager}',path_namespace='${root}/IP6Config'`,
    ],
    hintOf: ({ member }) => (member === 'PropertiesChanged' ? 'changed' : null),
  });
}

/** org.freedesktop.login1(5): PrepareForSleep(true) comes before sleep, PrepareForSleep(false) after waking. */
export function logindSource(addresses: string): Source {
  return busSource({
    name: 'logind',
    addresses,
    owner: logind,
    matches: [
      `type='signal',sender='${logind}',interface='${logind}.Manager',member='PrepareForSleep',path='/org/freedesktop/login1'`,
    ],
    hintOf: ({ member, args: [begins] }) =>
      member === 'PrepareForSleep' && begins === false ? 'woke' : null,
  });
}

function busSource(service: {
  readonly name: string;
  readonly addresses: string;
  /** The name on the bus of whoever sends the signals. Without an owner there will be none. */
  readonly owner: string;
  readonly matches: readonly string[];
  readonly hintOf: (signal: Message) => Hint | null;
}): Source {
  const { name, addresses, owner, matches, hintOf } = service;
  return {
    name,
    async listen({ onActive, onHint }, signal) {
      const bus = await connectBus({ addresses }).catch(() => null);
      if (bus === null) return 'missing';
      return new Promise((resolve) => {
        let isActive = false;
        const forget = onAbort(signal, () => bus.end());
        const timer = setTimeout(() => bus.end(), patienceMs);
        bus.onEnd(() => {
          clearTimeout(timer);
          forget();
          resolve(isActive ? 'died' : 'missing');
        });
        if (signal.aborted) return bus.end();
        bus.onSignal((message) => {
          const [changed, , after] = message.args;
          if (message.member === 'NameOwnerChanged' && changed === owner && after === '') return bus.end();
          const hint = isActive && !signal.aborted ? hintOf(message) : null;
          if (hint !== null) onHint(hint);
        });
        subscribe(bus).then(
          (isOwned) => {
            clearTimeout(timer);
            if (!isOwned) return bus.end();
            isActive = true;
            onActive();
          },
          () => bus.end(),
        );
      });
    },
  };

  async function subscribe(bus: Bus): Promise<boolean> {
    const owners = `type='signal',sender='${busCall.destination}',member='NameOwnerChanged',arg0='${owner}'`;
    for (const rule of [owners, ...matches]) await bus.call({ ...busCall, member: 'AddMatch', args: [rule] });
    const [isOwned] = await bus.call({ ...busCall, member: 'NameHasOwner', args: [owner] });
    return isOwned === true;
  }
}
