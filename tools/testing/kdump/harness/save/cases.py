# SPDX-License-Identifier: GPL-2.0-only
"""What kdump_save has to do, a function for each row."""
import os
import signal
import stat
import subprocess
import time

from ..case import Table, require
from . import dumps, filtered, log, refused
from .case import SaveCase
from .dumps import GOOD, PAGE
from .kdump_file import INCOMPLETE as MARK
from .kdump_file import STATUS, KdumpFile, check_file
from .program import FAILED, INCOMPLETE, PARTLY, USAGE

CASES = Table(SaveCase)
ELF_FLAGS = 48
SAVED_AT = "2023-11-14-221320"


def row(name, **keys):
    def add(function):
        CASES.case(name, check=function, **keys)
        return function
    return add


def write(program, dump):
    return program.write("source", dump.file())


@row("ELF")
def elf(program):
    """Byte for byte the same, with holes."""
    for make in (*GOOD.values(), dumps.narrow, dumps.large):
        dump = make()
        data = dump.file()
        program.write("source", data)
        for words in ((), ("-j", 1), ("-d", 0)):
            program.run("-E", *words, "-o", "copy", "source")
            require(program.read("copy") == data,
                    f"{make.__name__}: the copy differs")
            (program.folder / "copy").unlink()
    program.run("-E", "-o", "copy", "--json", "result.json", "source")
    zeros = sum(dump.page(pfn) == bytes(PAGE) for pfn in dump.pfns())
    blocks = (program.folder / "copy").stat().st_blocks * 512
    require(zeros and blocks < len(dump.file()) - zeros * PAGE * 9 // 10,
            f"{blocks} bytes on the disk, with {zeros} pages of zeros")
    require(program.told()["zero_bytes"] >= zeros * PAGE, "not all zeros found")


@row("compressed")
def compressed(program):
    for name, make in GOOD.items():
        dump = make()
        write(program, dump)
        for option in STATUS:
            program.run(option, "-o", "copy", "source")
            pages = check_file(program.folder / "copy", dump, option)
            print(f"{name}, {option}: {pages} pages")
            (program.folder / "copy").unlink()


@row("more segments than an ELF header counts")
def many_segments(program):
    dump = dumps.scattered()
    data = dump.file()
    program.write("source", data)
    program.run("-E", "-o", "copy", "source")
    require(program.read("copy") == data, "the copy differs")
    program.run("-l", "-o", "small", "source")
    file = KdumpFile(program.folder / "small")
    file.check_header(dump, "-l")
    file.check_bitmaps(dump.pfns())


@row("threads")
def threads(program):
    dump = dumps.large()
    write(program, dump)
    for count in (1, 2, 3, 8):
        program.run("-j", count, "-o", "copy", "--json", "result.json",
                    "source")
        check_file(program.folder / "copy", dump, "-z")
        require(program.told()["threads"] == count, "another number of threads")
        (program.folder / "copy").unlink()


@row("flattened")
def flattened(program):
    """makedumpfile -R puts it in order, of each format."""
    dump = dumps.simple()
    write(program, dump)
    path = program.rearranged(program.run("-E", "-o", "-", "source"))
    require(path.read_bytes() == dump.file(), "the ELF file differs")
    for option in STATUS:
        path = program.rearranged(program.run(option, "-o", "-", "source"))
        check_file(path, dump, option)
    program.run("-F", "-o", "flat", "source")
    check_file(program.rearranged(program.read("flat")), dump, "-z")


@row("called as makedumpfile is")
def as_makedumpfile(program):
    """What core_collector of kdump-utils says."""
    dump = dumps.simple()
    write(program, dump)
    program.run("-l", "source", "copy")
    check_file(program.folder / "copy", dump, "-l")
    stream = program.run("-F", "-l", "source")
    check_file(program.rearranged(stream), dump, "-l")


@row("several targets")
def several(program):
    """A device is written to as it is, and has no other name meanwhile."""
    dump = dumps.simple()
    write(program, dump)
    stream = program.run("-E", "-o", "one", "-o", "two", "-o", "-", "-o",
                         "/dev/null", "source")
    for data in (program.read("one"), program.read("two"),
                 program.rearranged(stream, "three").read_bytes()):
        require(data == dump.file(), "a copy differs")


