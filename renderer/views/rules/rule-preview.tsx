import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { hostsOf } from '../../../app/present/status.ts';
import type { DryRun } from '../../../app/rules/dry-run.ts';
import { nextTimes } from '../../../app/rules/schedule.ts';
import type { Rule } from '../../../app/rules/schema.ts';
import { cx } from '../../class-names.ts';
import { TriangleAlert } from '../../icons.ts';
import { describeDecision, networkName } from '../../rules/decision-words.ts';
import { listed } from '../../rules/rule-words.ts';
import { offsetAt, useRuleWords } from '../../rules/use-rules.ts';
import { useApi, useSnapshot } from '../../use-snapshot.tsx';
import editorCss from '../editor/editor.module.css';
import { warningsOf } from './rule-draft.ts';
import css from './rules.module.css';
import type { RuleEditor } from './use-rule-editor.ts';

/** So that not every key is worked out. */
const quietMs = 200;
const days = 7;

/** What the form says, as one sentence, and what would come of it. */
export function RulePreview({ editor }: { readonly editor: RuleEditor }): ReactNode {
  const { t } = useTranslation();
  const { describe } = useRuleWords();
  const { rule } = editor;
  return (
    <>
      <section className={cx(editorCss['card'])} aria-labelledby="summary-title">
        <h2 id="summary-title">{t('rules.editor.summary')}</h2>
        <p className={cx(css['summary'])} dir="auto">
          {rule === null ? t('rules.editor.notReady') : describe(rule)}
        </p>
        <Warnings editor={editor} />
      </section>
      {rule?.when.kind === 'schedule' && <NextTimes schedule={rule.when} />}
      {rule !== null && <Replay rule={rule} />}
    </>
  );
}

function Warnings({ editor: { draft } }: { readonly editor: RuleEditor }): ReactNode {
  const { t, i18n } = useTranslation();
  const hosts = useSnapshot(hostsOf);
  const { nameAlone, ...ofHosts } = warningsOf(draft, hosts);
  const texts = [
    ...(['usesUp', 'cantClose', 'noCheck'] as const).flatMap((kind) =>
      ofHosts[kind].length === 0
        ? []
        : [t(`rules.editor.warn.${kind}`, { hosts: listed(ofHosts[kind], i18n.language) })],
    ),
    ...(nameAlone ? [t('rules.editor.warn.nameAlone')] : []),
  ];
  return texts.map((text) => (
    <p key={text} className={cx(css['warning'])}>
      <TriangleAlert size={14} aria-hidden />
      {text}
    </p>
  ));
}

function NextTimes({
  schedule,
}: {
  readonly schedule: Extract<Rule['when'], { kind: 'schedule' }>;
}): ReactNode {
  const { t } = useTranslation();
  const { format } = useRuleWords();
  const times = nextTimes({ schedule, from: Date.now(), count: 3, offsetAt });
  return (
    <section className={cx(editorCss['card'])} aria-labelledby="next-title">
      <h2 id="next-title">{t('rules.editor.next')}</h2>
      <ul>
        {times.map((at) => (
          <li key={at}>{format.moment(at)}</li>
        ))}
      </ul>
    </section>
  );
}

/** What the rule would have done in the recorded week. */
function Replay({ rule }: { readonly rule: Rule }): ReactNode {
  const { t } = useTranslation();
  const api = useApi();
  const words = useRuleWords();
  const [replay, setReplay] = useState<DryRun | null>(null);

  // Worked out where the record is.
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(() => {
      void api.dryRun({ rule, days }).then((answer) => {
        if (isWanted && answer.ok) setReplay(answer.value);
      });
    }, quietMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [api, rule]);

  if (replay === null) return null;
  const { counts, examples } = replay;
  const ran = counts.knock + counts['keep-open'] + counts.close;
  return (
    <section className={cx(editorCss['card'])} aria-labelledby="replay-title">
      <h2 id="replay-title">{t('rules.editor.dryRun')}</h2>
      <p role="status">
        {ran === 0 ? t('rules.editor.wouldNone') : t('rules.editor.wouldRun', { count: ran })}{' '}
        {counts.skip > 0 && t('rules.editor.inVain', { count: counts.skip })}
      </p>
      {examples.length > 0 && (
        <ul className={cx(css['examples'])}>
          {examples.map(({ at, network, decision }) => (
            <li key={`${at} ${decision.act} ${decision.because.code}`}>
              <span className={cx(css['quiet'])}>
                <time dateTime={new Date(at).toISOString()}>{words.format.moment(at)}</time>
                {' · '}
                {network === null ? t('rules.network.offline') : networkName(network, words.networks)}
              </span>
              <p>
                {describeDecision({
                  ...words,
                  ...decision,
                  hosts: [words.hostName(decision.hostId) ?? t('rules.editor.removedHost')],
                  isDry: true,
                })}
              </p>
            </li>
          ))}
        </ul>
      )}
      <p className={cx(css['quiet'])}>{t('rules.editor.dryRunHint')}</p>
    </section>
  );
}
