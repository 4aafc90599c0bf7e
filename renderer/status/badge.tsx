import type { ReactNode } from 'react';
import type { Status } from '../../app/present/status.ts';
import { cx } from '../class-names.ts';
import { CircleDashed, LoaderCircle, Lock, LockOpen, OctagonX, Send } from '../icons.ts';
import css from './badge.module.css';

const shapes = {
  unknown: CircleDashed,
  closed: Lock,
  knocking: LoaderCircle,
  open: LockOpen,
  sent: Send,
  failed: OctagonX,
} as const satisfies Record<Status['state'], unknown>;

export type BadgeState = keyof typeof shapes;

/** One of the five states by shape, word and colour, in that order of importance. */
export function StatusBadge(props: {
  readonly state: BadgeState;
  /** The word. */
  readonly children: string;
  /** The last seconds of an opening. */
  readonly isEnding?: boolean;
  /** Steps done and in all, drawn as dots where nothing may turn. */
  readonly steps?: { readonly done: number; readonly of: number };
}): ReactNode {
  const { state, children, isEnding = false, steps } = props;
  const Shape = shapes[state];
  return (
    <span className={cx(css['badge'], css[state], isEnding && css['ending'])}>
      <Shape size={14} aria-hidden className={cx(css['shape'])} />
      {steps !== undefined && (
        <span aria-hidden className={cx(css['dots'])}>
          {Array.from({ length: steps.of }, (_, index) => (
            <span key={index} className={cx(css['dot'], index < steps.done && css['done'])} />
          ))}
        </span>
      )}
      {children}
    </span>
  );
}
