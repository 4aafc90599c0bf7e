import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { extractFile, getRawHeader, listPackage, statFile } from '@electron/asar';
import type { FuseConfig } from '@electron/fuses';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { factoryFuses, makeLinuxElectron, makeMacElectron, makeWindowsElectron } from './fake-electron.ts';
import { pack } from './pack.ts';

const folder = mkdtempSync(join(tmpdir(), 'postern-packaging-'));
const root = join(import.meta.dirname, '../../..');

const linux = join(folder, 'linux/dist/linux-unpacked');
const windows = join(folder, 'windows/dist/win-unpacked');
const mac = join(folder, 'mac/dist/mac/Postern.app');

const systems = [
  { system: 'linux', program: join(linux, 'postern-desktop'), archive: join(linux, 'resources/app.asar') },
  { system: 'windows', program: join(windows, 'Postern.exe'), archive: join(windows, 'resources/app.asar') },
  { system: 'mac', program: mac, archive: join(mac, 'Contents/Resources/app.asar') },
] as const;

beforeAll(async () => {
  const fpm = join(folder, 'fpm');
  writeFileSync(fpm, recordingFpm(folder), { mode: 0o755 });
  await pack({
    electron: makeLinuxElectron({ folder: join(folder, 'electron-linux') }),
    folder: join(folder, 'linux'),
    targets: ['--linux', 'deb', 'rpm'],
    environment: { CUSTOM_FPM_PATH: fpm },
  });
  await pack({
    electron: makeWindowsElectron({ folder: join(folder, 'electron-windows') }),
    folder: join(folder, 'windows'),
    targets: ['--win', '--dir'],
  });
  await pack({
    electron: makeMacElectron({ folder: join(folder, 'electron-mac') }),
    folder: join(folder, 'mac'),
    targets: ['--mac', '--dir'],
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe.each(systems)('the package for $system', ({ system, program, archive }) => {
  test('holds the bundles with their notices, its own icons and nothing else', () => {
    const files = filesOf(archive);
    const isTrayIcon = (file: string): boolean => file.startsWith(`assets/tray/${system}/`);
    expect(
      files
        .filter((file) => !isTrayIcon(file))
        .map(withoutHash)
        .toSorted(),
    ).toEqual([
      'LICENSE',
      'assets/icons/256x256.png',
      'out/main/index.js',
      'out/main/licenses.md',
      'out/preload/index.cjs',
      'out/renderer/assets/index.css',
      'out/renderer/assets/index.js',
      'out/renderer/assets/jsQR.js',
      'out/renderer/index.html',
      'out/renderer/licenses.md',
      'package.json',
    ]);
    expect(files.filter(isTrayIcon).map((file) => extname(file))).toContain(
      system === 'windows' ? '.ico' : '.png',
    );
  });

  test('is as small as its code', () => {
    const kilobytes = (file: RegExp): number =>
      filesOf(archive)
        .filter((name) => file.test(name))
        .reduce((sum, name) => sum + extractFile(archive, name).length, 0) / 1_000;
    // Half as much again as it was measured: a package that came along unseen is larger.
    expect(kilobytes(/^out\/main\/index\.js$/)).toBeLessThan(840);
    expect(kilobytes(/^out\/preload\//)).toBeLessThan(0.5);
    expect(kilobytes(/^out\/renderer\/.*\.js$/)).toBeLessThan(1_850);
    expect(statSync(archive).size / 1_000).toBeLessThan(3_700);
  });

  test('brings the licence of every package that is built in', () => {
    expect(noticesIn(archive, 'out/main/licenses.md')).toEqual(
      expect.arrayContaining([
        '@noble/ciphers',
        '@noble/hashes',
        'ajv',
        'conf',
        'electron-store',
        'ipaddr.js',
        'otpauth',
        'tweetnacl',
        'valibot',
      ]),
    );
    expect(noticesIn(archive, 'out/renderer/licenses.md')).toEqual(
      expect.arrayContaining([
        'i18next',
        'jsqr',
        'lucide-react',
        'react',
        'react-aria',
        'react-dom',
        'zustand',
      ]),
    );
  });

  test('tells nothing about where it was built, and carries no source map inside', () => {
    for (const file of filesOf(archive).filter((name) => name.startsWith('out/'))) {
      const text = extractFile(archive, file).toString('latin1');
      expect(text.includes(root), file).toBe(false);
      expect(text.includes('sourceMappingURL=data:'), file).toBe(false);
    }
  });

  test('describes itself without scripts and dependencies', () => {
    const metadata = JSON.parse(extractFile(archive, 'package.json').toString()) as Record<string, unknown>;
    expect(metadata).toMatchObject({
      name: 'postern',
      main: 'out/main/index.js',
      desktopName: 'com.postern.desktop',
    });
    expect(metadata).not.toHaveProperty('scripts');
    expect(metadata).not.toHaveProperty('devDependencies');
    expect(metadata['dependencies'] ?? {}).toEqual({});
  });

  test('has every fuse set as decided', async () => {
    expect(readFuses(await getCurrentFuseWire(program))).toEqual([
      'RunAsNode off',
      'EnableCookieEncryption on',
      'EnableNodeOptionsEnvironmentVariable off',
      'EnableNodeCliInspectArguments off',
      'EnableEmbeddedAsarIntegrityValidation on',
      'OnlyLoadAppFromAsar on',
      'LoadBrowserProcessSpecificV8Snapshot off',
      'GrantFileProtocolExtraPrivileges off',
      'WasmTrapHandlers on',
    ]);
  });
});

test('an Electron with a fuse that nobody decided is not packed', async () => {
  const attempt = pack({
    electron: makeLinuxElectron({ folder: join(folder, 'electron-next'), fuses: `${factoryFuses}1` }),
    folder: join(folder, 'next'),
    targets: ['--linux', '--dir'],
  });
  await expect(attempt).rejects.toThrow('strictlyRequireAllFuses');
});

test('only the languages of the window are shipped of those Chromium speaks', () => {
  const framework = join(mac, 'Contents/Frameworks/Electron Framework.framework/Versions/A/Resources');
  expect(readdirSync(join(linux, 'locales')).toSorted()).toEqual(['de.pak', 'en-US.pak']);
  expect(readdirSync(join(windows, 'locales')).toSorted()).toEqual(['de.pak', 'en-US.pak']);
  expect(readdirSync(framework).toSorted()).toEqual(['de.lproj', 'en.lproj']);
});

describe('on Linux', () => {
  test('the desktop entry starts the program, takes its links and has the name that Electron announces', () => {
    const entry = readFileSync(join(folder, 'deb.desktop'), 'utf8');
    expect(entry.trim().split('\n')).toEqual([
      '[Desktop Entry]',
      'Name=Postern',
      'Exec=/opt/Postern/postern-desktop %U',
      'Terminal=false',
      'Type=Application',
      'Icon=postern-desktop',
      'StartupWMClass=com.postern',
      'Keywords=port;knock;knocking;firewall;ssh;',
      expect.stringMatching(/^Comment=./),
      'MimeType=x-scheme-handler/postern;',
      'Categories=Network;',
    ]);
    expect(readFileSync(join(folder, 'rpm.desktop'), 'utf8')).toBe(entry);
  });

  test.each(['deb', 'rpm'])(
    'the %s puts program, desktop entry and icons where a desktop looks for them',
    (format) => {
      const options = readFileSync(join(folder, `${format}.options`), 'utf8').split('\n');
      const places = options
        .filter((option) => /=\/(opt|usr)\//.test(option))
        .map((option) => option.split('=')[1]);
      expect(places).toEqual([
        '/opt/Postern',
        ...[16, 24, 32, 48, 64, 128, 256, 512, 1024].map(
          (size) => `/usr/share/icons/hicolor/${size}x${size}/apps/postern-desktop.png`,
        ),
        '/usr/share/applications/com.postern.desktop',
      ]);
      expect(options[options.indexOf('--license') + 1]).toBe('MIT');
    },
  );

  test('the sandbox keeps working where user namespaces are restricted', () => {
    // Ubuntu 24.04 lets a program have them by an AppArmor profile, and no start command may switch the sandbox off.
    const profile = readFileSync(join(linux, 'resources/apparmor-profile'), 'utf8');
    expect(profile).toMatch(/"\/opt\/Postern\/postern-desktop"[^]*userns,/);
    expect(readFileSync(join(folder, 'deb.desktop'), 'utf8')).not.toContain('no-sandbox');
  });
});

describe('on Windows', () => {
  test('the program carries our name and icon', () => {
    const program = readFileSync(join(windows, 'Postern.exe'));
    expect(program.includes(Buffer.from('FileDescription\0\0Postern\0', 'utf16le'))).toBe(true);
    expect(program.includes(readFileSync(join(root, 'assets/icons/256x256.png')))).toBe(true);
  });

  test('the program knows the hash of its archive', () => {
    const seal = JSON.stringify([
      { file: 'resources\\app.asar', alg: 'SHA256', value: headerHash(join(windows, 'resources/app.asar')) },
    ]);
    expect(readFileSync(join(windows, 'Postern.exe')).includes(seal)).toBe(true);
  });
});

describe('on macOS', () => {
  test('the application says what it is: no Dock entry, our links, why it needs the local network', () => {
    const info = readInfo();
    expect(info).toContain('<key>CFBundleIdentifier</key><string>com.postern</string>');
    expect(info).toContain('<key>LSUIElement</key><true/>');
    expect(info).toContain('<key>CFBundleURLSchemes</key><array><string>postern</string></array>');
    expect(info).toMatch(/<key>NSLocalNetworkUsageDescription<\/key><string>[^<]{20,}<\/string>/);
  });

  test('the application can ask for nothing but the local network', () => {
    const usages = [...readInfo().matchAll(/<key>(NS\w+UsageDescription)<\/key>/g)].map(([, key]) => key);
    expect(usages).toEqual(['NSLocalNetworkUsageDescription']);
  });

  test('the application knows the hash of its archive', () => {
    expect(readInfo()).toContain(
      '<key>ElectronAsarIntegrity</key><dict><key>Resources/app.asar</key><dict>' +
        `<key>algorithm</key><string>SHA256</string><key>hash</key><string>${headerHash(join(mac, 'Contents/Resources/app.asar'))}</string></dict></dict>`,
    );
  });

  test('the application has its icon', () => {
    const icon = readFileSync(join(mac, 'Contents/Resources/icon.icns'));
    expect(icon).toEqual(readFileSync(join(root, 'assets/icons/icon.icns')));
  });

  test('the hardened runtime is loosened for the compiler of V8 alone', () => {
    const entitlements = readFileSync(join(root, 'main/packaging/entitlements.mac.plist'), 'utf8');
    expect([...entitlements.matchAll(/<key>(.*?)<\/key>/g)].map(([, key]) => key)).toEqual([
      'com.apple.security.cs.allow-jit',
    ]);
  });

  function readInfo(): string {
    return readFileSync(join(mac, 'Contents/Info.plist'), 'utf8').replaceAll(/>\s+</g, '><');
  }
});

/** Stands for fpm, which makes deb and rpm: keeps what it was told, and the desktop entry it was given. */
function recordingFpm(target: string): string {
  return `#!/bin/sh
format=$5
printf '%s\\n' "$@" > '${target}'/$format.options
for option; do
  case "$option" in
    *=/usr/share/applications/*) cp "\${option%%=*}" '${target}'/$format.desktop ;;
  esac
  if [ "$previous" = --package ]; then : > "$option"; fi
  previous=$option
done
`;
}

function filesOf(archive: string): readonly string[] {
  return listPackage(archive, { isPack: false })
    .map((path) => path.replaceAll('\\', '/').slice(1))
    .filter((path) => !('files' in statFile(archive, path)));
}

/** Rolldown puts a hash of its content into the name of each file of the page. */
function withoutHash(file: string): string {
  return file.replace(/-[\w-]{8}(?=\.(?:js|css)$)/, '');
}

/** The packages whose licence stands there in full. */
function noticesIn(archive: string, file: string): readonly string[] {
  const [, ...sections] = extractFile(archive, file).toString().split(/^## /m);
  return sections.flatMap((section) => {
    const [, name, text = ''] = /^(\S+) - [^\n]+\n(.*)$/s.exec(section) ?? [];
    return name !== undefined && /permi|licen/i.test(text) && /copyright/i.test(text) ? [name] : [];
  });
}

/** What Electron compares before it loads anything from the archive. */
function headerHash(archive: string): string {
  return createHash('sha256').update(getRawHeader(archive).headerString).digest('hex');
}

function readFuses(wire: FuseConfig<FuseState>): readonly string[] {
  return Object.entries(wire)
    .filter(([fuse]) => /^\d+$/.test(fuse))
    .map(([fuse, state]) => {
      const name = FuseV1Options[Number(fuse)] ?? fuse;
      return `${name} ${state === FuseState.ENABLE ? 'on' : 'off'}`;
    });
}
