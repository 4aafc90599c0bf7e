import { identityOf } from '../../network/identity.ts';
import type { NetworkIdentity } from '../../network/reading.ts';
import { describeNetwork } from '../../present/occasion.ts';
import { alignRows } from '../../present/table.ts';
import { knownFrom, lostNetworks } from '../../rules/edit.ts';
import { findKnown, isNameAlone } from '../../rules/match.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { schemaVersion } from '../output-json.ts';
import { findNetwork } from '../rule-from.ts';
import { refuse, type Session } from '../session.ts';

export async function listNetworks(session: Session): Promise<ExitCode> {
  const { api, output } = session;
  const book = await api.loadRules({});
  if (!book.ok) return refuse(output, book.error);
  const { networks } = book.value;
  const current = await currentNetwork(session);
  const here = current === null ? null : findKnown(current, networks);
  if (output.isJson) {
    const currentId = here?.id ?? null;
    output.json({ type: 'networks', schema: schemaVersion, networks, current, currentId });
    return exitCodes.open;
  }
  const rows = networks.map(({ id, name, gateway, gatewayMac, subnets, ssid }) => [
    name,
    gateway ?? '',
    gatewayMac ?? '',
    subnets.join(', '),
    ssid ?? '',
    id === here?.id ? 'here' : '',
  ]);
  const [head = '', ...lines] = alignRows([['NAME', 'GATEWAY', 'HARDWARE', 'SUBNETS', 'WI-FI', ''], ...rows]);
  if (rows.length > 0) output.line(head, 'dim');
  for (const line of lines) output.line(line);
  const where =
    current === null ? 'This computer is offline.' : `Now: ${describeNetwork(current, here?.name ?? null)}`;
  output.line(where, 'dim');
  if (here === null && current !== null) output.line('Name it with: postern networks add NAME', 'dim');
  return exitCodes.open;
}

/** Gives the network that this computer is in a name. */
export async function addNetwork(session: Session, name: string): Promise<ExitCode> {
  const { api, output, ports } = session;
  const current = await currentNetwork(session);
  if (current === null) {
    return refuse(output, {
      code: 'usage',
      message: 'This computer is offline: join the network, then name it.',
    });
  }
  const network = knownFrom(current, { id: ports.hosts.newId(), name });
  const saved = await api.saveNetwork({ network });
  if (!saved.ok) return refuse(output, saved.error);
  if (output.isJson) output.json({ type: 'network-named', schema: schemaVersion, network });
  else output.line(`"${network.name}" is ${describeNetwork(current, null)}.`, 'good');
  if (isNameAlone(network)) {
    output.problem(
      'Only the name of its Wi-Fi tells it from others, and anybody can give his Wi-Fi that name.',
    );
  }
  return exitCodes.open;
}

export async function removeNetwork(session: Session, name: string): Promise<ExitCode> {
  const { api, output } = session;
  const book = await api.loadRules({});
  if (!book.ok) return refuse(output, book.error);
  const found = findNetwork(book.value.networks, name);
  if (!found.ok) return refuse(output, found.error);
  const removed = await api.removeNetwork({ networkId: found.value.id });
  if (!removed.ok) return refuse(output, removed.error);
  const lost = lostNetworks(removed.value).filter(({ networkIds }) => networkIds.includes(found.value.id));
  if (output.isJson) {
    output.json({ type: 'network-removed', schema: schemaVersion, network: found.value, rules: lost.length });
    return exitCodes.open;
  }
  output.line(`Removed "${found.value.name}".`);
  if (lost.length > 0) {
    output.problem(
      `${lost.length === 1 ? 'A rule names' : `${lost.length} rules name`} it still: postern rules list`,
    );
  }
  return exitCodes.open;
}

/** As whoever watches it sees it, or as it is read now. */
async function currentNetwork({ api, ports, isAttached }: Session): Promise<NetworkIdentity | null> {
  if (!isAttached) return identityOf(await ports.network.read());
  let network: NetworkIdentity | null = null;
  await new Promise<void>((resolve) => {
    let stop: (() => void) | null = null;
    stop = api.watch(({ automation }) => {
      network = automation.network;
      stop?.();
      resolve();
    });
  });
  return network ?? identityOf(await ports.network.read());
}
