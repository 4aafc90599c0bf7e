import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';

/** Looks a program up as the system would, with the folders that a desktop session's PATH may lack. */
export async function findProgram(name: string): Promise<string | null> {
  if (isAbsolute(name)) return (await isExecutable(name)) ? name : null;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const folder of [...folders, '/sbin', '/usr/sbin', '/bin', '/usr/bin']) {
    const path = join(folder, name);
    if (folder !== '' && (await isExecutable(path))) return path;
  }
  return null;
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
