# SPDX-License-Identifier: GPL-2.0-only
#
# The front door. Every target is one script, or the Python package
# tools/testing/kdump/harness; "make help" describes them.
#
# ARCH=NAME        the machine to test on; this one if not given
# BASE=6.1         the base kernel, or 7.2; 6.12 if not given
# KSRC=DIR         use this unpacked kernel tree instead of Debian's package
# KDUMP_CACHE=DIR  where trees and builds are kept between runs
# KDIR=DIR         for module: the headers of an installed kernel
# GLOB=PATTERN     for kunit: the suites that match
# SECTION=NAMES    for bench: only these parts of it
# FORCE=1          for lay and unlay: see scripts/lay.sh

BASE ?= 6.12
OUT ?= build/series
export BASE KSRC KDUMP_CACHE FORCE
# Unit tests run under UML if no machine is named, and on more machines than
# crash.
KUNIT_ARCH := $(or $(ARCH),um)
# The kernel's make knows other names, so it is for what is said here only.
ARCH ?= $(shell uname -m)

# Debian's own: another one that comes first in PATH may lack its modules.
HARNESS = ARCH=$(ARCH) PYTHONPATH=tools/testing/kdump /usr/bin/python3 -m harness

.PHONY: help demo test test-full test-clients bench kunit check fuzz module save \
	deb lay unlay status series clean need-tree need-kdir

help:
	@echo 'kdump for Linux $(BASE)'
	@echo
	@echo 'See it'
	@echo '  make demo             build a kernel, crash it in QEMU, show the dump'
	@echo
	@echo 'Use it'
	@echo '  make lay TREE=DIR     put kdump into an unpacked kernel tree'
	@echo '  make unlay TREE=DIR   take it out, byte for byte'
	@echo '  make status TREE=DIR  say whether it is in'
	@echo '  make series           write it as patches to send, to OUT=$(OUT), for TREE=DIR'
	@echo '                        or for Debian'\''s source of BASE'
	@echo '  make module KDIR=DIR  the reader as a module for an installed kernel,'
	@echo '                        whose headers are in DIR (/lib/modules/X/build)'
	@echo '  make save             kdump_save, which saves dumps, and kdump_size, which says how'
	@echo '                        much memory that takes, static: build/kdump_save, ...'
	@echo '  make deb              both as packages for Debian: build/deb'
	@echo
	@echo 'Change it'
	@echo '  make kunit            unit tests of the pure files, under UML; ARCH=s390'
	@echo '                        (big-endian), ARCH=i386 (32 bits), ARCH=all in QEMU;'
	@echo '                        some of them: GLOB="kdump_plan*"'
	@echo '  make check            sparse, checkpatch, warnings, size budgets'
	@echo '  make fuzz             the parsers under libFuzzer, for a minute'
	@echo '  make test             all of these and the crash tests in QEMU'
	@echo '  make clean            remove build/; the cache stays'
	@echo
	@echo 'Prove it'
	@echo '  make test-full        with every way to crash, and with KASAN and lockdep'
	@echo '  make test-clients     Debian'\''s kexec-tools, makedumpfile, crash, gdb, drgn and'
	@echo '                        kdump-tools on our dumps: the table of clients;'
	@echo '                        also those of later suites: CLIENTS="trixie sid"'
	@echo '  make bench            count what it costs, beside the classic code; some of'
	@echo '                        it: SECTION="load crash"'
	@echo
	@echo 'BASE=6.1 or BASE=7.2 is for that Linux instead of 6.12; 7.2 comes from'
	@echo 'Debian'\''s unstable or backports. ARCH=arm64 is for that machine instead of'
	@echo 'this one: demo, test, test-full, test-clients, bench and kunit cross-compile'
	@echo 'then, and emulate it.'
	@echo 'KSRC=DIR uses your own unpacked Linux $(BASE) instead of Debian'\''s package;'
	@echo 'it is copied, never changed. Trees and builds are kept in KDUMP_CACHE'
	@echo '(default ~/.cache/kdump).'

check:
	@$(HARNESS) test check

fuzz:
	@$(HARNESS) fuzz

demo:
	@$(HARNESS) demo

bench:
	@$(HARNESS) bench $(SECTION)

# The machine is not one that crashes, so ARCH= is not told to the harness.
kunit:
	@env -u ARCH PYTHONPATH=tools/testing/kdump /usr/bin/python3 -m harness \
		kunit --machine '$(KUNIT_ARCH)' $(if $(GLOB),'$(GLOB)')

test:
	@$(HARNESS) test

test-full:
	@$(HARNESS) test --full

test-clients:
	@$(HARNESS) test clients-full kdump-tools

module: need-kdir
	@$(HARNESS) build-module '$(KDIR)'

save:
	@scripts/save.sh '$(ARCH)'

deb:
	@scripts/deb.sh

lay unlay: need-tree
	@scripts/lay.sh $@ '$(TREE)'

# it exits 1 for "not laid", which is no error of make's
status: need-tree
	@scripts/lay.sh status '$(TREE)' || test $$? -lt 3

series:
	@tree='$(TREE)'; tree=$${tree:-$$($(HARNESS) base-tree)} && scripts/lay.sh series "$$tree" '$(OUT)'

need-tree:
	@test -n '$(TREE)' || { echo 'kdump: which tree? Say for example: make $(or $(firstword \
		$(MAKECMDGOALS)),lay) TREE=/path/to/linux-$(BASE)' >&2; exit 2; }

need-kdir:
	@test -n '$(KDIR)' || { echo 'kdump: for which kernel? Say for example:' \
		'make module KDIR=/lib/modules/$$(uname -r)/build' >&2; exit 2; }

clean:
	rm -rf build
