"""Packages of Debian and Ubuntu, installed without a question where that is allowed."""

import os
import shutil
import subprocess

QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def as_root():
    """The words before a command that make it run as root; None if that takes a password."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def may_install():
    return as_root() is not None and shutil.which("apt-get") is not None


def run(*command, **how):
    """As root, with no questions asked. True if it worked."""
    # by env, because sudo drops what it inherits
    ask_nothing = ["env", "DEBIAN_FRONTEND=noninteractive"]
    return subprocess.run([*as_root(), *ask_nothing, *command], **how).returncode == 0


def install(package, **how):
    """True if the package could be installed."""
    at_once = ["-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=10"]  # or never: no network here
    run("apt-get", *at_once, "update", **how)
    return run("apt-get", "install", "--yes", "--no-install-recommends", package, **how)
