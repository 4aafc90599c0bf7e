import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox } from '../../components/checkbox.tsx';
import { TextField } from '../../components/text-field.tsx';
import { cx } from '../../class-names.ts';
import css from './vault.module.css';

/** A passphrase that exists. Typed, pasted or filled in by a password manager. */
export function PassphraseField(props: {
  readonly label?: string;
  readonly value: string;
  readonly error?: string | null;
  readonly autoFocus?: boolean;
  readonly onChange: (value: string) => void;
}): ReactNode {
  const { t } = useTranslation();
  const { label = t('vault.passphrase'), error = null, autoFocus = false, ...rest } = props;
  const [isShown, setShown] = useState(false);
  return (
    <div className={cx(css['fields'])}>
      <TextField
        {...rest}
        isSecret
        label={label}
        error={error}
        type={isShown ? 'text' : 'password'}
        autoComplete="current-password"
        spellCheck="false"
        maxLength={1_000}
        // What was asked for is the only thing to do in the dialog.
        autoFocus={autoFocus}
      />
      <Checkbox isSelected={isShown} onChange={setShown}>
        {t('vault.show')}
      </Checkbox>
    </div>
  );
}

export interface NewPassphrase {
  readonly first: string;
  readonly again: string;
}

export const noPassphrase: NewPassphrase = { first: '', again: '' };

/** A passphrase that is set, twice. */
export function NewPassphraseFields(props: {
  readonly value: NewPassphrase;
  readonly error?: string | null;
  readonly autoFocus?: boolean;
  readonly onChange: (value: NewPassphrase) => void;
}): ReactNode {
  const { value, error = null, autoFocus = false, onChange } = props;
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  const common = {
    isSecret: true,
    type: isShown ? 'text' : 'password',
    autoComplete: 'new-password',
    spellCheck: 'false',
    maxLength: 1_000,
  } as const;
  return (
    <div className={cx(css['fields'])}>
      <TextField
        {...common}
        label={t('vault.newPassphrase')}
        description={t('vault.newHint')}
        error={error}
        value={value.first}
        onChange={(first) => onChange({ ...value, first })}
        autoFocus={autoFocus}
      />
      <TextField
        {...common}
        label={t('vault.again')}
        error={differs(value) ? t('vault.differs') : null}
        value={value.again}
        onChange={(again) => onChange({ ...value, again })}
      />
      <Checkbox isSelected={isShown} onChange={setShown}>
        {t('vault.show')}
      </Checkbox>
    </div>
  );
}

/** Whether both were entered, and are the same. */
export function isComplete({ first, again }: NewPassphrase): boolean {
  return first !== '' && first === again;
}

/** Said only once the second is longer than a beginning of the first could be. */
function differs({ first, again }: NewPassphrase): boolean {
  return again !== '' && !first.startsWith(again);
}
