import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { App } from 'electron';

/** Said by the system that starts us at login, so that no window opens. */
export const hiddenSwitch = '--hidden';

export interface LoginItem {
  /** Makes the system do as the settings say. Also repairs what is there: an AppImage that moved has another path. */
  apply(isWanted: boolean): Promise<void>;
}

/** Start at login: by the system's own list on Windows and macOS, by a file that desktops read on Linux. */
export function createLoginItem(request: {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly app: Pick<App, 'setLoginItemSettings'>;
  /** The program and its first arguments. */
  readonly command: readonly string[];
  /** Name of the desktop entry, without its ending. */
  readonly id: string;
}): LoginItem {
  const { platform, env, app, command } = request;
  if (platform !== 'linux') {
    return {
      async apply(isWanted) {
        app.setLoginItemSettings({ openAtLogin: isWanted, args: [hiddenSwitch] });
      },
    };
  }
  // Inside Flatpak and Snap the file would name a program that does not exist outside.
  if (env['FLATPAK_ID'] !== undefined || env['SNAP'] !== undefined) return { apply: async () => {} };

  const folder = join(configHome(request), 'autostart');
  const file = join(folder, `${request.id}.desktop`);
  return {
    async apply(isWanted) {
      if (!isWanted) return rm(file, { force: true });
      // AppRun mounts the image anew each time; the image itself is what starts it again.
      const words = env['APPIMAGE'] === undefined ? command : [env['APPIMAGE']];
      const entry = autostartEntry([...words, hiddenSwitch]);
      // The rest of the file is the user's: desktops note there that he switched it off.
      const isRight = (text: string): boolean => execOf(text) === execOf(entry);
      if (await readFile(file, 'utf8').then(isRight, () => false)) return;
      await mkdir(folder, { recursive: true });
      await writeFile(`${file}.new`, entry);
      await rename(`${file}.new`, file);
    },
  };
}

/** Desktop Application Autostart Specification 0.5. */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Postern',
    `Exec=${command.map(quoteExec).join(' ')}`,
    'X-GNOME-Autostart-enabled=true',
    'Terminal=false',
    '',
  ].join('\n');
}

function execOf(entry: string): string | undefined {
  return entry.split('\n').find((line) => line.startsWith('Exec='));
}

/**
 * One argument of Exec. Desktop Entry Specification 1.5, "The Exec key": quotes, backticks, dollars and backslashes are
 * escaped within quotes, then every backslash once more as in any string; a percent sign would be a field code.
 */
export function quoteExec(word: string): string {
  if (/\p{Cc}/u.test(word)) throw new Error('a desktop entry has no word for a control character');
  const quoted = `"${word.replaceAll(/["`$\\]/g, String.raw`\$&`)}"`;
  return quoted.replaceAll('\\', '\\\\').replaceAll('%', '%%');
}

/** XDG Base Directory Specification 0.8. */
function configHome({
  env,
  home,
}: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
}): string {
  const xdg = env['XDG_CONFIG_HOME'];
  return xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, '.config');
}
