import type { Api } from '../app/contract.ts';
import type { Failure } from '../app/errors.ts';
import type { TrayAction } from '../app/present/tray.ts';
import type { WindowKeeper } from './window.ts';

/** What a click in the tray does. What needs an answer of the user is asked in the window. */
export function trayActions(request: {
  readonly api: Pick<Api, 'knock' | 'cancelKnock' | 'settleDoubt' | 'pauseRules'>;
  readonly window: Pick<WindowKeeper, 'show'>;
  readonly quit: () => void;
  readonly onBug: (error: unknown) => void;
}): (action: TrayAction) => void {
  const { api, window, quit, onBug } = request;
  return (action) => {
    switch (action.do) {
      case 'knock': {
        const { hostId } = action;
        const options = { cause: 'tray', always: false, force: false, ifRunning: 'join' } as const;
        api.knock({ subject: { hostId }, options }).then((result) => {
          if (!result.ok) window.show(placeFor(result.error, hostId));
        }, onBug);
        return;
      }
      case 'stop':
        api.cancelKnock({ hostId: action.hostId }).catch(onBug);
        return;
      case 'settle': {
        const { hostId, worked } = action;
        api.settleDoubt({ hostId, worked }).then((result) => {
          if (!result.ok) window.show(`#/hosts/${hostId}`);
        }, onBug);
        return;
      }
      case 'pause':
      case 'resume':
        api.pauseRules({ pause: action.do === 'pause' ? action.length : null }).then((result) => {
          if (!result.ok) window.show('#/rules');
        }, onBug);
        return;
      case 'rules':
        return window.show('#/rules');
      case 'open-window':
        return window.show();
      case 'add-host':
        return window.show('#/hosts/new');
      case 'import':
        return window.show('#/import');
      case 'settings':
        return window.show('#/settings');
      case 'quit':
        return quit();
      default:
        return action satisfies never;
    }
  };
}

/** Nothing was knocked: where the window says why, or asks for what is missing (renderer/route.ts). */
function placeFor(failure: Failure, hostId: string): string {
  switch (failure.code) {
    case 'vault-locked':
      return `#/hosts/${hostId}/unlock`;
    case 'secret-missing':
      return `#/hosts/${hostId}/edit`;
    default:
      return `#/hosts/${hostId}`;
  }
}
