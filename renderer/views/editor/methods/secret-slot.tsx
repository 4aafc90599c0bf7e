import type { TFunction } from 'i18next';
import { useRef, useState, type ReactNode } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { schemes } from '../../../../app/otp/derive.ts';
import { generateSecret } from '../../../../app/secrets/generate.ts';
import { slots, type Slot } from '../../../../app/secrets/slots.ts';
import { cx } from '../../../class-names.ts';
import { Button } from '../../../components/button.tsx';
import { readQr } from '../../../components/read-qr.ts';
import { SecretField } from '../../../components/secret-field.tsx';
import { Select } from '../../../components/select.tsx';
import { useFormat } from '../../../format.ts';
import { QrCode, RefreshCw } from '../../../icons.ts';
import { encodingsOf, readNewSecret, type NewSecret } from '../secret-draft.ts';
import { describeTrouble } from '../secret-words.ts';
import type { Editor } from '../use-editor.ts';
import css from './methods.module.css';
import { isLink, readScan, type Scan } from './scanned.ts';

const nothing: NewSecret = { text: '', encoding: 'auto' };

/**
 * The place of one secret. Of a stored one the page knows its size and age, and can replace or remove it; a new one is
 * in the form until that is saved or left.
 */
export function SecretSlot(props: {
  readonly editor: Editor;
  readonly slot: Slot;
  readonly description?: string;
  /** What is said of a stored one besides its size. */
  readonly children?: ReactNode;
}): ReactNode {
  const { editor, slot, description, children } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const replace = useRef<HTMLDivElement>(null);
  const facts = editor.stored[slot];
  const edit = editor.secrets[slot];
  const problem = editor.problems.get(`secret.${slot}`) ?? null;
  const name = t(`editor.secret.${slot}`);
  const keep = (): void => {
    editor.setSecret(slot, undefined);
    // The button that was pressed is gone; the next one takes its place.
    requestAnimationFrame(() => replace.current?.querySelector('button')?.focus());
  };

  if (facts === undefined || (edit !== undefined && edit !== null)) {
    return (
      <NewSecretField
        editor={editor}
        slot={slot}
        label={
          facts === undefined
            ? name
            : edit?.append === true
              ? t('secret.added')
              : t(`editor.newSecret.${slot}`)
        }
        description={description}
        error={problem}
        isReplacing={facts !== undefined}
        onKeep={keep}
      />
    );
  }
  return (
    <div ref={replace} role="group" aria-label={name} className={cx(css['secret'])}>
      <span className={cx(css['secretName'])}>{name}</span>
      {edit === null ? (
        <>
          <p>{t('secret.willBeRemoved')}</p>
          <span className={cx(css['buttons'])}>
            <Button onPress={keep}>{t('secret.keepIt')}</Button>
          </span>
        </>
      ) : (
        <>
          <p>{t('secret.stored', { count: facts.bytes, date: format.date(facts.setAt) })}</p>
          {children}
          <span className={cx(css['buttons'])}>
            {slot === 'one-time-list' && (
              <Button onPress={() => editor.setSecret(slot, { ...nothing, append: true })}>
                {t('secret.addLines')}
              </Button>
            )}
            <Button onPress={() => editor.setSecret(slot, nothing)}>{t('secret.replace')}</Button>
            <Button onPress={() => editor.setSecret(slot, null)}>{t('secret.remove')}</Button>
          </span>
        </>
      )}
    </div>
  );
}

