"""What an ordinary user's jail does, as a program of its own: run by test_unprivileged.py.

Prints JSON: who it was, and what each snippet said in a jail of the tier named on the command line.
"""

import json
import os
import sys
import tempfile
from pathlib import Path

from grader.engine.jail.isolation.probe import probe
from jail.baits import laid_out
from jail.room import eventually, open_room, small_zygote
from jail.snippets import given, snippets

IN_MEMORY = "import os\nos.memfd_create('x')\nprint('done')"
FORKS = """
import os, time
made = 0
try:
    while True:
        if os.fork() == 0: time.sleep(60)
        made += 1
except OSError: print(made)
"""
ALONE = {
    "a file of the user's is made read-only": "import os; os.chmod(BAIT + '/gradebook.db', 0)",
    "a file of the user's looks older": "import os; os.utime(BAIT + '/gradebook.db', (0, 0))",
    "the grader gets a limit": "import resource; resource.prlimit(GRADER, resource.RLIMIT_CPU, (0, 0))",
    "the grader is slowed": "import os; os.setpriority(os.PRIO_PROCESS, GRADER, 19)",
    "the grader gets a signal from the kernel": """
import fcntl, os, signal
r, w = os.pipe()
fcntl.fcntl(r, fcntl.F_SETOWN, GRADER); fcntl.fcntl(r, 10, signal.SIGKILL)
fcntl.fcntl(r, fcntl.F_SETFL, os.O_ASYNC); os.write(w, b'x')
""",
    "the disk fills": """
import time
for i in range(100): open(f'{i}', 'wb').write(b'x' * 1_000_000)
time.sleep(60)
""",
    "the disk fills by files without names": """
import os, time
kept = []
for i in range(100):
    kept.append(open('x', 'wb', buffering=0)); kept[-1].write(b'x' * 1_000_000); os.remove('x')
time.sleep(60)
""",
    "a file is written and copied": """
import shutil
open('x', 'w').write('y'); shutil.copy('x', 'z'); print(open('z').read())
""",
    "a thread": "import threading; t = threading.Thread(target=print, args=(1,)); t.start(); t.join()",
    "numpy": "import numpy; print(numpy.linalg.det(numpy.eye(3)))",
    "itself": "import os, signal; signal.signal(10, print); os.kill(os.getpid(), 10); print('alive')",
}


def main(tier: str) -> None:
    folder = Path(tempfile.mkdtemp())
    with laid_out(folder) as baits, small_zygote(tier=tier) as zygote:
        programs = {
            **snippets("attempts.txt"),
            "forks": FORKS,
            "memory": IN_MEMORY,
            **(ALONE if tier == "landlock" else {}),
        }
        said = {goal: say(zygote, given(baits) + program) for goal, program in programs.items()}
        said["who"] = say(zygote, "import os; print(os.getuid(), os.getpid(), os.getcwd())")
        clean = not zygote.scratch or eventually(lambda: not os.listdir(zygote.scratch))
    book = (folder / "gradebook.db").stat()
    facts = {
        "uid": os.getuid(),
        "tier": probe().name,
        "counted": probe().memory_groups,
        "mode": book.st_mode,
        "mtime": book.st_mtime,
    }
    print(json.dumps({**facts, "clean": clean, "said": said}))


def say(zygote, program):
    with open_room(zygote, processes=10, scratch_mb=20) as room:
        return vars(room.run(program))


if __name__ == "__main__":
    main(*sys.argv[1:])
