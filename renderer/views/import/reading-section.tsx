import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportNote } from '../../../app/transfer/offer.ts';
import { cx } from '../../class-names.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { TextField } from '../../components/text-field.tsx';
import { TriangleAlert, X } from '../../icons.ts';
import { PassphraseField } from '../vault/passphrase-fields.tsx';
import { faultText } from './address-words.ts';
import css from './import.module.css';
import { Notes } from './notes.tsx';
import { OfferedRow } from './offered-row.tsx';
import { addressFault, needsAddress, type Choice } from './picks.ts';
import type { Importing, Reading } from './use-import.ts';

/** What was found in one file or text. */
export function ReadingSection(props: {
  readonly reading: Reading;
  readonly importing: Importing;
  /** Import was pressed: what is missing is said. */
  readonly isChecked: boolean;
}): ReactNode {
  const { reading, importing, isChecked } = props;
  const { t } = useTranslation();
  const { state, name } = reading;
  return (
    <section className={cx(css['reading'])}>
      <header className={cx(css['head'])}>
        <h2 dir="auto">{name}</h2>
        {state.kind === 'offer' && (
          <span className={cx(css['quiet'])}>
            {[
              t(`import.source.${state.offer.source}`),
              t('import.found', { count: state.offer.items.length }),
              t('import.selected', { count: state.choices.filter(({ as }) => as !== 'skip').length }),
            ].join(' · ')}
          </span>
        )}
        <IconButton
          label={t('import.remove', { name })}
          hint={t('action.close')}
          onPress={() => importing.remove(reading)}
        >
          <X size={16} aria-hidden />
        </IconButton>
      </header>
      {state.kind === 'failed' && (
        <p role="alert" className={cx(css['problem'])}>
          <TriangleAlert size={16} aria-hidden />
          {state.reason}
        </p>
      )}
      {state.kind === 'sealed' && (
        <Sealed
          name={name}
          isWrong={state.isWrong}
          onOpen={(passphrase) => importing.open(reading, passphrase)}
        />
      )}
      {state.kind === 'offer' && (
        <Offered
          offer={state.offer}
          choices={state.choices}
          isChecked={isChecked}
          onChange={(choices) => importing.choose(reading, choices)}
        />
      )}
    </section>
  );
}

function Offered(props: {
  readonly offer: Extract<Reading['state'], { kind: 'offer' }>['offer'];
  readonly choices: readonly Choice[];
  readonly isChecked: boolean;
  readonly onChange: (choices: readonly Choice[]) => void;
}): ReactNode {
  const { offer, choices, isChecked, onChange } = props;
  const { t } = useTranslation();
  const { items, notes, source } = offer;
  const nameless = items.filter(({ host }) => host.address === '');
  // One file of one server: its address is asked for once.
  const isOneServer = source === 'knockd-conf' && nameless.length > 0;
  const addressNotes: readonly ImportNote['code'][] = ['address-missing'];
  return (
    <>
      {source === 'knockd-conf' && <p>{t('import.serverFile', { count: items.length })}</p>}
      {isOneServer && (
        <ServerAddress
          items={items}
          choices={choices}
          isChecked={isChecked}
          onChange={(address) => onChange(choices.map((choice) => ({ ...choice, address })))}
        />
      )}
      <ul className={cx(css['items'])}>
        {items.map((item, index) => {
          const choice = choices[index];
          if (choice === undefined) return null;
          return (
            <OfferedRow
              key={index}
              item={item}
              choice={choice}
              isChecked={isChecked}
              asksAddress={item.host.address === '' && !isOneServer}
              // The field says it already.
              notes={item.notes.filter(({ code }) => !addressNotes.includes(code))}
              onChange={(changed) =>
                onChange(choices.map((each, other) => (other === index ? changed : each)))
              }
            />
          );
        })}
      </ul>
      {notes.length > 0 && (
        <div className={cx(css['others'])}>
          <h3>{t('import.others')}</h3>
          <Notes notes={notes} />
        </div>
      )}
    </>
  );
}

function ServerAddress(props: {
  readonly items: Extract<Reading['state'], { kind: 'offer' }>['offer']['items'];
  readonly choices: readonly Choice[];
  readonly isChecked: boolean;
  readonly onChange: (address: string) => void;
}): ReactNode {
  const { items, choices, isChecked, onChange } = props;
  const { t } = useTranslation();
  const address = choices[0]?.address ?? '';
  const at = items.findIndex((item, index) => {
    const choice = choices[index];
    return choice !== undefined && addressFault(item, choice) !== null;
  });
  const [item, choice] = [items[at], choices[at]];
  const fault = item === undefined || choice === undefined ? null : addressFault(item, choice);
  const isNeeded = items.some((each, index) => {
    const its = choices[index];
    return its !== undefined && needsAddress(each, its);
  });
  return (
    <div {...(isChecked && fault !== null && { 'data-address-fault': true })}>
      <TextField
        label={t('import.serverAddress')}
        mono
        spellCheck="false"
        isRequired={isNeeded}
        value={address}
        error={isChecked ? faultText(t, fault, address) : null}
        onChange={onChange}
      />
    </div>
  );
}

function Sealed(props: {
  readonly name: string;
  readonly isWrong: boolean;
  readonly onOpen: (passphrase: string) => Promise<void>;
}): ReactNode {
  const { t } = useTranslation();
  const [passphrase, setPassphrase] = useState('');
  const [isBusy, setBusy] = useState(false);
  return (
    <form
      // What is wrong with the field is ours to say, and must not keep it from being tried again.
      noValidate
      className={cx(css['sealed'])}
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase === '' || isBusy) return;
        setBusy(true);
        void props.onOpen(passphrase).finally(() => setBusy(false));
      }}
    >
      <p>
        {t('import.sealedTitle', { file: props.name })}. {t('import.sealedText')}
      </p>
      <PassphraseField
        value={passphrase}
        onChange={setPassphrase}
        error={props.isWrong && !isBusy ? t('failure.import.wrong-passphrase') : null}
      />
      <Button type="submit" isDisabled={passphrase === ''} isPending={isBusy}>
        {t('import.open')}
      </Button>
    </form>
  );
}
