import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where a build of Electron keeps its fuses: behind these letters, a version and a count (electron/fuses, README). */
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** The fuses of Electron 45 as they leave its factory. */
export const factoryFuses = '101100111';

/** The parts of a distribution that packing touches, without the 250 MB that only running needs. */
export interface FakeElectronOptions {
  readonly folder: string;
  /** `0` and `1`, one for each fuse. */
  readonly fuses?: string;
}

/**
 * Linux: a shell script stands for the program. What it does is the caller's choice, so that the packed directory can
 * start on a stand-in for Electron.
 */
export function makeLinuxElectron({
  folder,
  fuses = factoryFuses,
  script = 'exit 0',
}: FakeElectronOptions & { readonly script?: string }): string {
  const program = Buffer.concat([Buffer.from(`#!/bin/sh\n${script}\nexit\n`), fuseWire(fuses)]);
  writeAll(folder, { ...sharedFiles, ...paks('locales', '.pak') });
  writeFileSync(join(folder, 'electron'), program, { mode: 0o755 });
  return folder;
}

/** Windows: any program with a version resource can be renamed, relabelled and sealed. */
export function makeWindowsElectron({ folder, fuses = factoryFuses }: FakeElectronOptions): string {
  writeAll(folder, { ...sharedFiles, ...paks('locales', '.pak') });
  const donor = join(import.meta.dirname, '../../../node_modules/electron-winstaller/vendor/Squirrel.exe');
  writeFileSync(join(folder, 'electron.exe'), Buffer.concat([readFileSync(donor), fuseWire(fuses)]));
  return folder;
}

/** macOS: the bundle, its helpers and the framework that holds the fuses. */
export function makeMacElectron({ folder, fuses = factoryFuses }: FakeElectronOptions): string {
  const contents = 'Electron.app/Contents';
  writeAll(folder, sharedFiles);
  writeAll(folder, {
    [`${contents}/Info.plist`]: plist('Electron'),
    [`${contents}/MacOS/Electron`]: '#!/bin/sh\n',
    [`${contents}/Resources/electron.icns`]: 'icns',
    [`${contents}/Frameworks/Electron Framework.framework/Versions/A/Resources/en.lproj/locale.pak`]: '',
    [`${contents}/Frameworks/Electron Framework.framework/Versions/A/Resources/de.lproj/locale.pak`]: '',
    [`${contents}/Frameworks/Electron Framework.framework/Versions/A/Resources/fr.lproj/locale.pak`]: '',
  });
  for (const helper of ['', ' (Renderer)', ' (Plugin)', ' (GPU)'].map(
    (suffix) => `Electron Helper${suffix}`,
  )) {
    writeAll(folder, {
      [`${contents}/Frameworks/${helper}.app/Contents/Info.plist`]: plist(helper),
      [`${contents}/Frameworks/${helper}.app/Contents/MacOS/${helper}`]: '#!/bin/sh\n',
    });
  }
  const framework = join(folder, contents, 'Frameworks/Electron Framework.framework/Electron Framework');
  writeFileSync(framework, fuseWire(fuses));
  return folder;
}

const sharedFiles = {
  version: '45.4.1',
  LICENSE: 'Electron',
  'LICENSES.chromium.html': 'Chromium',
  'resources.pak': '',
  'resources/.keep': '',
};

/** What Electron's own application declares for whoever may need it. */
const usages = ['AudioCapture', 'BluetoothAlways', 'BluetoothPeripheral', 'Camera', 'Microphone'];

function paks(folder: string, extension: string): Record<string, string> {
  return Object.fromEntries(
    ['en-US', 'de', 'fr'].map((language) => [`${folder}/${language}${extension}`, '']),
  );
}

function fuseWire(fuses: string): Buffer {
  return Buffer.concat([
    Buffer.from(fuseSentinel),
    Buffer.of(1, fuses.length),
    Buffer.from(fuses),
    Buffer.of(0),
  ]);
}

function plist(name: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${name}</string>
<key>CFBundleIdentifier</key><string>com.github.${name.replaceAll(/\W/g, '')}</string>
<key>CFBundleName</key><string>${name}</string>
<key>CFBundleIconFile</key><string>electron.icns</string>
${usages.map((usage) => `<key>NS${usage}UsageDescription</key><string>Electron</string>`).join('\n')}
</dict></plist>
`;
}

function writeAll(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
