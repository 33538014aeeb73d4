/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-diff-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _DeskDiffView
{
  GtkTextView parent_instance;

  gboolean only_changes;
  DeskDiffRuns *runs; /* (nullable) */
  GArray *places;     /* (element-type Place): of each change */
  guint current;      /* from 1; 0: none */
  gboolean goes;      /* the cursor is being put there, not by the reader */

  GtkTextTag *added;
  GtkTextTag *removed;
  GtkTextTag *moved;
  GtkTextTag *away;
  GtkTextTag *dimmed;
  GtkTextTag *caption;
};

/* Where a change is shown, in offsets of the buffer. */
typedef struct
{
  guint start;
  guint end;
} Place;

G_DEFINE_FINAL_TYPE (DeskDiffView, desk_diff_view, GTK_TYPE_TEXT_VIEW)

enum
{
  PROP_0,
  PROP_ONLY_CHANGES,
  PROP_CURRENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

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

static const struct
{
  const char *field;
  const char *label;
} field_labels[] = {
  { DESK_FIELD_HEADLINE, NC_ ("field", "Headline") },
  { DESK_FIELD_STANDFIRST, NC_ ("field", "Standfirst") },
  { DESK_FIELD_BYLINE, NC_ ("field", "Byline") },
  { DESK_FIELD_DATELINE, NC_ ("field", "Dateline") },
  { DESK_FIELD_LANGUAGE, NC_ ("field", "Language") },
  { DESK_FIELD_ZONE, NC_ ("field", "Time Zone") },
  { DESK_FIELD_KEYWORDS, NC_ ("field", "Keywords") },
  { DESK_FIELD_RELATED, NC_ ("field", "Related") },
  { DESK_FIELD_WARNING, NC_ ("field", "Warning") },
};

static const char *
get_shown_tag (const char *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (shown_fields); i++)
    if (g_ascii_strcasecmp (shown_fields[i].field, field) == 0)
      return shown_fields[i].tag;
  return NULL;
}

const char *
desk_diff_get_field_label (const char *field)
{
  g_return_val_if_fail (field != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (field_labels); i++)
    if (g_ascii_strcasecmp (field_labels[i].field, field) == 0)
      return g_dpgettext2 (NULL, "field", field_labels[i].label);
  return field;
}

static guint
count_chars (DeskDiffView *self)
{
  return gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self)));
}

/* @tag, @other: (nullable) */
static void
append (DeskDiffView *self, const char *words, gssize length, GtkTextTag *tag, const char *other)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  guint offset = count_chars (self);
  GtkTextIter start, end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_insert (buffer, &end, words, length);
  gtk_text_buffer_get_iter_at_offset (buffer, &start, offset);
  if (tag != NULL)
    gtk_text_buffer_apply_tag (buffer, tag, &start, &end);
  if (other != NULL)
    gtk_text_buffer_apply_tag_by_name (buffer, other, &start, &end);
}

static void
grow_place (DeskDiffView *self, guint change, guint start)
{
  Place *place = &g_array_index (self->places, Place, change - 1);

  place->start = MIN (place->start, start);
  place->end = count_chars (self);
}

static void
append_changed_words (DeskDiffView *self, gboolean came, const char *words, const char *tag)
{
  g_auto (GStrv) lines = g_strsplit (words, "\n", -1);
  /* A line break that came or went is seen as well. */
  g_autofree char *visible = g_strjoinv ("¶\n", lines);

  append (self, visible, -1, came ? self->added : self->removed, tag);
}

static gboolean
is_blank (const char *words, const char *end)
{
  while (words < end && g_ascii_isspace (*words))
    words++;
  return words == end;
}

/* Which lines hold a change, counted by the line breaks that both texts have: (element-type gboolean) */
static GArray *
find_changed_lines (const DeskTextDiffPart *part)
{
  GArray *lines = g_array_new (FALSE, TRUE, sizeof (gboolean));

  g_array_set_size (lines, 1);
  for (guint i = 0; i < part->hunks->len; i++)
    {
      const DeskDiffHunk *hunk = &g_array_index (part->hunks, DeskDiffHunk, i);

      if (hunk->kind != DESK_DIFF_SAME)
        {
          g_array_index (lines, gboolean, lines->len - 1) = TRUE;
          continue;
        }
      for (gsize j = 0; j < hunk->old_length; j++)
        if (part->old_text[hunk->old_start + j] == '\n')
          g_array_set_size (lines, lines->len + 1);
    }
  return lines;
}

