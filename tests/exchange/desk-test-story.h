/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/desk-records.h"

/* A story as the store would hand it out, put together by hand: published, updated, corrected. (transfer full) */
DeskSnapshot *desk_test_story_new (void);

/* (transfer full) (element-type DeskRevision): its versions, newest first */
GPtrArray *desk_test_story_list_revisions (DeskSnapshot *snapshot);

/* (transfer full) (nullable): what a reader can select in a PDF, "\f" behind each page; %NULL where no program can tell */
char *desk_test_read_pdf (GBytes *bytes);

/* Newest last behind what the story has; (transfer none) */
DeskUpdate *desk_test_story_add_update (DeskSnapshot *snapshot, DeskUpdateKind kind, DeskText *text, const char *words);
