import { connect as tcpConnect } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import type { ProbeOutcome } from '../probe/outcome.ts';
import { greeting, judge, printable } from '../probe/expect.ts';
import type { ProbeRequest } from '../probe/ports.ts';
import { hasLink } from './link.ts';
import { obstacleOf } from './obstacle.ts';
import { onAbort } from './on-abort.ts';

/** What is read of an answer before it is judged as it stands. */
const mostBytes = 4_096;

/** Whose certificate it is and how strong do not matter here: the question is whether TLS answers. */
const anyTls = { rejectUnauthorized: false, minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' } as const;

/** One TCP connection to the service: connects, looks at what answers, closes. Never rejects. */
export function connect(request: ProbeRequest, signal: AbortSignal): Promise<ProbeOutcome> {
  const started = performance.now();
  const elapsed = (): number => performance.now() - started;
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ kind: 'silent', waitedMs: 0 });
    if (!hasLink(request.address)) {
      return resolve({ kind: 'not-sent', obstacle: { code: 'no-route', address: request.address } });
    }
    const socket = tcpConnect({
      host: request.address,
      port: request.port,
      family: request.family,
      autoSelectFamily: false,
      ...(request.source !== null && { localAddress: request.source }),
    });
    let handedOver = false;
    let rttMs: number | null = null;
    let received = Buffer.alloc(0);

    const finish = (outcome: ProbeOutcome): void => {
      clearTimeout(timer);
      forget();
      socket.destroy();
      resolve(outcome);
    };
    const giveUp = (): void =>
      finish(
        rttMs === null
          ? { kind: 'silent', waitedMs: elapsed() }
          : { kind: 'wrong', rttMs, saw: printable(received) },
      );
    const timer = setTimeout(giveUp, request.timeoutMs);
    const forget = onAbort(signal, giveUp);

    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (rttMs !== null) return finish({ kind: 'wrong', rttMs, saw: printable(received) });
      if (error.code === 'ECONNREFUSED') return finish({ kind: 'refused', rttMs: elapsed() });
      if (error.code === 'ECONNRESET') {
        // RFC 9293 §3.10.7.3: a SYN is refused. The connection stood, and was reset before we were told.
        const rtt = elapsed();
        return finish(
          request.expect === null ? { kind: 'open', rttMs: rtt } : { kind: 'wrong', rttMs: rtt, saw: '' },
        );
      }
      // The system gives up by itself, Windows after 21 s, macOS after 75 s, Linux after two minutes.
      if (error.code === 'ETIMEDOUT') return giveUp();
      if (handedOver) return finish({ kind: 'unreachable', rttMs: elapsed() });
      return finish({
        kind: 'not-sent',
        obstacle: obstacleOf(error, {
          address: request.address,
          family: request.family,
          source: request.source,
        }),
      });
    });
    // connect() itself runs in the next tick, and what the system refuses is destroyed in it.
    process.nextTick(() => {
      handedOver = !socket.destroyed;
    });
    socket.once('connect', () => {
      const rtt = elapsed();
      rttMs = rtt;
      const { expect } = request;
      if (expect === null) return finish({ kind: 'open', rttMs: rtt });
      if (expect.kind === 'tls') {
        const tls = tlsConnect({ socket, ...anyTls });
        tls.once('secureConnect', () => finish({ kind: 'open', rttMs: rtt }));
        tls.on('error', (error: Error) => {
          if (isAlert(error)) finish({ kind: 'open', rttMs: rtt });
          else finish({ kind: 'wrong', rttMs: rtt, saw: '' });
        });
        return;
      }
      socket.write(greeting(expect, request.address));
      const settle = (ended: boolean): void => {
        const judgement = judge(expect, received, ended || received.length === mostBytes);
        if (judgement === 'yes') finish({ kind: 'open', rttMs: rtt });
        if (judgement === 'no') finish({ kind: 'wrong', rttMs: rtt, saw: printable(received) });
      };
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]).subarray(0, mostBytes);
        settle(false);
      });
      socket.once('end', () => settle(true));
    });
  });
}

/**
 * A server that wants a name (RFC 6066 §3) or a certificate of us ends the handshake with an alert, and only TLS
 * speaks in alerts. The words are OpenSSL's.
 */
function isAlert(error: Error): boolean {
  return error.message.includes('SSL alert number');
}
