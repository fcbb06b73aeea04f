"""What honest code does must go on working in there."""

import pytest

WORKS = {
    "a shell command": "import subprocess; subprocess.run('ls / | sort | head -1 > out', shell=True, check=True)",
    "a Python of its own": "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import numpy'], check=True)",
    "a terminal": "import os, pty; pid, fd = pty.fork()\nif pid == 0: os.execv('/bin/true', ['true'])\nassert os.waitpid(pid, 0)[1] == 0",
    "threads": "from concurrent.futures import ThreadPoolExecutor as P\nwith P(4) as p: assert sum(p.map(abs, range(9))) == 36",
    "processes": "import multiprocessing as m\nwith m.Pool(2) as p: assert p.map(abs, [-1, 2]) == [1, 2]",
    "coroutines": "import asyncio\nasync def f(): await asyncio.sleep(0)\nasyncio.run(f())",
    "a temporary file": "import tempfile\nwith tempfile.NamedTemporaryFile() as f: f.write(b'x')",
    "a file in its folder": "open('data.txt', 'w').write('x'); assert open('/scratch/data.txt').read() == 'x'",
    "a home": "import pathlib; (pathlib.Path.home() / '.config').mkdir(exist_ok=True)",
    "a clock": "import datetime, zoneinfo; datetime.datetime.now(zoneinfo.ZoneInfo('Asia/Seoul'))",
    "its own name": "import getpass, os; assert getpass.getuser() == 'student', os.uname()",
    "a pipe to itself": "import signal, os; got = []; signal.signal(signal.SIGUSR1, lambda *a: got.append(1)); os.kill(os.getpid(), signal.SIGUSR1); assert got",
    "an alarm": "import signal, time\nclass Late(Exception): pass\ndef late(*a): raise Late\nsignal.signal(signal.SIGALRM, late); signal.setitimer(signal.ITIMER_REAL, .01)\ntry: time.sleep(5); assert False\nexcept Late: pass",
    "a database": "import sqlite3; sqlite3.connect('x.db').execute('create table t (a)')",
    "linear algebra": "import numpy as np; np.linalg.svd(np.random.rand(50, 50))",
    "training": "import torch; m = torch.nn.Conv2d(1, 2, 3); m(torch.rand(1, 1, 8, 8)).sum().backward(); torch.optim.SGD(m.parameters(), .1).step()",
    "two threads of torch": "import torch; torch.set_num_threads(2); torch.rand(500, 500) @ torch.rand(500, 500)",
    "a data loader": "import torch.utils.data as d, torch; assert len(list(d.DataLoader(d.TensorDataset(torch.arange(8)), 4))) == 2",
    "a data loader with workers": "import torch.utils.data as d, torch; assert len(list(d.DataLoader(d.TensorDataset(torch.arange(8)), 4, num_workers=2))) == 2",
    "a plot": "import matplotlib; matplotlib.use('agg'); import matplotlib.pyplot as p; p.plot([1, 2]); p.savefig('p.png')",
}  # fmt: skip


@pytest.mark.parametrize("what", WORKS)
def test_honest_code_has(what, warm_room):
    said = warm_room.run(WORKS[what])
    assert said.error is None
    assert not said.gone


def test_a_library_reports_no_problem_with_the_processor(warm_room):
    code = "import subprocess, sys; print(subprocess.run([sys.executable, '-c', 'import torch'], capture_output=True).stderr)"
    assert warm_room.run(code).out == "b''\n"
