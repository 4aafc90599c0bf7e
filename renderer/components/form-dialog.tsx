import { useId, type ReactNode } from 'react';
import { cx } from '../class-names.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import css from './overlay.module.css';

/** A dialog whose fields are submitted with Enter or its last button. Shown as long as it is there. */
export function FormDialog(props: {
  readonly title: string;
  /** What closing it does, which changes nothing, and what submitting does. */
  readonly stay: string;
  readonly goOn: string;
  readonly variant?: 'primary' | 'danger';
  /** Whether there is enough to submit. */
  readonly isReady: boolean;
  readonly isBusy: boolean;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { title, stay, goOn, variant = 'primary', isReady, isBusy, onSubmit, onClose, children } = props;
  const form = useId();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button onPress={onClose}>{stay}</Button>
          <Button type="submit" form={form} variant={variant} isDisabled={!isReady} isPending={isBusy}>
            {goOn}
          </Button>
        </>
      }
    >
      <form
        id={form}
        // What is wrong with a field is ours to say, and must not keep it from being tried again.
        noValidate
        className={cx(css['form'])}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !isBusy) onSubmit();
        }}
      >
        {children}
      </form>
    </Dialog>
  );
}