function NewSecretField(props: {
  readonly editor: Editor;
  readonly slot: Slot;
  readonly label: string;
  readonly description: string | undefined;
  readonly error: string | null;
  readonly isReplacing: boolean;
  readonly onKeep: () => void;
}): ReactNode {
  const { editor, slot, label, description, error, isReplacing, onKeep } = props;
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  const [note, setNote] = useState<string | null>(null);
  const secret = editor.secrets[slot] ?? nothing;
  const encodings = encodingsOf(slot, editor.draft.scheme);
  const { said, wrong } = useReading(editor, slot, secret);
  const isScannable = slot !== 'one-time-list' && slot !== 'pknock-secret';

  const set = (text: string): void => {
    setNote(null);
    if (isLink(text)) scan(text);
    else editor.setSecret(slot, text === '' && !isReplacing ? undefined : { ...secret, text });
  };
  function scan(text: string | null): void {
    if (text === null) return setNote(t('secret.noCode'));
    const found = readScan(text, slot, editor.draft);
    setNote(describeScan(t, found));
    if (found.kind === 'refused') return;
    for (const each of slots)
      if (found.secrets[each] !== undefined) editor.setSecret(each, found.secrets[each]);
    editor.set(found.change);
  }
  const readPicture = (picture: Blob): void => {
    setNote(t('secret.reading'));
    void readQr(picture).then(scan);
  };
  const generate = (): void => {
    const made = generateSecret(
      slot,
      (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
      schemes[editor.draft.scheme].usualEncoding,
    );
    if (made === null) return;
    editor.setSecret(slot, made);
    setShown(true);
    setNote(t('secret.copyIt'));
  };

  return (
    <div className={cx(css['secret'])}>
      <SecretField
        label={label}
        value={secret.text}
        onChange={set}
        isShown={isShown}
        onShownChange={setShown}
        showLabel={t('secret.show')}
        hideLabel={t('secret.hide')}
        error={wrong ?? error}
        description={said ?? description}
        autoFocus={isReplacing}
        rows={slot === 'one-time-list' ? 5 : undefined}
        {...(isScannable && { onPicture: readPicture })}
      />
      <span className={cx(css['buttons'])}>
        {encodings.length > 1 && (
          <Select
            label={t('secret.encodingOf', { name: label })}
            hideLabel
            value={secret.encoding}
            choices={[
              { value: 'auto', label: t('secret.encoding.auto') },
              ...encodings.map((value) => ({ value, label: t(`secret.encoding.${value}`) })),
            ]}
            onChange={(encoding) => editor.setSecret(slot, { ...secret, encoding })}
          />
        )}
        {isScannable && (
          <FileTrigger
            acceptedFileTypes={['image/*']}
            onSelect={(files) => {
              const picture = files?.[0];
              if (picture !== undefined) readPicture(picture);
            }}
          >
            <Button icon={<QrCode size={16} aria-hidden />}>{t('secret.scan')}</Button>
          </FileTrigger>
        )}
        {slot !== 'one-time-list' && (
          <Button icon={<RefreshCw size={16} aria-hidden />} onPress={generate}>
            {t('secret.generate')}
          </Button>
        )}
        {isReplacing && <Button onPress={onKeep}>{t('secret.keepOld')}</Button>}
      </span>
      <p role="status" className={cx(css['quiet'])}>
        {note}
      </p>
    </div>
  );
}

/** What is said of a new secret while it is typed: how it is understood, or what is wrong with it. */
function useReading(editor: Editor, slot: Slot, secret: NewSecret) {
  const { t } = useTranslation();
  const format = useFormat();
  const reading = readNewSecret(slot, secret, editor.draft.scheme);
  switch (reading.kind) {
    case 'empty':
      return { said: null, wrong: null };
    case 'wrong':
      return { said: null, wrong: describeTrouble(t, reading.trouble, reading.encoding) };
    case 'right': {
      const { encoding, bytes, lines, unusual } = reading;
      if (lines !== null) return { said: t('secret.lines', { count: lines }), wrong: null };
      const facts = {
        encoding: t(`secret.encoding.${encoding}`),
        count: bytes,
        number: format.number(bytes),
      };
      const said = secret.encoding === 'auto' ? t('secret.looksLike', facts) : t('secret.is', facts);
      if (unusual === null) return { said, wrong: null };
      return { said: `${said} ${describeTrouble(t, unusual.trouble, unusual.encoding)}`, wrong: null };
    }
    default:
      return reading satisfies never;
  }
}

function describeScan(t: TFunction, scan: Scan): string {
  if (scan.kind === 'refused') return t(`secret.refused.${scan.problem}`);
  return [t('secret.taken'), ...scan.unused.map((each) => t(`secret.unused.${each}`))].join(' ');
}
