import type { DesktopCatalogue } from './desktop-words.ts';

export const german: DesktopCatalogue = {
  tray: {
    knocking: (names) => `Klopft bei ${listed(names)}`,
    open: (count) => `${count} offen`,
    failed: (names) => `${names.length} fehlgeschlagen: ${names.join(', ')}`,
    nothingOpen: 'Nichts offen',
    noHosts: 'Noch keine Hosts',
    hostsBroken: 'Die Hostliste ist nicht lesbar',
    secretsAway: 'Die Geheimnisse lassen sich nicht öffnen',
    newPortsAt: (name, time) => `${name}: neue Ports um ${time}`,
    doubt: (name) => `${name}: Hat es geklappt?`,
    worked: 'Hat geklappt',
    workedNot: 'Hat nicht geklappt',
    host: {
      unknown: (name) => `${name}: nicht geprüft`,
      knocking: (name) => `${name}: klopft (Klick hält an)`,
      openUntil: (name, time) => `${name}: offen bis ${time}`,
      openSince: (name, time) => `${name}: offen seit ${time}`,
      closed: (name, time) => `${name}: geschlossen um ${time}`,
      sent: (name, time) => `${name}: gesendet um ${time}, unbestätigt`,
      failed: (name, time) => `${name}: fehlgeschlagen um ${time}`,
      kept: (name, time) => `${name}: wird offen gehalten bis ${time}`,
    },
    rules: {
      on: 'Automatik an',
      pause: {
        hour: 'Eine Stunde pausieren',
        'until-tomorrow': 'Bis morgen pausieren',
        'until-resumed': 'Pausieren, bis ich fortsetze',
      },
      paused: (time) => (time === null ? 'Automatik pausiert' : `Automatik pausiert bis ${time}`),
      resume: 'Fortsetzen',
      open: 'Regeln …',
      away: 'Hier wird nach keiner Regel gehandelt',
    },
    allHosts: 'Alle Hosts',
    range: (first, last) => `${first} … ${last}`,
    moreHosts: 'Weitere Hosts …',
    addHost: 'Host hinzufügen …',
    import: 'Importieren …',
    openWindow: 'Postern öffnen',
    settings: 'Einstellungen …',
    quit: 'Postern beenden',
    quitKeeping: (count) =>
      count === 1
        ? 'Postern beenden und nichts mehr offen halten'
        : `Postern beenden und ${count} Türen schließen lassen`,
  },
  notice: {
    opened: (name) => `${name} ist offen`,
    openUntil: (time) => `Bis ${time}.`,
    sent: (name) => `${name}: gesendet, unbestätigt`,
    sentBody: 'Für diesen Host ist keine Prüfung eingestellt; niemand hat nachgesehen, ob er offen ist.',
    failed: (name) => `${name} hat nicht geöffnet`,
    stillOpen: (name) => `${name} ist noch offen`,
    stillOpenBody: 'Was schließt, ging hinaus, aber der Dienst antwortet noch.',
    many: (opened, failed) =>
      [
        ...(opened > 0 ? [`${opened} offen`] : []),
        ...(failed.length > 0 ? [`${failed.length} nicht geöffnet: ${listed(failed)}`] : []),
      ].join(', '),
    captive: {
      title: 'Dieses Netz verlangt erst eine Anmeldung',
      body: 'Bis du dich dort angemeldet hast, wird nichts von selbst geklopft.',
    },
    why(verdict, by) {
      switch (verdict) {
        case 'still-closed':
          if (by === 'refusal') return 'Das Klopfen ging hinaus, aber der Dienst lehnt die Verbindung ab.';
          return by === 'unreachable'
            ? 'Das Klopfen ging hinaus, aber der Dienst ist nicht erreichbar.'
            : 'Das Klopfen ging hinaus, aber der Dienst antwortet nicht.';
        case 'service-down':
          return 'Der Host lässt dich hinein, aber der Dienst läuft nicht.';
        case 'wrong-service':
          return 'Etwas anderes als der erwartete Dienst hat geantwortet.';
        case 'unreachable':
          return 'Der Host ist von diesem Netz aus nicht erreichbar.';
        case 'rate-limited':
          return 'In der letzten Minute wurde zu oft geklopft. Warte ein wenig und klopfe dann noch einmal.';
        default:
          return 'Öffne Postern, um zu sehen, was geschehen ist.';
      }
    },
  },
  menu: {
    app: 'Postern',
    about: 'Über Postern',
    services: 'Dienste',
    hide: 'Postern ausblenden',
    hideOthers: 'Andere ausblenden',
    unhide: 'Alle einblenden',
    close: 'Fenster schließen',
    edit: 'Bearbeiten',
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    cut: 'Ausschneiden',
    copy: 'Kopieren',
    paste: 'Einfügen',
    selectAll: 'Alles auswählen',
    view: 'Darstellung',
    resetZoom: 'Originalgröße',
    zoomIn: 'Vergrößern',
    zoomOut: 'Verkleinern',
    togglefullscreen: 'Vollbild',
    window: 'Fenster',
    minimize: 'Im Dock ablegen',
    zoom: 'Zoomen',
    front: 'Alle nach vorne bringen',
  },
  unsaved: {
    question: 'Änderungen verwerfen?',
    detail: 'Was du eingegeben hast, ist nicht gespeichert.',
    stay: 'Weiter bearbeiten',
    discard: 'Verwerfen',
  },
  noTray: {
    title: 'Dein Desktop zeigt keine Symbole im Infobereich',
    body: 'Postern behält dafür sein Fenster und endet, wenn du es schließt.',
  },
};

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} und ${names.at(-1)}`;
}
