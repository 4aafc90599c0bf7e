import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../class-names.ts';
import { useFormat } from '../format.ts';
import { useRoute } from '../use-route.ts';
import { useSnapshot } from '../use-snapshot.tsx';
import css from './automation-line.module.css';
import { networkName } from './decision-words.ts';
import { PauseControl } from './pause-control.tsx';
import { rulebookOf, usePause } from './use-rules.ts';

/** Below every screen, once there are rules: whether they are acted on now. */
export function AutomationLine(): ReactNode {
  const { t } = useTranslation();
  const state = useAutomationState();
  const { rules, networks } = useSnapshot(rulebookOf);
  const network = useSnapshot(({ automation }) => automation.network);
  const { pause } = usePause();
  const { view } = useRoute();
  // The list of rules says the same in its head.
  if ((rules.length === 0 && pause === null) || view === 'rules') return null;
  return (
    <footer aria-label={t('rules.state.label')} data-region tabIndex={-1} className={cx(css['line'])}>
      <span className={cx(css['state'])}>{state}</span>
      <span className={cx(css['network'])} dir="auto">
        {network === null ? t('rules.network.offline') : networkName(network, networks)}
      </span>
      <PauseControl isQuiet />
    </footer>
  );
}

/** Whether rules are acted on now, in a few words. */
export function useAutomationState(): string {
  const { t } = useTranslation();
  const format = useFormat();
  const { rules } = useSnapshot(rulebookOf);
  const isRunning = useSnapshot(({ automation }) => automation.isRunning);
  const isCaptive = useSnapshot(({ automation }) => automation.isCaptive);
  const { pause } = usePause();
  if (pause !== null) {
    return pause.until === null
      ? t('rules.state.pausedOpen')
      : t('rules.state.paused', { time: format.moment(pause.until) });
  }
  if (!isRunning) return t('rules.state.away');
  if (isCaptive) return t('rules.state.captive');
  const count = rules.filter(({ enabled }) => enabled).length;
  return count === 0 ? t('rules.state.off') : t('rules.state.on', { count });
}
