import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { request as askHttp } from 'node:http';
import { request as askHttps } from 'node:https';
import { fail, ok, type Result } from '../result.ts';
import type { TimeProblem } from '../errors.ts';
import { readHttpDate } from '../time/http-date.ts';
import { ntpQuestion, readNtpAnswer } from '../time/ntp.ts';
import type { ClockOffset, TimePorts } from '../time/ports.ts';

type Answer = Result<ClockOffset, TimeProblem>;

/** How long an answer may take. */
const patienceMs = 3_000;

/** Asks the clock that the user chose: a time server, or a web server, whose answers bear the time. */
export const compare: TimePorts['compare'] = async (source, signal) => {
  if (!URL.canParse(source)) return fail('not-a-clock');
  const url = new URL(source);
  const until = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  if (until.aborted) return fail('no-answer');
  if (url.port === '0') return fail('not-a-clock');
  if (url.protocol === 'ntp:') return askNtp(url, until);
  if (url.protocol === 'http:' || url.protocol === 'https:') return askWeb(url, until);
  return fail('not-a-clock');
};

async function askNtp(url: URL, signal: AbortSignal): Promise<Answer> {
  const found = await lookup(url.hostname.replace(/^\[(.*)\]$/, '$1')).catch(() => null);
  if (found === null) return fail('unreachable');
  if (signal.aborted) return fail('no-answer');
  const cookie = randomBytes(8);
  const socket = createSocket(found.family === 6 ? 'udp6' : 'udp4');
  return new Promise<Answer>((resolve) => {
    let sentAtMs = 0;
    let problem: TimeProblem = 'no-answer';
    signal.addEventListener('abort', () => resolve(fail(problem)), { once: true });
    socket.on('error', () => resolve(fail('unreachable')));
    socket.on('message', (packet) => {
      const offset = readNtpAnswer({ packet, cookie, sentAtMs, heardAtMs: Date.now() });
      if (offset !== null) return resolve(ok(offset));
      // Anybody can send such a packet in the name of the server, whose own may still come.
      problem = 'not-a-clock';
    });
    socket.connect(Number(url.port || 123), found.address, (error?: Error) => {
      if (error !== undefined) return resolve(fail('unreachable'));
      sentAtMs = Date.now();
      socket.send(ntpQuestion(cookie));
    });
  }).finally(() => socket.close());
}

function askWeb(url: URL, signal: AbortSignal): Promise<Answer> {
  const ask = url.protocol === 'https:' ? askHttps : askHttp;
  return new Promise<Answer>((resolve) => {
    const sentAtMs = Date.now();
    const asked = ask(url, { method: 'HEAD', signal, agent: false }, (answer) => {
      const date = answer.headers.date ?? null;
      const offset = readHttpDate({ date, sentAtMs, heardAtMs: Date.now() });
      answer.destroy();
      resolve(offset === null ? fail('not-a-clock') : ok(offset));
    });
    const end = (): void => resolve(fail(signal.aborted ? 'no-answer' : 'unreachable'));
    asked.on('error', end);
    // Without an error where the server changes to another protocol (RFC 9110 §7.8). After an answer it says nothing.
    asked.on('close', end);
    asked.end();
  });
}
