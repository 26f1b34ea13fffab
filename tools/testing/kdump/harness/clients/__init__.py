# SPDX-License-Identifier: GPL-2.0-only
"""The programs of a distribution on our dumps, as they are: kexec-tools,
makedumpfile, crash, gdb, drgn, libkdumpfile.

    suite                   a guest for each way to load
    matrix readers          the clients on its dump
    dump cells known        what is true of a dump, and how a client is judged
    elsewhere               the clients of another suite, in a root of theirs
    table                   what all of them did
    kdump_tools             Debian's kdump-tools from end to end
"""
