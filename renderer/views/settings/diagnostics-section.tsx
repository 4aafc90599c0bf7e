import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { findKnown } from '../../../app/rules/match.ts';
import { cx } from '../../class-names.ts';
import { rulebookOf } from '../../rules/use-rules.ts';
import { useSnapshot } from '../../use-snapshot.tsx';
import { Section } from './section.tsx';
import css from './settings.module.css';

/** What Postern knows of the network, and how it hears of changes. */
export function DiagnosticsSection(): ReactNode {
  const { t } = useTranslation();
  const isRunning = useSnapshot(({ automation }) => automation.isRunning);
  const sources = useSnapshot(({ automation }) => automation.sources);
  return (
    <Section title={t('settings.diagnostics')}>
      <p>{t(isRunning ? 'settings.runsHere' : 'settings.runsNotHere')}</p>
      <h3>{t('settings.network')}</h3>
      <NetworkFacts />
      <h3>{t('settings.sources')}</h3>
      {sources.length === 0 ? (
        <p className={cx(css['quiet'])}>{t('settings.sourcesNone')}</p>
      ) : (
        <Facts facts={sources.map(({ name, state }) => [name, t(`settings.source.${state}`)])} />
      )}
    </Section>
  );
}

function NetworkFacts(): ReactNode {
  const { t } = useTranslation();
  const network = useSnapshot(({ automation }) => automation.network);
  const isCaptive = useSnapshot(({ automation }) => automation.isCaptive);
  const { networks } = useSnapshot(rulebookOf);
  if (network === null) return <p className={cx(css['quiet'])}>{t('settings.offline')}</p>;
  const unknown = t('settings.unknown');
  return (
    <>
      {isCaptive && <p>{t('settings.isCaptive')}</p>}
      <Facts
        facts={[
          [t('settings.networkName'), findKnown(network, networks)?.name ?? t('settings.unnamed')],
          [t('settings.gateway'), network.gateway ?? unknown],
          [t('settings.mac'), network.gatewayMac ?? unknown],
          [t('settings.subnets'), network.subnets.join(', ') || unknown],
          [t('settings.ssid'), network.ssid ?? unknown],
          [t('settings.link'), `${network.link} (${t(`settings.kind.${network.kind}`)})`],
          ...(network.tunnel === null ? [] : [[t('settings.tunnel'), network.tunnel] as const]),
        ]}
      />
    </>
  );
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, string])[] }): ReactNode {
  return (
    <dl className={cx(css['facts'])}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
