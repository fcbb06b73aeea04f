"""The trusted side: start a zygote, ask it for a sandboxed child, be told how that ended."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from .. import control_channel
from ..isolation.cgroup import Delegated, delegate
from ..isolation.libraries import Libraries, covers, installed_libraries
from ..isolation.privileges import NOBODY
from ..isolation.probe import WITHOUT_NAMESPACES
from ..limits import Exit, Limits, Used
from .files import pack

ENGINE = Path(__file__).parents[2]
START = "import os, sys; sys.path.insert(0, os.getcwd()); from jail.lifecycle.zygote import main; main()"
READY_S = 600  # by the clock, on a machine that is busy with other things: no verdict may hang on that
THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
# With the last one torch asks no driver, which could only complain of devices that are not there.
NO_GPU = dict.fromkeys(("CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "ROCR_VISIBLE_DEVICES"), "")
NO_GPU |= {"PYTORCH_NVML_BASED_CUDA_CHECK": "1"}
MB = 1 << 20


class ZygoteError(RuntimeError):
    """The zygote could not start, or is gone."""


@dataclass
class Zygote:
    """A running zygote. control: its first opener; closing it ends the zygote and all its children."""

    process: subprocess.Popen
    control: socket.socket
    missing: tuple[str, ...] = ()
    group: Delegated | None = None
    scratch: str | None = None
    libraries: Libraries | None = None

    def opener(self) -> socket.socket:
        """Another socket for requests, for a process that may ask for children and for nothing else."""
        ours, theirs = control_channel.pair()
        control_channel.send(self.control, {"opener": True}, (theirs.fileno(),))
        theirs.close()
        return ours

    def alive(self) -> bool:
        return self.process.poll() is None

    def close(self) -> None:
        self.control.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.group:
            self.group.remove()
            self.group = None
        if self.scratch:
            shutil.rmtree(self.scratch, ignore_errors=True)


def start_zygote(sandboxed: Path, tier: str = "full") -> Zygote:
    """A jailed zygote that shows its children the folder `sandboxed` and this interpreter's libraries.

    Returns at once; what else it needs is told it by `load`, and `await_ready` waits until it is there.
    """
    libraries = installed_libraries()
    zygote = launch(START, ENGINE, clean_environment(libraries), isolated=True)
    zygote.group = own_group(zygote)
    return send_in(zygote, libraries, tier, sandboxed, (zygote.group.fd,) if zygote.group else ())


def send_in(
    zygote: Zygote, libraries: Libraries, tier: str, sandboxed: Path | None = None, fds: tuple[int, ...] = ()
) -> Zygote:
    """Tell it where to go."""
    order = {"libraries": asdict(libraries), "sandboxed": str(sandboxed) if sandboxed else None, "tier": tier}
    if tier in WITHOUT_NAMESPACES:
        order["scratch"] = zygote.scratch = make_scratch()
    zygote.libraries = libraries
    with told_why(zygote):
        control_channel.send(zygote.control, order, fds)
    return zygote


def own_group(zygote: Zygote) -> Delegated | None:
    """For exact memory; None where this system does not let us."""
    group = delegate()
    if group and not group.adopt(zygote.process.pid):
        group.remove()
        return None
    return group


def make_scratch() -> str:
    """Where there is no file tree of one's own, a folder on the disk; nobody's, if we are root."""
    folder = tempfile.mkdtemp(prefix="grading-scratch-")
    if os.geteuid() == 0:
        os.chown(folder, NOBODY, NOBODY)
    return folder


def launch(code: str, folder: Path, environment: dict[str, str], isolated: bool = False) -> Zygote:
    """In a session of its own: the terminal's Ctrl-C reaches only us. It ends when our socket does.

    It waits for its order, a message on the socket.
    """
    ours, theirs = control_channel.pair()
    command = [sys.executable, *(["-I", "-S"] if isolated else []), "-c", code]
    with theirs:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdin=theirs, start_new_session=True)
    return Zygote(process, ours)


def load_soon(zygote: Zygote, modules: Iterable[str]) -> None:
    """Have it import what it will most likely need, while we find out what that is."""
    with suppress(OSError):  # it has ended already: `await_ready` will say why
        control_channel.send(zygote.control, {"soon": list(modules)})


def load(
    zygote: Zygote,
    modules: Iterable[str],
    fds: tuple[int, ...] = (),
    course: Iterable[Path] = (),
    environment: dict[str, str] | None = None,
) -> None:
    """Have it import these, and be ready then. course: folders and files that it must not see, see covers."""
    order = {"preload": list(modules), "covers": covers(zygote.libraries, course)}
    with told_why(zygote):
        control_channel.send(zygote.control, order | {"environment": environment or {}}, fds)


def await_ready(zygote: Zygote) -> Zygote:
    answer = last_word(zygote, READY_S)
    if answer is None or "failed" in answer:
        raise dead(zygote, answer)
    zygote.missing = tuple(answer["ready"]["missing"])
    return zygote


def last_word(zygote: Zygote, patience_s: float) -> dict | None:
    zygote.control.settimeout(patience_s)
    try:
        return control_channel.receive(zygote.control)[0]
    except TimeoutError:
        return {"failed": f"not ready after {patience_s:g} s"}
    finally:
        zygote.control.settimeout(None)


@contextmanager
def told_why(zygote: Zygote) -> Iterator[None]:
    """Who cannot be told anything has ended, and has said why: that is the error, not the broken pipe."""
    try:
        yield
    except (BrokenPipeError, ConnectionError):
        raise dead(zygote, last_word(zygote, 5)) from None


def dead(zygote: Zygote, answer: dict | None) -> ZygoteError:
    zygote.close()
    problem = (answer or {}).get("failed", "it ended without a word")
    return ZygoteError(f"the zygote did not start: {problem}")


def clean_environment(libraries: Libraries) -> dict[str, str]:
    """Built from nothing: a deleted variable would stay readable in /proc/self/environ."""
    return {
        "PATH": f"{Path(libraries.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": "/scratch",
        "USER": "student",
        "TMPDIR": "/tmp",
        "LANG": "C.UTF-8",
        "TERM": "dumb",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": "/scratch/.config/matplotlib",
        "IPYTHONDIR": "/scratch/.ipython",
        **NO_GPU,
        **dict.fromkeys(THREAD_SETTINGS, "1"),
    }


@dataclass
class Student:
    """A sandboxed child. sock: the line to what runs inside it."""

    sock: socket.socket
    owner: socket.socket
    ended: Exit | None = None

    def kill(self) -> None:
        """It and all it started, at once."""
        try:
            control_channel.send(self.owner, {"kill": True})
        except OSError:
            return  # it has ended already, or its zygote has

    def wait(self, timeout_s: float | None = None) -> Exit:
        """Raises TimeoutError if it still runs then; ZygoteError if nobody is left who would know."""
        while self.ended is None:
            self.owner.settimeout(timeout_s)
            self.hear()
        return self.ended

    def used(self, since: float) -> Used | None:
        """What all its processes used since then (monotonic seconds); None if it has ended."""
        answer = self.ask({"used": since})
        return answer and Used(**answer["used"])

    def interrupt(self) -> None:
        """A KeyboardInterrupt for what it runs, if it has the manners; it was sent when this returns."""
        self.ask({"interrupt": True})

    def ask(self, question: dict) -> dict | None:
        """None if it has ended."""
        if self.ended is None:
            with suppress(OSError):  # it is told by its Exit
                control_channel.send(self.owner, question)
            self.owner.settimeout(READY_S)
            return self.hear()
        return None

    def hear(self) -> dict | None:
        """The zygote's next word on it; None if that was its Exit. Raises ZygoteError as `wait` does."""
        answer, _ = control_channel.receive(self.owner)
        if answer is None:
            raise ZygoteError("the zygote is gone, and its children with it")
        if "failed" in answer:
            raise ZygoteError(f"the zygote could not open a child: {answer['failed']}")
        if "signal" not in answer:
            return answer
        self.ended = Exit(**answer)
        return None


@contextmanager
def open_student(
    opener: socket.socket, limits: Limits, files: Path | Iterable[Path] | None = None
) -> Iterator[Student]:
    """A fresh child, killed at the end of the block at the latest; its scratch holds these folders' files."""
    folders = [files] if isinstance(files, str | os.PathLike) else list(files or [])
    line, theirs = socket.socketpair()
    owner, owned = control_channel.pair()
    fds, room_mb = [owned.fileno(), theirs.fileno()], 0
    if folders:
        packed, size = pack(folders)
        fds, room_mb = [*fds, packed], size // MB
    limits = Limits(**{**asdict(limits), "scratch_mb": limits.scratch_mb + room_mb})
    try:
        control_channel.send(opener, {"open": {"limits": asdict(limits)}}, tuple(fds))
    finally:
        for fd in fds[2:]:
            os.close(fd)
        theirs.close()
        owned.close()
    student = Student(line, owner)
    try:
        yield student
    finally:
        line.close()
        with owner:
            student.kill()
            student.wait()
