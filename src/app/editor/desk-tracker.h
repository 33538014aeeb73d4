/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/desk-change.h"
#include "core/desk-records.h"

G_BEGIN_DECLS

/**
 * DeskTracker:
 *
 * Where each claim's words are in a buffer that is typed in. A claim has a pair of marks; when words of it are
 * deleted the marks collapse, and undo does not bring them back. So the tracker remembers where the words stood before
 * they were first touched, and looks for them again, on another thread, once typing rests.
 */
#define DESK_TYPE_TRACKER (desk_tracker_get_type ())
G_DECLARE_FINAL_TYPE (DeskTracker, desk_tracker, DESK, TRACKER, GObject)

/* The work that takes long, with all it needs: it touches neither buffer nor tracker. */
typedef struct _DeskTrackerSearch DeskTrackerSearch;
void desk_tracker_search_free (DeskTrackerSearch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DeskTrackerSearch, desk_tracker_search_free)

DeskTracker *desk_tracker_new (GtkTextBuffer *buffer);

/* @language: BCP 47 */
void desk_tracker_set_language (DeskTracker *self, const char *language);

/* The whole text, made once after each change; (transfer full), a GRefString: g_ref_string_release() */
char *desk_tracker_dup_body (DeskTracker *self);

/**
 * desk_tracker_set_claims:
 * @claims: (element-type DeskClaim): all there are
 * @body: the body that their anchors speak of
 *
 * Takes in what the journal knows. Where @body is the buffer's text, its positions are taken over; otherwise known
 * claims stay where they were followed to and new ones are looked for by the next search.
 */
void desk_tracker_set_claims (DeskTracker *self, GPtrArray *claims, const char *body);

/* FALSE when its words are gone, or the claim is not known. */
gboolean desk_tracker_get_range (DeskTracker *self, const char *claim, GtkTextIter *start, GtkTextIter *end);
/* As typed, ahead of the journal. */
DeskFit desk_tracker_get_fit (DeskTracker *self, DeskClaim *claim);
DeskStatus desk_tracker_get_status (DeskTracker *self, DeskClaim *claim);
/* The claim with the worst status at @iter; (transfer none) (nullable) */
DeskClaim *desk_tracker_get_claim_at (DeskTracker *self, const GtkTextIter *iter);

/* (transfer full) (element-type DeskClaimRange): of the claims whose place is sure; the store finds all others itself */
GArray *desk_tracker_dup_ranges (DeskTracker *self);

/* Compares the words that were touched; returns whether a fit changed. */
gboolean desk_tracker_settle (DeskTracker *self);

/* What is to be looked for; (transfer full) (nullable): nothing. */
DeskTrackerSearch *desk_tracker_begin_search (DeskTracker *self);
/* On any thread. */
void desk_tracker_search_run (DeskTrackerSearch *search);
/* Takes over what was found, unless the buffer changed since; returns whether a range or fit changed. */
gboolean desk_tracker_end_search (DeskTracker *self, DeskTrackerSearch *search);

G_END_DECLS
