# SPDX-License-Identifier: GPL-2.0-only
"""Tests of the harness itself: does it tell and count what went wrong?"""
import contextlib
import copy
import io
import json
import os
import signal
import struct
import subprocess
import sys
import tempfile
import time
import unittest
from dataclasses import replace
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parent))
from harness import bench_results as results  # noqa: E402
from harness import kunit, parts, trees  # noqa: E402
from harness.arch import Arch  # noqa: E402
from harness.case import Case, CaseError, Table  # noqa: E402
from harness.clients.known import KNOWN  # noqa: E402
from harness.reserve import Checks, ReserveCase  # noqa: E402
from harness.reserve_report import Report  # noqa: E402
from harness.settings import ROOT, HarnessError, Settings  # noqa: E402
from harness.suite import LinesSuite, Suite  # noqa: E402
from harness.tap import Tap  # noqa: E402
from harness.vmcore_file import DumpError, VmcoreFile  # noqa: E402


def fail(words):
    raise CaseError(words)


WAYS = {"passes": lambda: True, "returns": lambda: False,
        "raises": lambda: fail("its words"), "breaks": lambda: 1 // 0,
        "dies": lambda: os.kill(os.getpid(), 9)}


class Start(unittest.TestCase):
    """On a machine that has none of the packages yet, it must start."""

    def test_needs_nothing_that_it_installs(self):
        words = ("import sys; sys.modules.update(drgn=None, kdumpfile=None); "
                 "import harness.__main__")
        subprocess.run([sys.executable, "-c", words], check=True,
                       cwd=Path(__file__).resolve().parent)


class Ways(Suite):
    name = "ways"

    def all_cases(self):
        table = Table(Case, kernels=("kdump",))
        for way in WAYS:
            table.case(way)
        table.full("also", not_in={"6.12": "never"})
        table.full("flying", needs="wings")
        table.case("foreign", kernels=("classic",))
        return table.cases

    def run_case(self, case, folder):
        return WAYS[case.name]()


class HarnessTest(unittest.TestCase):
    def setUp(self):
        signal.alarm(30)
        self.addCleanup(signal.alarm, 0)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.settings = replace(Settings.from_environment(), base="6.12",
                                flavour="kdump", out=self.folder)
        self.out = io.StringIO()
        self.tap = Tap(self.out)


class SuiteTest(HarnessTest):
    def results(self, *words):
        Ways(self.settings, self.tap).run(*words)
        return [line for line in self.out.getvalue().splitlines()
                if "ok - " in line]

    def test_each_end_is_told_in_order(self):
        lines = self.results("", True)
        self.assertEqual([line.partition(",")[0] for line in lines],
                         ["ok - ways: passes", "not ok - ways: returns",
                          "not ok - ways: raises", "not ok - ways: breaks",
                          "not ok - ways: dies",
                          "ok - ways: also # SKIP Linux 6.12: never",
                          "ok - ways: flying # SKIP "
                          f"{self.settings.arch.name} has no wings"])
        self.assertIn("# its words\n", self.out.getvalue())
        self.assertIn("ZeroDivisionError", self.out.getvalue())
        self.assertEqual(self.tap.counts, [1, 4, 2])
        self.assertEqual(self.tap.summary(), 1)
        self.assertTrue(self.out.getvalue().endswith(
            "\n1 passed, 4 failed, 2 skipped\n"))

    def test_other_values_on_an_architecture(self):
        case = Case(name="it", cpus=3, on={self.settings.arch.name: {"cpus": 5},
                                           "another": {"cpus": 7}})
        self.assertEqual(case.for_arch(self.settings.arch).cpus, 5)
        self.assertEqual(case.cpus, 3)

    def test_what_is_asked_for(self):
        self.assertEqual(len(self.results()), 5)
        self.assertEqual(len(self.results("^passes$")), 6)
        self.assertRaises(HarnessError, self.results, "foreign")

    def test_a_part_that_ends_early_counts(self):
        log = self.folder / "log"
        with self.assertRaises(HarnessError), parts.logged(self.tap,
                                                           log) as own:
            own.streams = own.streams[1:]
            own.not_ok("it")
            raise HarnessError
        self.assertEqual(self.tap.counts, [0, 1, 0])
        self.assertTrue(log.read_text().endswith("\n0 passed, 1 failed\n"))

    def test_a_base_that_debian_has_no_more_is_skipped(self):
        settings = replace(self.settings, base="7.2", ksrc="", tree="",
                           cache=self.folder)
        with mock.patch.object(parts, "install"), \
                mock.patch.object(trees, "download",
                                  side_effect=trees.NoSource("gone\n  so")), \
                contextlib.redirect_stdout(self.out):
            self.assertEqual(parts.run(["check"], False, settings), 0)
        self.assertEqual(self.out.getvalue(),
                         "ok - Linux 7.2 # SKIP gone\n"
                         "0 passed, 0 failed, 1 skipped\n")

    def test_a_program_that_breaks_is_a_failure(self):
        self.tap.run(["sh", "-c", "echo 'ok - one'; echo noise; exit 3"])
        self.tap.run(["echo", "not ok - two"])
        self.assertEqual(self.tap.counts, [1, 2, 0])
        self.assertNotIn("noise", self.out.getvalue())


