# SPDX-License-Identifier: GPL-2.0-only
"""make test: all that can be proved, part by part.

Each part prints its own result lines and keeps its log in build/test/; the
last line of all is "N passed, N failed[, N skipped]".
"""
import os
import sys
import time
from contextlib import contextmanager
from dataclasses import replace

from . import fuzz, kunit
from .check import run_check
from .clients.kdump_tools import KdumpToolsSuite
from .clients.packaged import PackagedSuite
from .clients.suite import ClientsSuite
from .crash import CrashSuite
from .deb import DebSuite
from .kernel import Kernel
from .module import ModuleSuite
from .packages import install
from .reserve import ReserveSuite
from .save.suite import SaveSuite
from .settings import ROOT, TESTING, HarnessError, say
from .size import SizeSuite
from .tap import Tap
from .trees import NoSource, base_tree
from .vmcore import VmcoreSuite


@contextmanager
def logged(tap, log):
    """A Tap whose results are kept in a file, and count however it ends."""
    with open(log, "w", encoding="utf-8") as file:
        own = Tap(sys.stdout, file)
        try:
            yield own
        finally:
            file.write(own.summary_line() + "\n")
            tap.add(*own.counts)


def suite(kind, pattern="", full=False, only="", **changes):
    """A part that is a suite, of another kernel if changes say so, and only with
    this base."""
    def part(tap, settings, log):
        if only and settings.base != only:
            tap.skip(" ".join((kind.name, *changes.values())),
                     f"with Linux {only} only")
            return
        settings = replace(settings, **changes)
        if changes:
            settings = replace(settings, out=settings.out / settings.flavour)
        with logged(tap, log) as own:
            kind(settings, own).run(pattern, full)
    return part


def results_of(function, *arguments):
    """A part that is one function."""
    def part(tap, settings, log):
        with logged(tap, log) as own:
            function(own, settings, *arguments)
    return part


def lay(tap, settings):
    tap.run([ROOT / "scripts/tests/lay_test.sh", base_tree(settings)],
            env=settings.environment())


def build(tap, settings):
    Kernel(settings).build()
    tap.ok("build: the kernel with CONFIG_KDUMP=y")


def compile_16k(tap, settings):
    Kernel(settings, "16k").compile()
    tap.ok("compile: our objects for pages of 16 KiB")


def own_unit_tests(tap, settings):
    kunit.run(tap, settings, (settings.arch.kunit,))


def on_machine(tap, settings, name, *words):
    """Parts on another machine, if this is not one of its kind."""
    if settings.arch.name == name:
        tap.skip(name, "it is the machine that is tested")
        return
    if settings.base != "6.12":
        tap.skip(name, "with Linux 6.12 only")
        return
    tap.run([sys.executable, "-m", "harness", "test", *words],
            env=settings.environment() | {
                "ARCH": name, "KDUMP_OUT": str(settings.out / name),
                "PYTHONPATH": str(TESTING)})


CORE = "^(sysrq|oops|on-cpu-1-of-2|kexec-file|kexec-load|makedumpfile)$"

CLASSIC = "^(sysrq|kexec-file|kexec-load)$"

