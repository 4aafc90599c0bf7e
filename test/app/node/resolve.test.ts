import { expect, test } from 'vitest';
import { resolve, resolveWith } from '../../../app/node/resolve.ts';

const never = new AbortController().signal;

/** A resolver of our own, so that no question leaves this computer. */
function resolver(
  answers: Readonly<Record<string, readonly { readonly address: string; readonly family: number }[]>>,
) {
  const asked: string[] = [];
  const resolveName = resolveWith({
    lookup: async (name) => {
      asked.push(name);
      const found = answers[name];
      if (found === undefined) throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
      return found;
    },
    whyNot: (name) => ({ code: 'dns', address: name }),
  });
  return { asked, resolveName };
}

test.each([
  ['192.0.2.7', 4],
  ['::1', 6],
  ['2001:DB8::7', 6],
  ['fe80::7%eth0', 6],
] as const)('the literal %s is its own answer, and nobody is asked', async (address, family) => {
  const { asked, resolveName } = resolver({});
  expect(await resolveName(address, never)).toEqual({ ok: true, value: [{ address, family }] });
  expect(asked).toEqual([]);
});

test('a name has all its addresses, in the order of the system', async () => {
  const addresses = [
    { address: '2001:db8::7', family: 6 },
    { address: '192.0.2.7', family: 4 },
    { address: 'fe80::7%eth0', family: 6 },
  ];
  const { asked, resolveName } = resolver({ 'nas.example.net': addresses });
  expect(await resolveName('nas.example.net', never)).toEqual({ ok: true, value: addresses });
  expect(asked).toEqual(['nas.example.net']);
});

test.each([
  ['is not known', {}],
  ['has no address', { 'nas.example.net': [] }],
])('a name that %s is told with the reason', async (_, answers) => {
  const { resolveName } = resolver(answers);
  const error = { code: 'dns', address: 'nas.example.net' };
  expect(await resolveName('nas.example.net', never)).toEqual({ ok: false, error });
});

test('a resolver that takes its time is not waited for after an abort', async () => {
  const stop = new AbortController();
  const resolveName = resolveWith({
    lookup: () => new Promise(() => {}),
    whyNot: (name) => ({ code: 'dns', address: name }),
  });
  const answer = resolveName('nas.example.net', stop.signal);
  stop.abort();
  expect(await answer).toMatchObject({ ok: false });
  expect(await resolveName('nas.example.net', AbortSignal.abort())).toMatchObject({ ok: false });
});

test('an answer that comes after the abort is no answer, and an error after it no crash', async () => {
  const stop = new AbortController();
  let refuse: (error: Error) => void = () => {};
  const resolveName = resolveWith({
    lookup: () =>
      new Promise((_, reject) => {
        refuse = reject;
      }),
    whyNot: () => ({ code: 'offline' }),
  });
  const answer = resolveName('nas.example.net', stop.signal);
  stop.abort();
  refuse(new Error('getaddrinfo EAI_AGAIN'));
  expect(await answer).toEqual({ ok: false, error: { code: 'offline' } });
});

test('the system knows localhost as the loopback', async () => {
  const found = await resolve('localhost', never);
  const addresses = found.ok ? found.value.map(({ address, family }) => `${address} is IPv${family}`) : [];
  expect(addresses).not.toEqual([]);
  expect(['127.0.0.1 is IPv4', '::1 is IPv6']).toEqual(expect.arrayContaining(addresses));
});
