"""Two processes that may ask each other questions over one socket, one at a time, nested as deep as needed.

While A waits for an answer of B, B may ask A (a callback); so `ask` answers questions until its reply comes.
"""

import secrets
from collections.abc import Callable

from . import framing
from .framing import Limits, Violation
from .kinds import Head, Receive, Shared, Socket
from .parcel import Parcel

MAX_NESTED = 64

Answer = Callable[[Head, Parcel], tuple[Head, Parcel]]


class Peer:
    """One end. `answer(head, parcel) -> (head, parcel)` is how this end answers a question.

    receive: fills part of a buffer from the socket
    shared: {name: class} of the classes whose objects cross by value
    trusted: this end is the tester's: what it says has no bounds, what it hears has
    """

    def __init__(
        self,
        sock: Socket,
        answer: Answer,
        limits: Limits = framing.DEFAULT,
        receive: Receive | None = None,
        trusted: bool = False,
    ):
        self.sock, self.answer, self.limits, self.trusted = sock, answer, limits, trusted
        self.receive = framing.ReadAhead(receive or sock.recv_into)
        self.nested = 0
        self.shared: Shared = {}

    def parcel(self) -> Parcel:
        return Parcel(self.shared, bounded=not self.trusted)

    def ask(self, question: Head, parcel: Parcel | None = None) -> tuple[Head, Parcel]:
        """(head, parcel) of the reply to a question; answers what the other end asks meanwhile."""
        number = secrets.token_hex(8)
        self.send({"id": number, **question}, parcel or self.parcel())
        while True:
            head, parcel = self.next()
            if "re" not in head:
                self.reply(head, parcel)
            elif head["re"] == number:
                return head, parcel
            else:
                raise Violation("an answer to a question that was not asked")

    def next(self) -> tuple[Head, Parcel]:
        """(head, parcel) of the next message."""
        head, buffers = framing.read(self.receive, self.limits)
        objects = head.get("objects", [])
        if not isinstance(objects, list):
            raise Violation("no such objects")
        return head, Parcel(self.shared, buffers, objects, bounded=self.trusted)

    def reply(self, head: Head, parcel: Parcel) -> None:
        number = head.get("id")
        if not isinstance(number, str) or len(number) > 64 or self.nested >= MAX_NESTED:
            raise Violation("a question that cannot be answered")
        self.nested += 1
        try:
            head, parcel = self.answer(head, parcel)
        finally:
            self.nested -= 1
        self.send({"re": number, **head}, parcel)

    def send(self, head: Head, parcel: Parcel) -> None:
        objects = {"objects": parcel.objects} if parcel.objects else {}
        self.sock.sendall(framing.pack({**head, **objects}, parcel.buffers, self.limits))

    def serve(self) -> None:
        """Answer questions until the other end goes away."""
        while True:
            try:
                head, parcel = self.next()
            except (EOFError, ConnectionError):
                return
            self.reply(head, parcel)
