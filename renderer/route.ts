/** Where in the window we are. The address bar of the page holds it, so that a reload comes back here. */
export type Route =
  /** `hostId`: whose details are shown. */
  | { readonly view: 'hosts'; readonly hostId: string | null }
  /** `hostId` null: a new host. */
  | { readonly view: 'editor'; readonly hostId: string | null }
  /** `hostId`: only this host's knocks. */
  | { readonly view: 'activity'; readonly hostId: string | null }
  /** What rules decided, and why. */
  | { readonly view: 'decisions' }
  | { readonly view: 'rules' }
  /** `ruleId` null: a new rule. */
  | { readonly view: 'rule'; readonly ruleId: string | null }
  /** Asks for what opens the secrets of a host, then knocks: where the tray leads, which can't ask. */
  | { readonly view: 'unlock'; readonly hostId: string }
  | { readonly view: 'import' }
  | { readonly view: 'settings' }
  | { readonly view: 'welcome' };

export const home: Route = { view: 'hosts', hostId: null };

/** "#/hosts/5b0f…/edit" to a route. What is not understood is the list of hosts. */
export function parseRoute(hash: string): Route {
  const [view, id, verb] = hash.replace(/^#\/?/, '').split('/');
  const hostId = id !== undefined && /^[\da-f-]{36}$/i.test(id) ? id : null;
  switch (view) {
    case 'hosts':
      if (id === 'new') return { view: 'editor', hostId: null };
      if (hostId !== null && verb === 'edit') return { view: 'editor', hostId };
      if (hostId !== null && verb === 'unlock') return { view: 'unlock', hostId };
      return { view, hostId };
    case 'activity':
      return id === 'decisions' ? { view: 'decisions' } : { view, hostId };
    case 'rules':
      if (id === 'new') return { view: 'rule', ruleId: null };
      return hostId === null ? { view } : { view: 'rule', ruleId: hostId };
    case 'import':
    case 'settings':
    case 'welcome':
      return { view };
    default:
      return home;
  }
}

export function formatRoute(route: Route): string {
  switch (route.view) {
    case 'hosts':
      return route.hostId === null ? '#/hosts' : `#/hosts/${route.hostId}`;
    case 'editor':
      return route.hostId === null ? '#/hosts/new' : `#/hosts/${route.hostId}/edit`;
    case 'activity':
      return route.hostId === null ? '#/activity' : `#/activity/${route.hostId}`;
    case 'decisions':
      return '#/activity/decisions';
    case 'rule':
      return `#/rules/${route.ruleId ?? 'new'}`;
    case 'unlock':
      return `#/hosts/${route.hostId}/unlock`;
    case 'import':
    case 'rules':
    case 'settings':
    case 'welcome':
      return `#/${route.view}`;
    default:
      return route satisfies never;
  }
}
