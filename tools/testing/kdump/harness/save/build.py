# SPDX-License-Identifier: GPL-2.0-only
"""Builds kdump_save for the tests."""
import os

from ..settings import ROOT, TESTING, run, run_logged

LIBRARIES = "-lzstd -llzo2 -lz".split()


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


def tools_to_measure(settings, folder):
    """The same, and what a compressor alone costs, made of its parts."""
    tools = tools_for_guest(settings, folder)
    if not tools:
        return ()
    program = folder / "bench_compress"
    run("gcc", *"-O3 -std=gnu11 -Wall -Wextra -Werror -static -s".split(),
        "-D_GNU_SOURCE", "-D_FILE_OFFSET_BITS=64", "-pthread",
        "-idirafter", ROOT / "include/uapi", "-o", program,
        TESTING / "bench/bench_compress.c",
        *(path for path in sorted(folder.glob("*.o"))
          if path.name != "main.o"), *LIBRARIES)
    return (*tools, program)
