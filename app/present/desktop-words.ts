import type { PauseLength } from '../rules/pause.ts';
import type { Verdict } from '../probe/verdict.ts';
import type { Reach } from '../reach/reach.ts';

/** Every text that the desktop shows outside of the window, in one language. */
export interface DesktopWords {
  readonly tray: {
    /** The status line: what is most worth knowing, with counts. */
    readonly knocking: (names: readonly string[]) => string;
    readonly open: (count: number) => string;
    readonly failed: (names: readonly string[]) => string;
    readonly nothingOpen: string;
    readonly noHosts: string;
    readonly hostsBroken: string;
    /** Secrets are kept, and nothing opens them now. */
    readonly secretsAway: string;
    /** When the ports of a host change. `time` is a clock time with seconds. */
    readonly newPortsAt: (name: string, time: string) => string;
    /** A number left, and nobody saw what became of it: the question and its answers. */
    readonly doubt: (name: string) => string;
    readonly worked: string;
    readonly workedNot: string;
    /** One line for each host. `time` is a clock time. */
    readonly host: {
      readonly unknown: (name: string) => string;
      readonly knocking: (name: string) => string;
      readonly openUntil: (name: string, time: string) => string;
      readonly openSince: (name: string, time: string) => string;
      readonly closed: (name: string, time: string) => string;
      readonly sent: (name: string, time: string) => string;
      readonly failed: (name: string, time: string) => string;
      /** A rule keeps it open. */
      readonly kept: (name: string, time: string) => string;
    };
    /** What Postern does by itself. */
    readonly rules: {
      readonly on: string;
      readonly pause: Readonly<Record<PauseLength, string>>;
      /** Null: until somebody resumes. */
      readonly paused: (time: string | null) => string;
      readonly resume: string;
      readonly open: string;
      /** Another process does it, or none. */
      readonly away: string;
    };
    readonly allHosts: string;
    /** A submenu of hosts, from the first name to the last. */
    readonly range: (first: string, last: string) => string;
    readonly moreHosts: string;
    readonly addHost: string;
    readonly import: string;
    readonly openWindow: string;
    readonly settings: string;
    readonly quit: string;
    /** Quitting ends keeping doors open. */
    readonly quitKeeping: (count: number) => string;
  };
  readonly notice: {
    readonly opened: (name: string) => string;
    readonly openUntil: (time: string) => string;
    readonly sent: (name: string) => string;
    readonly sentBody: string;
    readonly failed: (name: string) => string;
    /** It did not close. */
    readonly stillOpen: (name: string) => string;
    readonly stillOpenBody: string;
    /** What rules came to with several hosts. */
    readonly many: (opened: number, failed: readonly string[]) => string;
    /** A network asks for a login first. */
    readonly captive: { readonly title: string; readonly body: string };
    /** Why. Never with an address or a port: it may stand on a locked screen. */
    readonly why: (verdict: Verdict, by: ClosedBy) => string;
  };
  /** The application's menu: its titles, and the commands that every program has. */
  readonly menu: Readonly<Record<'app' | 'edit' | 'view' | 'window' | MenuCommand, string>>;
  readonly unsaved: {
    readonly question: string;
    readonly detail: string;
    readonly stay: string;
    readonly discard: string;
  };
  readonly noTray: { readonly title: string; readonly body: string };
  /** A clock time, as people of that language write it. */
  readonly time: (ms: number) => string;
  /** The same with its seconds. */
  readonly exactTime: (ms: number) => string;
}

export type MenuCommand =
  | 'about'
  | 'close'
  | 'copy'
  | 'cut'
  | 'front'
  | 'hide'
  | 'hideOthers'
  | 'minimize'
  | 'paste'
  | 'redo'
  | 'resetZoom'
  | 'selectAll'
  | 'services'
  | 'togglefullscreen'
  | 'undo'
  | 'unhide'
  | 'zoom'
  | 'zoomIn'
  | 'zoomOut';

export type ClosedBy = Extract<Reach, { state: 'failed' }>['result']['closedBy'];

/** A catalogue before the clock is set to a time zone. */
export type DesktopCatalogue = Omit<DesktopWords, 'time' | 'exactTime'>;
