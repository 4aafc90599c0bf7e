import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../app/hosts/schema.ts';
import { schemes } from '../../app/otp/derive.ts';
import { useFormat, type Format } from '../format.ts';

/** How a host is knocked, in a few words: "TOTP ports · change every 60 s". */
export function useKnockSummary(): (host: Pick<Host, 'knock'>) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return (host) => summariseKnock({ t, format, host });
}

/** `left`: lines of its list, if that is known. */
export function summariseKnock(request: {
  readonly t: TFunction;
  readonly format: Format;
  readonly host: Pick<Host, 'knock'>;
  readonly left?: number | null;
}): string {
  const { t, format, host, left = null } = request;
  const { knock } = host;
  switch (knock.method) {
    case 'sequence':
      return t('knock.sequence', { count: knock.steps.length });
    case 'totp': {
      const stepS = knock.stepS ?? schemes[knock.derivation.scheme].usualStepS;
      return t('knock.totp', { time: format.duration(stepS * 1_000) });
    }
    case 'hotp':
      return t('knock.hotp');
    case 'list':
      return left === null ? t('knock.list') : t('knock.listLeft', { count: left });
    case 'spa': {
      const proto = knock.transport === 'udp' ? 'udp' : 'tcp';
      return knock.port === 'random'
        ? t('knock.spaRandom')
        : t('knock.spa', { port: `${knock.port}/${proto}` });
    }
    case 'pknock':
      return t('knock.pknock', { port: `${knock.port}/udp` });
    default:
      return knock satisfies never;
  }
}
