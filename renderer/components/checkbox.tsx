import type { ReactNode } from 'react';
import {
  CheckboxButton,
  CheckboxField,
  SwitchButton,
  SwitchField,
  Text,
  type CheckboxFieldProps as AriaProps,
} from 'react-aria-components';
import { cx } from '../class-names.ts';
import { Check, Minus } from '../icons.ts';
import css from './field.module.css';

export interface CheckboxProps extends Omit<AriaProps, 'className' | 'style' | 'children'> {
  readonly children?: ReactNode;
}

export function Checkbox({ children, ...props }: CheckboxProps): ReactNode {
  return (
    <CheckboxField {...props}>
      <CheckboxButton className={cx(css['choice'])}>
        {({ isSelected, isIndeterminate }) => (
          <>
            <span className={cx(css['box'])}>
              {isIndeterminate ? (
                <Minus size={14} aria-hidden />
              ) : (
                isSelected && <Check size={14} aria-hidden />
              )}
            </span>
            {children}
          </>
        )}
      </CheckboxButton>
    </CheckboxField>
  );
}

/** A setting that applies at once. */
export function Switch(props: {
  readonly isSelected: boolean;
  readonly onChange: (isSelected: boolean) => void;
  readonly description?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  const { description, children, ...rest } = props;
  return (
    <SwitchField {...rest}>
      <SwitchButton className={cx(css['choice'])}>
        <span className={cx(css['track'])} />
        {children}
      </SwitchButton>
      {description !== undefined && (
        <Text slot="description" className={cx(css['description'], css['below'])}>
          {description}
        </Text>
      )}
    </SwitchField>
  );
}
