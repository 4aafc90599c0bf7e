import type { Obstacle } from '../errors.ts';
import type { Target } from '../knock/ports.ts';

/** Names what kept a packet from leaving, from the error of a socket call (errno(3)). */
export function obstacleOf(error: NodeJS.ErrnoException, to: Target): Obstacle {
  switch (error.code) {
    case 'EMFILE':
    case 'ENFILE':
    case 'ENOBUFS':
    case 'ENOMEM':
    case 'EAGAIN':
      return { code: 'no-sockets' };
    case 'EPERM':
    case 'EACCES':
      return { code: 'blocked-here', what: to.address };
    case 'EADDRNOTAVAIL':
    case 'EINVAL':
      // EINVAL: a source of the other family, or a link-local address without its zone.
      return to.source === null
        ? { code: 'no-route', address: to.address }
        : { code: 'source-unavailable', source: to.source };
    default:
      return { code: 'no-route', address: to.address };
  }
}
