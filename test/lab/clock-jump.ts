/** Loaded before a program: SIGUSR2 puts its wall clock an hour ahead, as if the computer had slept. */
const hourMs = 3_600_000;
const now = Date.now.bind(Date);
let aheadMs = 0;

Date.now = () => now() + aheadMs;
process.on('SIGUSR2', () => (aheadMs += hourMs));
