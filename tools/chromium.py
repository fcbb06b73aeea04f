"""Find a Chromium for the tests, or get one: `python tools/chromium.py`. Says what it did.

In this order: $CHROMIUM, one on PATH, the distribution's package, Playwright's own download. The headless
shell is preferred: it is the same browser without its windows, and opens a page for a fifth of the work.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import debian

SHELL = "chromium-headless-shell"
NAMES = [SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]


def find():
    """Path of a Chromium on this machine; None if there is none outside of Playwright's own folder."""
    candidates = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES)]
    return next(filter(None, candidates), None)


def playwrights_own():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).is_file() else None


def runs(path):
    """A package may be a stub that only asks for another installer."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def from_distribution(package):
    """Install the distribution's package of this name if we may. True if that worked."""
    if not debian.may_install():
        return False
    print(f"chromium: installing the distribution's {package}", flush=True)
    return debian.install(package, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def download():
    print("chromium: downloading Playwright's own", flush=True)
    # with --with-deps it asks for a password where it is not root
    system_libraries = ["--with-deps"] if debian.as_root() == [] else []
    command = [sys.executable, "-m", "playwright", "install", *system_libraries, "chromium"]
    return subprocess.run(command).returncode == 0


def ensure():
    """A sentence that says which Chromium the tests will use; None if none could be had."""
    if not os.environ.get("CHROMIUM") and not shutil.which(SHELL):
        from_distribution(SHELL)
    if (path := find()) and runs(path):
        return f"using {path}"
    if playwrights_own():
        return "using Playwright's own"
    if from_distribution("chromium") and (path := find()) and runs(path):
        return f"installed {path}"
    if download() and playwrights_own():
        return "installed Playwright's own"
    return None


if __name__ == "__main__":
    said = ensure()
    print(f"chromium: {said or 'none could be installed. Install one by hand and set CHROMIUM to its path.'}")
    sys.exit(0 if said else 1)
