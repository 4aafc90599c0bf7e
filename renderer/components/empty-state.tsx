import type { ReactNode } from 'react';
import { cx } from '../class-names.ts';
import css from './empty-state.module.css';

/** What stands in place of a list: why it is empty, and what to do. */
export function EmptyState(props: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text?: ReactNode;
  /** Buttons. */
  readonly children?: ReactNode;
}): ReactNode {
  const { icon, title, text, children } = props;
  return (
    <div className={cx(css['empty'])}>
      {icon}
      <div role="status">
        <h2>{title}</h2>
      </div>
      {text !== undefined && <div className={cx(css['text'])}>{text}</div>}
      {children !== undefined && <div className={cx(css['actions'])}>{children}</div>}
    </div>
  );
}
