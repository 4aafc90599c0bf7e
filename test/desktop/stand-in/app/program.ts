import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { settings } from '../settings.ts';
import { unpackAsar } from './asar.ts';

interface Manifest {
  readonly name?: string;
  readonly productName?: string;
  readonly version?: string;
  readonly main?: string;
  readonly desktopName?: string;
}

/** The app that was started: a folder with package.json, a script, or what lies in `resources` of a packed directory. */
export interface Program {
  readonly folder: string;
  readonly main: string;
  readonly name: string;
  readonly version: string;
  readonly isPackaged: boolean;
}

export const program = findProgram();

function findProgram(): Program {
  const isPackaged = settings.executable !== undefined;
  const target = isPackaged ? packedApp(dirname(resolve(settings.executable ?? ''))) : namedApp();
  if (statSync(target).isFile()) {
    return { folder: dirname(target), main: target, name: 'Electron', version: '45.4.1', isPackaged };
  }
  const manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as Manifest;
  return {
    folder: target,
    main: join(target, manifest.main ?? 'index.js'),
    name: manifest.productName ?? manifest.name ?? basename(target),
    version: manifest.version ?? '45.4.1',
    isPackaged,
  };
}

function packedApp(folder: string): string {
  const archive = join(folder, 'resources', 'app.asar');
  return existsSync(archive) ? unpackAsar(archive) : join(folder, 'resources', 'app');
}

/** The first argument that is no switch, as `electron .` has it. */
function namedApp(): string {
  const named = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
  if (named === undefined) throw new Error('stand-in: name the app to start, for example `electron .`');
  return resolve(named);
}