/* Appends what both texts have; @line goes on with each line break. */
static void
append_same (DeskDiffView *self, const char *words, gsize length, const char *tag, GArray *changed, guint *line, gboolean *left_out)
{
  const char *end = words + length;

  while (words < end)
    {
      const char *line_break = memchr (words, '\n', end - words);
      const char *next = line_break != NULL ? line_break + 1 : end;

      if (!self->only_changes || g_array_index (changed, gboolean, *line))
        {
          append (self, words, next - words, NULL, tag);
          *left_out = FALSE;
        }
      else if (!*left_out && !is_blank (words, next))
        {
          append (self, "…\n", -1, self->dimmed, NULL);
          *left_out = TRUE;
        }
      if (line_break != NULL)
        (*line)++;
      words = next;
    }
}

/* A line above a paragraph that moved: what it is, and where to look for its other place. */
static void
append_caption (DeskDiffView *self, const char *words)
{
  append (self, words, -1, self->caption, NULL);
  append (self, "\n", -1, self->caption, NULL);
}

static const DeskMove *
get_move (const DeskDiffRun *run)
{
  return g_ptr_array_index (run->part->moves, run->move - 1);
}

/* @seen: where it stands now was above */
static void
append_moved_away (DeskDiffView *self, const DeskDiffRun *run, gboolean seen)
{
  gsize lead = get_move (run)->old_start - run->old_start;

  append (self, run->part->old_text + run->old_start, lead, NULL, NULL);
  append_caption (self, seen ? _ ("↑ Moved up from here") : _ ("↓ Moved down from here"));
  append (self, run->part->old_text + run->old_start + lead, run->old_length - lead, self->away, NULL);
}

/* What is in a paragraph that moved here; @away_seen: where it stood was above */
static void
append_moved_here (DeskDiffView *self, const DeskDiffRun *run, gboolean is_first, gboolean away_seen)
{
  gboolean has_words = run->new_start >= get_move (run)->new_start;

  if (is_first && has_words)
    append_caption (self, away_seen ? _ ("↓ Moved here from above") : _ ("↑ Moved here from below"));
  append (self, run->part->new_text + run->new_start, run->new_length, has_words ? self->moved : NULL, NULL);
}

/* Which places of moves were passed. */
typedef struct
{
  gboolean away;
  gboolean here;
} Passed;

static void
append_run (DeskDiffView *self, const DeskDiffRun *run, const char *tag, Passed *passed)
{
  guint start = count_chars (self);
  Passed *move = run->move > 0 ? &passed[run->move] : NULL;

  if (run->kind == DESK_DIFF_MOVED_AWAY)
    {
      append_moved_away (self, run, move->here);
      move->away = TRUE;
      return;
    }
  if (run->kind == DESK_DIFF_MOVED_HERE)
    append_moved_here (self, run, !move->here, move->away);
  else if (run->kind == DESK_DIFF_ADDED || run->kind == DESK_DIFF_REMOVED)
    {
      gboolean came = run->kind == DESK_DIFF_ADDED;
      g_autofree char *words = came ? g_strndup (run->part->new_text + run->new_start, run->new_length)
                                    : g_strndup (run->part->old_text + run->old_start, run->old_length);

      if (move != NULL && !move->here)
        append_moved_here (self, &(DeskDiffRun) { .part = run->part, .move = run->move, .new_start = get_move (run)->new_start }, TRUE, move->away);
      append_changed_words (self, came, words, tag);
    }
  if (move != NULL && run->new_start >= get_move (run)->new_start)
    move->here = TRUE;
  grow_place (self, run->change, start);
}

/* The runs of one part begin at @first; returns the number of the run behind them. */
static guint
append_part (DeskDiffView *self, guint first, const char *tag)
{
  GArray *runs = desk_diff_runs_get_runs (self->runs);
  const DeskTextDiffPart *part = g_array_index (runs, DeskDiffRun, first).part;
  g_autoptr (GArray) changed = find_changed_lines (part);
  g_autofree Passed *passed = g_new0 (Passed, part->moves->len + 1);
  guint line = 0;
  gboolean left_out = FALSE;
  guint i;

  for (i = first; i < runs->len && g_array_index (runs, DeskDiffRun, i).part == part; i++)
    {
      const DeskDiffRun *run = &g_array_index (runs, DeskDiffRun, i);

      if (run->kind == DESK_DIFF_SAME)
        append_same (self, part->old_text + run->old_start, run->old_length, tag, changed, &line, &left_out);
      else
        append_run (self, run, tag, passed);
    }
  return i;
}

static gboolean
is_field_shown (DeskDiffView *self, const DeskTextDiffPart *part)
{
  gboolean is_empty = part->old_text[0] == '\0' && part->new_text[0] == '\0';

  if (is_empty)
    return FALSE;
  return part->n_changes > 0 || (!self->only_changes && get_shown_tag (part->field) != NULL);
}

