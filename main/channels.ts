/** The channels between window and main process. There are no others. */
export const channels = {
  /** Page → main, with an answer: one command. */
  call: 'call',
  /** Page → main: send me the snapshot, and every change of it from now on. */
  watch: 'watch',
  /** Main → page: what changed. */
  update: 'update',
} as const;
