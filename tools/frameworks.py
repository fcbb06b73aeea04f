"""Run what the book says of other frameworks: `make frameworks`.

Each has an environment of its own in .cache/frameworks, two gigabytes in all, and behind its own packages
those of .venv: pytest, and torch for Keras. One that cannot be installed here is named; what the book says of
it is then as good as the version that is cited.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ROOT / ".cache" / "frameworks"
FRAMEWORKS = {  # file in tests/frameworks: what it needs, in the versions that the phrase book cites
    "keras_3": ["keras==3.15.1"],
    "tensorflow_2": ["tensorflow-cpu==2.21.0"],
    "jax_lax": ["jax==0.10.2"],
    "mxnet_1": ["mxnet==1.9.1", "numpy<1.24"],  # its last version; NumPy 1.24 has no np.bool
}


def install(name):
    """The Python that has this framework; None, with the reason, if it cannot be had."""
    room = ROOMS / name
    python, done = room / "bin" / "python", room / "installed"
    if done.exists() and done.read_text() == " ".join(FRAMEWORKS[name]):
        return python, ""
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(room)], check=True)
    pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *FRAMEWORKS[name]]
    tried = subprocess.run(pip, capture_output=True, text=True)
    if tried.returncode:
        errors = [line for line in tried.stderr.splitlines() if line.startswith("ERROR")]
        return None, (errors or [tried.stderr.strip()])[-1]
    show_ours(python)
    done.write_text(" ".join(FRAMEWORKS[name]))
    return python, ""


def show_ours(python):
    """Behind its own packages, those of the environment that runs this."""
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    folders = [
        subprocess.check_output([one, "-c", asked], text=True).strip() for one in (python, sys.executable)
    ]
    Path(folders[0], "ours.pth").write_text(f"{folders[1]}\n")


def run(name, python):
    command = [str(python), "-m", "pytest", f"tests/frameworks/{name}.py", "-q", "-p", "no:cacheprovider"]
    quiet = ["-o", "addopts=", "-o", "filterwarnings=default", "-p", "no:warnings"]
    return subprocess.run([*command, *quiet], cwd=ROOT).returncode == 0


def main(names):
    missing, failed = [], []
    for name in names or FRAMEWORKS:
        print(f"frameworks: {' '.join(FRAMEWORKS[name])}", flush=True)
        python, why = install(name)
        if not python:
            missing.append(name)
            print(
                f"frameworks: {name} cannot be installed here ({why}); its lines are cited, not run",
                flush=True,
            )
        elif not run(name, python):
            failed.append(name)
    ran = len(names or FRAMEWORKS) - len(missing)
    print(f"frameworks: {ran} run, {len(failed)} of them failed, {len(missing)} not installed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
