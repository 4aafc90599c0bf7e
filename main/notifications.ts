import type { Notification } from 'electron';
import type { Api } from '../app/contract.ts';
import type { DesktopWords } from '../app/present/desktop-words.ts';
import {
  isKnockingByItself,
  mergeNotices,
  noticesBetween,
  type Notice,
} from '../app/present/notification.ts';
import { hostsOf } from '../app/present/status.ts';
import type { Settings } from '../app/settings/schema.ts';
import type { Snapshot } from '../app/snapshot.ts';

/** After the last end of a knock that a rule began: rules begin theirs up to a second apart. */
const gatherMs = 1_500;

/** Shows what happened while nobody was looking. A newer notice of a host takes the place of its older one. */
export function showNotices(request: {
  readonly api: Pick<Api, 'watch'>;
  readonly Notification: NotificationClass;
  readonly words: (settings: Settings) => DesktopWords;
  readonly isWindowVisible: () => boolean;
  readonly showHost: (hostId: string) => void;
  readonly showDecisions: () => void;
}): void {
  const { api, Notification: NoticeOfSystem } = request;
  // Held here: a notification that is collected can no longer be clicked.
  const standing = new Map<string | null, NotificationApi>();
  let before: Snapshot | null = null;
  let gathered: readonly Notice[] = [];
  let timer: NodeJS.Timeout | null = null;

  api.watch((after) => {
    const earlier = before ?? after;
    before = after;
    const notices = noticesBetween({
      before: earlier,
      after,
      windowVisible: request.isWindowVisible(),
      words: request.words(after.settings),
    });
    for (const notice of notices) if (!notice.isAutomatic) show(notice);
    gathered = [...gathered, ...notices.filter(({ isAutomatic }) => isAutomatic)];
    if (gathered.length === 0) return;
    if (timer !== null) clearTimeout(timer);
    timer = isKnockingByItself(after) ? null : setTimeout(() => showGathered(after), gatherMs);
  });

  function showGathered(now: Snapshot): void {
    const merged = mergeNotices(gathered, hostsOf(now), request.words(now.settings));
    gathered = [];
    timer = null;
    if (merged !== null) show(merged);
  }

  function show({ hostId, title, body, isFailure }: Notice): void {
    if (!NoticeOfSystem.isSupported()) return;
    standing.get(hostId)?.close();
    const notice = new NoticeOfSystem({
      title,
      body,
      silent: true,
      urgency: 'normal',
      timeoutType: isFailure ? 'never' : 'default',
    });
    standing.set(hostId, notice);
    notice.on('click', () => (hostId === null ? request.showDecisions() : request.showHost(hostId)));
    notice.on('close', () => {
      if (standing.get(hostId) === notice) standing.delete(hostId);
    });
    notice.show();
  }
}

/** What we use of a Notification. */
type NotificationApi = Pick<Notification, 'show' | 'close' | 'on'>;

interface NotificationClass {
  new (options: {
    readonly title: string;
    readonly body: string;
    readonly silent: boolean;
    readonly urgency: 'normal';
    readonly timeoutType: 'default' | 'never';
  }): NotificationApi;
  isSupported(): boolean;
}
