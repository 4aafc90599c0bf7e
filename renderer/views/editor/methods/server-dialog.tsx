import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../../../class-names.ts';
import { Button } from '../../../components/button.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { RadioGroup } from '../../../components/radio-group.tsx';
import type { Draft } from '../draft.ts';
import css from './methods.module.css';
import { followUps, methodFor, sights, type Answer, type Sight } from './server-questions.ts';

/** What each of them shows where it is used: commands for the server, the same in every language. */
const commands = [
  'ls /etc/knockd.conf /etc/fwknop/access.conf',
  "iptables -S | grep -E 'recent|pknock'",
  'nft list ruleset',
  'systemctl list-timers',
];

/** Finds the method by what somebody sees on the server. */
export function ServerDialog(props: {
  readonly onClose: () => void;
  readonly onUse: (found: Partial<Draft>) => void;
}): ReactNode {
  const { onClose, onUse } = props;
  const { t } = useTranslation();
  const [sight, setSight] = useState<Sight>('knockd');
  const [answer, setAnswer] = useState<Answer | null>('fixed');
  const answers: readonly Answer[] | null = followUps[sight];
  const found = methodFor(sight, answer);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="wide"
      title={t('method.whichServer')}
      actions={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button
            variant="primary"
            isDisabled={found === null}
            onPress={() => found !== null && onUse(found)}
          >
            {t('method.useMethod')}
          </Button>
        </>
      }
    >
      <div className={cx(css['answers'])}>
        <RadioGroup
          label={t('method.question.sight')}
          value={sight}
          choices={sights.map((value) => ({ value, label: t(`method.sight.${value}`) }))}
          onChange={(chosen) => {
            setSight(chosen);
            setAnswer(followUps[chosen]?.[0] ?? null);
          }}
        />
        {answers !== null &&
          answer !== null &&
          sight !== 'recent' &&
          sight !== 'mikrotik' &&
          sight !== 'unknown' && (
            <RadioGroup
              label={t(`method.question.${sight}`)}
              value={answer}
              choices={answers.map((value) => ({ value, label: t(`method.answer.${value}`) }))}
              onChange={setAnswer}
            />
          )}
        {sight === 'unknown' && (
          <>
            <p>{t('method.lookThere')}</p>
            <ul dir="ltr" className={cx(css['commands'])}>
              {commands.map((command) => (
                <li key={command}>{command}</li>
              ))}
            </ul>
          </>
        )}
        <p role="status" className={cx(found?.method !== undefined && css['result'])}>
          {found?.method !== undefined && t('method.found', { method: t(`method.name.${found.method}`) })}
          {answer === 'other-project' && ` ${t('method.otherProject')}`}
        </p>
      </div>
    </Dialog>
  );
}
