import { useTranslation } from 'react-i18next';
import type { Settings } from '../app/settings/schema.ts';
import { notify } from './components/toast.tsx';
import { describeFailure } from './failure.ts';
import { useApi, useReadSnapshot, useSnapshot } from './use-snapshot.tsx';

/** What the user chose, and how to change it: at once, for there is nothing to be saved by hand. */
export function useSettings(): {
  readonly settings: Settings;
  readonly change: (part: Partial<Settings>) => Promise<void>;
} {
  const { t } = useTranslation();
  const api = useApi();
  const read = useReadSnapshot();
  const settings = useSnapshot((snapshot) => snapshot.settings);
  return {
    settings,
    async change(part) {
      // Read when it is changed: two changes in a row must not undo each other.
      const saved = await api.saveSettings({ settings: { ...read().settings, ...part } });
      if (!saved.ok) notify({ text: describeFailure(t, saved.error) });
    },
  };
}
