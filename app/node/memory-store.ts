import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as v from 'valibot';
import type { MemoryPorts } from '../memory/ports.ts';
import { emptyMemory, memorySchema, type Memory } from '../memory/schema.ts';
import { attempt, makeFolder, readIfAny, removeLeftovers, writeWhole } from './files.ts';
import { takeLock } from './lock.ts';
import { networkTowards } from './network-towards.ts';

/**
 * What Postern remembers, one file for each host in `memory/`, and the turns of hosts, as locks in `locks/`. Nothing
 * here may stop a knock: where a folder cannot be written, memory is empty and turns are not guarded.
 */
export function createMemoryStore({ folder }: { readonly folder: string }): MemoryPorts {
  const memories = join(folder, 'memory');
  const locks = join(folder, 'locks');
  let tidied: Promise<void> | null = null;

  return {
    async recall(key) {
      const bytes = await readIfAny(join(memories, `${fileName(key)}.json`));
      return bytes.ok && bytes.value !== null ? parse(bytes.value.toString('utf8')) : emptyMemory;
    },

    async remember(key, memory) {
      await makeFolder(memories);
      await (tidied ??= removeLeftovers(memories));
      // Not flushed to the disk: a power cut may cost a memory, but a flush would cost time in every knock.
      await writeWhole(join(memories, `${fileName(key)}.json`), JSON.stringify(memory), { durable: false });
    },

    networkTowards,

    async takeTurn(key, signal) {
      await makeFolder(locks);
      const turn = await attempt(() => takeLock({ folder: locks, name: `knock-${fileName(key)}`, signal }));
      return turn.ok ? turn.value : () => Promise.resolve();
    },
  };
}

/** A host's id as it is, so that people find its file; anything else as its digest, which is a file name everywhere. */
function fileName(key: string): string {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(key)) return key;
  return createHash('sha256').update(key).digest('hex').slice(0, 32);
}

function parse(text: string): Memory {
  try {
    return v.parse(memorySchema, JSON.parse(text));
  } catch {
    return emptyMemory;
  }
}
