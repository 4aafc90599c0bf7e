import type { Failure } from '../../app/errors.ts';
import type { Entry } from '../../app/history/entry.ts';
import type { Settings } from '../../app/settings/schema.ts';
import type { Host } from '../../app/hosts/schema.ts';
import { ok } from '../../app/result.ts';
import { gpgKeys, methodCounters, methodHosts, methodVault } from './method-hosts.ts';
import {
  costlyWorld,
  keepHash,
  keepingWorld,
  ruleHash,
  ruleHosts,
  rulesWorld,
  scheduleHash,
} from './rule-scenes.ts';
import { makeHosts, type DevWorld, type DevWorldOptions } from './world.ts';

/** One state of the window to look at: a world, what happens in it first, and where the window is. */
export interface Scene {
  readonly world: DevWorldOptions;
  readonly play?: (world: DevWorld) => void;
  readonly hash?: string;
  /** The window hears of changes, but no command is answered. */
  readonly isUnanswered?: true;
}

const options = { cause: 'window', always: false, force: false, ifRunning: 'join' } as const;
const file = '/home/user/.config/postern/hosts.json';
const rulesFile = '/home/user/.config/postern/rules.json';
const secretsFile = '/home/user/.config/postern/secrets.json';

const knock = ({ api }: DevWorld, ...hosts: readonly Host[]): void => {
  for (const { id } of hosts) void api.knock({ subject: { hostId: id }, options });
};
const hosts = makeHosts();
const [bastion, nas] = hosts;
if (bastion === undefined || nas === undefined) throw new Error('the scenes need two hosts');

const broken = (failure: Failure): Scene => ({ world: { broken: failure } });
const settings = (chosen: Partial<Settings>): Scene => ({ world: { settings: chosen } });

/** The form of a host that knocks otherwise than with fixed ports. */
function editorOf(name: string, world: DevWorldOptions = {}): Scene {
  return {
    world: {
      hosts: Object.values(methodHosts),
      vault: methodVault,
      counters: methodCounters,
      spa: { gpgKeys: async () => ok(gpgKeys) },
      ...world,
    },
    hash: `#/hosts/${methodHosts[name]?.id}/edit`,
  };
}

/** The hosts that knock with codes, lists and packets, with the details of one of them. */
function methodsOf(name: string, world: DevWorldOptions = {}): Scene {
  const { world: usual } = editorOf(name, world);
  return { world: usual, hash: `#/hosts/${methodHosts[name]?.id}` };
}

/** The settings, with secrets that are kept in this way. */
function secrets(vault: DevWorldOptions['vault'], world: DevWorldOptions = {}): Scene {
  const { world: usual } = editorOf('totp', { vault: { ...methodVault, ...vault }, ...world });
  return { world: usual, hash: '#/settings' };
}

/** The keyring alone opens them. */
function keyringWorld(): DevWorldOptions {
  const { secrets: kept = {} } = methodVault;
  return { hosts: Object.values(methodHosts), vault: { keyring: 'real', secrets: kept } };
}

/** Numbers that want the user: one that nobody saw arrive, and a list near its end. */
const urgentCounters = {
  [methodHosts['hotp']?.id ?? '']: { confirmed: 118, next: 119, total: null, doubt: 118 },
  [methodHosts['list']?.id ?? '']: { confirmed: 17, next: 17, total: 20, doubt: null },
};

