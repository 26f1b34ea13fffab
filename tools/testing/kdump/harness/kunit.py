# SPDX-License-Identifier: GPL-2.0-only
"""The unit tests of the pure files, by the kernel's own kunit.py.

They run under User Mode Linux, and in QEMU on machines of other word sizes and
byte orders. A suite is one result line, a failing one with the console's words;
one that the sources have and no console shows is a failure. What kunit.py,
make and the console said is in build/kunit/.
"""
import fnmatch
import json
import re
import shutil
import sys
from dataclasses import dataclass, field
from functools import partial

from .make import compiler, locked, watch
from .packages import install
from .settings import ROOT, TESTING, HarnessError, logged_status, say, tail

FOLDER = TESTING / "kunit"
# Where the sources of the suites are; the pure files of arm, arm64 and riscv are
# built on every machine, those of x86 by UML, too.
COMMON = ("kernel", "fs", "arch/arm", "arch/arm64", "arch/riscv")
ALL = ("kernel", "fs", "arch")
# What a kernel has by default, on one machine or another, and no test of a pure
# file needs: without it a kernel is built in half the time.
LEFT_OUT = """\
    ACPI AIO AP BLOCK CHSC_SCH COMPACTION COMPAT COREDUMP CPU_FREQ CPU_IDLE
    CROSS_MEMORY_ATTACH DNOTIFY EADM_SCH EPOLL FHANDLE FTRACE HID_SUPPORT
    HMC_DRV HWMON HW_RANDOM INOTIFY_USER INPUT IOMMU_SUPPORT IO_URING
    KALLSYMS KVM MODULES MONWRITER NUMA PPC_PMAC PPC_POWERNV QDIO S390_GUEST
    S390_TAPE S390_UV_UAPI S390_VMUR SECCOMP SECRETMEM SERIO SIGNALFD SWAP
    THERMAL TIMERFD TN3270 USB_SUPPORT VIRTIO_MENU VMCP VT
    X86_EXTENDED_PLATFORM X86_MCE X86_PLATFORM_DEVICES""".split()
SUITE = re.compile(r'^\t\.name = "(kdump_[a-z0-9_]*)",$', re.MULTILINE)


@dataclass(frozen=True)
class Machine:
    """One way to run them.

    arch is kunit.py's word; compiler is the prefix of the cross compiler;
    qemu_config is a file here for a machine that kunit.py does not know; small
    is whether much of its default configuration has to be left out.
    """
    arch: str
    compiler: str = ""
    packages: tuple = ()
    qemu_config: str = ""
    sources: tuple = COMMON
    small: bool = True

    def options(self):
        words = [f"--arch={self.arch}"]
        if self.qemu_config:
            words = [f"--qemu_config={FOLDER / self.qemu_config}"]
        if self.compiler:
            words.append(f"--cross_compile={self.compiler}")
        return words


MACHINES = {
    "um": Machine("um", sources=ALL, small=False),
    "i386": Machine("i386", packages=("qemu-system-x86",)),
    "arm": Machine("arm", "arm-linux-gnueabihf-",
                   ("gcc-arm-linux-gnueabihf", "qemu-system-arm")),
    "arm64": Machine("arm64", "aarch64-linux-gnu-",
                     ("gcc-aarch64-linux-gnu", "qemu-system-arm")),
    "riscv": Machine("riscv", "riscv64-linux-gnu-",
                     ("gcc-riscv64-linux-gnu", "qemu-system-misc")),
    "powerpc": Machine("powerpc", "powerpc64-linux-gnu-",
                       ("gcc-powerpc64-linux-gnu", "qemu-system-ppc")),
    "powerpcle": Machine("powerpc", "powerpc64le-linux-gnu-",
                         ("gcc-powerpc64le-linux-gnu", "qemu-system-ppc"),
                         qemu_config="powerpcle.py"),
    "s390": Machine("s390", "s390x-linux-gnu-",
                    ("gcc-s390x-linux-gnu", "qemu-system-misc")),
}
# make test: one that is quick, and a big-endian one.
TESTED = ("um", "s390")


def machines_of(word):
    """The names that ARCH= of make kunit stands for."""
    if word == "all":
        return tuple(MACHINES)
    if word not in MACHINES:
        raise HarnessError(f"no unit tests on ARCH={word}\n  Say all or one "
                           "of: " + " ".join(MACHINES))
    return (word,)


def expected_suites(machine, pattern):
    """Those that are in the sources and match."""
    glob = pattern.split(".")[0]
    names = {name for folder in machine.sources
             for path in (ROOT / folder).rglob("*_kunit.c")
             for name in SUITE.findall(path.read_text(encoding="utf-8"))}
    return sorted(fnmatch.filter(names, glob))


@dataclass
class Result:
    """One suite: how many tests ended how, and which ended badly."""
    counts: list = field(default_factory=lambda: [0, 0, 0])
    failed: list = field(default_factory=list)

    def add(self, group, path=""):
        """A case with parameters is a group in the group of its suite."""
        for case in group["test_cases"]:
            column = {"PASS": 0, "SKIP": 2}.get(case["status"], 1)
            self.counts[column] += 1
            if column == 1:
                name = case["name"] or "a test that did not end"
                self.failed.append(f"{path}{name}: {case['status']}")
        for inner in group["sub_groups"]:
            self.add(inner, f"{path}{inner['name']}: ")


