"""JupyterHub with nbgrader's exchange, really started: `make hub-test`.

A teacher and a student, each with a server of their own behind one hub. The teacher releases, the student
fetches, solves and submits; the teacher collects, grades and gives back; the student finds the feedback. All
run as `jovyan`, as in the usual containers: then nbgrader takes the name from the hub.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

ROOT = Path(__file__).resolve().parents[2]
HUB = Path(os.environ.get("HUB", ROOT / ".cache" / "hub"))  # JupyterHub, and its proxy: tools/hub.py
TOKEN = "a-token-of-this-test"
PATIENCE_S = 300
CONFIG = """
import sys
c = get_config()
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {port} + 1
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{next}"
c.ConfigurableHTTPProxy.command = [{proxy!r}]
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allowed_users = {{"teacher", "student"}}
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r}
c.Spawner.cmd = [sys.executable, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"]
c.Spawner.env_keep = ["PATH", "PYTHONPATH", "LANG", "PYTHONWARNINGS"]
c.Spawner.start_timeout = c.Spawner.http_timeout = 240
c.JupyterHub.services = [{{"name": "test", "api_token": {token!r}}}]
c.JupyterHub.load_roles = [
    {{"name": "test", "services": ["test"], "scopes": ["admin:users", "admin:servers", "access:servers"]}}
]
"""
ON_SERVERS = """
c = get_config()
c.ServerApp.jpserver_extensions = {
    "nbgrader.server_extensions.formgrader": True,
    "nbgrader.server_extensions.assignment_list": True,
}
"""


def home(folder, name, more=""):
    """A user's home with the settings that a hub's administrator gives everybody."""
    settings = folder / "home" / name / ".jupyter"
    settings.mkdir(parents=True)
    (settings / "jupyter_server_config.py").write_text(ON_SERVERS)
    exchange = (
        f'c = get_config()\nc.Exchange.root = "{folder}/exchange"\nc.CourseDirectory.course_id = "stats101"\n'
    )
    (settings / "nbgrader_config.py").write_text(exchange + more)
    return settings.parent


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """Running; `ask(user, path, **form)` speaks to a user's server as that user."""
    folder = tmp_path_factory.mktemp("hub")
    (folder / "exchange").mkdir()
    (folder / "exchange").chmod(0o777)
    teacher = home(folder, "teacher", f'c.CourseDirectory.root = "{folder}/home/teacher/stats101"\n')
    student = home(folder, "student")
    grader(folder, "init", str(teacher / "stats101"))
    with (teacher / "stats101/nbgrader_config.py").open("a") as config:
        config.write(f'c.Exchange.root = "{folder}/exchange"\n')
    port = 21_000 + os.getpid() % 9_000 * 3
    about = {"port": port, "next": port + 2, "token": TOKEN, "homes": f"{folder}/home/{{username}}"}
    about["proxy"] = str(HUB / "node_modules/.bin/configurable-http-proxy")
    (folder / "jupyterhub_config.py").write_text(CONFIG.format(**about))
    process = start(folder)
    server = f"http://127.0.0.1:{port}"
    try:
        until(lambda: ask(f"{server}/hub/api/"), process, folder)
        for name in ("teacher", "student"):
            ask(f"{server}/hub/api/users/{name}/server", "POST")
            until(lambda name=name: ask(f"{server}/user/{name}/api/status"), process, folder)
        yield SimpleNamespace(teacher=teacher, student=student, at=lambda name: f"{server}/user/{name}")
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=600)


def start(folder):
    """In a mount namespace of its own, where the user's name is jovyan; the machine stays as it is."""
    people = Path("/etc/passwd").read_text()
    (folder / "passwd").write_text(re.sub(r"^root:", "jovyan:", people, count=1, flags=re.M))
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = os.environ | {"PATH": path, "PYTHONPATH": os.pathsep.join([str(HUB), str(ROOT)])}
    inside = 'mount --bind passwd /etc/passwd && exec "$0" -m jupyterhub -f jupyterhub_config.py'
    command = ["unshare", "--map-root-user", "--mount", "sh", "-c", inside, sys.executable]
    with (folder / "hub.log").open("w") as log:
        return subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log, start_new_session=True)


def ask(url, method="GET", **form):
    data = urlencode(form).encode() if form else (b"" if method == "POST" else None)
    with urlopen(
        Request(url, data, {"Authorization": f"token {TOKEN}"}, method=method), timeout=240
    ) as answer:
        text = answer.read().decode()
    return json.loads(text) if text.startswith(("{", "[")) else text


def until(works, process, folder):
    """Raises: AssertionError with the hub's log if it never does"""
    for _ in range(PATIENCE_S * 2):
        try:
            return works()
        except (HTTPError, URLError, ConnectionError, ValueError):
            assert process.poll() is None, (folder / "hub.log").read_text()
            time.sleep(0.5)
    raise AssertionError((folder / "hub.log").read_text()[-4000:])


def grader(cwd, *words):
    done = subprocess.run([sys.executable, "-m", "grader", *words], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def formgrader(hub, action):
    got = ask(f"{hub.at('teacher')}/formgrader/api/assignment/ps1/{action}", "POST")
    assert got["success"], got


def solve(path):
    notebook = json.loads(path.read_text())
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "mean":
            cell["source"] = "def mean(numbers):\n    return sum(numbers) / len(numbers)"
    path.write_text(json.dumps(notebook))


def test_an_assignment_goes_out_comes_back_and_its_feedback_returns(hub):
    course = hub.teacher / "stats101"
    formgrader(hub, "assign")
    formgrader(hub, "release")
    theirs = {"assignment_id": "ps1", "course_id": "stats101"}
    assert ask(f"{hub.at('student')}/assignments/fetch", "POST", **theirs)["success"]
    solve(hub.student / "ps1/ps1.ipynb")
    assert ask(f"{hub.at('student')}/assignments/submit", "POST", **theirs)["success"]
    assert "student" in grader(course, "collect", "ps1")
    grader(course, "autograde", "ps1")
    scores = json.loads(grader(course, "scores", "ps1", "--json"))
    assert {row["student"]: row["score"] for row in scores["rows"]} == {"student": 3.0}
    grader(course, "feedback", "ps1")
    formgrader(hub, "release_feedback")
    assert ask(f"{hub.at('student')}/assignments/fetch_feedback", "POST", **theirs)["success"]
    (page,) = (hub.student / "ps1/feedback").rglob("ps1.html")
    assert "assert mean([1, 2]) == 1.5" not in page.read_text()
