// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may not load: no capability, no loads left, loading disabled. And what
 * not everyone may read.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <linux/capability.h>

#include "refusals.h"

/* Child processes count no checks: their exit status carries the errno. */
static int errno_of_child(long (*call)(void))
{
	pid_t pid = start_child();
	int status;

	if (!pid) {
		struct __user_cap_header_struct header = {
			.version = _LINUX_CAPABILITY_VERSION_3,
		};
		struct __user_cap_data_struct data[2];

		if (syscall(SYS_capget, &header, data))
			_exit(255);
		data[0].effective &= ~(1U << CAP_SYS_BOOT);
		if (syscall(SYS_capset, &header, data))
			_exit(254);
		_exit(call() ? errno : 0);
	}
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		fail("waitpid");
	return WEXITSTATUS(status);
}

static void refuse_without_capability(const char *name, long (*call)(void))
{
	refused_silently(name, errno_of_child(call), EPERM);
}

static long unload_segments(void)
{
	return kexec_load(0, 0, NULL, FLAGS);
}

static void refuse_write(const char *path, const char *text, int expected)
{
	char name[128];

	snprintf(name, sizeof(name), "'%s' to %s", text, path);
	refused_silently(name, write_file(path, text), expected);
}

static void expect_mode(const char *path, mode_t mode)
{
	struct stat info;
	char name[128];

	snprintf(name, sizeof(name), "%s has mode %04o", path, mode);
	if (stat(path, &info)) {
		skip(name, "there is none");
		return;
	}
	check(name, (info.st_mode & 07777) == mode, "it has %04o",
	      info.st_mode & 07777);
}

static void check_modes(void)
{
	expect_mode("/sys/kernel/kdump/reservation", 0400);
	expect_mode("/sys/kernel/kdump/record", 0400);
	expect_mode("/sys/devices/system/cpu/cpu0/crash_notes", 0400);
	expect_mode("/sys/devices/system/cpu/cpu0/crash_notes_size", 0400);
	expect_mode("/sys/kernel/kexec_crash_loaded", 0444);
	expect_mode("/sys/kernel/kexec_crash_size", 0644);
	expect_mode("/sys/kernel/vmcoreinfo", 0444);
	expect_mode("/proc/kcore", 0400);
}

static void refuse_shrinking(void)
{
	static const char path[] = "/sys/kernel/kexec_crash_size";

	refuse_write(path, "abc", EINVAL);
	refuse_write(path, "-1", EINVAL);
	refuse_write(path, "18446744073709551616", EINVAL);
	refuse_write(path, "1048576", ENOENT);
	refuse_write(path, "0", ENOENT);
}

/* Each attempt counts, whatever comes of it. */
static void refuse_above_limit(void)
{
	static const char path[] = "/proc/sys/kernel/kexec_load_limit_panic";

	check("the limit can be set", !write_file(path, "2"), "it cannot");
	refuse_write(path, "3", EINVAL);
	refuse_write(path, "-1", EINVAL);
	refused("the first of two loads is bad",
		kexec_load(0, 17, NULL, FLAGS), EINVAL);
	check("the second one is good", !load_good(), "%m");
	refused("a third load", load_good(), EPERM);
	refused("unloading instead", unload(), EPERM);
}

static void refuse_when_disabled(void)
{
	static const char path[] = "/proc/sys/kernel/kexec_load_disabled";

	check("loading can be disabled", !write_file(path, "1"), "it cannot");
	refuse_write(path, "0", EINVAL);
	refused("kexec_file_load when disabled", load_good(), EPERM);
	refused("kexec_load when disabled", unload_segments(), EPERM);
}

void refuse_access(void)
{
	check_modes();
	refuse_without_capability("kexec_file_load without CAP_SYS_BOOT",
				  load_good);
	refuse_without_capability("unloading without CAP_SYS_BOOT", unload);
	refuse_without_capability("kexec_load without CAP_SYS_BOOT",
				  unload_segments);
	refuse_shrinking();
	refuse_above_limit();
	refuse_when_disabled();
}
