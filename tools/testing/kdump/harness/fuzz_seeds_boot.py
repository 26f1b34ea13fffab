# SPDX-License-Identifier: GPL-2.0-only
"""What the fuzzers of device trees and kernel files start from."""
import gzip
import lzma
import struct


def fdt_bytes(nodes, version=17, reserve=((0x48000000, 0x1000),), **changes):
    strings, words = b"", b""

    def padded(data):
        return data + bytes(-len(data) % 4)

    def add(name, content):
        nonlocal strings, words
        words += struct.pack(">I", 1) + padded(name.encode() + b"\0")
        for key, value in content.items():
            if isinstance(value, dict):
                add(key, value)
                continue
            words += struct.pack(">III", 3, len(value), len(strings)) + padded(value)
            strings += key.encode() + b"\0"
        words += struct.pack(">I", 2)

    add("", nodes)
    words += struct.pack(">I", 9)
    map_bytes = b"".join(struct.pack(">QQ", *each) for each in (*reserve, (0, 0)))
    fields = {"magic": 0xd00dfeed, "totalsize": 40 + len(map_bytes + words + strings),
              "off_dt_struct": 40 + len(map_bytes),
              "off_dt_strings": 40 + len(map_bytes + words), "off_mem_rsvmap": 40,
              "version": version, "last_comp_version": 16, "boot_cpuid_phys": 0,
              "size_dt_strings": len(strings), "size_dt_struct": len(words), **changes}
    return struct.pack(">10I", *fields.values()) + map_bytes + words + strings


def fdt():
    def with_boot(tree, flags=0x1f, one=0x1f000, two=0x1000, three=0x4800, length=17):
        def address(value):
            return struct.pack("<I", value)[:3]
        return bytes([flags]) + address(one) + address(two) + address(three) + \
            bytes([length]) + tree

    def number(value, size=8):
        return value.to_bytes(size, "big")

    cells = {"#address-cells": number(2, 4), "#size-cells": number(2, 4)}
    old = {"bootargs": b"quiet\0", "linux,initrd-start": number(0x48000000, 4),
           "linux,initrd-end": number(0x48000fff), "kaslr-seed": bytes(8),
           "linux,elfcorehdr": number(0x48000000) + number(0x1000),
           "linux,ima-kexec-buffer": number(0x48000000) + number(1), "rng-seed": b"x" * 32}
    good = {**cells, "memory@0": {"reg": bytes(16)}, "chosen": old}
    yield with_boot(fdt_bytes(good))
    yield with_boot(fdt_bytes(good), flags=0x20)
    yield with_boot(fdt_bytes(good), flags=0, length=255)
    yield with_boot(fdt_bytes(cells))
    yield with_boot(fdt_bytes({}))
    yield with_boot(fdt_bytes({"a": {"b": {"c": {}}, "d": {}}}), one=1)
    yield with_boot(fdt_bytes({"#address-cells": number(3, 4)}))
    yield with_boot(fdt_bytes({"chosen@0": {"bootargs": b""}}))
    yield with_boot(fdt_bytes(good, reserve=((1, 2**64 - 1), (0, 1))))
    yield with_boot(fdt_bytes(good)[:-1])
    for changes in ({"version": 16}, {"last_comp_version": 18}, {"off_dt_struct": 42},
                    {"size_dt_struct": 2**32 - 4}, {"size_dt_strings": 1}, {"totalsize": 41}):
        yield with_boot(fdt_bytes(good, **changes))


def arm64_image():
    def image(able=0x15, align=0, text_offset=0, image_size=0x200000, flags=10,
              magic=b"ARM\x64", more=64):
        return bytes([able, align]) + struct.pack(
            "<IIQQQQQQ4sI", 0x91005a4d, 0x14000000, text_offset, image_size, flags,
            0, 0, 0, magic, 0x40) + bytes(more)

    yield image()
    yield image(text_offset=0x80000, align=4)
    yield image(text_offset=0x1000, align=1)
    yield image(able=0x1f, flags=0xf)
    yield image(able=2, flags=0xb)
    yield image(image_size=128)[:-1]
    yield image()[:65]
    for changes in ({"image_size": 0}, {"image_size": 127}, {"image_size": 2**64 - 1},
                    {"text_offset": 2**64 - 4096}, {"flags": 2}, {"flags": 0xe}, {"flags": 0xc},
                    {"magic": b"RSC\5"}):
        yield image(**changes)


