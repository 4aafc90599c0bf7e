import { useId, type ReactNode } from 'react';
import { cx } from '../../class-names.ts';
import css from './settings.module.css';

/** Settings that belong together, under a heading. */
export function Section({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  const heading = useId();
  return (
    <section className={cx(css['section'])} aria-labelledby={heading}>
      <h2 id={heading}>{title}</h2>
      {children}
    </section>
  );
}
