import { EventEmitter } from 'node:events';
import { protocol } from './protocol.ts';
import { strictClass } from './strict.ts';

// Electron's own types are what the contract compares; here only that they are functions matters.
// oxlint-disable-next-line typescript/no-explicit-any -- see above
type PermissionHandler = (...values: any[]) => any;

/** There is one session: partitions are not implemented. */
export class Session extends EventEmitter {
  readonly protocol = protocol;
  _request: PermissionHandler | null = null;
  _check: PermissionHandler | null = null;
  _device: PermissionHandler | null = null;
  _display: PermissionHandler | null = null;

  static readonly defaultSession = new Session();

  setPermissionRequestHandler(handler: PermissionHandler | null): void {
    this._request = handler;
  }

  setPermissionCheckHandler(handler: PermissionHandler | null): void {
    this._check = handler;
  }

  setDevicePermissionHandler(handler: PermissionHandler | null): void {
    this._device = handler;
  }

  setDisplayMediaRequestHandler(handler: PermissionHandler | null): void {
    this._display = handler;
  }

  isPersistent(): boolean {
    return true;
  }
}
strictClass('session', Session);

/** Electron grants what no handler denies. */
export function askPermission(permission: string, contents: unknown, origin: string): PermissionAnswers {
  const { _request, _check, _device } = Session.defaultSession;
  let requested = _request === null;
  _request?.(
    contents,
    permission,
    (granted: boolean) => {
      requested = granted;
    },
    { requestingUrl: origin, isMainFrame: true },
  );
  return {
    request: requested,
    check: _check === null || Boolean(_check(contents, permission, origin, { isMainFrame: true })),
    device: _device === null || Boolean(_device({ deviceType: permission, origin, device: {} })),
  };
}

/** What each of the three handlers says to one permission. */
export interface PermissionAnswers {
  readonly request: boolean;
  readonly check: boolean;
  readonly device: boolean;
}
