import * as v from 'valibot';

/** What worked for one host on one network. */
const experienceSchema = v.looseObject({
  /** Wall clock of the opening, milliseconds since 1970. */
  at: v.number(),
  family: v.picklist([4, 6]),
  /** Smallest round trip seen. */
  rttMs: v.number(),
  /** From the last hit to the first connection that stood: usual, not worst. */
  settleMs: v.number(),
  /** By gap in milliseconds: tries made, and how many of them opened (knock/policy.ts). */
  pacing: v.record(v.string(), v.object({ tries: v.number(), opened: v.number() })),
});

/** What Postern remembers about a host between runs. Not part of the host: losing it costs a little time, nothing else. */
export const memorySchema = v.looseObject({
  /** When sequences left for this host, milliseconds since 1970, ascending; older than a minute are dropped. */
  knockedAt: v.optional(v.array(v.number()), []),
  /** What looks have shown of how long the door stays open (rules/keep-open.ts). */
  openTime: v.optional(v.object({ atLeastMs: v.number(), atMostMs: v.nullable(v.number()) })),
  /** By network: the prefix this computer spoke from, such as "192.0.2.0/24". */
  networks: v.optional(v.record(v.string(), experienceSchema), {}),
});

export type Memory = v.InferOutput<typeof memorySchema>;

export const emptyMemory: Memory = { knockedAt: [], networks: {} };
