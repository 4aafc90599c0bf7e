import { expect, test } from 'vitest';
import { isInNetstat } from '../../../../app/node/network/netstat.ts';

// After the manual page of netstat(1) of macOS and Microsoft's page of netstat: never run there.
const macos = `Active Internet connections (including servers)
Proto Recv-Q Send-Q  Local Address          Foreign Address        (state)
tcp4       0      0  192.168.1.20.52345     203.0.113.7.22         ESTABLISHED
tcp4       0      0  192.168.1.20.52346     203.0.113.8.22         TIME_WAIT
tcp6       0      0  2001:db8::20.52347     2001:db8::7.443        ESTABLISHED
tcp46      0      0  *.80                   *.*                    LISTEN
`;
const windows = `\r\nActive Connections\r\n\r\n  Proto  Local Address          Foreign Address        State           PID\r\n  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       948\r\n  TCP    192.168.1.20:52345     203.0.113.7:22         ESTABLISHED     4242\r\n  TCP    192.168.1.20:52346     203.0.113.8:22         SYN_SENT        4242\r\n  TCP    [2001:db8::20]:52347   [2001:db8::7]:443      ESTABLISHED     4242\r\n  UDP    0.0.0.0:500            *:*                                    4242\r\n`;
const german = windows.replaceAll('ESTABLISHED', 'HERGESTELLT').replaceAll('SYN_SENT', 'SYN_GESENDET');

test.each([
  ['macOS', macos],
  ['Windows', windows],
  ['Windows in German', german],
])('%s: established connections count, others do not', (_, text) => {
  const asked = [
    ['203.0.113.7', 22],
    ['2001:DB8::7', 443],
    ['203.0.113.7', 23],
    ['203.0.113.8', 22],
    ['203.0.113.77', 22],
    ['192.168.1.20', 52_345],
  ] as const;
  const found = asked.map(([address, port]) => isInNetstat(text, { address, port }));
  expect(found).toEqual([true, true, false, false, false, false]);
});

test('a connection that is over has no process, whatever its state is called', () => {
  const text = '  TCP    192.168.1.20:52346     203.0.113.8:22         WARTEND         0\r\n';
  expect(isInNetstat(text, { address: '203.0.113.8', port: 22 })).toBe(false);
});
