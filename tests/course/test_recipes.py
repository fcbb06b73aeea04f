"""The files in deploy/: they can be read, say only what is known, and start a command that there is."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from grader.cli.arguments import parser

DEPLOY = Path(__file__).parents[2] / "deploy"
DATABASE = "postgresql://grader@"
OPEN = {"seccomp=unconfined", "apparmor=unconfined", "systempaths=unconfined", "no-new-privileges=true"}
SERVICE = "image build command environment ports volumes healthcheck restart depends_on security_opt cap_drop"
POD = "hostUsers automountServiceAccountToken enableServiceLinks terminationGracePeriodSeconds"
CONTAINER = "name image args env resources securityContext volumeMounts"
HELD = {  # what the jail needs, and no more
    "runAsNonRoot": True,
    "runAsUser": 1000,
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "procMount": "Unmasked",
    "seccompProfile": {"type": "Unconfined"},
    "appArmorProfile": {"type": "Unconfined"},
}
SBATCH = {"job-name", "ntasks", "cpus-per-task", "mem-per-cpu", "time", "signal"}


def read(name):
    return (DEPLOY / name).read_text()


def understood(words):
    args = parser().parse_args(words)
    assert args.command == "work"
    assert args.db.startswith(DATABASE), "an address without a password"
    return args


def test_the_systemd_unit_is_understood(tmp_path):
    (command,) = re.findall("^ExecStart=(.*)", read("grader-work.service"), re.MULTILINE)
    program, *words = shlex.split(command)
    understood(words)
    if shutil.which("systemd-analyze"):
        unit = tmp_path / "grader-work.service"
        here = read("grader-work.service").replace(program, sys.executable)
        unit.write_text(here.replace("User=grader\n", ""))  # whom this computer need not have
        verify = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no", unit]
        said = subprocess.run(verify, capture_output=True, text=True, timeout=600)
        assert (said.returncode, "grader-work" in said.stderr) == (0, False), said.stderr


def test_docker_compose_starts_workers_that_can_hold_a_submission():
    recipe = yaml.safe_load(read("compose.yaml"))
    assert recipe.keys() == {"services", "volumes"}
    database, worker = recipe["services"]["database"], recipe["services"]["worker"]
    assert {*database, *worker} <= {*SERVICE.split(), "stop_grace_period"}
    assert {*worker["security_opt"]} == OPEN
    assert worker["cap_drop"] == ["ALL"]
    assert all(port.startswith("127.0.0.1:") for port in database["ports"])
    understood(worker["command"])
    assert (DEPLOY / worker["build"]["context"] / worker["build"]["dockerfile"]).is_file()


def test_the_image_is_made_of_what_is_there_and_does_not_run_as_root():
    text = re.sub("^#.*\n", "", read("Dockerfile"), flags=re.MULTILINE).replace("\\\n", " ")
    steps = [line.split(maxsplit=1) for line in text.splitlines() if line.strip()]
    assert {step for step, _ in steps} == {"FROM", "WORKDIR", "COPY", "RUN", "USER", "ENTRYPOINT"}
    said = {step: words for step, words in steps}  # of each the last
    project = tomllib.loads((DEPLOY.parent / "pyproject.toml").read_text())["project"]
    python = re.fullmatch(r"python:(3\.\d+)-slim", said["FROM"])[1]
    assert python in SpecifierSet(project["requires-python"])
    extras = re.search(r"\.\[([\w,]+)\]", said["RUN"])[1].split(",")
    assert {*extras} <= {*project["optional-dependencies"]}
    for name in re.findall(r"--constraint (\S+)", said["RUN"]):
        assert (DEPLOY.parent / name).is_file()
    assert f"useradd --create-home {said['USER']}" in said["RUN"]
    assert json.loads(said["ENTRYPOINT"]) == ["grader"]
    assert "grader" in project["scripts"]
    left_out = read("Dockerfile.dockerignore").split()
    assert {".git", "course"} <= {*left_out}, "what students handed in stays out of the image"
    needed = {"grader", "pyproject.toml", "setup.py", "README.md", "constraints.txt", "book"}
    assert not needed & {*left_out}


def test_kubernetes_gives_the_jail_what_it_needs():
    recipe = yaml.safe_load(read("kubernetes.yaml"))
    assert (recipe["apiVersion"], recipe["kind"]) == ("apps/v1", "Deployment")
    assert recipe["spec"].keys() == {"replicas", "selector", "template"}
    template = recipe["spec"]["template"]
    assert recipe["spec"]["selector"]["matchLabels"] == template["metadata"]["labels"]
    assert {*template["spec"]} <= {*POD.split(), "containers", "volumes"}
    assert template["spec"]["hostUsers"] is False
    (worker,) = template["spec"]["containers"]
    assert {*worker} <= {*CONTAINER.split()}
    assert worker["securityContext"] == HELD
    understood(worker["args"])


def test_the_job_of_slurm_is_a_script_whose_workers_end():
    said = subprocess.run(["bash", "-n", DEPLOY / "grader.slurm"], capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    script = read("grader.slurm")
    assert {*re.findall(r"^#SBATCH --([\w-]+)=\S+$", script, re.MULTILINE)} == SBATCH
    assert script.count("#SBATCH ") == len(SBATCH)
    words = shlex.split(script[script.index("srun ") :].replace("\\\n", " "))
    assert words[1] == "--ntasks=$SLURM_NTASKS"
    args = understood(["8" if word.startswith("$") else word for word in words[words.index("grader") + 1 :]])
    assert args.until_done


@pytest.mark.parametrize(
    "name", sorted(path.name for path in DEPLOY.iterdir() if path.suffix not in (".md", ".dockerignore"))
)
def test_the_page_names_each_recipe(name):
    assert f"`{name}`" in read("README.md")
