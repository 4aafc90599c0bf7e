import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../app/hosts/schema.ts';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { describeFailure } from '../../failure.ts';
import { announce } from '../../shell/announce.tsx';
import { StatusBadge } from '../../status/badge.tsx';
import { useStatus } from '../../status/use-status.ts';
import { useStatusWords } from '../../status/words.ts';
import { Timeline } from '../../timeline/timeline.tsx';
import { useApi, useSnapshot } from '../../use-snapshot.tsx';
import css from './welcome.module.css';

/** A door inside this computer to try a knock on: the right one, and one in the wrong order. */
export function Practice(): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const [host, setHost] = useState<Host | null>(null);
  const [failure, setFailure] = useState<string | null>(null);

  // The door is opened once somebody looks at it. It shuts with the app.
  useEffect(() => {
    let isGone = false;
    void api.openPractice({}).then((opened) => {
      if (isGone) return;
      if (opened.ok) setHost(opened.value);
      else setFailure(describeFailure(t, opened.error));
    });
    return () => {
      isGone = true;
    };
  }, [api, t]);

  return (
    <>
      <p>{t('welcome.practice.text')}</p>
      {failure !== null && <p role="alert">{failure}</p>}
      {host !== null && <Door host={host} />}
    </>
  );
}

type Order = 'right' | 'wrong';

function Door({ host }: { readonly host: Host }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const of = useStatus(host.id, { detail: 'seconds' });
  const words = useStatusWords()(of, host);
  const run = useSnapshot(({ runs }) => runs[host.id]);
  const [order, setOrder] = useState<Order | null>(null);
  const [hasOpened, setHasOpened] = useState(false);
  const { state } = of.status;
  const isOpen = state === 'open';
  const isKnocking = state === 'knocking';
  if (isOpen && !hasOpened) setHasOpened(true);
  const hasFailed = order === 'wrong' && state === 'failed';

  // Nobody tells when a door shuts: somebody has to look.
  useEffect(() => {
    if (state === 'unknown') void api.check({ subject: { hostId: host.id } });
  }, [api, host.id, state]);

  const said = isKnocking
    ? 'knocking'
    : hasFailed
      ? 'failed'
      : isOpen
        ? 'opened'
        : hasOpened
          ? 'closedAgain'
          : 'closed';
  // The live region is outside of this view.
  useEffect(() => {
    if (said === 'opened' || said === 'failed') announce(t(`welcome.practice.${said}`));
  }, [said, t]);

  function knock(chosen: Order): void {
    // The practice door knows fixed ports only.
    if (host.knock.method !== 'sequence') return;
    setOrder(chosen);
    const steps = chosen === 'right' ? host.knock.steps : host.knock.steps.toReversed();
    // The door answers from this computer: after two seconds it will not any more.
    const wanted: Host = { ...host, tries: 1, deadlineMs: 2_000, knock: { ...host.knock, steps } };
    const options = { cause: 'test', always: false, force: true, ifRunning: 'replace' } as const;
    void api.knock({ subject: { host: wanted }, options });
  }

  return (
    <>
      <div className={cx(css['door'])}>
        <StatusBadge
          state={state === 'unknown' ? 'closed' : state}
          {...(words.steps !== null && { steps: words.steps })}
          isEnding={words.isEnding}
        >
          {state === 'unknown' ? t('status.closed') : words.word}
        </StatusBadge>
        {words.facts.length > 0 && <span className={cx(css['facts'])}>{words.facts.join(' · ')}</span>}
      </div>
      <p>{t(`welcome.practice.${said}`)}</p>
      {run?.kind === 'knock' && order !== null && <Timeline events={run.events} />}
      <div className={cx(css['knocks'])}>
        <Button
          variant={hasOpened ? 'normal' : 'primary'}
          isDisabled={isKnocking || isOpen}
          onPress={() => knock('right')}
        >
          {t('welcome.practice.knock')}
        </Button>
        {hasOpened && (
          <Button
            variant={hasFailed ? 'normal' : 'primary'}
            isDisabled={isKnocking || isOpen}
            onPress={() => knock('wrong')}
          >
            {t('welcome.practice.wrong')}
          </Button>
        )}
      </div>
    </>
  );
}
