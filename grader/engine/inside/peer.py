"""Two processes that may ask each other questions over one socket, one at a time, nested as deep as needed.

While A waits for an answer of B, B may ask A (a callback); so `ask` answers questions until its reply comes.
"""

import secrets

from . import frames
from .frames import Violation

MAX_NESTED = 64


class Peer:
    """One end. `answer(head, buffers) -> (head, buffers)` is how this end answers a question."""

    def __init__(self, sock, answer, limits=frames.DEFAULT):
        self.sock, self.answer, self.limits = sock, answer, limits
        self.nested = 0

    def ask(self, question, buffers=(), receive=None):
        """The reply to a question; answers what the other end asks meanwhile."""
        receive = receive or self.sock.recv_into
        number = secrets.token_hex(8)
        self.send({"id": number, **question}, buffers)
        while True:
            message = frames.read(receive, self.limits)
            if "re" not in message.head:
                self.reply(message)
            elif message.head["re"] == number:
                return message
            else:
                raise Violation("an answer to a question that was not asked")

    def reply(self, message):
        number = message.head.get("id")
        if not isinstance(number, str) or len(number) > 64 or self.nested >= MAX_NESTED:
            raise Violation("a question that cannot be answered")
        self.nested += 1
        try:
            head, buffers = self.answer(message.head, message.buffers)
        finally:
            self.nested -= 1
        self.send({"re": number, **head}, buffers)

    def send(self, head, buffers):
        self.sock.sendall(frames.pack(head, buffers, self.limits))

    def serve(self):
        """Answer questions until the other end goes away."""
        while True:
            try:
                message = frames.read(self.sock.recv_into, self.limits)
            except (EOFError, ConnectionError):
                return
            self.reply(message)
