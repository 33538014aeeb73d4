/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/desk-records.h"

G_BEGIN_DECLS

/*
 * What every reader of posts does with the parts it found. All of it comes from strangers: it is made valid UTF-8,
 * without control characters, and a part that is empty or makes no sense leaves the post as it is.
 */

/* Several lines. Bidirectional overrides stay, as they are the post's own, but end with their line. (transfer full) */
char *desk_post_clean_words (const char *words);

/* One line, without characters that change the direction of what stands beside it. (transfer full) */
char *desk_post_clean_line (const char *line);

/* (transfer full) (nullable): @address when it is one of the web, resolved against @base; never a script's. */
char *desk_post_clean_address (const char *address, const char *base);

/* Returns: whether @address is a post's on a network that Desk knows; sets the network, the handle and the time too. */
gboolean desk_post_take_address (DeskPost *self, const char *address);

void desk_post_take_words (DeskPost *self, const char *words);

/* @author: "Name", "@handle" or "Name (@handle)" */
void desk_post_take_author (DeskPost *self, const char *author);

/* @language: as a page's `lang` has it; networks' own words for "none" are left out. */
void desk_post_take_language (DeskPost *self, const char *language);

/* @time: RFC 3339 with an offset */
void desk_post_take_time (DeskPost *self, const char *time);

/* @day: "February 23, 2026" or "2026-02-23", whatever stands behind it; only when the post has no better time. */
void desk_post_take_day (DeskPost *self, const char *day);

void desk_post_add_missing (DeskPost *self, const char *what);

G_END_DECLS
