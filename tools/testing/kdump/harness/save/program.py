# SPDX-License-Identifier: GPL-2.0-only
"""Runs kdump_save, built with the sanitizers, in the folder of a case."""
import json
import subprocess
from pathlib import Path

from ..case import require

SAVED, FAILED, USAGE, INCOMPLETE, PARTLY = range(5)


class Program:
    """A run's files are in the folder; words are those of the last run."""

    def __init__(self, path, folder):
        self.path = path
        self.folder = folder
        self.words = ""

    def write(self, name, data):
        path = self.folder / name
        path.write_bytes(data)
        return path

    def read(self, name):
        return (self.folder / name).read_bytes()

    def command(self, *words):
        return [str(self.path), *(str(word) for word in words)]

    def run(self, *words, want=SAVED, under=(), **options):
        """Returns what came to the standard output."""
        done = subprocess.run([*under, *self.command(*words)], timeout=120,
                              capture_output=True, cwd=self.folder,
                              check=False, **options)
        self.words = done.stderr.decode(errors="replace")
        self.ended(done.returncode, want, words)
        return done.stdout

    def ended(self, status, want, words):
        require(status == want, f"status {status}, not {want}, of "
                f"{' '.join(map(str, words))}:\n{self.words[-3000:]}")

    def said(self, *wanted):
        for one in wanted:
            require(one in self.words, f"no '{one}' in: {self.words}")

    def told(self, name="result.json"):
        return json.loads((self.folder / name).read_text())

    def there(self, *names):
        """No more and no less is in the folder than what is named."""
        found = sorted(str(path.relative_to(self.folder))
                       for path in self.folder.rglob("*") if path.is_file()
                       and path.name not in ("check.log", "source"))
        require(found == sorted(names), f"there are {found}, not "
                                        f"{sorted(names)}")

    def rearranged(self, stream, name="rearranged"):
        """What makedumpfile -R makes of a flattened dump."""
        path = Path(self.folder) / name
        path.unlink(missing_ok=True)
        done = subprocess.run(["makedumpfile", "-R", path], input=stream,
                              capture_output=True, timeout=120, check=False)
        require(done.returncode == 0, f"makedumpfile -R ended with status "
                f"{done.returncode}: {done.stdout + done.stderr}")
        return path
