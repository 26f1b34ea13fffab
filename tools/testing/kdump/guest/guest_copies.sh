#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The capture kernel with guest.save=copies: /proc/vmcore in the ways people
# copy it. guest_init.sh starts this with the disk as the root.
#
# The copy that cp makes is kept, and what makedumpfile writes, which only the
# host can read: in /copies. Other copies in the file's own layout are compared
# with that of cp, and become a line for check_copies.py,
#
#   guest: copy NAME: PAGE...
#
# that tells which pages of the file differ: each reader leaves its time in that
# of the stage record.
#
# busybox runs its own cat, cp and so on unless it is given a path.

set -eu

vmcore=/proc/vmcore
new=/tmp/copy
ssh_options="-o BatchMode=yes -o StrictHostKeyChecking=no
	-o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -i /root/key"

# It takes long on an emulated CPU, and the host waits for words.
tell_progress()
{
	while [ -e /tmp/copying ]; do
		sleep 5
		echo "guest: copying"
	done
}

# compare NAME: what comes on standard input
compare()
{
	differs=$(/bin/cmp -l - /copies/raw 2>&1 | awk '
		/^ *[0-9]/ { pages[int(($1 - 1) / 4096)]; next }
		{ printf " %s", $0 }
		END { for (page in pages) printf " %d", page }')
	echo "guest: copy $1:$differs"
}

# compare_new NAME: a file that makes place for the next one
compare_new()
{
	compare "$1" <$new
	rm $new
}

copy_by_reading()
{
	# First, for tar goes by what fstat says of a file that it has opened.
	/bin/tar -cSf - -C /proc vmcore | /bin/tar -xOf - >$new
	/bin/cp $vmcore /copies/raw
	compare_new tar-sparse
	compare cp <$vmcore
	/bin/cat $vmcore | compare cat
	busybox cat $vmcore | compare busybox-cat
	for size in 4097 65537 1000003; do
		/bin/dd if=$vmcore bs=$size status=none | compare dd-$size
	done
	busybox dd if=$vmcore bs=123457 2>/dev/null | compare busybox-dd
	# Each part begins in the middle of a page.
	{
		/bin/dd if=$vmcore bs=4097 count=1 status=none
		/bin/dd if=$vmcore bs=4097 skip=1 count=998 status=none
		/bin/dd if=$vmcore bs=4097 skip=999 count=20001 status=none
		/bin/dd if=$vmcore bs=1048832 iflag=skip_bytes \
			skip=$((4097 * 21000)) status=none
	} | compare dd-skip
}

copy_to_disk()
{
	/bin/cp --sparse=always $vmcore $new
	compare_new cp-sparse
	/bin/cp --sparse=never $vmcore $new
	compare_new cp-dense
	busybox cp $vmcore $new
	compare_new busybox-cp
	/bin/rsync --sparse $vmcore $new
	compare_new rsync-sparse
}

start_sshd()
{
	mkdir -m 700 /root /root/.ssh
	cp /etc/key /root/key
	cp /etc/key.pub /root/.ssh/authorized_keys
	chmod 600 /root/key /root/.ssh/authorized_keys
	dropbearkey -t ed25519 -f /root/host_key >/dev/null 2>&1
	ifconfig lo 127.0.0.1 up
	dropbear -F -E -s -W 2097152 -p 127.0.0.1:22 -P /tmp/dropbear.pid \
		-r /root/host_key &
	sshd=$!
	# The file is there when it listens.
	while [ ! -e /tmp/dropbear.pid ]; do
		sleep 0.1
	done
}

# To this machine itself. -O is the old protocol, which needs no more than a
# second scp on the other side.
copy_over_network()
{
	start_sshd
	# shellcheck disable=SC2086 # these are words
	scp -q -O -S /bin/ssh $ssh_options $vmcore "root@127.0.0.1:$new"
	compare_new scp
	# shellcheck disable=SC2029,SC2086 # and mean the same on both sides
	/bin/dd if=$vmcore bs=1M count=16 status=none |
		ssh $ssh_options root@127.0.0.1 "cat >$new"
	/bin/dd if=$vmcore bs=1M skip=16 status=none >>$new
	compare_new ssh-first-part
	kill $sshd
}

copy_by_makedumpfile()
{
	makedumpfile -E -d 0 --non-mmap $vmcore /copies/elf
	makedumpfile -c -d 0 $vmcore /copies/zlib
	makedumpfile -l -d 0 --non-mmap $vmcore /copies/lzo
	makedumpfile -l -d 0 --num-threads 2 $vmcore /copies/threads
	makedumpfile -F -l -d 0 $vmcore | makedumpfile -R /copies/flat
}

touch /tmp/copying
tell_progress &
copy_by_reading
copy_to_disk
copy_over_network
copy_by_makedumpfile
rm /tmp/copying
# No process may be left in this root when guest_init.sh gives the disk back.
wait
