import { connect as tcpConnect } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import type { ProbeOutcome } from '../probe/outcome.ts';
import { greeting, judge, printable } from '../probe/expect.ts';
import type { ProbeRequest } from '../probe/ports.ts';
import { obstacleOf } from './obstacle.ts';

/** What is read of an answer before it is judged as it stands. */
const mostBytes = 4_096;

/** One TCP connection to the service: connects, looks at what answers, closes. Never rejects. */
export function connect(request: ProbeRequest, signal: AbortSignal): Promise<ProbeOutcome> {
  const started = performance.now();
  const elapsed = (): number => performance.now() - started;
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ kind: 'silent', waitedMs: 0 });
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
      signal.removeEventListener('abort', giveUp);
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
    signal.addEventListener('abort', giveUp, { once: true });

    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (rttMs !== null) return finish({ kind: 'wrong', rttMs, saw: printable(received) });
      if (error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET') {
        return finish({ kind: 'refused', rttMs: elapsed() });
      }
      if (handedOver) return finish({ kind: 'unreachable', rttMs: elapsed() });
      return finish({
        kind: 'not-sent',
        obstacle: obstacleOf(error, { address: request.address, family: request.family, source: request.source }),
      });
    });
    process.nextTick(() => {
      handedOver = socket.localPort !== undefined;
    });
    socket.once('connect', () => {
      const rtt = elapsed();
      rttMs = rtt;
      const { expect } = request;
      if (expect === null) return finish({ kind: 'open', rttMs: rtt });
      if (expect.kind === 'tls') {
        // Whose certificate it is does not matter here: the question is whether TLS answers.
        const tls = tlsConnect({ socket, rejectUnauthorized: false });
        tls.once('secureConnect', () => finish({ kind: 'open', rttMs: rtt }));
        tls.once('error', () => finish({ kind: 'wrong', rttMs: rtt, saw: '' }));
        return;
      }
      socket.write(greeting(expect, request.address));
      const settle = (ended: boolean): void => {
        const judgement = judge(expect, received, ended || received.length >= mostBytes);
        if (judgement === 'yes') finish({ kind: 'open', rttMs: rtt });
        if (judgement === 'no') finish({ kind: 'wrong', rttMs: rtt, saw: printable(received) });
      };
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        settle(false);
      });
      socket.once('end', () => settle(true));
    });
  });
}