class Several(Suite):
    """Cases that tell when they ran."""
    name = "several"

    def all_cases(self):
        table = Table(Case)
        for name, alone in (("a", False), ("b", True), ("c", False),
                            ("d", False)):
            table.case(name, alone=alone)
        return table.cases

    def run_case(self, case, folder):
        start = time.monotonic()
        time.sleep(0.2)
        (folder / "time").write_text(f"{start} {time.monotonic()}")


class Late(Several):
    """What ran has ended before it is waited for."""

    def _has_room(self, case, running):
        room = super()._has_room(case, running)
        for run in running:
            run.process.join()
        return room


class Lines(LinesSuite):
    name = "lines"

    def all_cases(self):
        return [Case(name="told"), Case(name="raises")]

    def run_case(self, case, folder):
        print("ok - one\nnoise\nnot ok - two\n# why\nok - three # SKIP no")
        if case.name == "raises":
            fail("its words")


class OtherSuitesTest(HarnessTest):
    def test_alone(self):
        suite = Several(self.settings, self.tap)
        suite.run()
        times = {case.name: [float(word) for word in (
            suite.folder(case) / "time").read_text().split()]
            for case in suite.all_cases()}
        self.assertLess(times["a"][1], times["b"][0])
        self.assertLess(times["b"][1], times["c"][0])
        self.assertLess(times["d"][0], times["c"][1])

    def test_ended_before_the_wait(self):
        Late(self.settings, self.tap).run()
        self.assertEqual(self.tap.counts, [4, 0, 0])

    def test_lines(self):
        Lines(self.settings, self.tap).run()
        self.assertEqual(self.tap.counts, [2, 3, 2])
        self.assertIn("not ok - two\n# why\nok - three # SKIP no\n",
                      self.out.getvalue())
        self.assertNotIn("\nnoise", self.out.getvalue())
        self.assertIn("not ok - lines: raises", self.out.getvalue())


SENTENCE = "crashkernel=64M: reserved 64 MiB below 4 GiB: 0x1b000000-0x1effffff"
REPORT = "".join(f"begin {name}\n{text}end {name} 0\n" for name, text in (
    ("log", f"[    0.000000] kdump: {SENTENCE}\n"), ("nodes", "0\n"),
    ("ckr-size", "67108864\n"),
    ("iomem", "00100000-1fffffff : System RAM\n"
              "  1b000000-1effffff : Crash kernel\n"),
    ("sentence", SENTENCE + "\n"), ("size", "67108864\n"), ("loaded", "0\n"),
    ("memory", "MemTotal:  400000 kB\nMemFree:   300000 kB\n"),
    ("kept", "count: 0\n"), ("lent", ""), ("folder", "0\n67108864\n"),
    ("later-log", "")))
# The same with memory that is lent, in two pieces.
LENT_REPORT = REPORT.replace(SENTENCE, SENTENCE + "; crashkernel=48M,cma: 36 MiB "
    "lent to user space: 0x10000000-0x11ffffff, 0x2000000-0x23fffff; there is no "
    "place for the other 12 MiB").replace(
        "begin lent\n", "begin lent\n10000000-11ffffff\n02000000-023fffff\n"
    ).replace("end folder", "10000000-11ffffff\n02000000-023fffff\nend folder")
# And after a step that gave half of it back, of which Slab took some.
SHRUNK = REPORT.replace("begin later-log", (
    "begin step:33554432\nend step:33554432 0\n" +
    REPORT[REPORT.index("begin iomem"):REPORT.index("begin later-log")]
    .replace("reserved 64 MiB", "reserved 32 MiB").replace("1effffff", "1cffffff")
    .replace("67108864", "33554432").replace("400000 kB", "432768 kB")
    .replace("300000 kB", "322768 kB\nSlab: 10000 kB")) + "begin later-log")


