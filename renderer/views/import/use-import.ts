import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mostImportCharacters } from '../../../app/contract.ts';
import type { Failure } from '../../../app/errors.ts';
import type { Host } from '../../../app/hosts/schema.ts';
import { hostsOf } from '../../../app/present/status.ts';
import type { Offer } from '../../../app/transfer/offer.ts';
import { notify } from '../../components/toast.tsx';
import { describeFailure } from '../../failure.ts';
import { readQr } from '../../components/read-qr.ts';
import { home } from '../../route.ts';
import { go } from '../../use-route.ts';
import { useApi, useReadSnapshot } from '../../use-snapshot.tsx';
import { useVaultDialog } from '../vault/use-vault-dialog.tsx';
import { firstChoice, picksOf, type Choice } from './picks.ts';

/** One text that was given to read, and what came of it. */
export interface Reading {
  readonly key: number;
  /** Of the file. */
  readonly name: string;
  readonly state:
    | { readonly kind: 'offer'; readonly offer: Offer; readonly choices: readonly Choice[] }
    /** Its passphrase is asked for. */
    | { readonly kind: 'sealed'; readonly text: string; readonly isWrong: boolean }
    | { readonly kind: 'failed'; readonly reason: string };
}

/** What was read so far, and what can be done with it. */
export interface Importing {
  readonly readings: readonly Reading[];
  readonly readText: (name: string, text: string) => Promise<void>;
  readonly readFile: (file: File) => Promise<void>;
  readonly readPicture: (file: File) => Promise<void>;
  readonly open: (reading: Reading, passphrase: string) => Promise<void>;
  readonly remove: (reading: Reading) => void;
  readonly choose: (reading: Reading, choices: readonly Choice[]) => void;
  /** Takes over what is chosen, and leaves the screen. Resolves with false if something stood in the way. */
  readonly apply: () => Promise<boolean>;
}

export function useImport(): Importing {
  const { t } = useTranslation();
  const api = useApi();
  const snapshot = useReadSnapshot();
  const { ask } = useVaultDialog();
  const [readings, setReadings] = useState<readonly Reading[]>([]);
  const nextKey = useRef(0);

  const add = (name: string, state: Reading['state']): void => {
    const key = nextKey.current++;
    setReadings((before) => [...before, { key, name, state }]);
  };
  const change = (key: number, state: Reading['state']): void =>
    setReadings((before) => before.map((each) => (each.key === key ? { ...each, state } : each)));
  const failed = (reason: string): Reading['state'] => ({ kind: 'failed', reason });

  const stateAfter = (request: {
    readonly name: string;
    readonly text: string;
    readonly passphrase: string | null;
    readonly failure: Failure;
  }): Reading['state'] => {
    const { name, text, passphrase, failure } = request;
    if (failure.code === 'import-unreadable') {
      if (failure.reason === 'wrong-passphrase')
        return { kind: 'sealed', text, isWrong: passphrase !== null };
      if (failure.reason === 'no-hosts') return failed(t('import.noHosts', { file: name }));
    }
    return failed(describeFailure(t, failure));
  };

  const read = async (name: string, text: string, passphrase: string | null): Promise<Reading['state']> => {
    if (text.length > mostImportCharacters) return failed(t('failure.import.too-large'));
    const offered = await api.readImport({ name: name.slice(0, 1_000), text, passphrase });
    if (!offered.ok) return stateAfter({ name, text, passphrase, failure: offered.error });
    return { kind: 'offer', offer: offered.value, choices: offered.value.items.map(firstChoice) };
  };

  const importing: Importing = {
    readings,
    readText: async (name, text) => add(name, await read(name, text, null)),
    async readFile(file) {
      if (file.type.startsWith('image/')) return importing.readPicture(file);
      // Larger than any text of so many characters can be.
      if (file.size > 4 * mostImportCharacters) return add(file.name, failed(t('failure.import.too-large')));
      const text = await file.text().catch(() => null);
      if (text === null) return add(file.name, failed(t('import.noFile', { file: file.name })));
      return importing.readText(file.name, text);
    },
    async readPicture(file) {
      const text = await readQr(file);
      if (text === null) return add(file.name, failed(t('import.noCode', { file: file.name })));
      return importing.readText(file.name, text);
    },
    async open({ key, name, state }, passphrase) {
      if (state.kind === 'sealed') change(key, await read(name, state.text, passphrase));
    },
    remove: ({ key }) => setReadings((before) => before.filter((each) => each.key !== key)),
    choose({ key, state }, choices) {
      if (state.kind === 'offer') change(key, { ...state, choices });
    },
    async apply() {
      const before = hostsOf(snapshot());
      const taken: Host[] = [];
      const wanted = readings.flatMap(({ state }) => (state.kind === 'offer' ? [state] : []));
      const hasSecrets = wanted.some(({ offer, choices }) =>
        picksOf(offer.items, choices).some(({ item }) => (offer.items[item]?.secrets.length ?? 0) > 0),
      );
      if (hasSecrets && !(await ask())) return false;
      for (const { offer, choices } of wanted) {
        const picks = picksOf(offer.items, choices);
        if (picks.length === 0) continue;
        const applied = await api.applyImport({ offerId: offer.id, picks });
        if (!applied.ok) {
          notify({ text: describeFailure(t, applied.error) });
          break;
        }
        taken.push(...applied.value);
      }
      if (taken.length === 0) return false;
      const undo = { label: t('action.undo'), run: () => void takeBack(before, taken) };
      notify({ text: t('import.done', { count: taken.length }), action: undo });
      const [only, ...others] = taken;
      go(only !== undefined && others.length === 0 ? { view: 'hosts', hostId: only.id } : home);
      return true;
    },
  };

  /** Removes what was added with its secrets, and makes what was changed what it was. Secrets that were replaced are gone. */
  async function takeBack(before: readonly Host[], taken: readonly Host[]): Promise<void> {
    const added: string[] = [];
    for (const host of taken) {
      const was = before.find(({ id }) => id === host.id);
      const undone =
        was === undefined
          ? await api.removeHost({ hostId: host.id })
          : await api.saveHost({ host: was, was: host });
      if (!undone.ok) return notify({ text: describeFailure(t, undone.error) });
      if (was === undefined) added.push(host.id);
    }
    if (added.length === 0) return notify({ text: t('import.undone') });
    const forgotten = await api.forgetSecrets({ hostIds: added });
    notify({ text: forgotten.ok ? t('import.undone') : describeFailure(t, forgotten.error) });
  }

  return importing;
}
