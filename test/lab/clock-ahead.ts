/** Loaded before a program: its wall clock is five minutes ahead. */
const aheadMs = 300_000;
const now = Date.now.bind(Date);

Date.now = () => now() + aheadMs;
