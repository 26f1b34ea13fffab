# SPDX-License-Identifier: GPL-2.0-only
"""Runs one suite, or all of make test.

    python3 -m harness SUITE [--full] [--list] [PATTERN]
    python3 -m harness kunit [--machine NAME|all] [GLOB]
    python3 -m harness fuzz [SECONDS] [TARGET...]
    python3 -m harness build-module KDIR
    python3 -m harness base-tree
    python3 -m harness demo
    python3 -m harness bench [SECTION...]
    python3 -m harness test [--full] [PART...]

The suites are crash, save, size, deb, reserve, vmcore, module, clients,
kdump-tools and packaged.
Without a pattern the cases of make test run, with --full all; of all cases,
those whose name matches the pattern. One line per case, a summary at the end.
What a case left is in build/test/. The unit tests run under User Mode Linux if
no other machine is named.

    ARCH=NAME             the machine, with a folder in arch/
    BASE=6.1              the base kernel, or 7.2; 6.12 if not given
    KDUMP_KERNEL=classic  the base kernel's own implementation; or debug, which
                          has cases of its own
    KDUMP_TREE=DIR        a tree that is laid already
    KSRC=DIR              an unpacked kernel tree instead of Debian's package
    KDUMP_CACHE=DIR       where trees and builds are kept between runs
    KDUMP_OUT=DIR         instead of build/
    CLIENTS="SUITE..."    suites of Debian whose clients read the dumps, too
    KDUMP_MINUTES=N       no part of test is begun later; it is skipped
    BOOTS=N               guests that run at a time, 2 if not given
    JOBS=N                jobs of make
"""
import argparse
import os
import signal
import sys
from pathlib import Path

from . import bench, demo, fuzz, kunit, parts
from .clients.kdump_tools import KdumpToolsSuite
from .clients.packaged import PackagedSuite
from .clients.suite import ClientsSuite
from .crash import CrashSuite
from .deb import DebSuite
from .module import ModuleSuite
from .packages import install, install_own
from .reserve import ReserveSuite
from .save.suite import SaveSuite
from .settings import HarnessError, Settings
from .size import SizeSuite
from .stock import build_module
from .tap import Tap
from .trees import base_tree
from .vmcore import VmcoreSuite

SUITES = {kind.name: kind for kind in (
    CrashSuite, SaveSuite, SizeSuite, DebSuite, ReserveSuite, VmcoreSuite, ModuleSuite,
    ClientsSuite, KdumpToolsSuite, PackagedSuite)}


def run(options, settings):
    if options.suite == "test":
        return parts.run(options.words, options.full, settings)
    if options.suite == "bench":
        return bench.run_bench(options.words, settings)
    if options.suite == "demo":
        return demo.run_demo(settings)
    if options.suite == "build-module":
        print(build_module(settings, Path(*options.words)))
        return 0
    if options.suite == "base-tree":
        settings.cache.mkdir(parents=True, exist_ok=True)
        install_own(settings)
        print(base_tree(settings))
        return 0
    tap = Tap()
    if options.suite == "fuzz":
        install(settings, test=True)
        fuzz.run(tap, settings, *fuzz.seconds_and_targets(options.words))
        return tap.summary()
    if options.suite == "kunit":
        kunit.run(tap, settings, kunit.machines_of(options.machine),
                  *options.words[:1])
        return tap.summary()
    suite = SUITES[options.suite](settings, tap)
    pattern = " ".join(options.words)
    if options.list:
        print("\n".join(case.name for case in suite.selected(pattern, True)))
        return 0
    suite.run(pattern, options.full)
    return tap.summary()


def main():
    parser = argparse.ArgumentParser(
        prog="harness", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", choices=[*SUITES, "kunit", "fuzz", "bench",
                                          "build-module", "base-tree", "demo",
                                          "test"])
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--machine", default="um", metavar="NAME",
                        help=f"{' '.join(kunit.MACHINES)} or all")
    parser.add_argument("words", nargs="*", metavar="PATTERN",
                        help="or parts of make test, sections of bench, "
                        "targets of fuzz")
    options = parser.parse_intermixed_args()
    # Where mke2fs, debugfs and debootstrap are.
    os.environ["PATH"] += ":/usr/sbin:/sbin"
    # Without this, Python dies with no word to "finally", and guests stay.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    try:
        return run(options, Settings.from_environment())
    except HarnessError as error:
        print(f"kdump: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
