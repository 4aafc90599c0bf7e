import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Host } from '../../../app/hosts/schema.ts';
import type { Step } from '../../../app/hosts/step-schema.ts';
import { generateSequence } from '../../../app/knock/generate.ts';
import { formatSequence } from '../../../app/knock/sequence.ts';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { useFormat } from '../../format.ts';
import { RefreshCw } from '../../icons.ts';
import css from './editor.module.css';
import { describeGenerateProblem, describeReason } from './sequence-words.ts';
import { readPaste } from './step-draft.ts';

interface StepsDialogProps {
  readonly onClose: () => void;
  readonly onSteps: (steps: readonly Step[]) => void;
}

/** Takes a sequence as people write it, and says what it understood. */
export function PasteDialog({ onClose, onSteps }: StepsDialogProps): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const read = readPaste(text);
  const isEmpty = text.trim() === '';
  const problem =
    isEmpty || read.ok ? null : t('editor.notUnderstood', { item: read.error.item, text: read.error.text });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('editor.pasteTitle')}
      actions={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button variant="primary" isDisabled={!read.ok} onPress={() => read.ok && onSteps(read.value)}>
            {t('editor.useSteps')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('editor.sequence')}
        autoFocus
        mono
        rows={3}
        value={text}
        onChange={setText}
        placeholder="7000 8000:udp 9000/tcp"
        description={t('editor.pasteHint')}
        error={problem}
      />
      <p role="status">{read.ok && !isEmpty ? t('editor.found', { count: read.value.length }) : ''}</p>
    </Dialog>
  );
}

/** Draws a sequence by chance, and says why it is as it is. */
export function GenerateDialog({
  others,
  onClose,
  onSteps,
}: StepsDialogProps & { readonly others: readonly Host[] }): ReactNode {
  const { t } = useTranslation();
  const format = useFormat();
  const [length, setLength] = useState<(typeof lengths)[number]>('4');
  const [protocols, setProtocols] = useState<keyof typeof mixes>('tcp');
  const draw = (steps: typeof length, mix: typeof protocols) =>
    generateSequence({
      steps: Number(steps),
      protocols: mixes[mix],
      avoid: others
        .flatMap(({ knock }) => (knock.method === 'sequence' ? knock.steps : []))
        .flatMap((step) => (step.proto === 'icmp' ? [] : [step.port])),
      random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
    });
  const [drawn, setDrawn] = useState(() => draw(length, protocols));
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="wide"
      title={t('editor.generateTitle')}
      actions={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button
            icon={<RefreshCw size={16} aria-hidden />}
            onPress={() => setDrawn(draw(length, protocols))}
          >
            {t('editor.drawAgain')}
          </Button>
          <Button
            variant="primary"
            autoFocus
            isDisabled={!drawn.ok}
            onPress={() => drawn.ok && onSteps(drawn.value.steps)}
          >
            {t('editor.useSteps')}
          </Button>
        </>
      }
    >
      <div className={cx(css['pair'])}>
        <Select
          label={t('editor.howMany')}
          value={length}
          choices={lengths.map((value) => ({ value, label: value }))}
          onChange={(steps) => {
            setLength(steps);
            setDrawn(draw(steps, protocols));
          }}
        />
        <Select
          label={t('editor.protocols')}
          value={protocols}
          choices={(['tcp', 'udp', 'both'] as const).map((value) => ({
            value,
            label: t(`editor.mix.${value}`),
          }))}
          onChange={(mix) => {
            setProtocols(mix);
            setDrawn(draw(length, mix));
          }}
        />
      </div>
      {drawn.ok ? (
        <>
          <output dir="ltr" className={cx(css['drawn'])}>
            {formatSequence(drawn.value.steps)}
          </output>
          <ul className={cx(css['reasons'])}>
            {drawn.value.reasons.map((reason) => (
              <li key={reason.code}>{describeReason(t, format.number, reason)}</li>
            ))}
          </ul>
          <p>{t('editor.sameOnServer')}</p>
        </>
      ) : (
        <p>{describeGenerateProblem(t, drawn.error)}</p>
      )}
    </Dialog>
  );
}

const lengths = ['3', '4', '5', '6', '7', '8'] as const;
const mixes = { tcp: ['tcp'], udp: ['udp'], both: ['tcp', 'udp'] } as const;
