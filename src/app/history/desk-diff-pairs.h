/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/desk-diff-runs.h"

G_BEGIN_DECLS

#define DESK_TYPE_DIFF_PAIR (desk_diff_pair_get_type ())
G_DECLARE_FINAL_TYPE (DeskDiffPair, desk_diff_pair, DESK, DIFF_PAIR, GObject)

/* A paragraph as it was and as it is, to stand side by side; immutable. */
struct _DeskDiffPair
{
  GObject parent_instance;

  char *old_words; /* "" when it came */
  char *new_words; /* "" when it went */
  PangoAttrList *old_attributes;
  PangoAttrList *new_attributes;
  guint first_change; /* the changes in it, from 1; 0: none */
  guint last_change;
};

/* How changed words are set. */
typedef struct
{
  GdkRGBA accent;
  double dim; /* 0 to 1: how much is left of what is dimmed */
} DeskDiffColours;

/* (transfer full) (element-type DeskDiffPair): field by field, then the body paragraph by paragraph. */
GPtrArray *desk_diff_pairs_new (DeskDiffRuns *runs, const DeskDiffColours *colours);

G_END_DECLS
