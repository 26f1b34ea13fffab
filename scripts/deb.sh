#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Builds packages for Debian, unsigned, into build/deb: kdump-save, and the
# reader's module as kdump-vmcore-dkms.
#
#   deb.sh
#
# It builds in a copy, for debhelper wants debian/ at the top of the source.

set -euo pipefail
# shellcheck source=scripts/common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

FOLDER=$KDUMP_OUT/deb
PARTS=(COPYING Kbuild dkms.conf module include fs/proc/vmcore kernel/kdump
	tools/kdump Documentation/kdump)

need_packages()
{
	local list

	need dpkg-buildpackage "Install it: apt-get install dpkg-dev"
	list=$(cd "$FOLDER/source" && dpkg-checkbuilddeps 2>&1) ||
		die "packages are missing to build these: ${list##*: }" \
			"Install them: apt-get install ${list##*: }"
}

main()
{
	rm -rf "$FOLDER"
	mkdir -p "$FOLDER/source"
	cd "$KDUMP_ROOT"
	cp -a --parents "${PARTS[@]}" arch/*/kdump "$FOLDER/source"
	cp -a tools/kdump/debian "$FOLDER/source/debian"
	need_packages
	cd "$FOLDER/source"
	DEB_BUILD_OPTIONS=noautodbgsym quietly "$FOLDER/build.log" \
		dpkg-buildpackage --build=binary \
		--no-sign -j"$JOBS"
	ls "$FOLDER"/*.deb
}

if (($#)); then
	sed -n 's/^#   //p' "${BASH_SOURCE[0]}"
	exit 2
fi
main
