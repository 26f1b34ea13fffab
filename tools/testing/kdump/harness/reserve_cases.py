# SPDX-License-Identifier: GPL-2.0-only
"""Boots with crashkernel=, and what must come of each.

    boot(MEMORY, WORDS, WANT, KEY=VALUE...)     see reserve.py
    value(VALUE, WANT, KEY=VALUE...)            crashkernel=VALUE in 4 GiB, of
                                                which 1 is above 4 GiB (on
                                                riscv64 it is 2)
    values(WANT, VALUE...)                      the same for each of them
    fixed(VALUE, WANT, KEY=VALUE...)            the same with nokaslr: it keeps
                                                the kernel, which may be
                                                anywhere, out of the place that
                                                is wanted

In words and wants, {1G} is 1 GiB after the begin of memory, and {low} as much
low memory as this machine reserves beside a high region.
"""
import re

from .arch import Arch
from .case import Table
from .reserve import ReserveCase
from .reserve_report import parse_size

ARCH = Arch.current()
TABLE = Table(ReserveCase)
PLACE = re.compile(r"\{(\w+)\}")


def placed(match):
    """Written as it is in the table, for the machine's first address."""
    text = match[1]
    if text == "low":
        return ARCH.low_size
    place = ARCH.ram + parse_size(text)
    if text.startswith("0x"):
        return f"{place:#x}"
    unit = text[-1]
    return f"{place // parse_size('1' + unit)}{unit}"


def boot(memory, words, want, **keys):
    words, want = (PLACE.sub(placed, text) for text in (words, want))
    nodes = keys.get("nodes", "")
    shown = "".join(char if char.isprintable() else f"\\x{ord(char):02x}"
                    for char in words) or "''"
    name = (f"{memory} MiB" + f" as {nodes}" * bool(nodes) + f", {shown}"
            + ", in steps" * ("steps" in keys))
    TABLE.case(name, keys, number=len(TABLE.cases) + 1, memory=memory,
               words=words, want=want)


def value(text, want, **keys):
    boot(4096, f"crashkernel={text}", want, **keys)


def values(want, *texts):
    for text in texts:
        value(text, want)


def fixed(text, want, **keys):
    boot(4096, f"nokaslr crashkernel={text}", want, **keys)


# What people write.
values("256M:low", "256M", "256m", "0x10000000", "0X100M")
value("010M", "8M:low")
value("1M", "1M:low")
value("1048577", "1028K:low")
value("0", "zero")

values("ignored:13", "", "auto", "-256M", "+256M", '"128M"', '"128M x"', "1",
       "4095", "0x40E", "18446744073709551872M", "17E",
       "99999999999999999999G", "4G")
value("256MB", "ignored:17")

boot(4096, "crashkernel", "ignored:12")
boot(4096, "CRASHKERNEL=128M", "ignored:1")
boot(4096, "crash_kernel=128M", "ignored:6")
for words in ("xcrashkernel=128M", 'guest.x="a crashkernel=128M"',
              "-- crashkernel=128M", ""):
    boot(4096, words, "")
for words in ('"crashkernel=128M"', "crashkernel=128M\tquiet",
              "crashkernel=128M\n"):
    boot(4096, words, "128M:low")
boot(4096, '"crashkernel=128M\n\x1b[31m"', "ignored:17", says="128M[?][?]")

values("128M:low", "512M-2G:64M,2G-:128M", "0-2G:64M,2G-:128M",
       "2G-:128M,512M-2G:64M")
values("192M:low", "1G-4G:64M,4G-:192M", "4G-:192M")
values("64M:low", "1G-8G:64M,8G-:16G", "1G-:64M@0")
fixed("512M-2G:64M,2G-:128M@{1G}", "128M@{1G}")
fixed("8G-:128M,2G-:64M@{1G}", "64M@{1G}")
value("1G-2G:64M", "uncovered", says="covers this machine's RAM")
value("1G-8G:0,8G-:64M", "zero")

values("ignored:13", "M-:128M", "-2G:64M")
value("1G:64M", "ignored:15")
values("ignored:17", "1G-:", "128M:")
values("ignored:20", "1G-:64M;junk", "64M@16M:foo")
values("ignored:23", "1G-8G:64M,", "1G-8G:64M,junk", "1G-2G:64M,",
       "1G-2G:64M,junk")
value("2G-:128M@16M,512M-2G:64M", "ignored:26")
value("1G-8G:64M,8G-:128M,low", "ignored:32")

NOT_AT_16M = {name: "its kernel begins where memory does"
              for name in ("arm64", "riscv64")}
TAKEN = "at the offset 0x.* is in use or no RAM"

