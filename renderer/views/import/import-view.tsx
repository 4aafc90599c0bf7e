import { useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { DropZone, FileTrigger, Text, type DropItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { cx } from '../../class-names.ts';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextField } from '../../components/text-field.tsx';
import { ClipboardPaste, FileInput, QrCode } from '../../icons.ts';
import { home } from '../../route.ts';
import { announce } from '../../shell/announce.tsx';
import { Title } from '../../shell/title.tsx';
import { go } from '../../use-route.ts';
import css from './import.module.css';
import { addressFault } from './picks.ts';
import { ReadingSection } from './reading-section.tsx';
import { useImport, type Importing } from './use-import.ts';

/** Hosts that other programs know: read, shown, chosen, and taken over as one change. */
export function ImportView(): ReactNode {
  const { t } = useTranslation();
  const importing = useImport();
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const offers = importing.readings.flatMap(({ state }) => (state.kind === 'offer' ? [state] : []));
  const chosen = offers.flatMap(({ choices }) => choices.filter(({ as }) => as !== 'skip')).length;
  const faults = offers.flatMap(({ offer, choices }) =>
    offer.items.filter((item, index) => {
      const choice = choices[index];
      return choice !== undefined && addressFault(item, choice) !== null;
    }),
  ).length;

  const submit = async (): Promise<void> => {
    // The faults are drawn before the first of them can get the focus.
    flushSync(() => setChecked(true));
    if (faults > 0) {
      announce(t('import.fields', { count: faults }), 'assertive');
      document.querySelector<HTMLElement>('main [data-address-fault] input')?.focus();
      return;
    }
    setBusy(true);
    await importing.apply();
    setBusy(false);
  };

  return (
    <div className={cx(css['page'])}>
      <Title>{t('import.title')}</Title>
      <Sources importing={importing} />
      {importing.readings.map((reading) => (
        <ReadingSection key={reading.key} reading={reading} importing={importing} isChecked={isChecked} />
      ))}
      {offers.length > 0 && (
        <footer className={cx(css['foot'])}>
          {isChecked && faults > 0 && (
            <p className={cx(css['fault'])}>{t('import.fields', { count: faults })}</p>
          )}
          <Button onPress={() => go(home)}>{t('action.cancel')}</Button>
          <Button
            variant="primary"
            isDisabled={chosen === 0}
            isPending={isBusy}
            onPress={() => void submit()}
          >
            {chosen === 0 ? t('import.nothing') : t('import.go', { count: chosen })}
          </Button>
        </footer>
      )}
    </div>
  );
}

/** Where texts come from. What is dropped or pasted anywhere on it is read. */
function Sources({ importing }: { readonly importing: Importing }): ReactNode {
  const { t } = useTranslation();
  const [isPasting, setPasting] = useState(false);
  const drop = async (items: readonly DropItem[]): Promise<void> => {
    for (const item of items) {
      if (item.kind === 'file') await importing.readFile(await item.getFile());
      else if (item.kind === 'text') {
        const type = ['text/plain', ...item.types].find((each) => item.types.has(each));
        if (type !== undefined) await importing.readText(t('import.pasted'), await item.getText(type));
      }
    }
  };
  const readAll = async (files: FileList | null, read: (file: File) => Promise<void>): Promise<void> => {
    for (const file of files ?? []) await read(file);
  };
  return (
    <section className={cx(css['sources'])}>
      <DropZone className={cx(css['zone'])} onDrop={({ items }) => void drop(items)}>
        <Text slot="label" className={cx(css['label'])}>
          {t('import.drop')}
        </Text>
        <span className={cx(css['buttons'])}>
          <FileTrigger allowsMultiple onSelect={(files) => void readAll(files, importing.readFile)}>
            <Button icon={<FileInput size={16} aria-hidden />}>{t('import.choose')}</Button>
          </FileTrigger>
          <Button icon={<ClipboardPaste size={16} aria-hidden />} onPress={() => setPasting(true)}>
            {t('import.paste')}
          </Button>
          <FileTrigger
            acceptedFileTypes={['image/*']}
            onSelect={(files) => void readAll(files, importing.readPicture)}
          >
            <Button icon={<QrCode size={16} aria-hidden />}>{t('import.picture')}</Button>
          </FileTrigger>
        </span>
      </DropZone>
      <p className={cx(css['quiet'])}>{t('import.understands')}</p>
      {isPasting && (
        <PasteDialog
          onClose={() => setPasting(false)}
          onRead={(text) => {
            setPasting(false);
            void importing.readText(t('import.pasted'), text);
          }}
        />
      )}
    </section>
  );
}

function PasteDialog(props: {
  readonly onClose: () => void;
  readonly onRead: (text: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={t('import.pasteTitle')}
      width="wide"
      actions={
        <>
          <Button onPress={props.onClose}>{t('action.cancel')}</Button>
          <Button variant="primary" isDisabled={text.trim() === ''} onPress={() => props.onRead(text)}>
            {t('import.read')}
          </Button>
        </>
      }
    >
      <TextField
        label={t('import.pasteLabel')}
        description={t('import.pasteHint')}
        mono
        rows={8}
        // It may hold keys.
        isSecret
        autoComplete="off"
        spellCheck="false"
        value={text}
        onChange={setText}
        // What the dialog was opened for.
        autoFocus
      />
    </Dialog>
  );
}
