import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../app/errors.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import { hostsOf, statusOf } from '../../../app/present/status.ts';
import { verbOf } from '../../../app/present/verb.ts';
import type { Result } from '../../../app/result.ts';
import { slotsOf } from '../../../app/secrets/slots.ts';
import type { Snapshot } from '../../../app/snapshot.ts';
import { notify } from '../../components/toast.tsx';
import { describeFailure } from '../../failure.ts';
import { useFormat } from '../../format.ts';
import { describeFailedKnock } from '../../status/words.ts';
import { useApi, useReadSnapshot } from '../../use-snapshot.tsx';
import { go } from '../../use-route.ts';
import { useVaultDialog } from '../vault/use-vault-dialog.tsx';

/** What can be done with hosts, whoever asks: a row, the details, the keyboard or the palette. */
export interface HostActions {
  /** The main verb of a host as it is now. */
  readonly act: (id: string) => void;
  readonly knock: (ids: readonly string[], options?: KnockWish) => void;
  readonly stop: (ids: readonly string[]) => void;
  readonly check: (ids: readonly string[]) => void;
  /** Shuts doors again, where something is set for that. */
  readonly close: (ids: readonly string[]) => void;
  readonly connect: (id: string) => void;
  readonly edit: (id: string) => void;
  readonly duplicate: (id: string) => void;
  /** Can be taken back for ten seconds. */
  readonly remove: (ids: readonly string[]) => void;
  readonly toggleFavourite: (id: string) => void;
  readonly copyCommand: (id: string) => void;
}

interface KnockWish {
  /** Lift the rate limit. */
  readonly force?: boolean;
  readonly cause?: 'window' | 'tray';
}

export function useHostActions(): HostActions {
  const { t } = useTranslation();
  const api = useApi();
  const read = useReadSnapshot();
  const { ask } = useVaultDialog();
  const format = useFormat();
  const find = (id: string): Host | undefined => hostsOf(read()).find((host) => host.id === id);

  /** Failures that the user can meet are said; the verdict of a knock shows in its row. */
  async function tell<Value>(doing: Promise<Result<Value, Failure>>): Promise<Result<Value, Failure>> {
    const result = await doing;
    if (!result.ok) notify({ text: describeFailure(t, result.error) });
    return result;
  }

  /** Does what needs the host's secrets: asks for what opens them, and leads to where they are entered. */
  async function withSecrets(hostId: string, run: () => Promise<Result<unknown, Failure>>): Promise<void> {
    let result = await run();
    if (!result.ok && result.error.code === 'vault-locked') {
      if (!(await ask())) return;
      result = await run();
    }
    if (result.ok) return;
    const text = describeFailure(t, result.error);
    const enter = { label: t('failure.enterSecret'), run: () => actions.edit(hostId) };
    notify(result.error.code === 'secret-missing' ? { text, action: enter } : { text });
  }

  const actions: HostActions = {
    act(id) {
      const verb = verbOf(read(), id, Date.now());
      if (verb === 'stop') actions.stop([id]);
      else actions.knock([id], { force: verb === 'knockAnyway' });
    },
    knock(ids, { force = false, cause = 'window' } = {}) {
      const snapshot = read();
      for (const hostId of ids) {
        // Knocking at an open door is what "Knock again" is for.
        const always = statusOf(snapshot, hostId, Date.now()).state === 'open';
        const options = { cause, always, force, ifRunning: 'join' } as const;
        void withSecrets(hostId, () => api.knock({ subject: { hostId }, options }));
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
    close(ids) {
      for (const hostId of ids) {
        void withSecrets(hostId, async () => {
          const closed = await api.closeHost({ hostId, cause: 'window' });
          const host = find(hostId);
          // Nothing else in the window says that a door did not shut.
          if (closed.ok && host !== undefined && closed.value.verdict === 'still-open') {
            notify({ text: describeFailedKnock({ t, format, result: closed.value, host }) });
          }
          return closed;
        });
      }
    },
    connect: (hostId) => void withSecrets(hostId, () => api.connect({ hostId })),
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
        if (!saved.ok) return;
        go({ view: 'hosts', hostId: copy.id });
        if (slotsOf(copy.knock).length === 0) return;
        const enter = { label: t('failure.enterSecret'), run: () => actions.edit(copy.id) };
        notify({ text: t('hosts.noSecretsCopied', { name }), action: enter });
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
        const kept = removed.filter(({ id }) => hasTraces(read(), id)).map(({ id }) => id);
        let isRestored = false;
        const restore = async (): Promise<void> => {
          isRestored = true;
          for (const host of removed) await tell(api.saveHost({ host, was: null }));
          go({ view: 'hosts', hostId: first.id });
        };
        notify({
          text: kept.length === 0 ? text : `${text} ${t('hosts.erased', { count: kept.length })}`,
          action: { label: t('action.undo'), run: () => void restore() },
          onGone() {
            if (!isRestored && kept.length > 0) void tell(api.forgetSecrets({ hostIds: kept }));
          },
        });
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

/** Whether something of a host is kept beside the list: secrets, or where its counter stands. */
function hasTraces({ vault, counters }: Snapshot, hostId: string): boolean {
  const secrets = vault.state === 'ready' ? vault.look.secrets[hostId] : undefined;
  return (secrets !== undefined && Object.keys(secrets).length > 0) || counters[hostId] !== undefined;
}
