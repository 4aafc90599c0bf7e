import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../app/hosts/schema.ts';
import { explainFailure, type Certainty, type Finding } from '../../app/present/why.ts';
import type { KnockResult, RunEvent } from '../../app/run.ts';
import { cx } from '../class-names.ts';
import { useFormat, type Format } from '../format.ts';
import { CircleHelp, Eye, Search, TriangleAlert, X } from '../icons.ts';
import { portText } from '../port-text.ts';
import { describeObstacle } from '../status/words.ts';
import { describeOffset } from '../timeline/clock-words.ts';
import { useSnapshot } from '../use-snapshot.tsx';
import css from './why-panel.module.css';

/** Why a knock may have failed: the evidence as a checklist. Nothing at all where there is nothing to explain. */
export function WhyPanel(props: {
  readonly result: KnockResult;
  readonly events: readonly RunEvent[];
  readonly host: Host;
  /** Of its heading. */
  readonly level?: 2 | 3;
}): ReactNode {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const hidePorts = useSnapshot(({ settings }) => settings.hidePorts);
  const findings = explainFailure(props);
  if (findings.length === 0) return null;
  const Heading = props.level === 2 ? 'h2' : 'h3';
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  const ports = (all: readonly number[]): string => list.format(all.map((port) => portText(port, hidePorts)));
  return (
    <section className={cx(css['panel'])}>
      <Heading>{t('why.title')}</Heading>
      <p className={cx(css['intro'])}>{t('why.intro')}</p>
      <ul className={cx(css['findings'])}>
        {findings.map((finding) => {
          const Icon = icons[finding.certainty];
          return (
            <li key={finding.code} className={cx(css['finding'])}>
              <Icon size={16} aria-hidden />
              <span>
                <strong>{t(`why.certainty.${finding.certainty}`)}.</strong>{' '}
                {describe({ t, format, ports, finding })}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

const icons = {
  seen: Eye,
  likely: TriangleAlert,
  possible: CircleHelp,
  look: Search,
  'ruled-out': X,
} as const satisfies Record<Certainty, typeof Eye>;

function describe(request: {
  readonly t: TFunction;
  readonly format: Format;
  readonly ports: (all: readonly number[]) => string;
  readonly finding: Finding;
}): string {
  const { t, format, ports, finding } = request;
  switch (finding.code) {
    case 'obstacle':
      return describeObstacle(t, finding.obstacle);
    case 'wrong-service':
      return finding.saw === null || finding.saw === ''
        ? t('why.wrong-service', { port: finding.port })
        : t('why.wrong-service-saw', { port: finding.port, saw: finding.saw });
    case 'service-down':
    case 'refused':
    case 'silent':
      return t(`why.${finding.code}`, { port: finding.port });
    case 'resets':
    case 'accepted':
      return t(`why.${finding.code}`, { ports: ports(finding.ports) });
    case 'other-family':
      return t('why.other-family', {
        knocked: finding.knocked,
        other: finding.other,
        address: finding.address,
      });
    case 'too-slow':
      return t('why.too-slow', {
        span: format.duration(finding.spanMs),
        timeout: format.duration(finding.seqTimeoutMs),
      });
    case 'late':
      return t('why.late', { step: finding.step, time: format.duration(finding.lateMs) });
    case 'paces':
      return t('why.paces', { count: finding.tries, gaps: finding.gapsMs.map(format.duration).join(', ') });
    case 'sequence':
      return t('why.sequence', { count: finding.steps });
    case 'source':
      return t('why.source', { source: finding.source });
    case 'server-log':
      return t(`why.log.${finding.server ?? 'unknown'}`);
    case 'clock-off':
      return t('why.clock-off', {
        offset: describeOffset(t, format, finding.offset),
        accepts: format.duration(finding.acceptsS * 1_000),
      });
    case 'clock-in-step':
      return t('why.clock-in-step', { offset: describeOffset(t, format, finding.offset) });
    case 'clock-unknown':
      return t('why.clock-unknown', { accepts: format.duration(finding.acceptsS * 1_000) });
    case 'agreement':
      return t(`why.agreement.${finding.method}`);
    case 'counter': {
      const { kind } = finding;
      const [from, to] = [finding.from, finding.to].map(format.number);
      return from === to ? t(`why.counterOne.${kind}`, { from }) : t(`why.counter.${kind}`, { from, to });
    }
    case 'admitted':
      return t(`why.admitted.${finding.allow}`);
    case 'delivered':
      return t('why.delivered', { port: finding.port });
    case 'one-try':
    case 'lone-syn':
    case 'udp':
    case 'icmp':
    case 'clock':
      return t(`why.${finding.code}`);
    default:
      return finding satisfies never;
  }
}
