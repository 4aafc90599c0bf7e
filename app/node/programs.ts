import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** Where the system looks for programs, and what a desktop session's PATH may lack. */
export function programFolders(): readonly string[] {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...path, '/sbin', '/usr/sbin', '/bin', '/usr/bin'];
}

/** The path of a program, or null if it is in none of the folders. */
export async function findProgram(name: string, folders = programFolders()): Promise<string | null> {
  const paths = isAbsolute(name) ? [name] : folders.map((folder) => join(folder, name));
  for (const path of paths) {
    const isProgram = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isProgram) return path;
  }
  return null;
}
