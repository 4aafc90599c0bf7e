import type { FocusEvent, ReactNode } from 'react';
import { cx } from '../class-names.ts';
import { Eye, EyeOff } from '../icons.ts';
import { IconButton } from './button.tsx';
import css from './secret-field.module.css';
import { TextField, type FieldText } from './text-field.tsx';

/**
 * A new secret as it is being typed. It can be looked at while it is, and hides again when the field is left. A pasted
 * picture is handed over, for the code that may be in it.
 */
export function SecretField(
  props: FieldText & {
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly isShown: boolean;
    readonly onShownChange: (isShown: boolean) => void;
    readonly showLabel: string;
    readonly hideLabel: string;
    readonly rows?: number | undefined;
    readonly autoFocus?: boolean;
    readonly onPicture?: (picture: Blob) => void;
  },
): ReactNode {
  const { value, isShown, onShownChange, showLabel, hideLabel, rows, onPicture, ...rest } = props;
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>): void => {
    // The eye belongs to the field. Without a target the focus went nowhere, or to another window.
    if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) onShownChange(false);
  };
  return (
    <div className={cx(css['line'])} onBlur={onBlur}>
      <div className={cx(css['grow'], !isShown && css['masked'])}>
        <TextField
          {...rest}
          isSecret
          {...(rows === undefined ? { type: isShown ? 'text' : 'password' } : { rows })}
          mono
          value={value}
          // Neither kept by the browser nor sent to a spelling service.
          autoComplete="off"
          autoCorrect="off"
          spellCheck="false"
          maxLength={1_000_000}
          onPaste={(event) => {
            const picture = [...(event.clipboardData?.files ?? [])].find(({ type }) =>
              type.startsWith('image/'),
            );
            if (picture === undefined || onPicture === undefined) return;
            event.preventDefault();
            onPicture(picture);
          }}
        />
      </div>
      <span className={cx(css['eye'])}>
        <IconButton
          label={isShown ? hideLabel : showLabel}
          isDisabled={value === ''}
          onPress={() => onShownChange(!isShown)}
        >
          {isShown ? <EyeOff size={16} aria-hidden /> : <Eye size={16} aria-hidden />}
        </IconButton>
      </span>
    </div>
  );
}
