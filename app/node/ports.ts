import { randomBytes } from 'node:crypto';
import type { Ports } from '../ports.ts';
import { clock } from './clock.ts';
import { connect } from './connect.ts';
import { prepare } from './hits.ts';
import { createHostStore } from './host-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { resolve } from './resolve.ts';

/** All real ports, on the files in `folder`. */
export function createPorts({ folder }: { readonly folder: string }): Ports {
  return {
    clock,
    hosts: createHostStore({ folder }),
    knock: { prepare, random: (bytes) => randomBytes(bytes) },
    memory: createMemoryStore({ folder }),
    probe: { connect },
    resolve: { resolve },
  };
}
