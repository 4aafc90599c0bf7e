import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../app/hosts/schema.ts';
import type { Step } from '../../../app/hosts/step-schema.ts';
import { remaining } from '../../../app/otp/counter.ts';
import { stepName } from '../../../app/present/host.ts';
import type { Preview } from '../../../app/preview.ts';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { useFormat } from '../../format.ts';
import { Lock } from '../../icons.ts';
import { summariseKnock } from '../../status/knock-words.ts';
import { describeReason } from '../../status/words.ts';
import { useNow } from '../../use-now.ts';
import { useApi, useSnapshot } from '../../use-snapshot.tsx';
import { useVaultDialog } from '../vault/use-vault-dialog.tsx';
import css from './host-detail.module.css';

/** What the next knock sends: its ports, or what its packet asks for. */
export function NextKnock({ host }: { readonly host: Host }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const { knock } = host;
  const hidden = useSnapshot(({ settings }) => settings.hidePorts);
  const [isShown, setShown] = useState(false);
  const preview = usePreview(host);
  const isHidden = hidden && !isShown;
  const counter = useSnapshot(({ counters }) => counters[host.id]);
  const left = counter === undefined ? null : remaining(counter);
  const steps = preview?.kind === 'ports' ? preview.now.steps : [];
  const facts = [
    knock.method === 'sequence'
      ? t('detail.steps', { count: knock.steps.length })
      : summariseKnock({ t, format, host, left }),
    'gapMs' in knock && knock.gapMs !== undefined
      ? t('detail.apart', { time: format.duration(Number(knock.gapMs)) })
      : null,
    preview?.kind === 'ports' ? numberOf(preview.now.number) : null,
    preview?.kind === 'packet' ? t('detail.packet', { count: preview.bytes }) : null,
    asks(),
    isHidden && steps.length > 0 ? t('detail.hidden') : null,
  ].filter((fact) => fact !== null);

  function numberOf(number: number): string | null {
    if (knock.method === 'hotp') return t('detail.number.counter', { number });
    return knock.method === 'list' ? t('detail.number.line', { number }) : null;
  }

  function asks(): string | null {
    if (knock.method !== 'spa') return null;
    if (knock.ask.kind === 'command') return t('detail.runs');
    return t('detail.opens', {
      ports: knock.ask.ports.map(({ port, proto }) => `${port}/${proto}`).join(', '),
    });
  }

  return (
    <section className={cx(css['section'])}>
      <header className={cx(css['line'])}>
        <h3>{t('detail.next')}</h3>
        {preview?.kind === 'ports' && preview.changesAt !== null && <ChangesIn at={preview.changesAt} />}
        {hidden && steps.length > 0 && (
          <Button variant="quiet" onPress={() => setShown(!isShown)}>
            {t(isShown ? 'detail.hidePorts' : 'detail.showPorts')}
          </Button>
        )}
      </header>
      {steps.length > 0 && <Steps steps={steps} isHidden={isHidden} />}
      {preview?.kind === 'none' && <NotKnown reason={preview.reason} />}
      <p className={cx(css['facts'])}>{facts.join(' · ')}</p>
    </section>
  );
}

function Steps({
  steps,
  isHidden,
}: {
  readonly steps: readonly Step[];
  readonly isHidden: boolean;
}): ReactNode {
  const format = useFormat();
  return (
    <ol className={cx(css['steps'])}>
      {steps.map((step, index) => (
        <li key={index} className={cx(css['step'])}>
          <bdi dir="ltr">{isHidden ? '•••••' : stepName(step)}</bdi>
          {step.waitMs !== undefined && index > 0 && <small>+{format.duration(step.waitMs)}</small>}
        </li>
      ))}
    </ol>
  );
}

/** To the next time step. Counts each second, and says nothing to screen readers on its own. */
function ChangesIn({ at }: { readonly at: number }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(1_000);
  return (
    <p className={cx(css['changes'])}>
      <span role="timer" aria-live="off" aria-label={t('detail.changes')}>
        {t('detail.changesIn', { time: format.countdown(at - now) })}
      </span>
    </p>
  );
}

/** Why the ports can't be shown. A missing secret is said above already (host-notice.tsx). */
function NotKnown({ reason }: { readonly reason: Extract<Preview, { kind: 'none' }>['reason'] }): ReactNode {
  const { t } = useTranslation();
  const { ask } = useVaultDialog();
  if (reason.code === 'secret-missing' || reason.code === 'list-used-up') return null;
  if (reason.code !== 'vault-locked') return <p>{describeReason(t, reason)}</p>;
  return (
    <p className={cx(css['locked'])}>
      <Lock size={14} aria-hidden />
      {t('detail.locked')}
      <Button variant="quiet" onPress={() => void ask()}>
        {t('detail.unlock')}
      </Button>
    </p>
  );
}

const leastPauseMs = 200;

/** A sequence is known; everything else is worked out where the secrets are, anew when a time step ends. */
function usePreview(host: Host): Preview | null {
  const api = useApi();
  const [preview, setPreview] = useState<Preview | null>(null);
  const vault = useSnapshot((snapshot) => snapshot.vault);
  const counter = useSnapshot(({ counters }) => counters[host.id]);
  const isFixed = host.knock.method === 'sequence';
  // What is asked for is outside of the page, and so is the clock that ends it.
  useEffect(() => {
    if (isFixed) return undefined;
    let isWanted = true;
    let timer: number | undefined;
    const read = async (): Promise<void> => {
      const answer = await api.preview({ subject: { hostId: host.id }, count: 1 });
      if (!isWanted) return;
      const next: Preview = answer.ok ? answer.value : { kind: 'none', reason: answer.error };
      setPreview(next);
      if (next.kind !== 'ports' || next.changesAt === null) return;
      // Never at once again: a clock that was set back must not make a storm.
      timer = window.setTimeout(() => void read(), Math.max(leastPauseMs, next.changesAt - Date.now()));
    };
    void read();
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [api, host, isFixed, vault, counter]);
  if (host.knock.method !== 'sequence') return preview;
  const now = { number: 0, steps: host.knock.steps };
  return { kind: 'ports', now, next: [], changesAt: null, everyMs: null };
}
