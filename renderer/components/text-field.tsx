import { useLayoutEffect, useRef, type ReactNode, type Ref } from 'react';
import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField as AriaTextField,
  type TextFieldProps as AriaProps,
} from 'react-aria-components';
import { cx } from '../class-names.ts';
import { TriangleAlert } from '../icons.ts';
import css from './field.module.css';

export interface FieldText {
  readonly label: string;
  readonly description?: ReactNode;
  /** What is wrong, as one sentence; null when nothing is. */
  readonly error?: string | null;
}

export interface TextFieldProps
  extends Omit<AriaProps, 'className' | 'style' | 'children' | 'isInvalid'>, FieldText {
  readonly placeholder?: string;
  /** For what goes over the wire: addresses, ports, commands. */
  readonly mono?: boolean;
  /** More than one line. */
  readonly rows?: number;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** What was typed does not outlive the field. */
  readonly isSecret?: boolean;
}

export function TextField(props: TextFieldProps): ReactNode {
  const {
    label,
    description,
    error = null,
    placeholder,
    mono = false,
    rows,
    inputRef,
    isSecret,
    ...rest
  } = props;
  const field = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const { current } = field;
    return isSecret === true && current !== null ? () => empty(current) : undefined;
  }, [isSecret]);
  const look = cx(css['control'], mono && css['mono']);
  const hint = placeholder === undefined ? {} : { placeholder };
  return (
    <AriaTextField {...rest} ref={field} isInvalid={error !== null} className={cx(css['field'])}>
      <Label className={cx(css['label'])}>{label}</Label>
      {rows === undefined ? (
        // Addresses and ports read from left to right in every language; `auto` leaves names to their own.
        <Input {...hint} {...(inputRef && { ref: inputRef })} dir={mono ? 'ltr' : 'auto'} className={look} />
      ) : (
        <TextArea {...hint} rows={rows} dir={mono ? 'ltr' : 'auto'} className={look} />
      )}
      <FieldNotes description={description} error={error} />
    </AriaTextField>
  );
}

/** React and the browser hold on to the field that had the focus last, and with it to all fields of its form. */
function empty(field: HTMLElement): void {
  for (const control of field.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')) {
    control.value = '';
    control.defaultValue = '';
  }
}

/** What stands below a field: how to fill it, and what is wrong with it. */
export function FieldNotes({ description, error }: Omit<FieldText, 'label'>): ReactNode {
  return (
    <>
      {description !== undefined && (
        <Text slot="description" className={cx(css['description'])}>
          {description}
        </Text>
      )}
      <FieldError className={cx(css['error'])}>
        <TriangleAlert size={14} aria-hidden />
        {error}
      </FieldError>
    </>
  );
}
