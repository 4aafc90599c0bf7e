import type { ReactNode } from 'react';
import {
  Button,
  Group,
  Input,
  Label,
  NumberField as AriaNumberField,
  type NumberFieldProps as AriaProps,
} from 'react-aria-components';
import { cx } from '../class-names.ts';
import { Minus, Plus } from '../icons.ts';
import css from './field.module.css';
import { FieldNotes, type FieldText } from './text-field.tsx';

export interface NumberFieldProps
  extends Omit<AriaProps, 'className' | 'style' | 'children' | 'isInvalid'>, FieldText {}

/** A whole number with steps of one. Its unit stands in the label or in `formatOptions`. */
export function NumberField({ label, description, error = null, ...props }: NumberFieldProps): ReactNode {
  return (
    <AriaNumberField {...props} isInvalid={error !== null} className={cx(css['field'])}>
      <Label className={cx(css['label'])}>{label}</Label>
      <Group className={cx(css['control'], css['mono'])}>
        <Input />
        <Button slot="decrement" className={cx(css['step'])}>
          <Minus size={14} aria-hidden />
        </Button>
        <Button slot="increment" className={cx(css['step'])}>
          <Plus size={14} aria-hidden />
        </Button>
      </Group>
      <FieldNotes description={description} error={error} />
    </AriaNumberField>
  );
}
