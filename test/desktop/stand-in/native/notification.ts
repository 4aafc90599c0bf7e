import type { NotificationConstructorOptions } from 'electron';
import { EventEmitter } from 'node:events';
import { app } from '../app/app.ts';
import { createEvent } from '../event.ts';
import { strictClass } from '../strict.ts';

/** Every notification that was shown, the oldest first. */
export const shownNotifications: Notification[] = [];

let isSupported = true;

export class Notification extends EventEmitter {
  title: string;
  subtitle: string;
  body: string;
  silent: boolean;
  urgency: 'normal' | 'critical' | 'low';
  timeoutType: 'default' | 'never';
  _isShown = false;

  constructor(options: NotificationConstructorOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create Notification before app is ready');
    this.title = options.title ?? '';
    this.subtitle = options.subtitle ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
    this.urgency = options.urgency ?? 'normal';
    this.timeoutType = options.timeoutType ?? 'default';
  }

  static isSupported(): boolean {
    return isSupported;
  }

  show(): void {
    if (!isSupported) return;
    this._isShown = true;
    shownNotifications.push(this);
    this.emit('show', createEvent({}));
  }

  close(): void {
    if (!this._isShown) return;
    this._isShown = false;
    this.emit('close', createEvent({}));
  }

  /** A click also takes the notification away. */
  _click(): void {
    if (!this._isShown) throw new Error(`stand-in: the notification "${this.title}" is not shown`);
    this.emit('click', createEvent({}));
    this.close();
  }
}
strictClass('Notification', Notification);

export function supportNotifications(supported: boolean): void {
  isSupported = supported;
}
