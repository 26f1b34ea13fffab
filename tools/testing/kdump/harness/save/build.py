# SPDX-License-Identifier: GPL-2.0-only
"""Builds kdump_save for the tests."""
import os

from ..settings import ROOT, run_logged


def build(settings, folder, *words):
    """In a folder of its own, with more words for make; returns its path."""
    folder.mkdir(parents=True, exist_ok=True)
    run_logged(folder / "build.log", "make", "-C", ROOT / "tools/kdump/save",
               "-j", settings.jobs, f"OUTPUT={folder.absolute()}", *words)
    return folder / "kdump_save"


def tools_for_guest(settings, folder):
    """The program, in a list, for guests of this machine's kind: of another one
    the libraries may not be there."""
    if settings.arch.name != os.uname().machine:
        return ()
    return (build(settings, folder),)
