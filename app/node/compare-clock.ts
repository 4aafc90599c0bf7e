import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
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
  if (url.protocol === 'ntp:') return askNtp(url, until);
  if (url.protocol === 'http:' || url.protocol === 'https:') return askWeb(url, until);
  return fail('not-a-clock');
};

function askNtp(url: URL, signal: AbortSignal): Promise<Answer> {
  const cookie = randomBytes(8);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  return new Promise<Answer>((resolve) => {
    let sentAtMs = 0;
    signal.addEventListener('abort', () => resolve(fail('no-answer')), { once: true });
    socket.on('error', () => resolve(fail('unreachable')));
    socket.on('message', (packet) => {
      const offset = readNtpAnswer({ packet, cookie, sentAtMs, heardAtMs: Date.now() });
      resolve(offset === null ? fail('not-a-clock') : ok(offset));
    });
    socket.connect(Number(url.port || 123), host, (error?: Error) => {
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
    asked.on('error', () => resolve(fail(signal.aborted ? 'no-answer' : 'unreachable')));
    asked.end();
  });
}