static void
append_field (DeskDiffView *self, guint first)
{
  const DeskTextDiffPart *part = g_array_index (desk_diff_runs_get_runs (self->runs), DeskDiffRun, first).part;
  const char *tag = get_shown_tag (part->field);

  if (tag == NULL || self->only_changes)
    {
      /* Translators: the name of a field such as "Keywords", before its words */
      g_autofree char *label = g_strdup_printf (_ ("%s: "), desk_diff_get_field_label (part->field));

      append (self, label, -1, self->dimmed, NULL);
    }
  append_part (self, first, self->only_changes ? NULL : tag);
  append (self, "\n", -1, NULL, tag);
}

/* The view's own colours, so that dark, light and high contrast are all right. */
static void
update_colours (DeskDiffView *self)
{
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr (GdkRGBA) accent = adw_style_manager_get_accent_color_rgba (manager);
  GdkRGBA tint = *accent;
  GdkRGBA dim;

  gtk_widget_get_color (GTK_WIDGET (self), &dim);
  dim.alpha *= adw_style_manager_get_high_contrast (manager) ? 0.9 : 0.55;
  tint.alpha = 0.18;
  g_object_set (self->added, "underline-rgba", accent, "background-rgba", &tint, NULL);
  g_object_set (self->removed, "foreground-rgba", &dim, NULL);
  g_object_set (self->away, "foreground-rgba", &dim, NULL);
  tint.alpha = 0.08;
  g_object_set (self->moved, "paragraph-background-rgba", &tint, NULL);
  g_object_set (self->caption, "foreground-rgba", accent, NULL);
  g_object_set (self->dimmed, "foreground-rgba", &dim, NULL);
}

static void
announce (DeskDiffView *self)
{
  GArray *changes = desk_diff_runs_get_changes (self->runs);
  g_autofree char *was = desk_diff_runs_dup_was (self->runs, self->current);
  g_autofree char *now = desk_diff_runs_dup_now (self->runs, self->current);
  g_autofree char *message = desk_diff_describe_change (self->current, changes->len,
                                                        g_array_index (changes, DeskDiffChange, self->current - 1).is_move, was, now);

  gtk_accessible_announce (GTK_ACCESSIBLE (self), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
set_current (DeskDiffView *self, guint current)
{
  if (self->current == current)
    return;
  self->current = current;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

/* Whoever reads with the cursor is at a change without asking for the next: of one within another at the inner one. */
static void
cursor_moved_cb (DeskDiffView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  guint current = 0;
  int offset;

  if (self->goes)
    return;
  g_object_get (buffer, "cursor-position", &offset, NULL);
  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);

      if (place->start <= (guint) offset && (guint) offset <= place->end)
        current = i + 1;
    }
  set_current (self, current);
}

static void
style_changed_cb (DeskDiffView *self)
{
  update_colours (self);
}

static void
desk_diff_view_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (desk_diff_view_parent_class)->css_changed (widget, change);

  update_colours (DESK_DIFF_VIEW (widget));
}

