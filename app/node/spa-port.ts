import type { SpaPorts } from '../spa/ports.ts';
import { gpgKeys, sealWithGpg } from './gpg.ts';
import { localAddressTowards } from './local-address.ts';
import { publicAddress } from './public-address.ts';

export function createSpaPort(): SpaPorts {
  return {
    sealWithGpg: (request, signal) => sealWithGpg(request, signal),
    gpgKeys: (home) => gpgKeys(home),
    publicAddress: (url, signal) => publicAddress(url, signal),
    localAddressTowards,
  };
}
