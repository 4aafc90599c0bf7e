import * as v from 'valibot';

/**
 * What the user chose for the desktop app. Every field falls back to its default on its own, so that one bad value
 * does not cost the others; fields of a newer version survive.
 */
export const settingsSchema = v.looseObject({
  /** A BCP 47 tag of a catalogue we have, or the system's language. */
  language: v.fallback(v.picklist(['system', 'en', 'de']), 'system'),
  theme: v.fallback(v.picklist(['system', 'light', 'dark']), 'system'),
  contrast: v.fallback(v.picklist(['system', 'more']), 'system'),
  motion: v.fallback(v.picklist(['system', 'reduced']), 'system'),
  /** Percent of the usual size. */
  textSize: v.fallback(v.picklist([90, 100, 110, 120, 130]), 100),
  /** Shows dots in place of ports, for shared screens. */
  hidePorts: v.fallback(v.boolean(), false),
  startAtLogin: v.fallback(v.boolean(), false),
  /** The tray icon for light or dark panels; automatic where the system tells. */
  trayIcon: v.fallback(v.picklist(['system', 'for-light', 'for-dark']), 'system'),
  notifyFailed: v.fallback(v.boolean(), true),
  notifyOpened: v.fallback(v.boolean(), true),
  /** Also what a rule has opened; its failures are told as all others. */
  notifyAutomatic: v.fallback(v.boolean(), false),
  /** Seconds between looks at doors that are open, while the window shows them; 0: never. */
  lookEveryS: v.fallback(v.picklist([0, 10, 30, 60]), 30),
  /** The command that opens a terminal, with the program to run in place of {command}; empty: found by Postern. */
  terminal: v.fallback(v.pipe(v.string(), v.maxLength(500)), ''),
  /** A clock to compare ours with when a code that depends on it fails: "ntp://host" or a web address; empty: none. */
  clockSource: v.fallback(
    v.pipe(v.string(), v.maxLength(500), v.regex(/^(?:(?:ntp|https?):\/\/[^\s/]+\S*)?$/)),
    '',
  ),
  /** When the vault is locked without being asked to. `screen-lock`: also when the computer falls asleep. */
  lockVault: v.fallback(v.picklist(['never', 'screen-lock']), 'never'),
  /** A page that answers with status 204 where nothing stands in the way (a captive portal); empty: not asked. */
  captiveCheckUrl: v.fallback(v.pipe(v.string(), v.maxLength(500), v.regex(/^(?:https?:\/\/\S+)?$/)), ''),
  activityDays: v.fallback(v.picklist([7, 30, 90, 365]), 90),
  activityRows: v.fallback(v.picklist([500, 5_000, 20_000]), 5_000),
  /** The first run was seen to its end or skipped. */
  welcomed: v.fallback(v.boolean(), false),
  /** The user was told that his desktop shows no tray icons. */
  toldNoTray: v.fallback(v.boolean(), false),
});

export type Settings = v.InferOutput<typeof settingsSchema>;

export const defaultSettings: Settings = v.parse(settingsSchema, {});

/** Reads settings from a file or another process. What is missing or bad becomes the default. */
export function parseSettings(input: unknown): Settings {
  const parsed = v.safeParse(settingsSchema, input);
  return parsed.success ? parsed.output : defaultSettings;
}
