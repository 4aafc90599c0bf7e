import { useSyncExternalStore } from 'react';
import { formatRoute, parseRoute, type Route } from './route.ts';

/** Asked before the window leaves a screen; answers whether it may. It goes on later by calling `proceed`. */
type Guard = (proceed: () => void) => boolean;

let current = parseRoute(location.hash);
let guard: Guard | null = null;
const listeners = new Set<() => void>();

/** Where the window is. */
export function useRoute(): Route {
  return useSyncExternalStore(subscribe, () => current);
}

/** Shows another screen, unless the one that is shown has reasons to stay. */
export function go(route: Route): void {
  const hash = formatRoute(route);
  if (hash === formatRoute(current)) return;
  const leave = (): void => {
    // Not location.hash: that would come back as an event, and ask again.
    history.pushState(null, '', hash);
    show(route);
  };
  if (guard === null || guard(leave)) leave();
}

function show(route: Route): void {
  // React holds on to a field that goes while it has the focus, and with it to all that was typed into its form.
  if (route.view !== current.view && document.activeElement instanceof HTMLElement) {
    document.activeElement.blur();
  }
  guard = null;
  current = route;
  for (const listener of listeners) listener();
}

/** Sets what is asked before the current screen is left. Returns the function that takes it back. */
export function guardRoute(asked: Guard): () => void {
  guard = asked;
  return () => {
    if (guard === asked) guard = null;
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

addEventListener('popstate', () => {
  const target = parseRoute(location.hash);
  const follow = (): void => show(target);
  if (
    guard === null ||
    guard(() => {
      history.pushState(null, '', formatRoute(target));
      follow();
    })
  )
    return follow();
  // Stay: put back the address of the screen that is still shown.
  history.pushState(null, '', formatRoute(current));
});
