#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds the reader as a module for an installed kernel.
#
#   module.sh KDIR   the headers: /lib/modules/$(uname -r)/build
#
# The sources are copied and built in build/module/RELEASE; stdout names the
# module. Progress and the compiler's words go to stderr. MODULE_FLAGS are
# more words for make (W=1).

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

sources=(Kbuild module include fs/proc/vmcore kernel/kdump arch/x86/kdump)

kernel_release()
{
	local file=$1/include/config/kernel.release

	[[ -f $file ]] || die "KDIR=$1 has no $file: these are no headers of a built kernel." \
		"Install them (apt-get install linux-headers-amd64), and name /lib/modules/RELEASE/build."
	cat "$file"
}

main()
{
	local kdir=$1 release dir

	release=$(kernel_release "$kdir")
	dir=$KDUMP_OUT/module/$release
	mkdir -p "$dir"
	(cd "$KDUMP_ROOT" && cp -rup --parents "${sources[@]}" "$dir")
	say "building kdump_vmcore.ko for Linux $release"
	# shellcheck disable=SC2086 # several words
	quietly "$dir/build.log" make -C "$kdir" M="$dir" -j "$JOBS" \
		${MODULE_FLAGS-} modules
	echo "$dir/kdump_vmcore.ko"
}

if (($# != 1)) || [[ -z $1 || $1 == -* ]]; then
	sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
	exit 2
fi
main "$1"
