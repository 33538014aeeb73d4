/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-merge-text.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _DeskMergeText
{
  GtkTextView parent_instance;

  DeskTextMerge *merge; /* (nullable) */
  GPtrArray *conflicts; /* (element-type Conflict) */
  guint current;        /* from 1; 0: none */
  gboolean filling;     /* it is not the editor who changes the text */
  guint scroll_id;      /* waits for the text to have its size */

  GtkTextTag *added;
  GtkTextTag *removed;
  GtkTextTag *dimmed;
  GtkTextTag *open;
  GtkTextTag *settled;
};

/* Words that both sides changed, and what becomes of them. The words between the marks are the answer once it is settled. */
typedef struct
{
  const DeskMergeChunk *chunk;
  GtkTextMark *start;
  GtkTextMark *end;
  const char *tag; /* (nullable): of the field it is in */
  int choice;      /* a DeskMergeChoice, -1 when nothing was chosen */
} Conflict;

G_DEFINE_FINAL_TYPE (DeskMergeText, desk_merge_text, GTK_TYPE_TEXT_VIEW)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The fields that the editor shows without a name, and how. */
static const struct
{
  const char *field;
  const char *tag;
} shown_fields[] = {
  { DESK_FIELD_HEADLINE, "headline" },
  { DESK_FIELD_STANDFIRST, "standfirst" },
  { DESK_FIELD_BYLINE, "dimmed" },
  { DESK_FIELD_DATELINE, "dimmed" },
};

static const char *
get_shown_tag (const char *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (shown_fields); i++)
    if (g_ascii_strcasecmp (shown_fields[i].field, field) == 0)
      return shown_fields[i].tag;
  return NULL;
}

static GtkTextBuffer *
get_buffer (DeskMergeText *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
}

static Conflict *
get_conflict (DeskMergeText *self, guint i)
{
  return g_ptr_array_index (self->conflicts, i);
}

static Conflict *
get_current (DeskMergeText *self)
{
  return self->current > 0 ? get_conflict (self, self->current - 1) : NULL;
}

static void
get_range (DeskMergeText *self, Conflict *conflict, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_mark (get_buffer (self), start, conflict->start);
  gtk_text_buffer_get_iter_at_mark (get_buffer (self), end, conflict->end);
}

/* The place, from 1, of the conflict that the words from one place to another are in; 0 when they are not all of one. */
static guint
find_conflict (DeskMergeText *self, const GtkTextIter *from, const GtkTextIter *to)
{
  for (guint i = 0; i < self->conflicts->len; i++)
    {
      GtkTextIter start, end;

      get_range (self, get_conflict (self, i), &start, &end);
      if (gtk_text_iter_compare (&start, from) <= 0 && gtk_text_iter_compare (to, &end) <= 0)
        return i + 1;
    }
  return 0;
}

/* @tag, @other: (nullable) */
static void
append (DeskMergeText *self, const char *words, GtkTextTag *tag, const char *other)
{
  GtkTextBuffer *buffer = get_buffer (self);
  guint offset = gtk_text_buffer_get_char_count (buffer);
  GtkTextIter start, end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, words, -1);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, offset);
  if (tag != NULL)
    gtk_text_buffer_apply_tag (buffer, tag, &start, &end);
  if (other != NULL)
    gtk_text_buffer_apply_tag_by_name (buffer, other, &start, &end);
}

static void
tag_conflict (DeskMergeText *self, Conflict *conflict)
{
  GtkTextIter start, end;

  get_range (self, conflict, &start, &end);
  gtk_text_buffer_remove_all_tags (get_buffer (self), &start, &end);
  gtk_text_buffer_apply_tag (get_buffer (self), conflict->choice < 0 ? self->open : self->settled, &start, &end);
  if (conflict->tag != NULL)
    gtk_text_buffer_apply_tag_by_name (get_buffer (self), conflict->tag, &start, &end);
}

/* Both sides' words as they are shown until one of them is chosen. */
static char *
dup_open_words (const DeskMergeChunk *chunk)
{
  /* Translators: stands for words that one side took out */
  const char *nothing = C_ ("words", "nothing");

  return g_strdup_printf ("%s ⁄ %s", *chunk->ours != '\0' ? chunk->ours : nothing, *chunk->theirs != '\0' ? chunk->theirs : nothing);
}

