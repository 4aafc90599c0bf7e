import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../app/errors.ts';
import type { Result } from '../../../app/result.ts';
import { parseSettings, type Settings } from '../../../app/settings/schema.ts';
import type { ClockOffset } from '../../../app/time/ports.ts';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { describeFailure } from '../../failure.ts';
import { useFormat } from '../../format.ts';
import { describeOffset } from '../../timeline/clock-words.ts';
import { useApi } from '../../use-snapshot.tsx';
import { EnteredText } from './entered-text.tsx';
import { NumberSelect } from './number-select.tsx';
import { Section } from './section.tsx';
import css from './settings.module.css';

/** How often doors are looked at, and what the clock is compared with. */
export function ChecksSection(props: {
  readonly settings: Settings;
  readonly set: (part: Partial<Settings>) => void;
}): ReactNode {
  const { settings, set } = props;
  const { t } = useTranslation();
  return (
    <Section title={t('settings.checks')}>
      <NumberSelect
        label={t('settings.lookEvery')}
        description={t('settings.lookEveryHint')}
        value={settings.lookEveryS}
        choices={[0, 10, 30, 60]}
        nameOf={(seconds) =>
          seconds === 0 ? t('settings.never') : t('settings.everySeconds', { count: seconds })
        }
        onChange={(lookEveryS) => set({ lookEveryS })}
      />
      <EnteredText
        label={t('settings.clockSource')}
        description={t('settings.clockHint')}
        placeholder={t('settings.clockNone')}
        value={settings.clockSource}
        // What the schema does not take would fall back to nothing.
        problemOf={(clockSource) =>
          parseSettings({ clockSource }).clockSource === clockSource ? null : t('settings.clockBad')
        }
        onChange={(clockSource) => set({ clockSource })}
      />
      {settings.clockSource !== '' && <Compare key={settings.clockSource} />}
    </Section>
  );
}

function Compare(): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const api = useApi();
  const [compared, setCompared] = useState<Result<ClockOffset, Failure> | null>(null);
  const [isBusy, setBusy] = useState(false);
  const compare = async (): Promise<void> => {
    setBusy(true);
    setCompared(await api.checkClock({}));
    setBusy(false);
  };
  return (
    <div className={cx(css['buttons'])}>
      <Button isPending={isBusy} onPress={() => void compare()}>
        {t('settings.compare')}
      </Button>
      <p role="status">
        {compared !== null &&
          (compared.ok
            ? `${t('timeline.ours', { offset: describeOffset(t, format, compared.value) })}.`
            : describeFailure(t, compared.error))}
      </p>
    </div>
  );
}
