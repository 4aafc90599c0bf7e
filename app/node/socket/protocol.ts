import * as v from 'valibot';

/*
 * What passes between a running Postern and those who attach to it, one JSON object a line:
 *
 *     server   { postern: 1, version }                     the greeting
 *     client   { id, call, input }                         a command of the contract
 *     server   { id, result } | { id, bug }                its Result, or the message of a bug
 *     client   { id, watch: true } | { id, watch: false }  from now on every update, or no more of them
 *     server   { id, update }                              the whole snapshot first, then changes (wire.ts)
 *
 * The client counts its ids.
 */

/** Grows when an older other side would misunderstand. */
export const protocolVersion = 1;

export const greetingSchema = v.looseObject({ postern: v.number(), version: v.string() });

export const requestSchema = v.union([
  v.object({ id: v.number(), call: v.string(), input: v.unknown() }),
  v.object({ id: v.number(), watch: v.boolean() }),
]);

/** What it holds is trusted as far as its sender: the socket is in a folder that only we can enter. */
export const replySchema = v.union([
  v.object({ id: v.number(), result: v.unknown() }),
  v.object({ id: v.number(), bug: v.string() }),
  v.object({ id: v.number(), update: v.unknown() }),
]);
