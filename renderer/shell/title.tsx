import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../class-names.ts';
import type { Route } from '../route.ts';
import { useRoute } from '../use-route.ts';
import css from './shell.module.css';

/** The screen whose heading was drawn last. */
let shown: Route['view'] | null = null;

/**
 * The heading of a screen. Gets the focus when the screen is opened from another one, so that a screen reader says
 * where we are, and names the window.
 */
export function Title({
  children,
  isHidden = false,
}: {
  readonly children: string;
  readonly isHidden?: boolean;
}): ReactNode {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const { view } = useRoute();
  // The document is outside of React: its title and its focus follow the route.
  useEffect(() => {
    document.title = `${children} – ${t('app.name')}`;
  }, [children, t]);
  useEffect(() => {
    // Not when the window opens: nobody came from anywhere.
    if (shown !== null && shown !== view) heading.current?.focus();
    shown = view;
  }, [view]);
  return (
    <h1 ref={heading} tabIndex={-1} className={cx(css['title'], isHidden && 'visually-hidden')}>
      {children}
    </h1>
  );
}
