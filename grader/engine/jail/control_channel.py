"""One JSON object and some descriptors, whole or not at all: a packet on a local SOCK_SEQPACKET socket.

Spoken between the trusted processes only; a student's code never holds an end of such a socket.
"""

import json
import os
import socket

LARGEST = 65536
MOST_FDS = 4


def pair() -> tuple[socket.socket, socket.socket]:
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


def send(to: socket.socket, message: dict, fds: tuple[int, ...] = ()) -> None:
    packet = json.dumps(message).encode()
    if len(packet) > LARGEST:
        raise ValueError(f"message of {len(packet)} bytes: at most {LARGEST} fit into a packet")
    if fds:
        socket.send_fds(to, [packet], fds)
    else:
        to.sendall(packet)


def receive(source: socket.socket) -> tuple[dict | None, list[int]]:
    """None at the end of the conversation, also when the other side died."""
    try:
        packet, fds = receive_packet(source)
    except ConnectionResetError:
        # The other side closed with a packet of ours unread: told first, and once. Its last may follow.
        try:
            packet, fds = receive_packet(source)
        except ConnectionError:
            return None, []
    return (json.loads(packet) if packet else None), fds


def receive_packet(source: socket.socket) -> tuple[bytes, list[int]]:
    packet, fds, _, _ = socket.recv_fds(source, LARGEST, MOST_FDS)
    for fd in fds:
        os.set_inheritable(fd, False)  # recv_fds has a flag for this, and ignores it
    return packet, list(fds)
