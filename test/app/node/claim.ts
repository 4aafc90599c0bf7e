// Takes a lock, says so and keeps it until it is killed.
import { takeLock } from '../../../app/node/lock.ts';

const [folder = '', name = ''] = process.argv.slice(2);
await takeLock({ folder, name, signal: new AbortController().signal });
console.log('mine');
setInterval(() => undefined, 60_000);