static void
append_conflict (DeskMergeText *self, const DeskMergeChunk *chunk, const char *tag)
{
  GtkTextBuffer *buffer = get_buffer (self);
  g_autofree char *words = dup_open_words (chunk);
  Conflict *conflict = g_new0 (Conflict, 1);
  GtkTextIter end;

  conflict->chunk = chunk;
  conflict->tag = tag;
  conflict->choice = -1;
  gtk_text_buffer_get_end_iter (buffer, &end);
  conflict->start = gtk_text_buffer_create_mark (buffer, NULL, &end, TRUE);
  append (self, words, NULL, NULL);
  gtk_text_buffer_get_end_iter (buffer, &end);
  /* Until the rest of the text is there, what comes behind it is not of it. */
  conflict->end = gtk_text_buffer_create_mark (buffer, NULL, &end, TRUE);
  g_ptr_array_add (self->conflicts, conflict);
  tag_conflict (self, conflict);
}

static void
append_merge (DeskMergeText *self, DeskMerge *merge, const char *tag)
{
  GArray *chunks = desk_merge_get_chunks (merge);

  for (guint i = 0; i < chunks->len; i++)
    {
      const DeskMergeChunk *chunk = &g_array_index (chunks, DeskMergeChunk, i);
      const char *words = chunk->kind == DESK_MERGE_THEIRS ? chunk->theirs : chunk->ours;

      if (chunk->kind == DESK_MERGE_CONFLICT)
        {
          append_conflict (self, chunk, tag);
        }
      else if (chunk->kind == DESK_MERGE_SAME)
        {
          append (self, words, NULL, tag);
        }
      else
        {
          append (self, chunk->base, self->removed, tag);
          append (self, words, self->added, tag);
        }
    }
}

static gboolean
has_changes (DeskMerge *merge)
{
  GArray *chunks = desk_merge_get_chunks (merge);

  for (guint i = 0; i < chunks->len; i++)
    if (g_array_index (chunks, DeskMergeChunk, i).kind != DESK_MERGE_SAME)
      return TRUE;
  return FALSE;
}

static void
append_field (DeskMergeText *self, DeskTextMergePart *part)
{
  const char *tag = get_shown_tag (part->field);

  if (tag == NULL && !has_changes (part->merge))
    return;
  if (tag == NULL)
    {
      /* Translators: the name of a field such as "Keywords", before its words */
      g_autofree char *label = g_strdup_printf (_ ("%s: "), part->field);

      append (self, label, self->dimmed, NULL);
    }
  append_merge (self, part->merge, tag);
  append (self, "\n", NULL, tag);
}

/* Puts other words in the place of a conflict's. */
static void
replace_words (DeskMergeText *self, Conflict *conflict, const char *words)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter start, end;

  self->filling = TRUE;
  get_range (self, conflict, &start, &end);
  gtk_text_buffer_delete (buffer, &start, &end);
  gtk_text_buffer_insert (buffer, &start, words, -1);
  self->filling = FALSE;
  tag_conflict (self, conflict);
}

static void
set_current (DeskMergeText *self, guint current)
{
  if (self->current == current)
    return;
  self->current = current;
  g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
can_edit (DeskMergeText *self, const GtkTextIter *start, const GtkTextIter *end)
{
  guint found = find_conflict (self, start, end);

  return self->filling || (found > 0 && get_conflict (self, found - 1)->choice >= 0);
}

static void
insert_text_cb (DeskMergeText *self, GtkTextIter *position, const char *text, int length, GtkTextBuffer *buffer)
{
  if (!can_edit (self, position, position))
    g_signal_stop_emission_by_name (buffer, "insert-text");
}

static void
delete_range_cb (DeskMergeText *self, GtkTextIter *start, GtkTextIter *end, GtkTextBuffer *buffer)
{
  if (!can_edit (self, start, end))
    g_signal_stop_emission_by_name (buffer, "delete-range");
}

/* The editor typed over words that were chosen. */
static void
buffer_changed_cb (DeskMergeText *self)
{
  GtkTextIter cursor;
  guint found;

  if (self->filling)
    return;
  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &cursor, gtk_text_buffer_get_insert (get_buffer (self)));
  found = find_conflict (self, &cursor, &cursor);
  if (found == 0)
    return;
  get_conflict (self, found - 1)->choice = DESK_MERGE_TAKE_WORDS;
  tag_conflict (self, get_conflict (self, found - 1));
  self->current = found;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
cursor_moved_cb (DeskMergeText *self)
{
  GtkTextIter cursor;
  guint found;

  if (self->filling)
    return;
  gtk_text_buffer_get_iter_at_mark (get_buffer (self), &cursor, gtk_text_buffer_get_insert (get_buffer (self)));
  found = find_conflict (self, &cursor, &cursor);
  if (found > 0)
    set_current (self, found);
}

/* What is scrolled to before the text has its size may end up anywhere. */
static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  DeskMergeText *self = DESK_MERGE_TEXT (widget);

  if (gtk_widget_get_height (widget) <= 1)
    return G_SOURCE_CONTINUE;
  if (self->current > 0)
    gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self), get_current (self)->start, 0.1, FALSE, 0, 0);
  self->scroll_id = 0;
  return G_SOURCE_REMOVE;
}