/** Knocks of the last days, newest last: one in three did not open. */
function pastKnocks(count: number): readonly Entry[] {
  const packets = [7000, 8000, 9000, 7500].map((port, index) => ({
    type: 'packet' as const,
    atMs: 60 + index * 200 + index,
    plannedMs: 60 + index * 200,
    try: 1,
    step: index + 1,
    of: 4,
    address: '192.0.2.3',
    proto: 'tcp' as const,
    port,
    bytes: 0,
    localAddress: '192.0.2.200',
    localPort: 40_000 + index,
  }));
  return Array.from({ length: count }, (_, index): Entry => {
    const host = hosts[index % hosts.length] ?? hosts[0];
    if (host === undefined) throw new Error('the scenes need hosts');
    const isOpen = index % 3 !== 0;
    const outcome = isOpen
      ? ({ kind: 'open', rttMs: 23 } as const)
      : ({ kind: 'silent', waitedMs: 3_000 } as const);
    return {
      id: index + 1,
      hostId: host.id,
      hostName: host.name,
      startedAt: Date.now() - (count - index) * 3_600_000,
      cause: index % 5 === 0 ? 'tray' : 'window',
      kind: 'knock',
      ruleId: null,
      result: {
        verdict: isOpen ? 'opened' : 'still-closed',
        obstacle: null,
        address: '192.0.2.3',
        family: 4,
        resolvedAgoMs: null,
        closedBy: isOpen ? null : 'silence',
        saw: null,
        tries: 1,
        packets: 4,
        rttMs: isOpen ? 23 : null,
        openAfterMs: isOpen ? 661 : null,
        tookMs: isOpen ? 720 : 3_900,
        port: 22,
        clock: null,
        waitMs: null,
        addresses: [],
      },
      events: [
        {
          type: 'try',
          atMs: 60,
          try: 1,
          address: '192.0.2.3',
          family: 4,
          gapMs: 200,
          packets: 4,
          steps: 4,
          moving: null,
        },
        ...packets,
        {
          type: 'probe',
          atMs: isOpen ? 720 : 3_900,
          try: 1,
          phase: 'after',
          address: '192.0.2.3',
          port: 22,
          outcome,
        },
      ],
    };
  });
}

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
  'not-answered': { world: {}, hash: `#/hosts/${bastion.id}`, isUnanswered: true },
  dark: settings({ theme: 'dark' }),
  'more-contrast': settings({ contrast: 'more' }),
  'large-text': settings({ textSize: 130 }),
  'editor-new': { world: {}, hash: '#/hosts/new' },
  editor: { world: {}, hash: `#/hosts/${bastion.id}/edit` },
  activity: { world: {}, play: (world) => knock(world, ...hosts), hash: '#/activity' },
  'activity-empty': { world: {}, hash: '#/activity' },
  'activity-many': { world: { entries: pastKnocks(130) }, hash: '#/activity' },
  'activity-german': { world: { entries: pastKnocks(4), settings: { language: 'de' } }, hash: '#/activity' },
  'editor-ports-hidden': { world: { settings: { hidePorts: true } }, hash: `#/hosts/${bastion.id}/edit` },
  'editor-german': { world: { settings: { language: 'de' } }, hash: `#/hosts/${bastion.id}/edit` },
  'editor-totp': editorOf('totp'),
  'editor-preset': editorOf('dynknock'),
  'editor-hotp': editorOf('hotp'),
  'editor-list': editorOf('list'),
  'editor-spa': editorOf('spa'),
  'editor-gpg': editorOf('gpg'),
  'editor-pknock': editorOf('pknock'),
  'editor-locked': editorOf('totp', { vault: { ...methodVault, isLocked: true } }),
  'editor-no-vault': editorOf('totp', { vault: {} }),
  'editor-totp-german': editorOf('totp', { settings: { language: 'de' } }),
  'editor-spa-german': editorOf('spa', { settings: { language: 'de' } }),
  methods: methodsOf('hotp', { counters: urgentCounters }),
  'methods-totp': methodsOf('totp'),
  'methods-list': methodsOf('list', { counters: urgentCounters }),
  'methods-spa': methodsOf('spa'),
  'methods-missing': methodsOf('totp', { vault: { passphrase: 'open sesame' } }),
  'methods-locked': methodsOf('totp', { vault: { ...methodVault, isLocked: true } }),
  'methods-german': methodsOf('hotp', { counters: urgentCounters, settings: { language: 'de' } }),
  'secrets-open': secrets({}),
  'secrets-locked': secrets({ isLocked: true }),
  'secrets-keyring': { world: keyringWorld(), hash: '#/settings' },
  'secrets-both': secrets({ keyring: 'real' }),
  'secrets-away': secrets({ keyring: 'away', isLocked: true }),
  'secrets-damaged': secrets(
    {},
    { vaultFailure: { code: 'vault-damaged', file: secretsFile, reason: 'not JSON' } },
  ),
  'secrets-newer': secrets(
    {},
    { vaultFailure: { code: 'store-newer', file: secretsFile, version: 9, supported: 1 } },
  ),
  'secrets-orphans': secrets({}, { hosts }),
  'secrets-german': secrets({ keyring: 'real' }, { hosts, settings: { language: 'de' } }),
  import: { world: {}, hash: '#/import' },
  'import-german': { world: { settings: { language: 'de' } }, hash: '#/import' },
  'import-keyring': { world: { vault: { keyring: 'real' } }, hash: '#/import' },
  rules: { world: rulesWorld, hash: '#/rules' },
  'rules-empty': { world: {}, hash: '#/rules' },
  'rules-german': { world: { ...rulesWorld, settings: { language: 'de' } }, hash: '#/rules' },
  'rules-paused': {
    world: rulesWorld,
    play: ({ api }) => void api.pauseRules({ pause: 'until-resumed' }),
    hash: '#/rules',
  },
  'rules-elsewhere': { world: { ...rulesWorld, isIdle: true }, hash: '#/rules' },
  'rules-broken': {
    world: { rulesFailure: { code: 'store-newer', file: rulesFile, version: 9, supported: 1 } },
    hash: '#/rules',
  },
  'rule-new': { world: { ...rulesWorld, hosts: ruleHosts }, hash: '#/rules/new' },
  rule: { world: rulesWorld, hash: ruleHash },
  'rule-schedule': { world: rulesWorld, hash: scheduleHash },
  'rule-keep-open': { world: rulesWorld, hash: keepHash },
  'rule-warnings': { world: costlyWorld, hash: ruleHash },
  'rule-german': { world: { ...rulesWorld, settings: { language: 'de' } }, hash: ruleHash },
  decisions: { world: rulesWorld, hash: '#/activity/decisions' },
  'decisions-german': {
    world: { ...rulesWorld, settings: { language: 'de' } },
    hash: '#/activity/decisions',
  },
  'decisions-empty': { world: { isIdle: true }, hash: '#/activity/decisions' },
  'kept-open': { world: keepingWorld, hash: `#/hosts/${bastion.id}` },
  'host-closing': { world: { hosts: ruleHosts }, hash: `#/hosts/${nas.id}` },
  settings: { world: {}, hash: '#/settings' },
  'settings-german': { world: { settings: { language: 'de' } }, hash: '#/settings' },
  'welcome-german': {
    world: { hosts: [], settings: { welcomed: false, language: 'de' } },
    hash: '#/welcome',
  },
  welcome: { world: { hosts: [], settings: { welcomed: false } }, hash: '#/welcome' },
};

/** The scene of that name; the plain list without one. */
export function sceneOf(name: string | null): Scene {
  const scene = scenes[name ?? 'hosts'];
  if (scene === undefined) throw new Error(`no scene is called ${name}`);
  return scene;
}
