import type { ReactNode } from 'react';
import { Text } from 'react-aria-components';
import {
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components';
import { cx } from '../class-names.ts';
import { X } from '../icons.ts';
import { Button, IconButton } from './button.tsx';
import css from './toast.module.css';

export interface Notice {
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** It is no longer shown, and its action can't be taken any more: time, its cross or the action itself ended it. */
  readonly onGone?: () => void;
}

const queue = new ToastQueue<Notice>({ maxVisibleToasts: 3 });

/** Shows a notice at the bottom. It stays while the pointer or the focus is on it. */
export function notify(notice: Notice, { forMs = 10_000 }: { readonly forMs?: number } = {}): void {
  queue.add(notice, { timeout: forMs, ...(notice.onGone && { onClose: notice.onGone }) });
}

export function Toasts({
  label,
  closeLabel,
}: {
  readonly label: string;
  readonly closeLabel: string;
}): ReactNode {
  return (
    <ToastRegion queue={queue} aria-label={label} className={cx(css['region'])}>
      {({ toast }) => (
        <Toast toast={toast} className={cx(css['toast'])}>
          <ToastContent className={cx(css['content'])}>
            <Text slot="title">{toast.content.text}</Text>
          </ToastContent>
          {toast.content.action !== undefined && (
            <Button
              onPress={() => {
                toast.content.action?.run();
                queue.close(toast.key);
              }}
            >
              {toast.content.action.label}
            </Button>
          )}
          <IconButton slot="close" label={closeLabel}>
            <X size={16} aria-hidden />
          </IconButton>
        </Toast>
      )}
    </ToastRegion>
  );
}