def results_of(text):
    """kunit.py's JSON as Results by the names of their suites."""
    results = {}
    for group in json.loads(text)["sub_groups"]:
        results.setdefault(group["name"], Result()).add(group)
    return results


def words_of_suite(console, name):
    """What the console shows of a suite beside the tests that passed."""
    lines, inside = [], False
    for line in console.splitlines():
        line = re.sub(r"^\[ *\d+\.\d+\] ", "", line)
        if line.strip() == f"# Subtest: {name}":
            lines, inside = [], True
        elif inside and not re.match(
                r" *(ok \d|KTAP |1\.\.|# (Subtest|module|Totals):)", line):
            lines.append(line)
        if re.match(rf"(not )?ok \d+ {name}\b", line):
            inside = False
    return "\n".join(lines)


class Kunit:
    """The tests on one machine."""

    def __init__(self, settings, name):
        self.settings = settings
        self.name = name
        self.machine = MACHINES[name]
        self.build_dir = (settings.cache / f"build-{settings.base}-"
                          f"{'uml' if name == 'um' else f'kunit-{name}'}")
        self.out = settings.out / "kunit"

    def log(self, kind):
        return self.out / f"{self.name}-{kind}"

    def prepare(self):
        install(self.settings, *self.machine.packages)
        for folder in (self.build_dir, self.out):
            folder.mkdir(parents=True, exist_ok=True)

    def run(self, tap, pattern):
        """Prints a line for each suite."""
        with locked(self.build_dir):
            self._build()
            console = self._execute(pattern)
        self.report(tap, pattern, console)

    def _kunit_py(self, action, log, *options):
        """In a process group of its own, to end with all its children."""
        return logged_status(
            log, sys.executable, "tools/testing/kunit/kunit.py", action,
            "--build_dir", self.build_dir, *self.machine.options(), *options,
            meanwhile=partial(watch, self.build_dir) if action == "build"
            else None, cwd=self.settings.tree, start_new_session=True)

    def _build(self):
        log = self.log("build.log")
        say(f"building the tests for {self.name} (log: {log})")
        options = ["--kunitconfig", "kernel/kdump"]
        # User Mode Linux is small as it is, and built in two minutes.
        if self.machine.small:
            small = self.log("small.config")
            small.write_text("CONFIG_EXPERT=y\n" + "".join(
                f"CONFIG_{name}=n\n" for name in LEFT_OUT))
            options += ["--kunitconfig", small, "--make_options",
                        f"CC={compiler(self.machine.compiler)}"]
        if self._kunit_py("build", log, *options,
                          "--jobs", str(self.settings.jobs)):
            raise HarnessError(f"building the tests for {self.name} failed\n"
                               f"{tail(log, 30)}\n  The whole log: {log}")

    def _execute(self, pattern):
        """Returns what the console showed."""
        say(f"running the suites {pattern} on {self.name}")
        result, console = self.log("result.json"), self.build_dir / "test.log"
        for path in (result, console):
            path.unlink(missing_ok=True)
        # Its status says no more than the results do.
        self._kunit_py("exec", self.log("kunit.log"), "--timeout", "120",
                       f"--json={result}", pattern)
        if not result.exists():
            raise HarnessError(f"no results from {self.name}\n"
                               + tail(self.log("kunit.log")))
        shutil.copy(console, self.log("console.log"))
        return console.read_text(encoding="utf-8", errors="replace")

    def report(self, tap, pattern, console):
        expected = expected_suites(self.machine, pattern)
        if not expected:
            raise HarnessError(f"no suite matches '{pattern}'\n  There are: "
                               + " ".join(expected_suites(self.machine, "*")))
        results = results_of(self.log("result.json").read_text("utf-8"))
        prefix = "kunit" if self.name == "um" else f"kunit {self.name}"
        for name in sorted({*expected, *results}):
            result = results.get(name, Result())
            words = "\n".join([*result.failed, words_of_suite(console, name)])
            total, failed = sum(result.counts), result.counts[1]
            if not total:
                tap.not_ok(f"{prefix} {name} (did not run to its end)",
                           words + "\n".join(console.splitlines()[-20:]))
            elif failed:
                tap.several(f"{prefix} {name} ({failed} of {total} tests "
                            "failed)", result.counts, words)
            else:
                tap.several(f"{prefix} {name} ({total} tests)", result.counts)


def run(tap, settings, names, pattern="kdump*"):
    """One machine after the other; what cannot run on one is its failure."""
    settings = settings.with_tree()
    for name in names:
        kunit = Kunit(settings, name)
        try:
            kunit.prepare()
            kunit.run(tap, pattern)
        except HarnessError as error:
            if len(names) == 1:
                raise
            tap.not_ok(f"kunit {name}: could not be run", str(error))