class ReserveTest(unittest.TestCase):
    def failures(self, text=REPORT, want="64M:low", steps=""):
        case = ReserveCase(name="", number=1, words="crashkernel=64M",
                           want=want, steps=steps)
        with tempfile.NamedTemporaryFile("w") as log:
            for line in text.splitlines():
                mark = "guest: " * line.startswith(("begin ", "end "))
                log.write(f"[    0.000] {mark}{line}\n")
            log.flush()
            checks = Checks(case, Report(log.name), Arch.current())
        with contextlib.redirect_stdout(io.StringIO()):
            checks.all()
        return checks.failed

    def test_all_tell_the_same(self):
        self.assertEqual(self.failures(), 0)

    def test_each_of_them_can_be_wrong(self):
        for old, new in (("67108864\nend size", "4096\nend size"),
                         ("67108864\nend ckr", "4096\nend ckr"),
                         ("1b000000-1effffff : C", "1b000000-1dffffff : C"),
                         ("64 MiB below", "65 MiB below"),
                         ("begin later-log", "begin later-log\n[ 1.0] Oops"),
                         ("begin lent", "begin lent\n2000000-23fffff"),
                         ("0\n67108864\nend f", "1\n67108864\nend f"),
                         ("0\nend nodes", "0-1\nend nodes")):
            self.assertIn(old, REPORT)
            self.assertNotEqual(self.failures(REPORT.replace(old, new)), 0,
                                old)
        for want in ("32M:low", "64M:high", "64M@512M", "64M:low+64M",
                     "nothing", "ignored:13", "", "64M:low 64M:low",
                     "64M:low~32M"):
            self.assertNotEqual(self.failures(want=want), 0, want)

    def test_memory_is_given_back(self):
        steps = "33554432>32M"
        self.assertEqual(self.failures(SHRUNK, steps=steps), 0)
        for old, new in (("432768 kB", "432764 kB"), ("Slab", "Lost"),
                         ("322768 kB", "312768 kB")):
            self.assertIn(old, SHRUNK)
            text = SHRUNK.replace(old, new)
            self.assertNotEqual(self.failures(text, steps=steps), 0, old)

    def test_lent_memory(self):
        want = "64M:low~32M~4M"
        self.assertEqual(self.failures(LENT_REPORT, want), 0)
        for old, new in (("36 MiB lent", "32 MiB lent"),
                         (", 0x2000000", ", 0x1000000"),
                         ("  1b000000", "  11800000-118fffff : Reserved\n  1b000000"),
                         ("\n10000000-11ffffff\n02", "\n20000000-21ffffff\n02")):
            text = LENT_REPORT.replace(old, new)
            self.assertNotEqual(self.failures(text, want), 0, old)
        for want in ("64M:low", "64M:low~36M", "64M:low~4M~32M"):
            self.assertNotEqual(self.failures(LENT_REPORT, want), 0, want)


class VmcoreFileTest(unittest.TestCase):
    """Another machine's dump: 32 bits, big-endian."""

    def test_foreign_dump(self):
        arch = copy.copy(Arch.current())
        arch.elf_class, arch.elf_data, arch.elf_machine = 1, 2, 22
        arch.registers = ["a", "b", "c"]
        status = struct.pack(">24xi44xIIII", 7, 1, 2, 3, 0)
        note = struct.pack(">III8s", 5, len(status), 1, b"CORE") + status
        start = 52 + 2 * 32
        data = struct.pack(">16sHHIIIIIHHHHHH", b"\x7fELF\1\2\1", 4, 22, 1, 0,
                           52, 0, 0, 52, 32, 2, 0, 0, 0)
        data += struct.pack(">IIIIIIII", 4, start, 0, 0, len(note), len(note),
                            0, 0)
        data += struct.pack(">IIIIIIII", 1, start + len(note), 0xc0001000,
                            0x1000, 4, 8, 6, 0)
        with tempfile.NamedTemporaryFile() as file:
            file.write(data + note + b"abcd")
            file.flush()
            dump = VmcoreFile(file.name, arch)
            self.assertRaises(DumpError, VmcoreFile, file.name)
        self.assertEqual(dump.prstatus(), [(7, {"a": 1, "b": 2, "c": 3})])
        self.assertEqual(dump.loads()[0].virtual, 0xc0001000)
        self.assertEqual(dump.loads()[0].flags, 6)
        self.assertEqual(dump.read_physical(0x1002, 6), b"cd" + bytes(4))


class ClientsTest(unittest.TestCase):
    def test_what_is_known_is_explained(self):
        text = (ROOT / "Documentation/kdump/clients.rst").read_text()
        for one in KNOWN:
            self.assertIn(f"\n.. [#{one.name}] ", text)