static void
desk_diff_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DeskDiffView *self = DESK_DIFF_VIEW (object);

  switch (id)
    {
    case PROP_ONLY_CHANGES:
      g_value_set_boolean (value, self->only_changes);
      break;
    case PROP_CURRENT:
      g_value_set_uint (value, self->current);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
desk_diff_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DeskDiffView *self = DESK_DIFF_VIEW (object);

  switch (id)
    {
    case PROP_ONLY_CHANGES:
      self->only_changes = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
desk_diff_view_finalize (GObject *object)
{
  DeskDiffView *self = DESK_DIFF_VIEW (object);

  g_clear_pointer (&self->runs, desk_diff_runs_unref);
  g_clear_pointer (&self->places, g_array_unref);

  G_OBJECT_CLASS (desk_diff_view_parent_class)->finalize (object);
}

static void
desk_diff_view_class_init (DeskDiffViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = desk_diff_view_finalize;
  object_class->get_property = desk_diff_view_get_property;
  object_class->set_property = desk_diff_view_set_property;
  widget_class->css_changed = desk_diff_view_css_changed;

  properties[PROP_ONLY_CHANGES] = g_param_spec_boolean ("only-changes", NULL, NULL, FALSE,
                                                        G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CURRENT] = g_param_spec_uint ("current", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
desk_diff_view_init (DeskDiffView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));

  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self), FALSE);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (self), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self), GTK_WRAP_WORD_CHAR);

  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_text_buffer_create_tag (buffer, "headline", "weight", PANGO_WEIGHT_BOLD, "scale", 1.5, "pixels-below-lines", 9, NULL);
  gtk_text_buffer_create_tag (buffer, "standfirst", "weight", PANGO_WEIGHT_BOLD, "scale", 1.1, "pixels-below-lines", 9, NULL);
  self->dimmed = gtk_text_buffer_create_tag (buffer, "dimmed", NULL, NULL);
  self->added = gtk_text_buffer_create_tag (buffer, "added", "underline", PANGO_UNDERLINE_SINGLE, NULL);
  self->removed = gtk_text_buffer_create_tag (buffer, "removed", "strikethrough", TRUE, NULL);
  self->moved = gtk_text_buffer_create_tag (buffer, "moved", NULL, NULL);
  self->away = gtk_text_buffer_create_tag (buffer, "away", "style", PANGO_STYLE_ITALIC, NULL);
  self->caption = gtk_text_buffer_create_tag (buffer, "caption", "scale", PANGO_SCALE_SMALL, "weight", PANGO_WEIGHT_BOLD, NULL);
  update_colours (self);

  g_signal_connect_object (buffer, "notify::cursor-position", G_CALLBACK (cursor_moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::accent-color-rgba", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
}

char *
desk_diff_describe_change (guint change, guint n_changes, gboolean is_move, const char *was, const char *now)
{
  if (is_move)
    /* Translators: the place of a change, their number, the words of a paragraph that stands elsewhere now */
    return g_strdup_printf (_ ("Change %u of %u: moved “%s”"), change, n_changes, now);
  if (now[0] == '\0')
    /* Translators: the place of a change, their number, words that went */
    return g_strdup_printf (_ ("Change %u of %u: removed “%s”"), change, n_changes, was);
  if (was[0] == '\0')
    /* Translators: the place of a change, their number, words that came */
    return g_strdup_printf (_ ("Change %u of %u: added “%s”"), change, n_changes, now);
  /* Translators: the place of a change, their number, words that went, words that came for them */
  return g_strdup_printf (_ ("Change %u of %u: “%s” became “%s”"), change, n_changes, was, now);
}

void
desk_diff_view_set_diff (DeskDiffView *self, DeskTextDiff *diff)
{
  GArray *runs;

  g_return_if_fail (DESK_IS_DIFF_VIEW (self));

  self->goes = TRUE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self)), "", 0);
  g_array_set_size (self->places, 0);
  g_clear_pointer (&self->runs, desk_diff_runs_unref);
  if (diff != NULL)
    {
      const Place nowhere = { G_MAXUINT, 0 };

      self->runs = desk_diff_runs_new (diff);
      for (guint i = 0; i < desk_diff_runs_get_changes (self->runs)->len; i++)
        g_array_append_val (self->places, nowhere);
      runs = desk_diff_runs_get_runs (self->runs);
      for (guint i = 0; i < runs->len;)
        {
          const DeskTextDiffPart *part = g_array_index (runs, DeskDiffRun, i).part;
          guint first = i;

          while (i < runs->len && g_array_index (runs, DeskDiffRun, i).part == part)
            i++;
          if (part->field != NULL && is_field_shown (self, part))
            append_field (self, first);
          if (part->field != NULL || (self->only_changes && part->n_changes == 0))
            continue;
          if (!self->only_changes && count_chars (self) > 0)
            append (self, "\n", -1, NULL, NULL);
          append_part (self, first, NULL);
        }
    }
  self->goes = FALSE;
  set_current (self, 0);
}

guint
desk_diff_view_get_n_changes (DeskDiffView *self)
{
  g_return_val_if_fail (DESK_IS_DIFF_VIEW (self), 0);

  return self->places->len;
}

DeskDiffRuns *
desk_diff_view_get_runs (DeskDiffView *self)
{
  g_return_val_if_fail (DESK_IS_DIFF_VIEW (self), NULL);

  return self->runs;
}

guint
desk_diff_view_get_current (DeskDiffView *self)
{
  g_return_val_if_fail (DESK_IS_DIFF_VIEW (self), 0);

  return self->current;
}

guint
desk_diff_view_go (DeskDiffView *self, gboolean backwards)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  const Place *place;
  guint current;

  g_return_val_if_fail (DESK_IS_DIFF_VIEW (self), 0);

  if (self->places->len == 0)
    return 0;
  if (backwards)
    current = self->current > 1 ? self->current - 1 : self->places->len;
  else
    current = self->current % self->places->len + 1;

  place = &g_array_index (self->places, Place, current - 1);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  gtk_text_buffer_get_iter_at_offset (buffer, &start, place->start);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, place->end);
  self->goes = TRUE;
  gtk_text_buffer_select_range (buffer, &start, &end);
  self->goes = FALSE;
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self), gtk_text_buffer_get_insert (buffer), 0.1, FALSE, 0, 0);
  set_current (self, current);
  announce (self);
  return self->current;
}
