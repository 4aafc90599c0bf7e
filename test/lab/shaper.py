"""Joins two network namespaces by a link with the faults of a bad network.

Kernels without netem need the faults in user space: each namespace gets a TAP device named eth0, and this process
carries every Ethernet frame from one to the other.

    shaper.py '{"client": NETNS, "server": NETNS}'

It starts as a perfect link. Each line of standard input is {"shaping": SHAPING}, in force for every packet from then on,
or {"counts": true}; each is answered by a line of standard output, whose first line is {"ready": true}. The end of the
input ends the process.

SHAPING: {"seed": 1, "toServer": DIRECTION, "toClient": DIRECTION}, everything optional.
DIRECTION, for each packet on its own:
    delayMs            time on the way
    jitterMs           the delay varies uniformly by +- this much; order is kept, as on a real queue
    lossPercent        never arrives
    reorderPercent     jumps the queue: arrives at once, before everything still under way
    duplicatePercent   arrives twice, the second right behind the first
    overtake           true: jitter alone may reorder (a path of many parallel links)
ARP and IPv6 neighbour discovery pass at once and are never lost, so that only the traffic under test suffers.
"""

import ctypes
import fcntl
import heapq
import json
import os
import random
import select
import struct
import sys
import time

CLONE_NEWNET = 0x40000000  # sched.h
TUNSETIFF = 0x400454CA  # linux/if_tun.h
IFF_TAP, IFF_NO_PI = 0x0002, 0x1000
FRAME = 65536
# Frames taken from one device before the other gets its turn.
BURST = 64


def open_tap(netns):
    """A TAP device named eth0, born inside the namespace: it belongs to the namespace that opened /dev/net/tun."""
    target = os.open(f"/run/netns/{netns}", os.O_RDONLY)
    if ctypes.CDLL(None, use_errno=True).setns(target, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")
    os.close(target)
    tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH22x", b"eth0", IFF_TAP | IFF_NO_PI))
    return tap


def is_exempt(frame):
    """ARP, and ICMPv6 router and neighbour discovery with redirect (RFC 4861: types 133 to 137)."""
    ethertype = frame[12:14]
    if ethertype == b"\x08\x06":
        return True
    return ethertype == b"\x86\xdd" and len(frame) > 54 and frame[20] == 58 and 133 <= frame[54] <= 137


class Direction:
    def __init__(self, source, sink):
        self.source, self.sink = source, sink
        self.counts = {"passed": 0, "lost": 0, "reordered": 0, "duplicated": 0}
        self.last_due = 0.0
        self.shape({}, random.Random(1))

    def shape(self, settings, chance):
        self.chance = chance
        self.delay = settings.get("delayMs", 0) / 1000
        self.jitter = settings.get("jitterMs", 0) / 1000
        self.loss = settings.get("lossPercent", 0) / 100
        self.reorder = settings.get("reorderPercent", 0) / 100
        self.duplicate = settings.get("duplicatePercent", 0) / 100
        self.overtake = settings.get("overtake", False)

    def due_times(self, now):
        """When the copies of a packet arrive; none if it is lost."""
        # Always four draws for a packet, so that one figure's change leaves the fate of the others as it was.
        lost, reordered, duplicated, offset = (self.chance.random() for _ in range(4))
        if lost < self.loss:
            self.counts["lost"] += 1
            return ()
        if reordered < self.reorder:
            self.counts["reordered"] += 1
            due = now
        else:
            due = now + max(0.0, self.delay + self.jitter * (2 * offset - 1))
            if due < self.last_due and self.overtake:
                self.counts["reordered"] += 1
            else:
                due = self.last_due = max(due, self.last_due)
        self.counts["passed"] += 1
        if duplicated < self.duplicate:
            self.counts["duplicated"] += 1
            return (due, due)
        return (due,)


class Link:
    def __init__(self, client, server):
        taps = {"client": open_tap(client), "server": open_tap(server)}
        self.directions = {
            "toServer": Direction(taps["client"], taps["server"]),
            "toClient": Direction(taps["server"], taps["client"]),
        }
        # (due, order, sink, frame): the order keeps frames with the same time in the order they came.
        self.queue = []
        self.order = 0

    def shape(self, shaping):
        seed = shaping.get("seed", 1)
        for name, direction in self.directions.items():
            direction.shape(shaping.get(name, {}), random.Random(f"{seed} {name}"))

    def counts(self):
        return {name: direction.counts for name, direction in self.directions.items()}

    def take(self, direction):
        """Moves waiting frames from a device to the queue."""
        for _ in range(BURST):
            try:
                frame = os.read(direction.source, FRAME)
            except BlockingIOError:
                return
            except OSError:
                # The device is down, as before its first "link set up".
                return
            now = time.monotonic()
            if is_exempt(frame):
                deliver(direction.sink, frame)
                continue
            for due in direction.due_times(now):
                self.order += 1
                heapq.heappush(self.queue, (due, self.order, direction.sink, frame))

    def give(self):
        """Delivers what is due; returns the seconds until the next frame is, or None."""
        now = time.monotonic()
        while self.queue and self.queue[0][0] <= now:
            _, _, sink, frame = heapq.heappop(self.queue)
            deliver(sink, frame)
        return max(0.0, self.queue[0][0] - time.monotonic()) if self.queue else None


def deliver(sink, frame):
    try:
        os.write(sink, frame)
    except OSError:
        # A device that is down, or a full receive queue: lost, as on any wire.
        pass


def say(message):
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main():
    options = json.loads(sys.argv[1])
    link = Link(options["client"], options["server"])
    say({"ready": True})

    by_source = {direction.source: direction for direction in link.directions.values()}
    control = sys.stdin.fileno()
    unread = b""
    wait = None
    while True:
        # select() and not poll(): its time-out has microseconds.
        for ready in select.select([control, *by_source], [], [], wait)[0]:
            if ready != control:
                link.take(by_source[ready])
                continue
            chunk = os.read(control, FRAME)
            if not chunk:
                return
            *lines, unread = (unread + chunk).split(b"\n")
            for line in lines:
                request = json.loads(line)
                if "shaping" in request:
                    link.shape(request["shaping"])
                    say({"shaped": True})
                else:
                    say(link.counts())
        wait = link.give()


main()