/* The view's own colours, so that dark, light and high contrast are all right. */
static void
update_colours (DeskMergeText *self)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr (GdkRGBA) accent = adw_style_manager_get_accent_color_rgba (manager);
  GdkRGBA tint = *accent;
  GdkRGBA warning;
  GdkRGBA dim;

  gtk_widget_get_color (GTK_WIDGET (self), &dim);
  dim.alpha *= adw_style_manager_get_high_contrast (manager) ? 0.9 : 0.55;
  tint.alpha = 0.18;
  gdk_rgba_parse (&warning, adw_style_manager_get_dark (manager) ? "#f8e45c" : "#e5a50a");
  g_object_set (self->added, "underline-rgba", accent, "background-rgba", &tint, NULL);
  tint.alpha = 0.3;
  g_object_set (self->settled, "underline-rgba", accent, "background-rgba", &tint, NULL);
  warning.alpha = 0.3;
  g_object_set (self->open, "background-rgba", &warning, NULL);
  g_object_set (self->removed, "foreground-rgba", &dim, NULL);
  g_object_set (self->dimmed, "foreground-rgba", &dim, NULL);
}

static void
desk_merge_text_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (desk_merge_text_parent_class)->css_changed (widget, change);

  update_colours (DESK_MERGE_TEXT (widget));
}

static void
desk_merge_text_finalize (GObject *object)
{
  DeskMergeText *self = DESK_MERGE_TEXT (object);

  g_clear_pointer (&self->merge, desk_text_merge_unref);
  g_ptr_array_unref (self->conflicts);

  G_OBJECT_CLASS (desk_merge_text_parent_class)->finalize (object);
}