@row("a dead target")
def dead_target(program):
    dump = dumps.simple()
    write(program, dump)
    program.run("-o", "/dev/full", "-o", "copy", "--json", "result.json",
                "source", want=PARTLY)
    program.said("/dev/full: writing: No space left on device",
                 "copy is complete")
    check_file(program.folder / "copy", dump, "-z")
    states = [one["state"] for one in program.told()["targets"]]
    require(states == ["failed", "complete"], f"the states are {states}")
    program.run("-o", "/dev/full", "-o", "missing/copy", "source", want=FAILED)
    program.said("missing/copy: opening: No such file or directory")


def on_small_disk(program, megabytes, *words, want):
    """In a name space of its own, with a file system of that size at disk/; what
    is there at the end comes to kept/."""
    for name in ("disk", "kept"):
        (program.folder / name).mkdir(exist_ok=True)
    script = (f"mount -t tmpfs -o size={megabytes}M tmpfs disk && "
              '{ "$@"; status=$?; cp -r disk/. kept/; exit $status; }')
    program.run(*words, want=want,
                under=("unshare", "-rm", "sh", "-c", script, "sh"))


def readable_part(program, dump, option, name):
    """Pages that are there are right, and the file says that some are not."""
    file = KdumpFile(program.folder / name)
    require(file.status == STATUS[option] | MARK,
            f"the status is {file.status:#x}")
    wrong, missing = file.wrong_pages(dump, dump.pfns())
    there = len(dump.pfns()) - wrong - missing
    require(not wrong and there and missing,
            f"{there} pages are there, {wrong} wrong, {missing} missing")


@row("a full disk")
def full_disk(program):
    dump = dumps.quiet()
    write(program, dump)
    on_small_disk(program, 8, "--partial", "-j", 2, "-o", "disk/copy",
                  "source", want=INCOMPLETE)
    program.said("No space left on device", "copy.incomplete is incomplete")
    program.there("kept/copy.incomplete")
    readable_part(program, dump, "-z", "kept/copy.incomplete")


@row("a full disk, ELF")
def full_disk_elf(program):
    dump = dumps.quiet()
    write(program, dump)
    on_small_disk(program, 8, "--partial", "-E", "-o", "disk/copy", "source",
                  want=INCOMPLETE)
    data, whole = program.read("kept/copy.incomplete"), dump.file()
    require(data[ELF_FLAGS] == 1, "e_flags do not say that it is incomplete")
    require(len(data) == len(whole), "it has another size")
    same = sum(data[at:at + PAGE] == whole[at:at + PAGE]
               for at in range(PAGE, len(whole), PAGE))
    zero = sum(not any(data[at:at + PAGE])
               for at in range(PAGE, len(whole), PAGE))
    require(same > 1000 and (same + zero) * PAGE == len(whole) - PAGE,
            f"{same} pages are right, {zero} are zeros")


@row("does not fit")
def does_not_fit(program):
    """Known before the first byte; what compresses well does fit."""
    write(program, dumps.quiet())
    on_small_disk(program, 8, "-o", "disk/copy", "source", want=FAILED)
    program.said("8 MiB are free", "--partial writes what fits")
    on_small_disk(program, 40, "--free", "30M", "-o", "disk/copy", "source",
                  want=FAILED)
    program.said("30 MiB of them to be left so")
    program.write("source", dumps.Dump([dumps.Piece(
        0x100000, b"0123456789abcdef" * (1 << 20))]).file())
    on_small_disk(program, 8, "-o", "disk/copy", "source", want=0)


