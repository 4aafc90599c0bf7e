import type { Notification } from 'electron';
import type { Api } from '../app/contract.ts';
import type { DesktopWords } from '../app/present/desktop-words.ts';
import { noticesBetween } from '../app/present/notification.ts';
import type { Settings } from '../app/settings/schema.ts';
import type { Snapshot } from '../app/snapshot.ts';

/** Shows what happened while nobody was looking. A newer notice of a host takes the place of its older one. */
export function showNotices(request: {
  readonly api: Pick<Api, 'watch'>;
  readonly Notification: NotificationClass;
  readonly words: (settings: Settings) => DesktopWords;
  readonly isWindowVisible: () => boolean;
  readonly showHost: (hostId: string) => void;
}): void {
  const { api, Notification: Notice } = request;
  // Held here: a notification that is collected can no longer be clicked.
  const standing = new Map<string, NotificationApi>();
  let before: Snapshot | null = null;

  api.watch((after) => {
    const earlier = before ?? after;
    before = after;
    const notices = noticesBetween({
      before: earlier,
      after,
      windowVisible: request.isWindowVisible(),
      words: request.words(after.settings),
    });
    if (notices.length === 0 || !Notice.isSupported()) return;
    for (const { hostId, title, body } of notices) {
      standing.get(hostId)?.close();
      const notice = new Notice({ title, body, silent: true, urgency: 'normal' });
      standing.set(hostId, notice);
      notice.on('click', () => request.showHost(hostId));
      notice.on('close', () => {
        if (standing.get(hostId) === notice) standing.delete(hostId);
      });
      notice.show();
    }
  });
}

/** What we use of a Notification. */
type NotificationApi = Pick<Notification, 'show' | 'close' | 'on'>;

interface NotificationClass {
  new (options: {
    readonly title: string;
    readonly body: string;
    readonly silent: boolean;
    readonly urgency: 'normal';
  }): NotificationApi;
  isSupported(): boolean;
}