static void
desk_merge_text_class_init (DeskMergeTextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = desk_merge_text_finalize;
  widget_class->css_changed = desk_merge_text_css_changed;

  signals[CHANGED] = g_signal_new ("changed", DESK_TYPE_MERGE_TEXT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
desk_merge_text_init (DeskMergeText *self)
{
  GtkTextBuffer *buffer = get_buffer (self);
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));

  self->conflicts = g_ptr_array_new_with_free_func (g_free);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self), FALSE);

  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_text_buffer_create_tag (buffer, "headline", "weight", PANGO_WEIGHT_BOLD, "scale", 1.5, "pixels-below-lines", 9, NULL);
  gtk_text_buffer_create_tag (buffer, "standfirst", "weight", PANGO_WEIGHT_BOLD, "scale", 1.1, "pixels-below-lines", 9, NULL);
  self->dimmed = gtk_text_buffer_create_tag (buffer, "dimmed", NULL, NULL);
  self->added = gtk_text_buffer_create_tag (buffer, "added", "underline", PANGO_UNDERLINE_SINGLE, NULL);
  self->removed = gtk_text_buffer_create_tag (buffer, "removed", "strikethrough", TRUE, NULL);
  self->open = gtk_text_buffer_create_tag (buffer, "open", "underline", PANGO_UNDERLINE_DOUBLE, NULL);
  self->settled = gtk_text_buffer_create_tag (buffer, "settled", "underline", PANGO_UNDERLINE_SINGLE, NULL);
  update_colours (self);

  g_signal_connect_object (buffer, "insert-text", G_CALLBACK (insert_text_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "delete-range", G_CALLBACK (delete_range_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (buffer_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (buffer, "notify::cursor-position", G_CALLBACK (cursor_moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::accent-color-rgba", G_CALLBACK (update_colours), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (update_colours), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (update_colours), self, G_CONNECT_SWAPPED);
}

void
desk_merge_text_set_merge (DeskMergeText *self, DeskTextMerge *merge)
{
  GtkTextBuffer *buffer;
  GPtrArray *parts;

  g_return_if_fail (DESK_IS_MERGE_TEXT (self));

  buffer = get_buffer (self);
  self->filling = TRUE;
  for (guint i = 0; i < self->conflicts->len; i++)
    {
      gtk_text_buffer_delete_mark (buffer, get_conflict (self, i)->start);
      gtk_text_buffer_delete_mark (buffer, get_conflict (self, i)->end);
    }
  g_ptr_array_set_size (self->conflicts, 0);
  gtk_text_buffer_set_text (buffer, "", 0);
  self->current = 0;
  if (merge != NULL)
    desk_text_merge_ref (merge);
  g_clear_pointer (&self->merge, desk_text_merge_unref);
  self->merge = merge;

  parts = merge != NULL ? desk_text_merge_get_parts (merge) : NULL;
  for (guint i = 0; parts != NULL && i < parts->len; i++)
    {
      DeskTextMergePart *part = g_ptr_array_index (parts, i);

      if (part->field != NULL)
        {
          append_field (self, part);
          continue;
        }
      if (gtk_text_buffer_get_char_count (buffer) > 0)
        append (self, "\n", NULL, NULL);
      append_merge (self, part->merge, NULL);
    }

  /* From here on what is typed at a conflict's end is of it. */
  for (guint i = 0; i < self->conflicts->len; i++)
    {
      Conflict *conflict = get_conflict (self, i);
      GtkTextIter end;

      gtk_text_buffer_get_iter_at_mark (buffer, &end, conflict->end);
      gtk_text_buffer_delete_mark (buffer, conflict->end);
      conflict->end = gtk_text_buffer_create_mark (buffer, NULL, &end, FALSE);
    }
  self->filling = FALSE;
  g_signal_emit (self, signals[CHANGED], 0);
}

guint
desk_merge_text_get_n_conflicts (DeskMergeText *self)
{
  g_return_val_if_fail (DESK_IS_MERGE_TEXT (self), 0);

  return self->conflicts->len;
}

guint
desk_merge_text_get_n_settled (DeskMergeText *self)
{
  guint n = 0;

  g_return_val_if_fail (DESK_IS_MERGE_TEXT (self), 0);

  for (guint i = 0; i < self->conflicts->len; i++)
    n += get_conflict (self, i)->choice >= 0;
  return n;
}

guint
desk_merge_text_get_current (DeskMergeText *self)
{
  g_return_val_if_fail (DESK_IS_MERGE_TEXT (self), 0);

  return self->current;
}

const DeskMergeChunk *
desk_merge_text_get_chunk (DeskMergeText *self)
{
  g_return_val_if_fail (DESK_IS_MERGE_TEXT (self), NULL);

  return self->current > 0 ? get_current (self)->chunk : NULL;
}

int
desk_merge_text_get_choice (DeskMergeText *self)
{
  g_return_val_if_fail (DESK_IS_MERGE_TEXT (self), -1);

  return self->current > 0 ? get_current (self)->choice : -1;
}

void
desk_merge_text_go (DeskMergeText *self, gboolean backwards)
{
  GtkTextIter start, end;
  guint n;
  guint next;

  g_return_if_fail (DESK_IS_MERGE_TEXT (self));

  n = self->conflicts->len;
  if (n == 0)
    return;
  if (backwards)
    next = self->current > 1 ? self->current - 1 : n;
  else
    next = self->current % n + 1;

  get_range (self, get_conflict (self, next - 1), &start, &end);
  self->filling = TRUE;
  gtk_text_buffer_select_range (get_buffer (self), &end, &start);
  self->filling = FALSE;
  set_current (self, next);
  if (self->scroll_id == 0)
    self->scroll_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_cb, NULL, NULL);
}

void
desk_merge_text_choose (DeskMergeText *self, DeskMergeChoice choice)
{
  const DeskMergeAnswer answer = { choice };
  g_autofree char *words = NULL;
  Conflict *conflict;

  g_return_if_fail (DESK_IS_MERGE_TEXT (self));
  g_return_if_fail (self->current > 0);

  conflict = get_current (self);
  words = desk_merge_chunk_dup_words (conflict->chunk, &answer);
  conflict->choice = choice;
  replace_words (self, conflict, words);
  g_signal_emit (self, signals[CHANGED], 0);
}

DeskText *
desk_merge_text_dup_text (DeskMergeText *self)
{
  g_autofree DeskMergeAnswer *answers = NULL;
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (DESK_IS_MERGE_TEXT (self), NULL);
  g_return_val_if_fail (self->merge != NULL, NULL);

  answers = g_new0 (DeskMergeAnswer, self->conflicts->len + 1);
  for (guint i = 0; i < self->conflicts->len; i++)
    {
      GtkTextIter start, end;

      get_range (self, get_conflict (self, i), &start, &end);
      answers[i].choice = DESK_MERGE_TAKE_WORDS;
      answers[i].words = gtk_text_buffer_get_text (get_buffer (self), &start, &end, TRUE);
      g_ptr_array_add (kept, (char *) answers[i].words);
    }
  return desk_text_merge_dup_text (self->merge, answers);
}
