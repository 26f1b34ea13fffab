# SPDX-License-Identifier: GPL-2.0-only
"""What builds of kernels have in common."""
import fcntl
import os
import shutil
import time
from contextlib import contextmanager

from .settings import say


@contextmanager
def locked(folder):
    """Two makes in one directory break each other's files."""
    with open(f"{folder}.lock", "w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another run in {folder}")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def compiler(prefix):
    return "ccache " * bool(shutil.which("ccache")) + f"{prefix}gcc"


def watch(folder, program):
    """Says how far make has come, by what it leaves, until it ends."""
    start, shown = time.time(), 0
    while program.poll() is None:
        time.sleep(0.2)
        took = int(time.time() - start)
        if took - shown >= 15:
            shown = took
            say(f"  {objects_since(folder, start)} objects, {took} s")


def objects_since(folder, start):
    count = 0
    for path, _, files in os.walk(folder):
        for name in files:
            try:
                count += (name.endswith(".o") and
                          os.stat(f"{path}/{name}").st_mtime >= start)
            except FileNotFoundError:  # make removes some again
                pass
    return count
