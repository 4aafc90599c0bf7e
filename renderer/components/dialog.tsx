import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { cx } from '../class-names.ts';
import { Button } from './button.tsx';
import css from './overlay.module.css';

export interface DialogProps {
  readonly isOpen: boolean;
  /** Escape, a click beside it, or one of its buttons. */
  readonly onClose: () => void;
  readonly title: string;
  readonly width?: 'normal' | 'wide';
  readonly children: ReactNode;
  /** Buttons, the one that goes on last. */
  readonly actions: ReactNode;
}

export function Dialog({
  isOpen,
  onClose,
  title,
  width = 'normal',
  children,
  actions,
}: DialogProps): ReactNode {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className={cx(css['backdrop'])}
    >
      <Modal className={cx(css['modal'], width === 'wide' && css['wide'])}>
        <AriaDialog className={cx(css['dialog'])}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
          <div className={cx(css['actions'])}>{actions}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** A question with two answers, of which `stay` changes nothing and has the focus. */
export function Confirm(props: {
  readonly isOpen: boolean;
  readonly title: string;
  readonly text?: ReactNode;
  readonly stay: string;
  readonly goOn: string;
  readonly onStay: () => void;
  readonly onGoOn: () => void;
}): ReactNode {
  const { isOpen, title, text, stay, goOn, onStay, onGoOn } = props;
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={(open) => !open && onStay()} className={cx(css['backdrop'])}>
      <Modal className={cx(css['modal'])}>
        <AriaDialog role="alertdialog" className={cx(css['dialog'])}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {text}
          <div className={cx(css['actions'])}>
            <Button autoFocus onPress={onStay}>
              {stay}
            </Button>
            <Button variant="danger" onPress={onGoOn}>
              {goOn}
            </Button>
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
