import type { ReactNode } from 'react';
import {
  Checkbox as AriaCheckbox,
  Switch as AriaSwitch,
  type CheckboxProps as AriaProps,
} from 'react-aria-components';
import { cx } from '../class-names.ts';
import { Check, Minus } from '../icons.ts';
import css from './field.module.css';

export interface CheckboxProps extends Omit<AriaProps, 'className' | 'style' | 'children'> {
  readonly children?: ReactNode;
}

export function Checkbox({ children, ...props }: CheckboxProps): ReactNode {
  return (
    <AriaCheckbox {...props} className={cx(css['choice'])}>
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
    </AriaCheckbox>
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
    <AriaSwitch {...rest} className={cx(css['choice'])}>
      <span className={cx(css['track'])} />
      <span className={cx(css['text'])}>
        {children}
        {description !== undefined && <span className={cx(css['description'])}>{description}</span>}
      </span>
    </AriaSwitch>
  );
}
