import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { userInfo } from 'node:os';

/**
 * Where the running Postern of this user and configuration folder listens. In the runtime folder of the session, which
 * only its user can enter and which is emptied at log-out (XDG Base Directory Specification); without one in the
 * configuration folder. Windows has named pipes, which live in no folder.
 */
export function socketPath(request: {
  readonly folder: string;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly user?: string;
}): string {
  const { folder, platform, env } = request;
  // Two configuration folders are two Posterns. Short, because the system allows 103 bytes at least (unix(7), macOS).
  const digest = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (platform === 'win32') return `\\\\.\\pipe\\postern-${request.user ?? userInfo().username}-${digest}`;
  const runtime = env['XDG_RUNTIME_DIR'];
  if (runtime !== undefined && runtime.startsWith('/')) return join(runtime, 'postern', `${digest}.sock`);
  return join(folder, 'run', `${digest}.sock`);
}
