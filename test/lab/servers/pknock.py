"""Stands in for the kernel module xt_pknock where it cannot be had: checks its UDP datagram, and opens an nftables set.

usage: pknock.py PORT OPEN_SECRET_FILE CLOSE_SECRET_FILE OPEN_SECONDS

A datagram is 64 lower-case hex digits of HMAC-SHA-256(secret, IPv4 address of the sender | minutes since 1970 as a
little-endian u32), and one byte more. It counts in its own minute, and an address opens once a minute. Everything
else about the module (netfilter's view of the packet, its peer table, its time-outs) is not here.
"""

import hashlib
import hmac
import socket
import struct
import subprocess
import sys
import time


def digest(secret: bytes, sender: str, minute: int) -> bytes:
    message = socket.inet_aton(sender) + struct.pack("<I", minute)
    return hmac.new(secret, message, hashlib.sha256).hexdigest().encode()


def say(*words: object) -> None:
    print(*words, flush=True)


def nft(command: str) -> None:
    subprocess.run(["nft", command], check=False, stderr=subprocess.DEVNULL)


def main() -> None:
    port, open_file, close_file, open_seconds = sys.argv[1:]
    open_secret, close_secret = (open(file, "rb").read() for file in (open_file, close_file))
    opened_in: dict[str, int] = {}
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.bind(("0.0.0.0", int(port)))
    say("listening on", port)
    while True:
        data, (sender, _) = receiver.recvfrom(2048)
        minute = int(time.time()) // 60
        element = f"element inet knock open4 {{ {sender}"
        if len(data) != 65:
            say(sender, "wrong length", len(data))
        elif data[:64] == digest(close_secret, sender, minute):
            nft(f"delete {element} }}")
            say(sender, "closed")
        elif opened_in.get(sender) == minute:
            say(sender, "blocked: once a minute")
        elif data[:64] == digest(open_secret, sender, minute):
            opened_in[sender] = minute
            nft(f"delete {element} }}")
            nft(f"add {element} timeout {open_seconds}s }}")
            say(sender, "opened")
        else:
            say(sender, "wrong digest")


main()
