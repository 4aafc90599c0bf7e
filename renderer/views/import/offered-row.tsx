import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { serviceName } from '../../../app/present/host.ts';
import type { ImportNote, OfferedHost } from '../../../app/transfer/offer.ts';
import { cx } from '../../class-names.ts';
import { Checkbox } from '../../components/checkbox.tsx';
import { Select } from '../../components/select.tsx';
import { TextField } from '../../components/text-field.tsx';
import { KeyRound } from '../../icons.ts';
import { useKnockSummary } from '../../status/knock-words.ts';
import { faultText } from './address-words.ts';
import css from './import.module.css';
import { Notes } from './notes.tsx';
import { addressFault, needsAddress, type Choice } from './picks.ts';

/** One host that was found: whether it is taken, what is missing, and what was read differently. */
export function OfferedRow(props: {
  readonly item: OfferedHost;
  readonly choice: Choice;
  readonly isChecked: boolean;
  readonly asksAddress: boolean;
  readonly notes: readonly ImportNote[];
  readonly onChange: (choice: Choice) => void;
}): ReactNode {
  const { item, choice, isChecked, asksAddress, notes, onChange } = props;
  const { t } = useTranslation();
  const summarise = useKnockSummary();
  const { host, existing, secrets } = item;
  const isTaken = choice.as !== 'skip';
  const fault = isChecked ? addressFault(item, choice) : null;
  return (
    <li className={cx(css['item'])}>
      <div className={cx(css['line'])}>
        <Checkbox
          aria-label={t('import.take', { name: host.name })}
          isSelected={isTaken}
          onChange={(isSelected) => onChange({ ...choice, as: isSelected ? 'add' : 'skip' })}
        >
          <strong dir="auto">{host.name}</strong>
        </Checkbox>
        <span className={cx(css['state'])}>{t(existing === null ? 'import.new' : 'import.exists')}</span>
        {existing !== null && (
          <Select
            label={t('import.existing', { name: host.name })}
            hideLabel
            value={choice.as}
            choices={(['add', 'update', 'skip'] as const).map((value) => ({
              value,
              label: t(`import.as.${value}`),
            }))}
            onChange={(as) => onChange({ ...choice, as })}
          />
        )}
      </div>
      <p className={cx(css['facts'])}>
        {host.address !== '' && (
          <bdi dir="ltr">
            {host.check === undefined ? host.address : `${host.address}, ${serviceName(host)}`}
          </bdi>
        )}
        <span>{summarise(host)}</span>
        {secrets.length > 0 && (
          <span className={cx(css['secret'])}>
            <KeyRound size={14} aria-hidden />
            {t(choice.as === 'update' ? 'import.secretReplaced' : 'import.secretFound')}
          </span>
        )}
      </p>
      {asksAddress && isTaken && (
        <div {...(fault !== null && { 'data-address-fault': true })}>
          <TextField
            label={t('import.address', { name: host.name })}
            mono
            spellCheck="false"
            isRequired={needsAddress(item, choice)}
            {...(choice.as === 'update' && { placeholder: t('import.addressKept') })}
            value={choice.address}
            error={faultText(t, fault, choice.address)}
            onChange={(address) => onChange({ ...choice, address })}
          />
        </div>
      )}
      <Notes notes={notes} />
    </li>
  );
}