def riscv_image():
    def image(text_offset=0x200000, image_size=0x200000, flags=0, version=2,
              magic=b"RSC\5", more=64):
        return struct.pack("<IIQQQIIQ8s4sI", 0x5a4d, 0x106f, text_offset,
                           image_size, flags, version, 0, 0, b"RISCV", magic,
                           0x40) + bytes(more)

    yield image()
    yield image(image_size=128)
    yield image(image_size=128)[:-1]
    yield image()[:63]
    for changes in ({"image_size": 0}, {"image_size": 127}, {"image_size": 2**64 - 1},
                    {"text_offset": 2**64 - 4096}, {"flags": 1}, {"flags": 2**64 - 2},
                    {"version": 0x10000}, {"version": 0xffff}, {"magic": b"ARM\x64"}):
        yield image(**changes)


def arm_zimage():
    def image(magic=0x016f2818, end=256, order=0x04030201, mark=0x45454545,
              table=64, words=6, table_magic=0x5a534c4b, place=96, bss=0x1000,
              offset=0x8000, heap=0x10000, unpacked=0x300000, size=256):
        file = bytearray(size)
        struct.pack_into("<7I", file, 32, 0xea000000, magic, 0, end, order,
                         mark, table)
        struct.pack_into("<6I", file, 64, words, table_magic, place, bss,
                         offset, heap)
        struct.pack_into("<I", file, 96, unpacked)
        return bytes(file)

    yield image()
    yield image(size=300)
    yield image(offset=0x208000, words=8)
    yield image()[:59]
    for changes in ({"magic": 0}, {"end": 257}, {"end": 0}, {"order": 0x01020304},
                    {"mark": 0}, {"table": 233}, {"table": 2**32 - 1}, {"words": 4},
                    {"table_magic": 0}, {"place": 253}, {"bss": 2**31},
                    {"offset": 0}, {"offset": 0x8001}, {"heap": 2**32 - 1},
                    {"unpacked": 0}, {"unpacked": 2**31}):
        yield image(**changes)


def zboot_bytes(kind, payload, offset=64, size=None, magic=b"zimg"):
    return struct.pack("<4s4sII8x32s8x", b"MZ", magic, offset,
                       len(payload) if size is None else size, kind) + payload


