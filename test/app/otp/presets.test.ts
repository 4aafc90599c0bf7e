import { describe, expect, test } from 'vitest';
import type { Derivation } from '../../../app/hosts/derivation-schema.ts';
import type { Step } from '../../../app/hosts/step-schema.ts';
import { deriveHits, schemes } from '../../../app/otp/derive.ts';
import { hotpCode } from '../../../app/otp/hotp.ts';
import { otpknock, portKnockingTotp, totpPortKnockdRs } from '../../../app/otp/presets.ts';
import { windowAt } from '../../../app/otp/time.ts';
import { readSecret } from '../../../app/secrets/encoding.ts';
import type { Encoding } from '../../../app/secrets/input.ts';
import vectors from '../../vectors/totp-presets.json' with { type: 'json' };

/** A vector as JSON; what it does not say stands in `derivation`. */
interface Case {
  readonly time: number;
  readonly [field: string]: string | number | readonly (string | number)[] | undefined;
}

function casesOf(id: string): readonly Case[] {
  const entry = vectors.presets.find((each) => each.id.startsWith(id));
  if (!entry) throw new Error(`no vectors of ${id}`);
  return entry.cases;
}

function bytes(text: Case[string], encoding: Encoding): Uint8Array {
  const read = readSecret(String(text), encoding);
  if (!read.ok) throw new Error(read.error.problem);
  return read.value;
}

function derive(time: number, derivation: Derivation, secret: Uint8Array, stepS?: number) {
  const clock = { stepS: stepS ?? schemes[derivation.scheme].usualStepS, epochS: 0, clockOffsetS: 0 };
  const { step } = windowAt({ ...clock, nowMs: time * 1_000 });
  return deriveHits({ derivation, secret, factor: step, ...clock });
}

/** "7000:tcp" */
function written(hits: ReturnType<typeof deriveHits>) {
  if (!hits.ok) return hits.error;
  return hits.value.map((step: Step) => (step.proto === 'icmp' ? 'icmp' : `${step.port}:${step.proto}`));
}

function tcp(ports: Case[string]) {
  return (ports as readonly number[]).map((port) => `${port}:tcp`);
}

test.each(casesOf('john-craig'))('totp-port-knockd-rs at $time', (each) => {
  const { time, n, lo, hi, counter, ports } = each;
  const secret = bytes(each['secretUtf8'], 'text');
  const facts = {
    count: Number(n ?? 32),
    from: Number(lo ?? 1_024),
    to: Number(hi ?? 32_768),
  };
  const startS = time - (time % 30);
  const moment = { secret, factor: startS / 30, startS };
  expect(written(totpPortKnockdRs(moment, facts, Number(counter ?? 0)))).toEqual(tcp(ports));
  const derived = derive(time, { scheme: 'totp-port-knockd-rs', ...facts }, secret);
  expect(derived).toEqual(totpPortKnockdRs(moment, facts));
});

test.each(casesOf('livingstonetech'))('port-knocking-totp at $time', ({ time, secretBase32, ports }) => {
  const hits = derive(time, { scheme: 'port-knocking-totp' }, bytes(secretBase32, 'base32'));
  expect(written(hits)).toEqual(tcp(ports));
});

test.each(casesOf('64b2b6d12b'))('otpknock at $time', ({ time, secretHex, ports }) => {
  const hits = written(derive(time, { scheme: 'otpknock' }, bytes(secretHex, 'hex')));
  const zero = (ports as readonly number[]).indexOf(0);
  expect(hits).toEqual(zero === -1 ? tcp(ports) : { code: 'no-such-port', port: 0, hit: zero + 1 });
});

test.each(casesOf('thiswillbeyourgithub'))('knockd-rotator at $time, period $period', (each) => {
  const { time, secret, service, period, ports = '2000-65536', protoModulo = 0, sequence } = each;
  const [from, to] = String(ports).split('-').map(Number) as [number, number];
  const derivation: Derivation = {
    scheme: 'knockd-rotator',
    service: String(service),
    count: 10,
    from,
    to,
    protoModulo: Number(protoModulo),
  };
  const hits = derive(time, derivation, bytes(secret, 'text'), period as number | undefined);
  expect(written(hits)).toEqual(sequence);
});

