import type { Failure } from '../../app/errors.ts';
import type { Settings } from '../../app/settings/schema.ts';
import type { Host } from '../../app/hosts/schema.ts';
import { makeHosts, type DevWorld, type DevWorldOptions } from './world.ts';

/** One state of the window to look at: a world, what happens in it first, and where the window is. */
export interface Scene {
  readonly world: DevWorldOptions;
  readonly play?: (world: DevWorld) => void;
  readonly hash?: string;
}

const options = { cause: 'window', always: false, force: false, ifRunning: 'join' } as const;
const file = '/home/user/.config/postern/hosts.json';

const knock = ({ api }: DevWorld, ...hosts: readonly Host[]): void => {
  for (const { id } of hosts) void api.knock({ subject: { hostId: id }, options });
};
const hosts = makeHosts();
const [bastion, nas] = hosts;
if (bastion === undefined || nas === undefined) throw new Error('the scenes need two hosts');

const broken = (failure: Failure): Scene => ({ world: { broken: failure } });
const settings = (chosen: Partial<Settings>): Scene => ({ world: { settings: chosen } });

/** Every screen in every state that can be opened by a link. */
export const scenes: Readonly<Record<string, Scene>> = {
  hosts: { world: {} },
  'hosts-all-states': {
    world: {},
    play: (world) => {
      knock(world, ...hosts.slice(0, 1), ...hosts.slice(3));
      void world.api.check({ subject: { hostId: nas.id } });
      // The last one is caught in the middle, whenever somebody looks.
      setTimeout(() => knock(world, ...hosts.slice(2, 3)), 1_500);
    },
    hash: `#/hosts/${bastion.id}`,
  },
  'hosts-german': {
    world: { settings: { language: 'de' } },
    play: (world) => knock(world, ...hosts.slice(0, 1), ...hosts.slice(3)),
    hash: `#/hosts/${bastion.id}`,
  },
  'hosts-empty': { world: { hosts: [] } },
  'hosts-500': { world: { hosts: makeHosts(500) } },
  'hosts-5000': { world: { hosts: makeHosts(5_000) } },
  'hosts-broken': broken({
    code: 'store-broken',
    file,
    keptAs: `${file}.broken-1`,
    reason: 'not JSON, at line 3',
    restored: true,
  }),
  'hosts-broken-lost': broken({
    code: 'store-broken',
    file,
    keptAs: file,
    reason: 'not JSON, at line 3',
    restored: false,
  }),
  'hosts-newer': broken({ code: 'store-newer', file, version: 9, supported: 1 }),
  'hosts-unreadable': broken({ code: 'store-unreadable', file, reason: 'denied' }),
  'disk-full': {
    world: {},
    play: ({ script }) => {
      script.diskFailure = { code: 'store-unwritable', file, reason: 'full' };
    },
  },
  dark: settings({ theme: 'dark' }),
  'more-contrast': settings({ contrast: 'more' }),
  'large-text': settings({ textSize: 130 }),
  'editor-new': { world: {}, hash: '#/hosts/new' },
  editor: { world: {}, hash: `#/hosts/${bastion.id}/edit` },
  activity: { world: {}, play: (world) => knock(world, ...hosts), hash: '#/activity' },
  'activity-empty': { world: {}, hash: '#/activity' },
  settings: { world: {}, hash: '#/settings' },
  welcome: { world: { hosts: [], settings: { welcomed: false } }, hash: '#/welcome' },
};

/** The scene of that name; the plain list without one. */
export function sceneOf(name: string | null): Scene {
  const scene = scenes[name ?? 'hosts'];
  if (scene === undefined) throw new Error(`no scene is called ${name}`);
  return scene;
}