def packed():
    content = bytes(at // 512 for at in range(4096))
    gz = gzip.compress(content, mtime=0)
    xz = lzma.compress(content, check=lzma.CHECK_CRC32)
    frame = b"\x28\xb5\x2f\xfd"
    blocks = b"\x29\0\0abcde" + b"\x3a\0\0x" + b"\x15\0\0ab"
    lz4 = b"\x02\x21\x4c\x18" + b"\x06\0\0\0abcdef" + b"\1\0\0\0x"
    with_all = gz[:3] + b"\x1e" + gz[4:10] + b"\3\0xxxname\0comment\0\1\2" + gz[10:]
    files = [gz, with_all, xz, frame + b"\x20\xff", frame + b"\x60\1\2", frame + b"\x80\x58\1\2\3\4",
             frame + b"\xe0" + bytes(7) + b"\1", frame + b"\0\x58" + blocks, lz4,
             b"BZh91AY&SY", b"\x5d\0\0\x80\0", b"\x89LZO\0\r\n", b"\x04\x22\x4d\x18"]
    yield from files
    yield xz + struct.pack("<I", len(content))
    yield xz + struct.pack("<I", len(content) + 1)
    yield lz4 + struct.pack("<I", 7)
    for kind, payload in ((b"gzip", gz), (b"xzkern", xz), (b"zstd22", files[7]), (b"lz4", lz4),
                          (b"zstd", gz), (b"g" * 32, gz)):
        yield zboot_bytes(kind, payload)
    for changes in ({"offset": 63}, {"offset": 65}, {"size": 2**32 - 1}, {"offset": 2**32 - 1},
                    {"size": 0}, {"magic": b"zimG"}):
        yield zboot_bytes(b"gzip", gz, **changes)


def elf_kernel():
    # As vmlinux: text, data, per-CPU data, and what has more memory than bytes.
    loads = ((0x1000, 0x1000000, 0x800, 0x800), (0x2000, 0x1200000, 0x1000, 0x1000),
             (0x3000, 0x1201000, 0x10, 0x10), (0x4000, 0x1202000, 0x200, 0x5000))

    def kernel(parts=loads, longer=5, entry=0x1000000, phoff=64, phentsize=56, phnum=None,
               kind=2, machine=62, ident=b"\177ELF\2\1\1", part_type=1):
        headers = b"".join(struct.pack("<IIQQQQQQ", part_type, 7, offset, 0, address, size,
                                       memory, 1 << 21)
                           for offset, address, size, memory in parts)
        return bytes([longer]) + struct.pack(
            "<16sHHIQQQIHHHHHH", ident, kind, machine, 1, entry, phoff, 0, 0, 64,
            phentsize, len(parts) if phnum is None else phnum, 0, 0, 0) + headers

    yield kernel()
    yield kernel(loads[:1], kind=3)
    yield kernel(loads[::-1])
    yield kernel(loads * 3)
    yield kernel(tuple((0x1000, 0x1000000 + at * 0x1000, 9, 10) for at in range(8)))
    yield kernel(((0, 2**52 - 0x1000, 0x1000, 0x1000),), entry=2**52 - 1)
    yield kernel()[:200]
    for offset, address, size, memory in ((2**64 - 1, 0x1000000, 1, 1), (0, 2**64 - 4096, 1, 1),
                                          (0, 0x1000001, 1, 1), (0, 0, 2**63, 2**63),
                                          (0, 0, 2, 1), (0, 0, 0, 2**64 - 1)):
        yield kernel(((offset, address, size, memory), *loads[1:]))
    for changes in ({"entry": 0xffffff}, {"phoff": 2**64 - 8}, {"phoff": 0}, {"phentsize": 32},
                    {"phnum": 0}, {"phnum": 0xffff}, {"kind": 1}, {"machine": 3},
                    {"ident": b"\177ELF\1\1\1"}, {"part_type": 4}, {"longer": 0}):
        yield kernel(**changes)


def initramfs():
    def entry(name, content=b"", name_size=None, file_size=None, magic=b"070701"):
        fields = [1, 0o100644, 0, 0, 1, 0, len(content) if file_size is None else file_size,
                  0, 0, 0, 0, len(name) + 1 if name_size is None else name_size, 0]
        header = magic + b"".join(b"%08X" % field for field in fields) + name + b"\0"
        header += bytes(-len(header) % 4) + content
        return header + bytes(-len(header) % 4)

    archive = entry(b"init", b"#!/bin/sh\n") + entry(b"TRAILER!!!")
    packed = gzip.compress(archive, mtime=0)
    yield archive
    yield archive + bytes(5) + packed
    yield bytes(512) + archive + archive
    yield packed + packed
    yield lzma.compress(archive, check=lzma.CHECK_CRC32)
    yield archive[:-1]
    yield entry(b"TRAILER!!!", magic=b"070702")
    for changes in ({"name_size": 2**32 - 1}, {"file_size": 2**32 - 1}, {"name_size": 0},
                    {"magic": b"070707"}):
        yield entry(b"x", b"y", **changes) + archive


def size():
    """What is packed follows an odd byte; see fuzz_size.c."""
    archives = list(initramfs())
    yield from archives
    yield from (packed + archive for packed in (b"\1", b"\3")
                for archive in archives)
    yield from (*arm64_image(), *riscv_image())
    files = [data[1:].ljust(4096, b"\0") for data in elf_kernel()]
    yield from files
    for init_size in (0, 1 << 20, 2**32 - 1):
        header = bytearray(0x600)
        header[0x1f1] = 1
        header[0x202:0x208] = b"HdrS" + struct.pack("<H", 0x20f)
        header[0x248:0x24c] = struct.pack("<I", 0x200)
        header[0x260:0x264] = struct.pack("<I", init_size)
        yield bytes(header) + b"\3" + files[0] + bytes(4096) + b"ab" * 2048


SEEDS = {"initramfs": initramfs, "size": size, "fdt": fdt, "arm64_image": arm64_image,
         "riscv_image": riscv_image, "arm_zimage": arm_zimage, "packed": packed, "elf_kernel": elf_kernel}
