import * as v from 'valibot';
import { limits, port, shape, wholeNumber } from './shape.ts';

const waitMs = v.optional(wholeNumber(0, limits.waitMs, 'ms'));

const notHex = 'Use pairs of hexadecimal digits.';
const notBase64 = "This isn't valid base64.";
const tooLong = `This is longer than ${limits.payloadBytes.toLocaleString('en')} bytes.`;

/** The data of a UDP step. `text` is sent as UTF-8. */
const payloadSchema = v.variant(
  'kind',
  [
    shape({
      kind: v.literal('text'),
      text: v.pipe(v.string('Enter a text.'), v.maxBytes(limits.payloadBytes, tooLong)),
    }),
    shape({
      kind: v.literal('hex'),
      hex: v.pipe(
        v.string(notHex),
        v.regex(/^(?:[0-9a-f]{2})*$/i, notHex),
        v.maxLength(limits.payloadBytes * 2, tooLong),
      ),
    }),
    shape({
      kind: v.literal('base64'),
      base64: v.pipe(
        v.string(notBase64),
        v.regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, notBase64),
        v.maxLength((limits.payloadBytes / 3) * 4, tooLong),
      ),
    }),
    shape({ kind: v.literal('random'), bytes: wholeNumber(1, limits.payloadBytes, 'bytes') }),
  ],
  'Use text, hex, base64 or random.',
);

/** One hit. `waitMs` is the pause before it; without it the sequence's gap counts. */
export const stepSchema = v.variant(
  'proto',
  [
    shape({ proto: v.literal('tcp'), port, waitMs }),
    shape({ proto: v.literal('udp'), port, payload: v.optional(payloadSchema), waitMs }),
    shape({
      proto: v.literal('icmp'),
      /** Data bytes of the echo request: what `ping -s` takes, 28 (IPv4) or 48 (IPv6) less than the IP length. */
      bytes: wholeNumber(0, limits.icmpBytes, 'bytes'),
      waitMs,
    }),
  ],
  'Use tcp, udp or icmp.',
);

export type Step = v.InferOutput<typeof stepSchema>;
export type Payload = v.InferOutput<typeof payloadSchema>;
