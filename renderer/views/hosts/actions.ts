import { useTranslation } from 'react-i18next';
import type { Host } from '../../../app/hosts/schema.ts';
import { hostsOf, statusOf } from '../../../app/present/status.ts';
import { verbOf } from '../../../app/present/verb.ts';
import { notify } from '../../components/toast.tsx';
import { describeFailure } from '../../failure.ts';
import { useApi, useReadSnapshot } from '../../use-snapshot.tsx';
import { go } from '../../use-route.ts';

/** What can be done with hosts, whoever asks: a row, the details, the keyboard or the palette. */
export interface HostActions {
  /** The main verb of a host as it is now. */
  readonly act: (id: string) => void;
  readonly knock: (ids: readonly string[], options?: { readonly force?: boolean }) => void;
  readonly stop: (ids: readonly string[]) => void;
  readonly check: (ids: readonly string[]) => void;
  readonly connect: (id: string) => void;
  readonly edit: (id: string) => void;
  readonly duplicate: (id: string) => void;
  /** Can be taken back for ten seconds. */
  readonly remove: (ids: readonly string[]) => void;
  readonly toggleFavourite: (id: string) => void;
  readonly copyCommand: (id: string) => void;
}

export function useHostActions(): HostActions {
  const { t } = useTranslation();
  const api = useApi();
  const read = useReadSnapshot();
  const find = (id: string): Host | undefined => hostsOf(read()).find((host) => host.id === id);

  /** Failures that the user can meet are said; the verdict of a knock shows in its row. */
  async function tell<
    T extends Awaited<ReturnType<typeof api.saveHost | typeof api.removeHost | typeof api.knock>>,
  >(doing: Promise<T>): Promise<T> {
    const result = await doing;
    if (!result.ok) notify({ text: describeFailure(t, result.error) });
    return result;
  }

  const actions: HostActions = {
    act(id) {
      const verb = verbOf(read(), id, Date.now());
      if (verb === 'stop') actions.stop([id]);
      else actions.knock([id], { force: verb === 'knockAnyway' });
    },
    knock(ids, { force = false } = {}) {
      const snapshot = read();
      for (const hostId of ids) {
        // Knocking at an open door is what "Knock again" is for.
        const always = statusOf(snapshot, hostId, Date.now()).state === 'open';
        const options = { cause: 'window', always, force, ifRunning: 'join' } as const;
        void tell(api.knock({ subject: { hostId }, options }));
      }
    },
    stop(ids) {
      for (const hostId of ids) void api.cancelKnock({ hostId });
    },
    check(ids) {
      const hosts = ids.map(find).filter((host) => host !== undefined);
      const checkable = hosts.filter(({ check }) => check !== undefined);
      if (checkable.length === 0 && hosts[0] !== undefined) {
        notify({ text: t('failure.nothingToCheck', { name: hosts[0].name }) });
      }
      for (const host of checkable) void tell(api.check({ subject: { hostId: host.id } }));
    },
    connect: (hostId) => void tell(api.connect({ hostId })),
    edit: (hostId) => go({ view: 'editor', hostId }),
    duplicate(id) {
      const host = find(id);
      if (host === undefined) return;
      const taken = new Set(hostsOf(read()).map(({ name }) => name.toLowerCase()));
      const names = [
        t('hosts.copyOf', { name: host.name }),
        ...Array.from({ length: taken.size }, (_, index) =>
          t('hosts.copyOfN', { name: host.name, number: index + 2 }),
        ),
      ];
      const name = names.find((each) => !taken.has(each.toLowerCase())) ?? host.name;
      const copy: Host = { ...host, id: crypto.randomUUID(), name, favourite: false };
      void tell(api.saveHost({ host: copy, was: null })).then((saved) => {
        if (saved.ok) go({ view: 'hosts', hostId: copy.id });
      });
    },
    remove(ids) {
      const hosts = ids.map(find).filter((host) => host !== undefined);
      void (async () => {
        const removed: Host[] = [];
        for (const host of hosts) {
          // One after the other: each change goes through the disk.
          const result = await tell(api.removeHost({ hostId: host.id }));
          if (result.ok) removed.push(host);
        }
        const [first] = removed;
        if (first === undefined) return;
        const text =
          removed.length === 1
            ? t('hosts.deleted', { name: first.name })
            : t('hosts.deletedMany', { count: removed.length });
        const restore = async (): Promise<void> => {
          for (const host of removed) await tell(api.saveHost({ host, was: null }));
          go({ view: 'hosts', hostId: first.id });
        };
        notify({ text, action: { label: t('action.undo'), run: () => void restore() } });
      })();
    },
    toggleFavourite(id) {
      const host = find(id);
      if (host !== undefined)
        void tell(api.saveHost({ host: { ...host, favourite: !host.favourite }, was: host }));
    },
    copyCommand(id) {
      const host = find(id);
      if (host === undefined) return;
      // An id needs no quoting, and shells quote in different ways.
      const command = `postern knock ${/^[\w][\w.-]*$/.test(host.name) ? host.name : host.id}`;
      navigator.clipboard.writeText(command).then(
        () => notify({ text: t('hosts.copied', { command }) }, { forMs: 5_000 }),
        () => notify({ text: t('hosts.notCopied', { command }) }),
      );
    },
  };
  return actions;
}