value("256M@0", "256M:low")
fixed("64M@{1G}", "64M@{1G}")
fixed("64M@{1G},strict", "64M@{1G}")
fixed("256M@{0x40100000}", "256M@0x41000000", says="rounded up to 0x41000000",
      on={"arm64": {"want": "256M@0x80200000", "says": "up to 0x80200000"},
          "riscv64": {"want": "256M@0xc0200000", "says": "up to 0xc0200000"}})
fixed("64M@{0x40100000},strict", "64M@0x41000000", says="rounded up",
      on={"arm64": {"want": "64M@0x80200000"},
          "riscv64": {"want": "64M@0xc0200000"}})
fixed("256M@4G", "256M@4G+{low}")
values("ignored:18", "256M@", "256M@foo")
value("64M@1G,strictly", "ignored:26")
value("64M@0,strict", "ignored:17")

# There is the kernel, which takes 16 MiB or a bit more, and begins there or
# where memory does.
fixed("64M@{1M}", "64M:low", says=TAKEN)
fixed("64M@{16M}", "64M:low", says=TAKEN, not_in=NOT_AT_16M)
fixed("64M@{16M},strict", "nothing", says=TAKEN, not_in=NOT_AT_16M)
fixed("256M@{17M}", "256M:low|256M@32M", says="rounded up to 0x2000000",
      on={"arm64": {"want": "256M:low|256M@1042M",
                    "says": "rounded up to 0x41200000"},
          "riscv64": {"want": "256M:low|256M@2066M",
                      "says": "rounded up to 0x81200000"}})
value("64M@8G", "64M:low", says=TAKEN)
value("64M@8G,strict", "nothing", says=TAKEN + ".*another offset")
value("256M@3G,strict", "nothing", says=TAKEN,
      not_in={name: "there is memory" for name in ("arm64", "riscv64")})
value("64M@300T", "64M:low", says="beyond where a capture kernel can run")
value("64M@300T,strict", "nothing", says="beyond .*another offset")
value("256M@0xfffffffff0000000", "256M:low", says="beyond where")

value("256M,high", "256M:high+{low}")
value("256M,high crashkernel=128M,low", "256M:high+128M")
value("128M,low crashkernel=256M,high", "256M:high+128M")
value("256M,high crashkernel=0,low", "256M:high")
value("256M,high crashkernel=4G,low", "ignored:13 256M:high+{low}")
value("256M,high crashkernel=3G,low", "256M:low",
      says="3072 MiB of low memory do not fit: below 4 GiB the largest")
fixed("512M,high swiotlb=131072", "512M:high+264M",
      on={name: {"want": "512M:high+128M"} for name in ("arm64", "riscv64")})
value("1200M,high", "1200M:low", says="above 4 GiB the largest hole is",
      on={"riscv64": {"want": "1200M:high+128M", "says": ""}})
values("zero", "0,high", "0,high crashkernel=64M,low")
value("256M,low", "lonely")
values("ignored:13", "5G,high", ",high")
value("256M,high,low", "ignored:22")

# Several: the last valid one of each kind, and plain before high.
fixed("256M,high crashkernel=512M,high", "512M:high+{low}")
value("256M crashkernel=128M,high", "256M:low")
value("128M crashkernel=256M", "256M:low")
values("ignored:13 128M:low", "128M crashkernel=", "128M crashkernel=junk")
value("64M crashkernel=1G-2G:32X", "ignored:21 64M:low")
value("junk crashkernel=128M crashkernel=1X", "ignored:13 ignored:14 128M:low")

# Lent to user space, in one piece or, where the largest hole is too small, in several.
value("64M crashkernel=512M,cma", "64M:low~512M",
      says="; crashkernel=512M,cma: 512 MiB lent to user space: 0x")
value("513M,cma crashkernel=256M,high crashkernel=64M,low", "256M:high+64M~514M")
fixed("64M crashkernel=3200M,cma", "64M:low~1600M~800M~800M")
values("64M:low", "64M crashkernel=0,cma", "64M crashkernel=1G,cma crashkernel=0,cma")
value("512M,cma", "lonely", says="crashkernel=512M,cma: alone reserves nothing")
value("0 crashkernel=512M,cma", "zero")
value("64M crashkernel=512M,cma,high", "ignored:21 64M:low")
value("64M crashkernel=1G@16M,cma", "ignored:20 64M:low")
value("64M crashkernel=5G,cma", "ignored:13 64M:low")
boot(2048, "crashkernel=256M crashkernel=256M,cma", "256M:low~256M", steps="""
    load-c 0>ENOENT unload 134217728>128M load-s unload 0>0 load-s""")

