import type { IpcMain, WebContents, WebFrameMain } from 'electron';
import type { Api } from '../app/contract.ts';
import type { Snapshot } from '../app/snapshot.ts';
import { serve, updateFrom } from '../app/wire.ts';
import { channels } from './channels.ts';
import { paced } from './paced.ts';
import { pageOrigin } from './security.ts';

/** A page draws no faster than it can be read. Between two updates only the latest snapshot counts. */
const updateEveryMs = 50;

/** Serves the Api to the page we wrote, in the window we created, and to no other. */
export function serveWindows(request: {
  readonly ipcMain: Pick<IpcMain, 'handle' | 'on'>;
  readonly api: Api;
  /** Told of every bug; the page only learns that there was one. */
  readonly onBug: (error: unknown) => void;
}): void {
  const { ipcMain, api, onBug } = request;
  const wire = serve(api);
  const watching = new Map<WebContents, () => void>();
  const known = new WeakSet<WebContents>();

  ipcMain.handle(channels.call, async ({ senderFrame }, name: unknown, input: unknown) => {
    if (!isOurPage(senderFrame)) throw new Error('refused');
    return wire.call(String(name), input).catch((error: unknown) => {
      onBug(error);
      // Not the bug itself: its message may hold a path, or what was typed.
      throw new Error('the command failed');
    });
  });

  ipcMain.on(channels.watch, ({ sender, senderFrame }) => {
    if (!isOurPage(senderFrame)) return;
    if (!known.has(sender)) {
      known.add(sender);
      sender.once('destroyed', () => stop(sender));
      // A page that is loaded again knows nothing: it asks when it is there, and must not hear of changes before.
      sender.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (isMainFrame && !isSameDocument) stop(sender);
      });
    }
    stop(sender);
    watching.set(sender, sendSnapshots(api, sender));
  });

  function stop(sender: WebContents): void {
    watching.get(sender)?.();
    watching.delete(sender);
  }
}

/** RFC 6454: the origin, not the beginning of a URL, tells whose page it is. */
function isOurPage(frame: Pick<WebFrameMain, 'origin' | 'parent'> | null): boolean {
  return frame !== null && frame.parent === null && frame.origin === pageOrigin;
}

function sendSnapshots(api: Api, contents: WebContents): () => void {
  let sent: Snapshot | null = null;
  const send = paced((snapshot: Snapshot) => {
    if (contents.isDestroyed()) return;
    contents.send(channels.update, updateFrom(sent, snapshot));
    sent = snapshot;
  }, updateEveryMs);
  const unwatch = api.watch(send);
  return () => {
    unwatch();
    send.cancel();
  };
}
