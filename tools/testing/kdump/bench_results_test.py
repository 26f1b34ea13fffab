# SPDX-License-Identifier: GPL-2.0-only
"""Tests of harness/bench_results.py."""
import io
import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
# pylint: disable=wrong-import-position
from harness import bench_results as results  # noqa: E402


def log(**figures):
    return "\n".join(f"[  1.0] [ 0.5] guest: bench {name.replace('_', '-')} "
                     f"{cost} {amount}"
                     for name, (cost, amount) in figures.items())


def row_of(logs, title, base="6.12"):
    return {line["figure"]: line for line in results.rows(logs, base)}[title]


def load_logs(classic, ours):
    return {"classic": {"load": log(kexec_s=(classic, 1))},
            "kdump": {"load": log(kexec_s=(ours, 1))}}


class Parse(unittest.TestCase):
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


class Clocks(unittest.TestCase):
    def test_crooked(self):
        logs = {"kdump": {"straight": log(ratio=(103, 100)),
                          "slow": log(ratio=(106, 100)),
                          "silent": log(copy=(1, 5))}}
        self.assertEqual(list(results.crooked(logs)), ["kdump/slow"])


class Goals(unittest.TestCase):
    def test_times(self):
        for ours, met in ((100, True), (101, False)):
            line = row_of(load_logs(1000, ours), "kexec -p -s")
            self.assertEqual(line["goals"][0]["met"], met)

    def test_older_base(self):
        logs = {"classic": {"read-1024": log(read_4k=(35, 1))},
                "kdump": {"read-1024": log(read_4k=(10, 1))}}
        for base, met in (("6.12", False), ("6.1", True)):
            line = row_of(logs, "read 4 KiB, 1 GiB", base)
            self.assertEqual(line["goals"][0]["met"], met)

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


class Table(unittest.TestCase):
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
                         r"kexec -p -s +M insns +4 +2 +2\.00  10 times "
                         r"as good: NOT MET")


if __name__ == "__main__":
    unittest.main()
