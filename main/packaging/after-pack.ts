import { join } from 'node:path';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import type { AfterPackContext } from 'electron-builder';

/**
 * What the packed program can no longer be talked into: to run as plain Node, to take options from the environment,
 * to open a debugger, or to load anything but the archive it was built with.
 */
const fuses = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  // We ship no snapshot of our own, and Electron does not start when it misses one.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // The window comes from app://; nothing is loaded from file://.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
} as const;

/** electron-builder calls this on the unpacked directory, before anything is signed. */
export async function afterPack(context: AfterPackContext): Promise<void> {
  await flipFuses(join(context.appOutDir, programOf(context)), {
    version: FuseVersion.V1,
    // A fuse that a new Electron adds stops the build until it is decided here.
    strictlyRequireAllFuses: true,
    // An unsigned build for Apple silicon carries the linker's own signature, which the flip breaks.
    resetAdHocDarwinSignature: process.platform === 'darwin',
    ...fuses,
  });
}

function programOf({ electronPlatformName, packager }: AfterPackContext): string {
  const { productFilename } = packager.appInfo;
  switch (electronPlatformName) {
    case 'darwin':
      return `${productFilename}.app`;
    case 'win32':
      return `${productFilename}.exe`;
    case 'linux':
      return packager.config.linux?.executableName ?? packager.appInfo.linuxPackageName;
    default:
      throw new Error(`no program is known for ${electronPlatformName}`);
  }
}
