"""nbgrader's own commands, without waiting for its imports (several seconds each time): one process imports
nbgrader, and every command is a fork of it. `python tests/stock.py` is that process. The kernels that it
starts are forks, too, of a process that has imported ipykernel.

    done = stock("nbgrader", "autograde", "ps1", cwd=root)      # done.returncode, done.stdout, done.stderr
    done = stock("python", "-c", "import nbgrader.api", cwd=root)
    done = stock("python", HERE / "script.py", cwd=root)
"""

import atexit
import json
import os
import runpy
import subprocess
import sys
import tempfile
import traceback
from functools import cache
from pathlib import Path

TOOLS = Path(sys.executable).parent  # nbgrader calls `alembic` by name


def stock(*command, cwd):
    """One command; again if of Jupyter's kernels that start at once, two chose the same port."""
    for _ in range(3):
        done = once(list(map(str, command)), cwd)
        if "Address already in use" not in done.stderr:
            break
    return done


def once(command, cwd):
    process = server()
    env = os.environ | {"PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}", "PYTHONWARNINGS": "ignore"}
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("out", "err")]
        process.stdin.write(json.dumps([command, str(cwd), env, list(map(str, files))]) + "\n")
        process.stdin.flush()
        status = int(process.stdout.readline())
        return subprocess.CompletedProcess(command, status, *(file.read_text() for file in files))


@cache
def server():
    """One for this process of tests; it ends when its standard input is closed."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = subprocess.Popen([sys.executable, "-W", "ignore", __file__], **pipes)
    atexit.register(process.communicate)
    return process


def serve():
    sys.modules["rfc3987_syntax"] = None  # a grammar of URLs, seconds to compile: no notebook needs it
    sys.path.append(str(Path(__file__).resolve().parents[1] / "tools"))
    import warm_kernels
    from alembic.script import ScriptDirectory
    from nbgrader import api
    from nbgrader.apps.nbgraderapp import main
    from nbgrader.dbutil import ALEMBIC_DIR

    head = ScriptDirectory(ALEMBIC_DIR).get_current_head()
    api.get_alembic_version = lambda: head  # else it runs `alembic heads`, which imports nbgrader once more
    with warm_kernels.forked("numpy") as warm:
        if warm:
            warm.start()  # here, for all commands
        for line in sys.stdin:
            child = os.fork()
            if child == 0:
                become(*json.loads(line), main)
            print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


def become(command, cwd, env, files, main):
    """Run this command here; never returns."""
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    for number, file in enumerate(files, 1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600), number)
    sys.argv = command
    status = 0
    try:
        if command[0] == "nbgrader":
            main()
        elif command[1] == "-c":
            exec(command[2], {"__name__": "__main__"})
        else:
            sys.argv = command[1:]
            runpy.run_path(command[1], run_name="__main__")
    except SystemExit as end:
        status = end.code
    except BaseException:
        traceback.print_exc()
        status = 1
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status if isinstance(status, int) else int(bool(status)))


if __name__ == "__main__":
    serve()
