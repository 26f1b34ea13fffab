# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What goes into a root file system of a guest, for those who make one and
# source this after scripts/common.sh.

sources=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# build_helper BIN NAME: a program of our own, static
build_helper()
{
	make --no-print-directory -s -C "$sources" OUTPUT="$1" "$1/$2"
}

# add_busybox ROOT APPLET...: as links, for busybox looks at its own name.
add_busybox()
{
	local root=$1 name busybox
	shift
	busybox=$(command -v busybox) || die "busybox is missing." \
		"Install it: apt-get install busybox-static"
	mkdir -p "$root/bin"
	install "$busybox" "$root/bin/busybox"
	for name in "$@"; do
		ln -s busybox "$root/bin/$name"
	done
}

# add_tool ROOT NAME: a program by its name or path, and the libraries it is
# linked with where the linker expects them; ldd shows "name => path (address)"
# or "path (address)".
add_tool()
{
	local root=$1 path library
	path=$(command -v "$2") || path=/usr/sbin/$2
	[[ -x $path ]] || die "$2 is missing." \
		"Install it: scripts/setup.sh packages test"
	install -D "$path" "$root/bin/${2##*/}"
	while read -r library; do
		install -D "$library" "$root$library"
	done < <(ldd "$path" 2>/dev/null | grep -o '/[^ ]*')
}

# pack ROOT: as an archive of the kind that the kernel unpacks: owned by root,
# and the same bytes each time.
pack()
{
	(cd "$1" && find . -mindepth 1 -print0 | LC_ALL=C sort -z |
		cpio --null --create --format=newc --owner=0:0 --quiet) |
		gzip -1n
}