CONSOLE = """\
some words of the kernel
KTAP version 1
1..2
    KTAP version 1
    # Subtest: kdump_note
    # module: note_kunit
    1..3
    ok 1 fine
    # worse: EXPECTATION FAILED at note_kunit.c:7
    Expected 1 == 2
    not ok 2 worse
    ok 3 left # SKIP not here
# kdump_note: pass:1 fail:1 skip:1 total:3
# Totals: pass:1 fail:1 skip:1 total:3
not ok 1 kdump_note
    KTAP version 1
    # Subtest: kdump_plan
    1..1
    ok 1 fine
ok 2 kdump_plan
"""


def case(name, status):
    return {"name": name, "status": status}


def group(name, cases, groups=()):
    return {"name": name, "test_cases": cases, "sub_groups": list(groups)}


class KunitTest(HarnessTest):
    def setUp(self):
        super().setUp()
        self.kunit = kunit.Kunit(self.settings, "um")
        self.kunit.out.mkdir()

    def report(self, pattern, console, *groups):
        self.kunit.log("result.json").write_text(
            json.dumps(group("main", [case("", "ERROR")], groups)), "utf-8")
        self.kunit.report(self.tap, pattern, console)
        return self.out.getvalue().splitlines()

    def test_suites_are_counted_by_tests(self):
        plan = group("kdump_plan", [case("fine", "PASS")], [group(
            "rows", [case("1", "PASS"), case("2", "SKIP")])])
        self.assertEqual(self.report("kdump_plan", CONSOLE, plan),
                         ["ok - kunit kdump_plan (3 tests)"])
        self.assertEqual(self.tap.counts, [2, 0, 1])

    def test_failures_come_with_the_words_of_the_console(self):
        note = group("kdump_note", [case("fine", "PASS"),
                                    case("worse", "FAIL")])
        self.assertEqual(self.report("kdump_note", CONSOLE, note), [
            "not ok - kunit kdump_note (1 of 2 tests failed)",
            "# worse: FAIL",
            "#     # worse: EXPECTATION FAILED at note_kunit.c:7",
            "#     Expected 1 == 2",
            "#     not ok 2 worse",
            "# # kdump_note: pass:1 fail:1 skip:1 total:3",
            "# not ok 1 kdump_note"])
        self.assertEqual(self.tap.counts, [1, 1, 0])

    def test_suite_that_was_cut_short(self):
        note = group("kdump_note", [
            case("fine", "PASS"), case("", "ERROR"),
        ], [group("rows", [case("", "ERROR")])])
        lines = self.report("kdump_note", CONSOLE, note)
        self.assertEqual(lines[:3], [
            "not ok - kunit kdump_note (2 of 3 tests failed)",
            "# a test that did not end: ERROR",
            "# rows: a test that did not end: ERROR"])

    def test_suite_that_is_missing(self):
        note = group("kdump_note", [case("fine", "PASS")])
        lines = self.report("kdump_n*", CONSOLE, note)
        self.assertEqual(lines, ["ok - kunit kdump_note (1 tests)"])
        lines = self.report("kdump_[np]*", "Kernel panic", note)
        self.assertIn("not ok - kunit kdump_plan (did not run to its end)",
                      lines)
        self.assertIn("# Kernel panic", lines)
        self.assertGreater(self.tap.counts[1], 0)

    def test_suite_that_only_the_console_shows(self):
        lines = self.report("kdump_*", CONSOLE, group(
            "kdump_new", [case("fine", "FAIL")]))
        self.assertIn("not ok - kunit kdump_new (1 of 1 tests failed)", lines)

    def test_nothing_matches(self):
        with self.assertRaisesRegex(HarnessError, "kdump_note"):
            self.report("nothing", CONSOLE)

    def test_machines(self):
        self.assertEqual(kunit.machines_of("s390"), ("s390",))
        self.assertEqual(set(kunit.machines_of("all")), set(kunit.MACHINES))
        with self.assertRaises(HarnessError):
            kunit.machines_of("vax")


def bench_log(**figures):
    return "\n".join(f"[  1.0] [ 0.5] guest: bench {name.replace('_', '-')} "
                     f"{cost} {amount}"
                     for name, (cost, amount) in figures.items())


def row_of(logs, title, base="6.12"):
    return {line["figure"]: line for line in results.rows(logs, base)}[title]


def load_logs(classic, ours):
    return {"classic": {"load": bench_log(kexec_s=(classic, 1))},
            "kdump": {"load": bench_log(kexec_s=(ours, 1))}}


