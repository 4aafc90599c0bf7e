import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { parseSettings, type Settings } from '../../../app/settings/schema.ts';
import { EnteredText } from './entered-text.tsx';
import { Section } from './section.tsx';

/** What is looked at before anything is knocked by itself. */
export function AutoKnockSection(props: {
  readonly settings: Settings;
  readonly set: (part: Partial<Settings>) => void;
}): ReactNode {
  const { settings, set } = props;
  const { t } = useTranslation();
  return (
    <Section title={t('settings.autoKnock')}>
      <EnteredText
        label={t('settings.captive')}
        description={t('settings.captiveHint')}
        placeholder={t('settings.captiveNone')}
        value={settings.captiveCheckUrl}
        // What the schema does not take would fall back to nothing.
        problemOf={(captiveCheckUrl) =>
          parseSettings({ captiveCheckUrl }).captiveCheckUrl === captiveCheckUrl
            ? null
            : t('settings.captiveBad')
        }
        onChange={(captiveCheckUrl) => set({ captiveCheckUrl })}
      />
    </Section>
  );
}