@row("a broken pipe")
def broken_pipe(program):
    write(program, dumps.quiet())
    command = program.command("-o", "-", "-o", "copy", "source")
    with subprocess.Popen(command, cwd=program.folder, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as running:
        running.stdout.read(100000)
        running.stdout.close()
        program.words = running.stderr.read().decode()
    program.ended(running.returncode, PARTLY, command)
    program.said("-: writing: Broken pipe", "copy is complete")
    check_file(program.folder / "copy", dumps.quiet(), "-z")


@row("a signal")
def ended_by_signal(program):
    """It comes while a pipe that is not read stops the program."""
    dump = dumps.quiet()
    write(program, dump)
    command = program.command("-l", "-j", 1, "-o", "copy", "-o", "-", "source")
    with subprocess.Popen(command, cwd=program.folder, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as running:
        stream = running.stdout.read(3 << 20)
        running.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        stream += running.stdout.read()
        program.words = running.stderr.read().decode()
    program.ended(running.returncode, INCOMPLETE, command)
    require(len(stream) < 12 << 20, "it went on to the end")
    program.rearranged(stream)
    for name in ("copy.incomplete", "rearranged"):
        readable_part(program, dump, "-l", name)


@row("folders")
def folders(program):
    """By the date of the crash; the oldest go, if all of them is ours."""
    dump = dumps.simple()
    write(program, dump)
    for name, files in (("2020-01-01-000000", ("vmcore", "dmesg.txt")),
                        ("2021-01-01-000000-1", ("vmcore.incomplete",)),
                        ("2022-01-01-000000", ("vmcore", "mine")),
                        ("2099-01-01-000000", ("vmcore",)), ("old", ("mine",))):
        (program.folder / "crash" / name).mkdir(parents=True)
        for one in files:
            (program.folder / "crash" / name / one).write_text("")
    program.run("-o", "crash", "--keep", 2, "source", env=os.environ | {
        "TZ": "UTC"})
    program.said("2022-01-01-000000 stays: Directory not empty")
    path = program.folder / f"crash/{SAVED_AT}/vmcore"
    program.there(f"crash/{SAVED_AT}/vmcore", "crash/old/mine",
                  "crash/2022-01-01-000000/mine",
                  "crash/2099-01-01-000000/vmcore")
    check_file(path, dump, "-z")
    require(stat.S_IMODE(path.stat().st_mode) == 0o600, "others may read it")
    program.run("-E", "-o", "new/", "-o", "crash", "source",
                env=os.environ | {"TZ": "UTC"})
    for name in (f"new/{SAVED_AT}/vmcore", f"crash/{SAVED_AT}-1/vmcore"):
        require(program.read(name) == dump.file(), f"{name} differs")


@row("nothing is written over")
def written_over(program):
    write(program, dumps.simple())
    program.write("copy", b"of another crash")
    program.run("-o", "copy", "source", want=FAILED)
    program.said("copy: opening: File exists")
    require(program.read("copy") == b"of another crash", "it is another one")
    program.write("other.incomplete", bytes(10 << 20))
    program.run("-o", "other", "source")
    program.there("copy", "other")


@row("wrong usage")
def wrong_usage(program):
    write(program, dumps.simple())
    for words, says in (
            ((), "where to?"), (("-d", "64", "-o", "copy"), "from 0 to 63"),
            (("-d", "-1", "-o", "copy"), "from 0 to 63"),
            (("-d", "x", "-o", "copy"), "from 0 to 63"),
            (("-j", "0", "-o", "copy"), "from 1 to 256"),
            (("-o", "copy", "--free", "1X"), "must be a size"),
            (("-o", "copy", "--free", "99999999999999G"), "must be a size"),
            (("-o", "copy", "--keep", "0"), "from 1 to"),
            (("-o", "copy", "--what"), "unrecognized option"),
            (("one", "two"), "source: more than SOURCE and TARGET"),
            (("-o", "copy") * 9, "at most 8 targets")):
        program.run(*words, "source", want=USAGE)
        program.said(says)
    require(b"usage: kdump_save" in program.run("--help"), "no help")


@row("no filter")
def no_filter(program):
    """A file is what it is: never a dump that is not filtered as asked for."""
    dump = write(program, dumps.simple())
    for level in (2, 31, 63):
        program.run("-d", level, "-o", "copy", "--dmesg", "log", dump,
                    want=FAILED)
        program.said(f"-d {level}", "makedumpfile")
    require(not (program.folder / "copy").exists(), "a dump was written")


@row("filter")
def with_filter(program):
    filtered.check(program)


@row("refused")
def refused_files(program):
    print(f"{refused.check(program)} files are refused with words")


@row("memory")
def little_memory(program):
    """2 MiB, and 2 MiB for each thread. What a sanitizer needs does not count,
    so this is the program as it is."""
    program.path = program.path.parent.parent / "kdump_save"
    write(program, dumps.large())
    for option in ("-E", *STATUS):
        for count in (1, 4):
            program.run(option, "-j", count, "-o", "/dev/null", "--json",
                        "result.json", "source")
            peak = program.told()["peak_kib"]
            print(f"{option}, {count} threads: {peak} KiB")
            require(0 < peak < 2048 * (1 + count), f"{peak} KiB with {count}")


@row("kernel log")
def kernel_log(program):
    log.check(program)
