import * as v from 'valibot';

/** What worked for one host on one network. */
const experienceSchema = v.looseObject({
  /** Wall clock of the opening, milliseconds since 1970. */
  at: v.number(),
  address: v.string(),
  family: v.picklist([4, 6]),
  /** The pause between hits that opened the door. */
  gapMs: v.number(),
  /** Smallest round trip seen. */
  rttMs: v.number(),
  /** From the last packet to the first successful connection. */
  settleMs: v.number(),
});

/** What Postern remembers about a host between runs. Not part of the host: losing it costs a little time, nothing else. */
export const memorySchema = v.looseObject({
  /** When sequences left for this host, milliseconds since 1970, ascending; older than a minute are dropped. */
  knockedAt: v.optional(v.array(v.number()), []),
  /** By network: the prefix this computer spoke from, such as "192.0.2.0/24". */
  networks: v.optional(v.record(v.string(), experienceSchema), {}),
});

export type Experience = v.InferOutput<typeof experienceSchema>;
export type Memory = v.InferOutput<typeof memorySchema>;

export const emptyMemory: Memory = { knockedAt: [], networks: {} };