# 0, or a list for other machines, takes back what distributions ask for.
values("zero", "1G-4G:192M,4G-:256M quiet crashkernel=0",
       "128M crashkernel=0M-2G:128M,2G-8G:0M",
       "256M,high crashkernel=128M,low crashkernel=0",
       "256M,high crashkernel=0,high")
value("64M crashkernel=1G-2G:32M", "uncovered")
values("128M:low", "0 crashkernel=128M", "128M crashkernel=0,high")
boot(512, "crashkernel=0M-1G:0M,1G-4G:160M", "zero")

# The README's line at both sides of 2 GiB, and how much fits where.
RANGES = "crashkernel=512M-2G:64M,2G-:128M"
LARGE = "nokaslr crashkernel=3040M"

boot(256, RANGES, "uncovered", says="covers this machine's RAM")
for memory in (512, 1024, 1920):
    boot(memory, RANGES, "64M:low")
for memory in (1921, 2048, 6144):
    boot(memory, RANGES, "128M:low")
for memory in (256, 1024, 2048, 6144):
    boot(memory, "crashkernel=64M", "64M:low")
    boot(memory, "nokaslr crashkernel=64M", "64M:low")
boot(256, "crashkernel=240M", "nothing", says="above 4 GiB there is no hole")
boot(1024, "crashkernel=128M,high", "128M:low",
     says="above 4 GiB there is no hole")
boot(6144, "crashkernel=1G,high", "1G:high+{low}")
boot(6144, "nokaslr crashkernel=1G,high", "1G:high+{low}")

# With the kernel at 16 MiB, 3040 MiB do not fit below 3 GiB.
NO_HOLE = {"not_in": {"arm64": "its RAM is cut in two halves by 4 GiB"}}
boot(6144, LARGE, "3040M:high+{low}", says="below 4 GiB the largest hole is",
     **NO_HOLE)
boot(6144, LARGE + " crashkernel=64M,low", "3040M:high+64M", **NO_HOLE)
boot(6144, LARGE + " crashkernel=0,low", "3040M:high", **NO_HOLE)
boot(4096, "crashkernel=3500M", "nothing", says="ask for less")
boot(4096, "crashkernel=3500M,high", "nothing", says="ask for less")

boot(4096, "crashkernel=128M", "128M:low", nodes="2048,2048")
boot(4096, "crashkernel=128M,high", "128M:high+{low}", nodes="2048,2048")
boot(4096, "nokaslr crashkernel=512M@{256M},strict", "512M@{256M}",
     nodes="1024,3072")
# The kernel has something of its own at the end of each node.
boot(4096, "nokaslr crashkernel=512M@{768M},strict", "nothing", nodes="1024,3072",
     says="at the offset 0x.*-0x[37]fffffff is in use",
     on={name: {"says": f"at the offset 0x{digit}.* is in use or no RAM"}
         for name, digit in (("arm64", 7), ("riscv64", "b"))})
boot(2048, "crashkernel=512M-2G:64M,2G-:128M", "128M:low", nodes="1024,1024")

# Memory is given back. Bytes: 256 MiB is 268435456.
boot(2048, "crashkernel=256M", "256M:low", steps="""
    abc>EINVAL -1>EINVAL 1k>EINVAL 268435457>EINVAL
    18446744073709551615>EINVAL 18446744073709551616>EINVAL
    268435456>256M 268431360>262140K 200000001>195316K 200000000>195316K
    load-s 134217728>ENOENT load-c abc>EINVAL 0>ENOENT unload
    0x8000000>128M load-c unload 100000001>97660K 4097>8K 4096>4K 1>4K 0>0 0>0
    1>EINVAL load-c load-s""")
# Of the main region, of all of it, of the low one that is left.
boot(4096, "crashkernel=256M,high crashkernel=128M,low", "256M:high+128M",
     steps="""
    402653185>EINVAL 402653184>256M+128M 402653183>256M+128M
    load-s 1>ENOENT unload 314572800>172M+128M load-c unload
    134221824>4K+128M load-s 134217728>128M load-s unload load-c 0>ENOENT
    unload 100000001>97660K load-s unload 4096>4K 0>0 load-s""")
boot(4096, "crashkernel=256M,high", "256M:high+{low}",
     steps="67108864>64M load-c")
boot(4096, "crashkernel=256M,high", "256M:high+{low}",
     steps="0>0 load-c 1>EINVAL")
fixed("64M@{1G}", "64M@{1G}", steps="0>0 4096>EINVAL")
boot(256, "", "", steps="0>0 1>EINVAL 4096>EINVAL load-c load-s")
# More than there was before: what was given back can be used.
boot(256, "nokaslr crashkernel=96M", "96M:low", steps="0>0 fill-150")
