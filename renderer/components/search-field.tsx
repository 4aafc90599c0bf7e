import type { ReactNode, Ref } from 'react';
import {
  Button,
  Input,
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaProps,
} from 'react-aria-components';
import { cx } from '../class-names.ts';
import { Search, X } from '../icons.ts';
import css from './field.module.css';

export interface SearchFieldProps extends Omit<AriaProps, 'className' | 'style' | 'children' | 'aria-label'> {
  readonly label: string;
  /** The name of the button that empties it. */
  readonly clearLabel: string;
  readonly inputRef?: Ref<HTMLInputElement>;
}

export function SearchField({ label, clearLabel, inputRef, ...props }: SearchFieldProps): ReactNode {
  return (
    <AriaSearchField {...props} aria-label={label}>
      <div className={cx(css['control'])}>
        <Search size={16} aria-hidden />
        <Input placeholder={label} dir="auto" {...(inputRef && { ref: inputRef })} />
        <Button aria-label={clearLabel} className={cx(css['clear'])}>
          <X size={16} aria-hidden />
        </Button>
      </div>
    </AriaSearchField>
  );
}
