import type { DesktopCatalogue } from './desktop-words.ts';
import { list } from './text.ts';

export const english: DesktopCatalogue = {
  tray: {
    knocking: (names) => `Knocking ${listed(names)}`,
    open: (count) => `${count} open`,
    failed: (names) => `${names.length} failed: ${names.join(', ')}`,
    nothingOpen: 'Nothing open',
    noHosts: 'No hosts yet',
    hostsBroken: "The host list can't be read",
    secretsAway: "The secrets can't be opened",
    newPortsAt: (name, time) => `${name}: new ports at ${time}`,
    doubt: (name) => `${name}: did it work?`,
    worked: 'It worked',
    workedNot: 'It did not',
    host: {
      unknown: (name) => `${name}: not checked`,
      knocking: (name) => `${name}: knocking (click to stop)`,
      openUntil: (name, time) => `${name}: open until ${time}`,
      openSince: (name, time) => `${name}: open since ${time}`,
      closed: (name, time) => `${name}: closed at ${time}`,
      sent: (name, time) => `${name}: sent at ${time}, not confirmed`,
      failed: (name, time) => `${name}: failed at ${time}`,
      kept: (name, time) => `${name}: kept open until ${time}`,
    },
    rules: {
      on: 'Auto-knock on',
      pause: {
        hour: 'Pause for an hour',
        'until-tomorrow': 'Pause until tomorrow',
        'until-resumed': 'Pause until I resume',
      },
      paused: (time) => (time === null ? 'Auto-knock paused' : `Auto-knock paused until ${time}`),
      resume: 'Resume',
      open: 'Rules…',
      away: 'Rules are not acted on here',
    },
    allHosts: 'All hosts',
    range: (first, last) => `${first} … ${last}`,
    moreHosts: 'More hosts…',
    addHost: 'Add host…',
    import: 'Import…',
    openWindow: 'Open Postern',
    settings: 'Settings…',
    quit: 'Quit Postern',
    quitKeeping: (count) =>
      count === 1 ? 'Quit Postern, and keep nothing open' : `Quit Postern, and let ${count} doors close`,
  },
  notice: {
    opened: (name) => `${name} is open`,
    openUntil: (time) => `Until ${time}.`,
    sent: (name) => `${name}: sent, not confirmed`,
    sentBody: 'This host has no check, so nobody looked whether it opened.',
    failed: (name) => `${name} did not open`,
    stillOpen: (name) => `${name} is still open`,
    stillOpenBody: 'What closes it was sent, but the service still answers.',
    many: (opened, failed) =>
      [
        ...(opened > 0 ? [`${opened} open`] : []),
        ...(failed.length > 0 ? [`${failed.length} did not open: ${listed(failed)}`] : []),
      ].join(', '),
    captive: {
      title: 'This network wants a login first',
      body: 'Nothing is knocked by itself until you have logged in there.',
    },
    why(verdict, by) {
      switch (verdict) {
        case 'still-closed':
          if (by === 'refusal') return 'The knock was sent, but the service refuses the connection.';
          return by === 'unreachable'
            ? "The knock was sent, but the service can't be reached."
            : "The knock was sent, but the service doesn't answer.";
        case 'service-down':
          return 'The host lets you in, but the service is not running.';
        case 'wrong-service':
          return 'Something else than the expected service answered.';
        case 'unreachable':
          return "The host can't be reached from this network.";
        case 'rate-limited':
          return 'It was knocked too often in the last minute. Wait a little, then knock again.';
        default:
          return 'Open Postern to see what happened.';
      }
    },
  },
  menu: {
    app: 'Postern',
    about: 'About Postern',
    services: 'Services',
    hide: 'Hide Postern',
    hideOthers: 'Hide Others',
    unhide: 'Show All',
    close: 'Close Window',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    view: 'View',
    resetZoom: 'Actual Size',
    zoomIn: 'Zoom In',
    zoomOut: 'Zoom Out',
    togglefullscreen: 'Full Screen',
    window: 'Window',
    minimize: 'Minimize',
    zoom: 'Zoom',
    front: 'Bring All to Front',
  },
  unsaved: {
    question: 'Discard your changes?',
    detail: 'What you typed has not been saved.',
    stay: 'Keep editing',
    discard: 'Discard',
  },
  noTray: {
    title: "Your desktop doesn't show tray icons",
    body: 'Postern keeps its window instead, and quits when you close it.',
  },
};

function listed(names: readonly string[]): string {
  return list(names, 'and');
}