test.each(casesOf('CoolandonRS'))('dynknock at $time, interval $interval', (each) => {
  const { time, key, keyAs, interval, length, doorbellPayload, sequence } = each;
  const derivation = { scheme: 'dynknock', count: Number(length ?? 32), doorbell: 12_345 } as const;
  const secret = bytes(key, keyAs as Encoding);
  const hits = derive(time, derivation, secret, interval as number | undefined);
  if (!hits.ok) throw new Error(hits.error.code);
  const [ring, ...knock] = hits.value;
  expect(ring).toEqual({ proto: 'udp', port: 12_345, payload: { kind: 'text', text: doorbellPayload } });
  expect(written({ ok: true, value: knock })).toEqual(sequence);
});

test.each(casesOf('C-Lock'))('c-lock at $time', ({ time, secretBase32, ports }) => {
  const hits = derive(time, { scheme: 'c-lock' }, bytes(secretBase32, 'base32'));
  expect(written(hits)).toEqual(tcp(ports));
});

test.each(casesOf('jvinet'))('knock-pr-76 at $time from $sourceIp', (each) => {
  const { time, key, period, base, n, sourceIp, ports } = each;
  const derivation: Derivation = {
    scheme: 'knock-pr-76',
    base: Number(base),
    protos: Array.from({ length: Number(n) }, () => 'tcp' as const),
    ...(sourceIp === undefined ? {} : { address: String(sourceIp) }),
  };
  expect(written(derive(time, derivation, bytes(key, 'text'), Number(period)))).toEqual(tcp(ports));
});

describe('what an original could not do is a problem and no hit', () => {
  const secret = bytes('JBSWY3DPEHPK3PXP', 'base32');
  const moment = (factor: number) => ({ secret, factor, startS: factor * 30 });

  /** The first step whose code looks like that. */
  function stepWith(code: RegExp) {
    for (let factor = 0; factor < 100_000; factor += 1) {
      if (code.test(hotpCode({ key: secret, counter: BigInt(factor) }))) return moment(factor);
    }
    throw new Error('no such code');
  }

  test.each([/^0000/, /0000$/])('port-knocking-totp with a code like %s', (code) => {
    expect(written(portKnockingTotp(stepWith(code)))).toEqual({ code: 'never-ends' });
  });

  test('port-knocking-totp makes four digits of fewer', () => {
    expect(written(portKnockingTotp(stepWith(/^0[1-9]..0[1-9]/)))).toEqual([
      expect.stringMatching(/^[1-9]\d{3}:tcp$/),
      expect.stringMatching(/^[1-9]\d{3}:tcp$/),
    ]);
  });

  test('otpknock with a zero as the third digit', () => {
    expect(written(otpknock(stepWith(/^[1-9]{2}0/)))).toEqual({ code: 'no-such-port', port: 0, hit: 3 });
  });

  test('knockd-rotator with port 65536', () => {
    const derivation = { scheme: 'knockd-rotator', service: 'ssh', count: 10, protoModulo: 0 } as const;
    const only = derive(0, { ...derivation, from: 65_536, to: 65_536 }, secret);
    expect(written(only)).toEqual({ code: 'no-such-port', port: 65_536, hit: 1 });
    const upsideDown = derive(0, { ...derivation, from: 3_000, to: 2_000 }, secret);
    expect(written(upsideDown)).toEqual({ code: 'range-unusable', from: 3_000, to: 2_000 });
  });

  // The widths at which the original subtracts below zero: 9, 10, 11 and 13 bits with several ports.
  test.each([
    [7, true],
    [8, true],
    [9, false],
    [10, false],
    [11, false],
    [12, true],
    [13, false],
    [14, true],
    [15, true],
  ])('totp-port-knockd-rs with a range of %i bits: %s', (width, works) => {
    const derivation: Derivation = {
      scheme: 'totp-port-knockd-rs',
      count: 8,
      from: 1_024,
      to: 1_023 + 2 ** width,
    };
    const hits = derive(1_700_000_000, derivation, secret);
    expect(hits.ok ? true : hits.error.code).toBe(works || 'range-unusable');
  });

  test('totp-port-knockd-rs with a range of one port', () => {
    const derivation: Derivation = { scheme: 'totp-port-knockd-rs', count: 4, from: 2_000, to: 2_000 };
    expect(written(derive(0, derivation, secret))).toEqual({
      code: 'range-unusable',
      from: 2_000,
      to: 2_000,
    });
  });
});
