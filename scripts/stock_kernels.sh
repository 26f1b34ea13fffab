# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Kernels as a distribution ships them, for those who try the module in one and
# source this after scripts/common.sh. They are Debian's packages, unpacked in
# KDUMP_CACHE/stock and not installed: nothing on this machine shall boot them.
# Only the headers are installed, for a module is built with them.
#
#   stock_names             names of Debian's packages for PCs, without
#                           "linux-image-" and a version
#   stock_release NAME      the newest kernel behind a name; nothing is printed
#                           if this machine knows of none
#   stock_fetch RELEASE     1 if the packages cannot be had; stock_log says why
#   stock_image RELEASE     its bzImage

# shellcheck disable=SC2034 # for those who source this
stock_names=(amd64 6.12-amd64)
stock_cache=$KDUMP_CACHE/stock
stock_log=$stock_cache/apt.log

stock_image()
{
	echo "$stock_cache/boot/vmlinuz-$1"
}

stock_release()
{
	have apt-cache || return 0
	{ apt-cache show --no-all-versions "linux-image-$1" 2>/dev/null || true; } |
		sed -n 's/^Depends:.*linux-image-\([0-9][^ ,]*\).*/\1/p' |
		head -n 1
}

stock_install_headers()
{
	[[ -e /lib/modules/$1/build ]] ||
		quietly "$stock_log" env DEBIAN_FRONTEND=noninteractive \
			apt-get install -y --no-install-recommends \
			"linux-headers-$1" </dev/null
}

# Under its name it is whole.
stock_unpack_kernel()
{
	local dir image

	image=$(stock_image "$1")
	[[ ! -f $image ]] || return 0
	new_temp_dir dir
	(cd "$dir" && apt-get download "linux-image-$1") \
		>"$stock_log" 2>&1 || return 1
	mkdir -p "${image%/*}"
	dpkg-deb --fsys-tarfile "$dir"/*.deb |
		tar -x -O "./boot/vmlinuz-$1" >"$image.new" &&
		mv "$image.new" "$image"
}

stock_fetch()
{
	mkdir -p "$stock_cache"
	stock_install_headers "$1" && stock_unpack_kernel "$1"
}
