import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { defaultSettings, type Settings } from '../../../app/settings/schema.ts';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { Switch } from '../../components/checkbox.tsx';
import { Select } from '../../components/select.tsx';
import { notify } from '../../components/toast.tsx';
import { useFormat } from '../../format.ts';
import { RefreshCw } from '../../icons.ts';
import { keyNames } from '../../shell/shortcuts.ts';
import { Title } from '../../shell/title.tsx';
import { useSettings } from '../../use-settings.ts';
import { AutoKnockSection } from './auto-knock-section.tsx';
import { ChecksSection } from './checks-section.tsx';
import { DiagnosticsSection } from './diagnostics-section.tsx';
import { EnteredText } from './entered-text.tsx';
import { NumberSelect } from './number-select.tsx';
import { Section } from './section.tsx';
import { SecuritySection } from './security-section.tsx';
import css from './settings.module.css';

/** What the user chose for the app. Each change applies at once; there is no Save. */
export function SettingsView(): ReactNode {
  const { t } = useTranslation();
  const { settings, change } = useSettings();
  const set = (part: Partial<Settings>): void => void change(part);
  function reset(): void {
    const before = settings;
    // What was seen and said stays seen and said.
    const { welcomed, toldNoTray } = settings;
    set({ ...defaultSettings, welcomed, toldNoTray });
    notify({ text: t('settings.wasReset'), action: { label: t('action.undo'), run: () => set(before) } });
  }
  return (
    <div className={cx(css['page'])}>
      <header className={cx(css['head'])}>
        <Title>{t('settings.title')}</Title>
        <Button icon={<RefreshCw size={16} aria-hidden />} onPress={reset}>
          {t('settings.reset')}
        </Button>
      </header>
      <div className={cx(css['sections'])}>
        <General settings={settings} set={set} />
        <Appearance settings={settings} set={set} />
        <Section title={t('settings.notifications')}>
          <Switch isSelected={settings.notifyFailed} onChange={(notifyFailed) => set({ notifyFailed })}>
            {t('settings.notifyFailed')}
          </Switch>
          <Switch isSelected={settings.notifyOpened} onChange={(notifyOpened) => set({ notifyOpened })}>
            {t('settings.notifyOpened')}
          </Switch>
          <Switch
            isSelected={settings.notifyAutomatic}
            onChange={(notifyAutomatic) => set({ notifyAutomatic })}
            description={t('settings.notifyAutomaticHint')}
          >
            {t('settings.notifyAutomatic')}
          </Switch>
          <p className={cx(css['quiet'])}>{t('settings.notifyHint')}</p>
        </Section>
        <SecuritySection settings={settings} set={set} />
        <ChecksSection settings={settings} set={set} />
        <AutoKnockSection settings={settings} set={set} />
        <Retention settings={settings} set={set} />
        <DiagnosticsSection />
        <Shortcuts />
      </div>
    </div>
  );
}

interface Part {
  readonly settings: Settings;
  readonly set: (part: Partial<Settings>) => void;
}

function General({ settings, set }: Part): ReactNode {
  const { t } = useTranslation();
  return (
    <Section title={t('settings.general')}>
      <Select
        label={t('settings.language')}
        value={settings.language}
        choices={[
          { value: 'system', label: t('settings.asSystem') },
          // In its own words, for who does not understand the one that is set.
          { value: 'en', label: 'English' },
          { value: 'de', label: 'Deutsch' },
        ]}
        onChange={(language) => set({ language })}
      />
      <Switch isSelected={settings.startAtLogin} onChange={(startAtLogin) => set({ startAtLogin })}>
        {t('settings.startAtLogin')}
      </Switch>
      <Select
        label={t('settings.trayIcon')}
        description={t('settings.trayIconHint')}
        value={settings.trayIcon}
        choices={(['system', 'for-light', 'for-dark'] as const).map((value) => ({
          value,
          label: t(`settings.tray.${value}`),
        }))}
        onChange={(trayIcon) => set({ trayIcon })}
      />
      <EnteredText
        label={t('settings.terminal')}
        description={t('settings.terminalHint')}
        placeholder={t('settings.foundByPostern')}
        value={settings.terminal}
        onChange={(terminal) => set({ terminal })}
      />
    </Section>
  );
}

function Appearance({ settings, set }: Part): ReactNode {
  const { t } = useTranslation();
  return (
    <Section title={t('settings.appearance')}>
      <Select
        label={t('settings.theme')}
        value={settings.theme}
        choices={(['system', 'light', 'dark'] as const).map((value) => ({
          value,
          label: t(`settings.themes.${value}`),
        }))}
        onChange={(theme) => set({ theme })}
      />
      <NumberSelect
        label={t('settings.textSize')}
        value={settings.textSize}
        choices={[90, 100, 110, 120, 130]}
        nameOf={(percent) => t('settings.percent', { percent })}
        onChange={(textSize) => set({ textSize })}
      />
      <Switch
        isSelected={settings.contrast === 'more'}
        onChange={(isMore) => set({ contrast: isMore ? 'more' : 'system' })}
        description={t('settings.systemToo')}
      >
        {t('settings.moreContrast')}
      </Switch>
      <Switch
        isSelected={settings.motion === 'reduced'}
        onChange={(isReduced) => set({ motion: isReduced ? 'reduced' : 'system' })}
        description={t('settings.systemToo')}
      >
        {t('settings.lessMotion')}
      </Switch>
      <Switch
        isSelected={settings.hidePorts}
        onChange={(hidePorts) => set({ hidePorts })}
        description={t('settings.hidePortsHint')}
      >
        {t('settings.hidePorts')}
      </Switch>
    </Section>
  );
}

function Retention({ settings, set }: Part): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Section title={t('settings.activity')}>
      <NumberSelect
        label={t('settings.keepFor')}
        value={settings.activityDays}
        choices={[7, 30, 90, 365]}
        nameOf={(days) => t('settings.days', { count: days })}
        onChange={(activityDays) => set({ activityDays })}
      />
      <NumberSelect
        label={t('settings.keepAtMost')}
        value={settings.activityRows}
        choices={[500, 5_000, 20_000]}
        nameOf={(rows) => t('settings.knocks', { number: format.number(rows) })}
        onChange={(activityRows) => set({ activityRows })}
      />
    </Section>
  );
}

function Shortcuts(): ReactNode {
  const { t } = useTranslation();
  return (
    <Section title={t('settings.shortcuts')}>
      <table className={cx(css['shortcuts'])}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t('settings.does')}</th>
            <th scope="col">{t('settings.keys')}</th>
          </tr>
        </thead>
        <tbody>
          {shortcuts.map(([does, keys]) => (
            <tr key={does}>
              <th scope="row">{t(`settings.key.${does}`)}</th>
              <td>
                <kbd>{keyNames(keys)}</kbd>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

const shortcuts = [
  ['palette', 'Ctrl K'],
  ['add', 'Ctrl N'],
  ['import', 'Ctrl I'],
  ['edit', 'Ctrl E'],
  ['knock', 'Ctrl Enter'],
  ['connect', 'Ctrl Shift Enter'],
  ['stop', 'Ctrl .'],
  ['check', 'Ctrl R'],
  ['filter', 'Ctrl F'],
  ['hosts', 'Ctrl 1'],
  ['activity', 'Ctrl 2'],
  ['rules', 'Ctrl 3'],
  ['settings', 'Ctrl ,'],
  ['duplicate', 'Ctrl D'],
  ['save', 'Ctrl S'],
  ['moveStep', 'Alt ↑ ↓'],
  ['region', 'F6'],
] as const;
