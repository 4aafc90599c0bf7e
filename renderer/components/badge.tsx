import type { ReactNode } from 'react';
import { cx } from '../class-names.ts';
import css from './badge.module.css';

/** A tag of a host. */
export function Tag({ children }: { readonly children: string }): ReactNode {
  return (
    <span className={cx(css['tag'])} dir="auto">
      {children}
    </span>
  );
}
