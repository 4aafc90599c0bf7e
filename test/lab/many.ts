/**
 * Knocks many hosts at once in one process, as the app does, on Postern's engine with its real ports. Standard input:
 * one JSON array of hosts. Standard output: one JSON array of results in the same order.
 */
import * as v from 'valibot';
import { text } from 'node:stream/consumers';
import { createEngine } from '../../app/engine/engine.ts';
import { hostSchema } from '../../app/hosts/schema.ts';
import { createPorts } from '../../app/node/ports.ts';

const hosts = v.parse(v.array(hostSchema), JSON.parse(await text(process.stdin)));
const engine = createEngine(createPorts({ folder: process.env['POSTERN_HOME'] ?? '' }));
const options = { cause: 'command-line', always: false, force: false, ifRunning: 'join' } as const;
const answers = await Promise.all(hosts.map((host) => engine.knock({ subject: { host }, options })));
console.log(JSON.stringify(answers.map((answer) => (answer.ok ? answer.value : answer.error))));