# The parser that every machine runs and the one of what a crash left get a
# minute each, the others ten seconds. The classic code is the other choice of
# Kconfig: it builds in the laid tree, and still dumps. What clients-full does,
# clients does with one dump. The core is what is tested on another machine each
# time, with one build.
PARTS = {
    "kunit": [results_of(kunit.run, kunit.TESTED)],
    "kunit-full": [results_of(kunit.run, kunit.MACHINES)],
    "kunit-machine": [results_of(own_unit_tests)],
    "lay": [results_of(lay)],
    "build": [results_of(build)],
    "compile-16k": [results_of(compile_16k)],
    "check": [results_of(run_check)],
    "fuzz": [results_of(fuzz.run, 120, ["crashkernel", "vmcore_header"]),
             results_of(fuzz.run, 150, ["ranges", "note", "segment", "bzimage",
                                        "dump", "size", "fdt", "arm64_image",
                                        "riscv_image", "arm_zimage", "packed",
                                        "elf_kernel", "initramfs", "page_class",
                                        "page_mask", "memmap"])],
    "reserve": [suite(ReserveSuite)],
    "save": [suite(SaveSuite)],
    "size": [suite(SizeSuite)],
    "deb": [suite(DebSuite)],
    "vmcore": [suite(VmcoreSuite)],
    "crash": [suite(CrashSuite)],
    "classic": [suite(CrashSuite, CLASSIC, flavour="classic")],
    "clients": [suite(ClientsSuite)],
    "module": [suite(ModuleSuite)],
    "core": [suite(CrashSuite, CORE)],
    "arm64": [results_of(on_machine, "arm64", "core")],
    "i386": [results_of(on_machine, "i386", "core")],
    "riscv64": [results_of(on_machine, "riscv64", "core")],
    "arm": [results_of(on_machine, "arm", "core")],
    "crash-full": [suite(CrashSuite, full=True)],
    "classic-full": [suite(CrashSuite, full=True, flavour="classic")],
    "debug": [suite(CrashSuite, full=True, flavour="debug")],
    "large": [suite(CrashSuite, full=True, flavour="large")],
    "machines": [suite(CrashSuite, full=True, only="6.12",
                       flavour="machines")],
    "nopae": [suite(CrashSuite, full=True, flavour="nopae")],
    "clients-full": [suite(ClientsSuite, "^load")],
    "kdump-tools": [suite(KdumpToolsSuite), suite(PackagedSuite)],
}
# What comes last is left out where there is not time for all.
QUICK = ("kunit lay build crash check fuzz save vmcore reserve classic clients "
         "size module arm64 i386 riscv64 arm").split()
FULL = ("kunit-full lay build check fuzz save size deb reserve vmcore clients "
        "module crash-full classic-full debug large machines arm64 "
        "i386 riscv64 arm").split()
# Of a machine that this one emulates: what its guests show.
QUICK_FOREIGN = ("kunit-machine build reserve vmcore crash classic "
                 "clients").split()
FULL_FOREIGN = ("kunit-machine build reserve vmcore clients crash-full "
                "classic-full compile-16k large").split()


def run_part(name, tap, settings):
    start = time.monotonic()
    say(f"== {name} ==")
    for number, part in enumerate(PARTS[name]):
        log = settings.out / "test" / f"{name}{number or ''}.log"
        try:
            part(tap, settings, log)
        except HarnessError as error:
            tap.not_ok(f"{name}: could not be run", str(error))
    say(f"== {name} took {time.monotonic() - start:.0f} s ==")


def named_parts(names, full, settings):
    if settings.arch.is_foreign:
        own = ["nopae"] if "highmem" in settings.arch.has else []
        return (FULL_FOREIGN + own if full else []) + names or QUICK_FOREIGN
    return (FULL if full else []) + names or QUICK


def run(names, full, settings):
    """Returns the exit status."""
    unknown = [name for name in names if name not in PARTS]
    if unknown:
        raise HarnessError(f"unknown part '{unknown[0]}'\n  The parts are: "
                           + " ".join(PARTS))
    (settings.out / "test").mkdir(parents=True, exist_ok=True)
    install(settings, test=True)
    tap = Tap()
    try:
        settings = settings.with_tree()
    except NoSource as error:
        tap.skip(f"Linux {settings.base}", str(error).splitlines()[0])
        return tap.summary()
    say(f"testing with Linux {settings.base} from {settings.tree}")
    start, minutes = time.monotonic(), int(os.environ.get("KDUMP_MINUTES") or 0)
    for name in named_parts(names, full, settings):
        if minutes and time.monotonic() - start > 60 * minutes:
            tap.skip(name, f"no part is begun after {minutes} minutes")
        else:
            run_part(name, tap, settings)
    return tap.summary()
