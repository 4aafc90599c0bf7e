import type { Host } from './schema.ts';

/** Its packets are only good for a while by the server's clock. */
export function dependsOnTime({ knock }: Pick<Host, 'knock'>): boolean {
  return knock.method === 'totp' || isSinglePacket({ knock });
}

/** Its numbers are used up one after the other. */
export function usesCounter({ knock }: Pick<Host, 'knock'>): boolean {
  return knock.method === 'hotp' || knock.method === 'list';
}

/** One packet that says everything, in place of a sequence of hits. */
export function isSinglePacket({ knock }: Pick<Host, 'knock'>): boolean {
  return knock.method === 'spa' || knock.method === 'pknock';
}
