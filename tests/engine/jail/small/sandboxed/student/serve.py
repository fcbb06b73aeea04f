"""Runs what it is sent: a line of JSON with code comes in, a line with what it printed or raised goes out."""

import contextlib
import io
import json
import socket

WARMED = []


def warm():
    WARMED.append(True)


def serve(fd):
    namespace = {"__name__": "__main__", "warmed": bool(WARMED)}
    with socket.socket(fileno=fd) as sock, sock.makefile("rwb") as line:
        for request in line:
            line.write(json.dumps(answer(json.loads(request), namespace)).encode() + b"\n")
            line.flush()
    return 0


def answer(code, namespace):
    out, error = io.StringIO(), None
    try:
        with contextlib.redirect_stdout(out):
            exec(code, namespace)
    except BaseException as problem:
        error = f"{type(problem).__name__}: {problem}"
    return {"out": out.getvalue(), "error": error}
