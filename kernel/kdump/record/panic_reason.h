/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Why the machine crashed, in the words of its log. Pure.
 */
#ifndef _KDUMP_REASON_H
#define _KDUMP_REASON_H

#include <linux/types.h>

/**
 * struct kdump_reason - the reason as far as the lines seen so far tell it
 * @text: the best line so far, cut to what fits; "" if there is none
 * @open: @text began a report whose last word is still to come
 */
struct kdump_reason {
	char text[192];
	bool open;
};

void kdump_reason_feed(struct kdump_reason *reason, const char *line,
		       bool panic);

#endif /* _KDUMP_REASON_H */