class BenchParseTest(unittest.TestCase):
    def test_lines(self):
        self.assertEqual(results.parse("[ 1.0] guest: bench copy 5 2\r\n"
                                       "guest: bench half 5\n"
                                       "guest: bench none 5 0\n"),
                         {"copy": (5, 2)})

    def test_amount_divides(self):
        figure = results.Figure("t", "u", 10, "l", "read")
        self.assertEqual(results.value(figure, {"read": (600, 3)}), 20)

    def test_since_is_subtracted(self):
        figure = results.Figure("t", "u", 1, "l", "clock", since="trigger")
        self.assertEqual(results.value(figure, {"clock": (90, 1),
                                                "trigger": (50, 1)}), 40)
        self.assertIsNone(results.value(figure, {"clock": (90, 1)}))

    def test_lines_from_others(self):
        lines = {"written-31": (4 << 20, 1), "kept-31": (1 << 20, 1),
                 "copy": (300, 3), "extents-31": (50, 7)}
        self.assertEqual(results.worked_out(lines), {"least-31": (450, 1)})
        self.assertEqual(results.worked_out({"copy": (300, 3)}), {})

    def test_the_least_of_several_rounds(self):
        lines = {"threads-2-1": (7, 1), "threads-2-2": (6, 1),
                 "threads-2-3": (9, 1), "memory-2": (1, 1)}
        self.assertEqual(results.worked_out(lines), {"threads-2": (6, 1)})


class BenchClocksTest(unittest.TestCase):
    def test_crooked(self):
        logs = {"kdump": {"straight": bench_log(ratio=(103, 100)),
                          "slow": bench_log(ratio=(106, 100)),
                          "silent": bench_log(copy=(1, 5))}}
        self.assertEqual(list(results.crooked(logs)), ["kdump/slow"])


class BenchGoalsTest(unittest.TestCase):
    def test_times(self):
        for ours, met in ((1000, True), (1001, False)):
            line = row_of(load_logs(1000, ours), "kexec -p -s")
            self.assertEqual(line["goals"][0]["met"], met)

    def test_older_base(self):
        logs = {"classic": {"read-1024": bench_log(read_4k=(35, 1))},
                "kdump": {"read-1024": bench_log(read_4k=(10, 1))}}
        for base, met in (("6.12", False), ("6.1", True)):
            line = row_of(logs, "read 4 KiB, 1 GiB", base)
            self.assertEqual(line["goals"][0]["met"], met)

    def test_another_machine(self):
        goal = results.Goal("times", 10, arm64=1)
        for arch, met in (("x86_64", False), ("arm64", True)):
            self.assertEqual(goal.on("6.12", arch).met(2, 1, {}), met)

    def test_part(self):
        goal = results.Goal("part", 0.6)
        self.assertTrue(goal.met(10, 6, {}))
        self.assertFalse(goal.met(10, 7, {}))

    def test_near(self):
        goal = results.Goal("near", 1.25, "copy")
        self.assertTrue(goal.met(1, 125, {"copy": 100}))
        self.assertFalse(goal.met(1000, 126, {"copy": 100}))
        self.assertIsNone(goal.met(1000, 126, {}))

    def test_below(self):
        goal = results.Goal("below", 1024)
        self.assertTrue(goal.met(None, 1023, {}))
        self.assertFalse(goal.met(None, 1024, {}))

    def test_what_others_are_named_exists(self):
        titles = [figure.title for figure in results.FIGURES]
        self.assertEqual(len(titles), len(set(titles)))
        for figure in results.FIGURES:
            for goal in figure.goals:
                if goal.other:
                    self.assertIn(goal.other, titles)


class BenchTableTest(unittest.TestCase):
    def test_only_what_was_asked_for(self):
        titles = {line["figure"] for line in results.rows(load_logs(2, 1))}
        self.assertIn("kexec -p -c", titles)
        self.assertNotIn("smallest crashkernel=", titles)

    def test_missing_figure_fails(self):
        table = results.rows(load_logs(1000, 1))
        self.assertFalse(results.good(table))

    def test_zero_is_no_division(self):
        line = row_of(load_logs(5, 0), "kexec -p -s")
        self.assertIsNone(line["ratio"])
        self.assertTrue(line["goals"][0]["met"])

    def test_words(self):
        out = io.StringIO()
        results.print_table(results.rows(load_logs(4000000, 2000000)), out)
        self.assertRegex(out.getvalue(),
                         r"kexec -p -s +M insns +4 +2 +2\.00  1 times "
                         r"as good: met")


if __name__ == "__main__":
    unittest.main()
