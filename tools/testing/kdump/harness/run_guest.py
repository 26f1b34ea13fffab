# SPDX-License-Identifier: GPL-2.0-only
"""Boots a guest from the command line; the exit status is that of guest.End."""
import argparse
import signal
import sys
from pathlib import Path

from .arch import Arch
from .guest import Guest


def main():
    parser = argparse.ArgumentParser(
        description="Boots a guest and follows its console.")
    parser.add_argument("--kernel", required=True)
    parser.add_argument("--initrd", required=True)
    parser.add_argument("--append", default="")
    parser.add_argument("--memory", default="512M",
                        help="QEMU's -m; for hotplug with ,slots=,maxmem=")
    parser.add_argument("--cpus", type=int, default=2)
    parser.add_argument("--cpu", default="", help="QEMU's CPU model")
    parser.add_argument("--icount", action="store_true",
                        help="make a nanosecond an instruction")
    parser.add_argument("--qemu", action="append", default=[],
                        metavar="WORDS", help="more options for QEMU")
    parser.add_argument("--disk", type=Path, help="raw file to be /dev/vda")
    parser.add_argument("--console", required=True, help="the log to write")
    parser.add_argument("--silence", type=float, default=60)
    parser.add_argument("--limit", type=float, default=300)
    parser.add_argument("--show", help="pattern of the lines to print, too")
    # Python dies of these without a word to "finally", and QEMU would stay.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))
    options = vars(parser.parse_args())
    console = options.pop("console")
    return Guest(Arch.current(), **options).boot(console)


if __name__ == "__main__":
    sys.exit(main())
