import type { ReactNode } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components';
import { cx } from '../class-names.ts';
import css from './overlay.module.css';

/** A hint beside a control: shown on hover and focus, hidden by Escape. Never the only place of what it says. */
export function Tip({ text, children }: { readonly text: string; readonly children: ReactNode }): ReactNode {
  return (
    <TooltipTrigger delay={600}>
      {children}
      <Tooltip offset={6} className={cx(css['tip'])}>
        {text}
      </Tooltip>
    </TooltipTrigger>
  );
}
