/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

#include "store/desk-store.h"

G_BEGIN_DECLS

/**
 * DeskDocument:
 *
 * An open story, as the window sees it: the buffers that are typed in, the latest snapshot
 * of its views, and where each claim's words are. Everything the window changes goes through
 * desk_document_commit_async() and comes back as a new snapshot: window → journal → views → window.
 *
 * One document a story and process: two windows on a story share it.
 */
#define DESK_TYPE_DOCUMENT (desk_document_get_type ())
G_DECLARE_FINAL_TYPE (DeskDocument, desk_document, DESK, DOCUMENT, GObject)

typedef enum
{
  DESK_SAVE_SAVED,   /* every keystroke is on disk */
  DESK_SAVE_WAITING, /* typed, not yet on disk */
  DESK_SAVE_FAILED,  /* `save-error` says why; it is tried again by itself */
} DeskSaveState;
#define DESK_TYPE_SAVE_STATE (desk_save_state_get_type ())
GType desk_save_state_get_type (void);

/*
 * Properties: "store" (construct), "story-id" (construct), "snapshot" (DeskSnapshot, NULL until loaded),
 * "save-state" (DeskSaveState), "save-error" (string, ""), "n-changes-out" (uint: changes not out, 0 when nothing is out or all is),
 * "n-words" (uint, of the body), "slug", "language", "zone" (strings).
 *
 * Signals: "claims-moved" (): ranges or fits of claims changed while typing;
 * "failed" (const char *message): something an editor must be told (a toast).
 */

/* The document of that story in this process, made when there is none. (transfer full) */
DeskDocument *desk_document_open (DeskStore *store, const char *story);

/* Those of @store that are loaded; (transfer full) (element-type DeskDocument). */
GPtrArray *desk_document_list_open (DeskStore *store);

void desk_document_load_async (DeskDocument *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean desk_document_load_finish (DeskDocument *self, GAsyncResult *result, GError **error);

DeskStore *desk_document_get_store (DeskDocument *self);
const char *desk_document_get_story_id (DeskDocument *self);
DeskSnapshot *desk_document_get_snapshot (DeskDocument *self); /* (transfer none) (nullable) */
const char *desk_document_get_language (DeskDocument *self);
const char *desk_document_get_zone (DeskDocument *self);

/* The buffers; (transfer none). Headline, standfirst, byline and dateline are plain text of one paragraph. */
GtkSourceBuffer *desk_document_get_body (DeskDocument *self);
GtkTextBuffer *desk_document_get_headline (DeskDocument *self);
GtkTextBuffer *desk_document_get_standfirst (DeskDocument *self);
GtkEntryBuffer *desk_document_get_byline (DeskDocument *self);
GtkEntryBuffer *desk_document_get_dateline (DeskDocument *self);

/* What is on the screen, as a canonical text; (transfer full). */
DeskText *desk_document_dup_text (DeskDocument *self);

/* Sets fields beside the buffers ("Language", "Zone", "Keywords", "Related", "Warning") in what is typed; saved as a draft, kept as a revision soon. */
void desk_document_set_fields (DeskDocument *self, const char *name, const char *const *values);

/* The revision that what is typed descends from, "" before there is one; (transfer none). */
const char *desk_document_get_head (DeskDocument *self);

/**
 * desk_document_merge:
 * @text: what both come to
 * @other: id of the head beside the one that is typed on
 *
 * Puts a merged text on the screen, as a minimal difference that can be undone, and keeps it as the version that stands on
 * both heads. Failures arrive as "failed".
 */
void desk_document_merge (DeskDocument *self, DeskText *text, const char *other);

/* Keeps what is typed as a version, puts @text on the screen as below, and keeps that as one with a @note. Failures arrive as
 * "failed". */
void desk_document_replace_noted (DeskDocument *self, DeskText *text, const char *note);

/* Puts another text on the screen as a minimal difference in one user action (restore, another window). */
void desk_document_replace_text (DeskDocument *self, DeskText *text);

/*
 * Live lists, changed in place: a record that did not change keeps its place and identity.
 * (transfer none): of DeskClaim, DeskPost, DeskUpdate.
 */
GListModel *desk_document_get_claims (DeskDocument *self);
GListModel *desk_document_get_posts (DeskDocument *self);
GListModel *desk_document_get_updates (DeskDocument *self);
/* Of DeskNote: those whose words are in this desk. */
GListModel *desk_document_get_notes (DeskDocument *self);
/* As for claims. "claims-moved" tells of notes too. */
gboolean desk_document_get_note_range (DeskDocument *self, const char *note, GtkTextIter *start, GtkTextIter *end);
/* The note that is open on the words at @iter, else one that is resolved; (transfer none) (nullable). */
DeskNote *desk_document_get_note_at (DeskDocument *self, const GtkTextIter *iter);

/* Where a claim's words are in the body now. FALSE when they are gone. */
gboolean desk_document_get_claim_range (DeskDocument *self, const char *claim, GtkTextIter *start, GtkTextIter *end);
/* How its words stand while one types, ahead of the journal. */
DeskFit desk_document_get_claim_fit (DeskDocument *self, DeskClaim *claim);
/* What it shows at a glance as one types, ahead of the journal. */
DeskStatus desk_document_get_claim_status (DeskDocument *self, DeskClaim *claim);
/* The claim whose words are at @iter, the worst status first; (transfer none) (nullable). */
DeskClaim *desk_document_get_claim_at (DeskDocument *self, const GtkTextIter *iter);

/* An anchor for a range of the body as it is typed. */
DeskAnchor *desk_document_make_anchor (DeskDocument *self, const GtkTextIter *start, const GtkTextIter *end, GError **error);

/**
 * desk_document_commit_async:
 * @why: why a revision is kept first, when what is typed differs from the head
 * @changes: (nullable) (element-type DeskChange): written behind that revision in the same transaction
 *
 * The one way by which the window changes a story. The new snapshot is set before the call ends.
 * Finish gives the ids of the entries of @changes.
 */
void desk_document_commit_async (DeskDocument *self, DeskWhy why, GPtrArray *changes, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
GPtrArray *desk_document_commit_finish (DeskDocument *self, GAsyncResult *result, GError **error);

/* Fire and forget: failures arrive as "failed". @changes as above, (transfer full). */
void desk_document_commit (DeskDocument *self, DeskWhy why, GPtrArray *changes);

/* Why what is typed is not on disk; (transfer none) (nullable). It is tried again by itself every other second. */
const GError *desk_document_get_save_error (DeskDocument *self);
/* Tries it again at once. */
void desk_document_retry (DeskDocument *self);
/* Its desk is damaged, and its words are in other hands: nothing more is saved. */
void desk_document_abandon (DeskDocument *self);

/* Waits until what is typed is on disk (quit, close). */
void desk_document_flush_async (DeskDocument *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data);
gboolean desk_document_flush_finish (DeskDocument *self, GAsyncResult *result, GError **error);

G_END_DECLS
