"""What this machine offers to keep a student's code in, found out by trying. Cheap: one short process."""

import json
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .cgroup import delegate
from .closed import sentence
from .libraries import OUR_ROOT, OURS, SYSTEM, for_testers, installed_libraries

TRY = "import os, sys; sys.path.insert(0, os.getcwd()); from jail.isolation.probe_trial import main; main()"
TRY_S = 120  # a machine under load is slow, and no less safe


@dataclass(frozen=True)
class Tier:
    """name: 'full' (namespaces and Landlock), 'namespaces', 'landlock' or 'none'; sentence: for a person.

    memory_groups: memory is counted exactly, by the kernel; otherwise by looking at each process.
    users: each process is a user of its own; testers: for a person, how those are held that ask the answers.
    closed: what of Python the users may not read that submissions run as.
    advice: what to do to get more; empty when there is nothing to gain.
    """

    name: str
    sentence: str
    safe: bool
    namespaces: bool
    landlock_abi: int
    seccomp: bool
    memory_groups: bool
    root: bool
    advice: tuple[str, ...] = ()
    users: bool = False
    closed: tuple[str, ...] = ()

    @property
    def testers(self) -> str:
        return TESTERS[self.name]

    @property
    def unready(self) -> str:
        """Why nothing can be graded here yet, and what to do; empty where all is well."""
        return sentence(self.closed, sys.prefix, reached=self.namespaces)


WITHOUT_NAMESPACES = ("landlock", "none")
SENTENCES = {
    "full": "Each submission runs as nobody in its own file tree, processes and network, locked twice "
    "(namespaces, Landlock), with the dangerous system calls refused.",
    "namespaces": "Each submission runs as nobody in its own file tree, processes and network, with the "
    "dangerous system calls refused; this kernel has no Landlock, which would lock the files twice.",
    "landlock": "Each submission is one process that can read the libraries and write its folder, without "
    "network or a second process (no `!command`); user namespaces, forbidden here, would hide the rest.",
    "none": "Nothing here keeps a submission's code from this account's files, processes and network.",
}
IN_NAMESPACES = (
    "The instructor's cells, which meet the answers, run in a jail of the same kind: they see their"
    " assignment's source and one submission."
)
TESTERS = {
    "full": IN_NAMESPACES,
    "namespaces": IN_NAMESPACES,
    "landlock": "The instructor's cells, which meet the answers, are held in the same way: they read the"
    " libraries, their assignment's source and one submission.",
    "none": "Nothing holds the instructor's cells either, which meet the answers.",
}
ONE_USER = (
    "All processes are one user: what the kernel counts for a user (descriptors sent, pipes) they share."
)
WHY_NOT_HERE = {
    "Darwin": "macOS has no such tier: grade in a Linux virtual machine or container.",
    "Windows": "Windows has no such tier: grade in WSL2 or a Linux virtual machine.",
}
ALLOW_NAMESPACES = (
    "Allow user namespaces: `sysctl kernel.unprivileged_userns_clone=1` (Debian), "
    "`sysctl kernel.apparmor_restrict_unprivileged_userns=0` (Ubuntu), "
    "`sysctl user.max_user_namespaces=10000` (Red Hat), or in a container "
    "`--security-opt seccomp=unconfined --security-opt systempaths=unconfined`."
)
ADD_LANDLOCK = "Start the kernel (5.19 or newer) with `landlock` in its `lsm=` list."

GET_MEMORY_GROUPS = (
    "For exact memory limits, which count what sockets and pipes hold too, run as root or under "
    "`systemd-run --user --scope`: then each submission gets a control group."
)


def probe() -> Tier:
    """Never raises: where nothing can be tried, nothing is offered."""
    if platform.system() != "Linux":
        return tier(found={}, advice=(WHY_NOT_HERE.get(platform.system(), "Only Linux has these means."),))
    return judged({**tried(), "memory_groups": has_memory_groups()})


def tried() -> dict:
    """In a process of its own, since what is tried cannot be undone."""
    command = [sys.executable, "-I", "-S", "-c", TRY]
    folder = Path(__file__).parents[2]
    told = json.dumps(libraries()).encode()
    ran = subprocess.run(command, cwd=folder, capture_output=True, timeout=TRY_S, input=told)
    return json.loads(ran.stdout) if ran.returncode == 0 else {}


def libraries() -> dict:
    """Where both sides' imports are found, ours among them."""
    shown = for_testers(installed_libraries())
    return {"path": shown.path, "folders": (*SYSTEM, *shown.folders), "ours": str(OUR_ROOT / OURS[0])}


def has_memory_groups() -> bool:
    """Tried on a process that waits for us."""
    group = delegate()
    if group is None:
        return False
    with subprocess.Popen([sys.executable, "-I", "-S", "-c", "input()"], stdin=subprocess.PIPE) as waiting:
        adopted = group.adopt(waiting.pid)
        waiting.communicate(b"\n")
    group.remove()
    return adopted


def judged(found: dict) -> Tier:
    advice = []
    if not found.get("namespaces"):
        advice.append(ALLOW_NAMESPACES)
    if not found.get("landlock_abi"):
        advice.append(ADD_LANDLOCK)
    if not found.get("memory_groups"):
        advice.append(GET_MEMORY_GROUPS)
    return tier(found, tuple(advice))


def tier(found: dict, advice: tuple[str, ...]) -> Tier:
    """A whole file tree of one's own is at least as strong as Landlock alone; seccomp is needed by each."""
    namespaces, abi = bool(found.get("namespaces")), found.get("landlock_abi", 0)
    seccomp = bool(found.get("seccomp"))
    name = "none"
    if seccomp and namespaces:
        name = "full" if abi else "namespaces"
    elif seccomp and abi >= 3:  # before ABI 3, a file could be emptied that could not be written
        name = "landlock"
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    groups = bool(found.get("memory_groups"))
    safe, users = name != "none", bool(found.get("users"))
    closed = tuple(found.get("closed", {}).get("inside" if namespaces else "outside", ())) if safe else ()
    return Tier(name, SENTENCES[name], safe, namespaces, abi, seccomp, groups, root, advice, users, closed)
