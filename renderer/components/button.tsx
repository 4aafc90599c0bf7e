import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaProps } from 'react-aria-components';
import { cx } from '../class-names.ts';
import css from './button.module.css';
import { Tip } from './tip.tsx';

export interface ButtonProps extends Omit<AriaProps, 'className' | 'children' | 'style'> {
  /** `primary`: the one thing to do here. `quiet`: no border until it is pointed at. `danger`: cannot be undone. */
  readonly variant?: 'normal' | 'primary' | 'quiet' | 'danger';
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

export function Button({ variant = 'normal', icon, children, ...props }: ButtonProps): ReactNode {
  return (
    <AriaButton {...props} className={cx(css['button'], css[variant])}>
      {icon}
      <span className={cx(css['label'])}>{children}</span>
    </AriaButton>
  );
}

/** A button that shows only an icon. `label` is its name, and appears as a hint beside it. */
export function IconButton(
  props: Omit<AriaProps, 'className' | 'children' | 'style' | 'aria-label'> & {
    readonly label: string;
    /** What the hint says where the name is longer than it needs to be: "More" for "More for bastion". */
    readonly hint?: string;
    readonly children: ReactNode;
  },
): ReactNode {
  const { label, hint = label, children, ...rest } = props;
  return (
    <Tip text={hint}>
      <AriaButton {...rest} aria-label={label} className={cx(css['button'], css['icon'])}>
        {children}
      </AriaButton>
    </Tip>
  );
}
