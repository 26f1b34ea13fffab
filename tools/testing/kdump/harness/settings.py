# SPDX-License-Identifier: GPL-2.0-only
"""What a run is told by its environment, and how it runs programs."""
import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from .arch import Arch

ROOT = Path(__file__).resolve().parents[4]
TESTING = ROOT / "tools/testing/kdump"


class HarnessError(Exception):
    """Says in words why nothing can be tested, and what to do about it."""


def say(*words):
    """Progress. The standard output belongs to the results."""
    print(*words, file=sys.stderr, flush=True)


def tail(path, count=25):
    with open(path, encoding="utf-8", errors="replace") as file:
        return "".join(file.readlines()[-count:])


@contextmanager
def started(command, **options):
    """A program that does not outlive an interrupted run: it may have children
    to end, so it is asked to; with start_new_session they are, too."""
    words = [str(word) for word in command]
    try:
        program = subprocess.Popen(words, stdin=subprocess.DEVNULL, text=True,
                                   **options)
    except FileNotFoundError as error:
        raise HarnessError(f"{words[0]} is missing.\n  make test installs "
                           "what it needs") from error
    with program:
        try:
            yield program
        except BaseException:
            if options.get("start_new_session"):
                os.killpg(program.pid, signal.SIGTERM)
            program.terminate()
            raise


def run(*command, **options):
    """Runs a program that must not fail; returns what it wrote."""
    with started(command, stdout=subprocess.PIPE, **options) as program:
        text = program.communicate()[0]
    if program.returncode:
        raise HarnessError(f"status {program.returncode} of "
                           + " ".join(str(word) for word in command[:4]))
    return text.strip()


def logged_status(log, *command, meanwhile=None, **options):
    """What a program ended with whose words are kept in a file; meanwhile is
    called with it, and may return before it ends."""
    with open(log, "w", encoding="utf-8") as file, \
            started(command, stdout=file, stderr=subprocess.STDOUT,
                    **options) as program:
        if meanwhile:
            meanwhile(program)
    return program.returncode


def run_logged(log, *command, **options):
    """The same for one that must not fail."""
    if status := logged_status(log, *command, **options):
        raise HarnessError(f"status {status} of {command[0]}, "
                           f"see {log}\n{tail(log)}")


@dataclass(frozen=True)
class Settings:
    """One run: which kernel of which base on which machine, and where.

    tree is "" for the laid tree of the cache; ksrc is "" for Debian's source.
    """
    base: str
    arch: Arch
    flavour: str
    tree: str
    ksrc: str
    cache: Path
    out: Path
    boots: int
    jobs: int

    @classmethod
    def from_environment(cls):
        get = os.environ.get
        home = get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return cls(base=get("BASE") or "6.12", arch=Arch.current(),
                   flavour=get("KDUMP_KERNEL") or "kdump",
                   tree=get("KDUMP_TREE", ""), ksrc=get("KSRC", ""),
                   cache=Path(get("KDUMP_CACHE") or home / "kdump").absolute(),
                   out=Path(get("KDUMP_OUT") or ROOT / "build").absolute(),
                   boots=int(get("BOOTS") or 2),
                   jobs=int(get("JOBS") or os.cpu_count() or 1))

    def environment(self):
        """The same for a script."""
        return os.environ | {
            "BASE": self.base, "ARCH": self.arch.name,
            "KDUMP_KERNEL": self.flavour, "KDUMP_TREE": self.tree,
            "KSRC": self.ksrc, "KDUMP_CACHE": str(self.cache),
            "KDUMP_OUT": str(self.out), "JOBS": str(self.jobs)}

    def with_tree(self):
        """The same with the path of a tree that is laid and up to date."""
        # It is made with what is in this file.
        from .trees import laid_tree
        return self if self.tree else replace(self, tree=str(laid_tree(self)))
