import { useEffect, useState } from 'react';
import type { Route } from './route.ts';
import { go, guardRoute } from './use-route.ts';

/** Asks before a form with unsaved changes is left. */
export function useLeaveGuard(isDirty: boolean): {
  /** Goes on leaving after the question; null while nothing is asked. */
  readonly leave: (() => void) | null;
  readonly stay: () => void;
} {
  const [leave, setLeave] = useState<(() => void) | null>(null);

  // The window asks before it leaves: the route here, the page itself through the shell (beforeunload).
  useEffect(() => {
    if (!isDirty) return undefined;
    const unguard = guardRoute((proceed) => {
      setLeave(() => proceed);
      return false;
    });
    const beforeUnload = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', beforeUnload);
    return () => {
      unguard();
      removeEventListener('beforeunload', beforeUnload);
    };
  }, [isDirty]);

  return { leave, stay: () => setLeave(null) };
}

/** Leaves a form whose changes are saved, or wanted no more. */
export function leaveFor(route: Route): void {
  guardRoute(() => true);
  go(route);
}
