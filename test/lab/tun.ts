/** For Python: opens a TUN device, says so and keeps it until its input ends. */
export const openTun = `
import fcntl, struct, sys
tun = open('/dev/net/tun', 'r+b', buffering=0)
fcntl.ioctl(tun, 0x400454ca, struct.pack('16sH', b'tun0', 0x1001))
print('open', flush=True)
sys.stdin.read()
`;
