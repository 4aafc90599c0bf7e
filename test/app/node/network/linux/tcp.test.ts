import { expect, test } from 'vitest';
import { tcpConnections } from '../../../../../app/node/network/linux/tcp.ts';

// As a kernel 6.18 writes them, with other addresses and users.
const tcp = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     
   0: 0100007F:86D3 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2920905 1 00000000ea1d9750 100 0 0 10 0                   
   1: 020200C0:C3A4 077100CB:0016 01 00000000:00000000 02:000A7D2C 00000000  1000        0 31337 2 00000000ea1d9751 20 4 30 10 -1                    
   2: 020200C0:C3A6 077100CB:0016 06 00000000:00000000 03:000015A3 00000000     0        0 0 3 00000000ea1d9752                                      
`;
const tcp6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0000000000000000FFFF0000020200C0:C3A8 0000000000000000FFFF0000077100CB:01BB 01 00000000:00000000 00:00000000 00000000  1000        0 31338 1 00000000ea1d9753 20 4 30 10 -1
   1: B80D0120000000000000000002000000:C3AA B80D0120000000000000000007000000:0016 01 00000000:00000000 00:00000000 00000000     0        0 31339 1 00000000ea1d9754 20 4 30 10 -1
`;

test('only established connections are listed, with user and socket', () => {
  expect(tcpConnections(tcp)).toEqual([{ address: '203.0.113.7', port: 22, userId: 1_000, inode: '31337' }]);
});

test('an IPv4 address that is mapped into IPv6 is the IPv4 address', () => {
  expect(tcpConnections(tcp6)).toEqual([
    { address: '203.0.113.7', port: 443, userId: 1_000, inode: '31338' },
    { address: '2001:db8::7', port: 22, userId: 0, inode: '31339' },
  ]);
});

test('without the file there are none', () => {
  expect(tcpConnections('')).toEqual([]);
});
