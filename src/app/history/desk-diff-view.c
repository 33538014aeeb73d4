/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-diff-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

struct _DeskDiffView
{
  GtkTextView parent_instance;

  gboolean only_changes;
  GArray *changes; /* Change, in order */
  guint current;   /* from 1; 0: none */

  GtkTextTag *added;
  GtkTextTag *removed;
  GtkTextTag *dimmed;
};

/* What counts as one change: a run of removed words with the added one behind it, or a field. */
typedef struct
{
  guint start; /* offsets of the buffer */
  guint end;
  char *was;
  char *now;
} Change;

G_DEFINE_FINAL_TYPE (DeskDiffView, desk_diff_view, GTK_TYPE_TEXT_VIEW)

enum
{
  PROP_0,
  PROP_ONLY_CHANGES,
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

static const char *
get_label (const char *field)
{
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
change_clear (Change *change)
{
  g_free (change->was);
  g_free (change->now);
}

static void
begin_change (DeskDiffView *self, const char *was, const char *now)
{
  const Change change = { count_chars (self), 0, g_strdup (was), g_strdup (now) };

  g_array_append_val (self->changes, change);
}

/* @came: whether the words are of the new text */
static void
append_changed_words (DeskDiffView *self, gboolean came, const char *words, const char *tag)
{
  g_auto (GStrv) lines = g_strsplit (words, "\n", -1);
  /* A line break that came or went is seen as well. */
  g_autofree char *visible = g_strjoinv ("¶\n", lines);

  append (self, visible, -1, came ? self->added : self->removed, tag);
  g_array_index (self->changes, Change, self->changes->len - 1).end = count_chars (self);
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

static void
append_part (DeskDiffView *self, const DeskTextDiffPart *part, const char *tag)
{
  g_autoptr (GArray) changed = find_changed_lines (part);
  guint line = 0;
  gboolean left_out = FALSE;
  gboolean goes_on = FALSE; /* what comes belongs to the change before it */

  for (guint i = 0; i < part->hunks->len; i++)
    {
      const DeskDiffHunk *hunk = &g_array_index (part->hunks, DeskDiffHunk, i);
      g_autofree char *was = g_strndup (part->old_text + hunk->old_start, hunk->old_length);
      g_autofree char *now = g_strndup (part->new_text + hunk->new_start, hunk->new_length);

      if (hunk->kind == DESK_DIFF_SAME)
        {
          append_same (self, was, hunk->old_length, tag, changed, &line, &left_out);
          goes_on = goes_on && part->field != NULL;
          continue;
        }

      if (!goes_on && part->field != NULL)
        begin_change (self, part->old_text, part->new_text);
      else if (!goes_on)
        begin_change (self, was, now);
      else if (part->field == NULL)
        g_set_str (&g_array_index (self->changes, Change, self->changes->len - 1).now, now);
      append_changed_words (self, hunk->old_length == 0, hunk->old_length == 0 ? now : was, tag);
      goes_on = part->field != NULL || hunk->kind == DESK_DIFF_REMOVED;
    }
}

static void
append_field (DeskDiffView *self, const DeskTextDiffPart *part)
{
  const char *tag = get_shown_tag (part->field);
  gboolean is_empty = part->old_text[0] == '\0' && part->new_text[0] == '\0';

  if (is_empty || (part->n_changes == 0 && (tag == NULL || self->only_changes)))
    return;

  if (tag == NULL || self->only_changes)
    {
      /* Translators: the name of a field such as "Keywords", before its words */
      g_autofree char *label = g_strdup_printf (_ ("%s: "), get_label (part->field));

      append (self, label, -1, self->dimmed, NULL);
    }
  append_part (self, part, self->only_changes ? NULL : tag);
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
  g_object_set (self->dimmed, "foreground-rgba", &dim, NULL);
}

static void
announce (DeskDiffView *self, const Change *change)
{
  g_autofree char *message = NULL;

  if (change->now[0] == '\0')
    /* Translators: the place of a change, their number, words that went */
    message = g_strdup_printf (_ ("Change %u of %u: removed “%s”"), self->current, self->changes->len, change->was);
  else if (change->was[0] == '\0')
    /* Translators: the place of a change, their number, words that came */
    message = g_strdup_printf (_ ("Change %u of %u: added “%s”"), self->current, self->changes->len, change->now);
  else
    /* Translators: the place of a change, their number, words that went, words that came for them */
    message = g_strdup_printf (_ ("Change %u of %u: “%s” became “%s”"), self->current, self->changes->len, change->was, change->now);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
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

  g_clear_pointer (&self->changes, g_array_unref);

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
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
desk_diff_view_init (DeskDiffView *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  AdwStyleManager *manager = adw_style_manager_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));

  self->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_array_set_clear_func (self->changes, (GDestroyNotify) change_clear);
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self), FALSE);
  gtk_text_view_set_cursor_visible (GTK_TEXT_VIEW (self), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self), GTK_WRAP_WORD_CHAR);

  gtk_text_buffer_set_enable_undo (buffer, FALSE);
  gtk_text_buffer_create_tag (buffer, "headline", "weight", PANGO_WEIGHT_BOLD, "scale", 1.5, "pixels-below-lines", 9, NULL);
  gtk_text_buffer_create_tag (buffer, "standfirst", "weight", PANGO_WEIGHT_BOLD, "scale", 1.1, "pixels-below-lines", 9, NULL);
  self->dimmed = gtk_text_buffer_create_tag (buffer, "dimmed", NULL, NULL);
  self->added = gtk_text_buffer_create_tag (buffer, "added", "underline", PANGO_UNDERLINE_SINGLE, NULL);
  self->removed = gtk_text_buffer_create_tag (buffer, "removed", "strikethrough", TRUE, NULL);
  update_colours (self);

  g_signal_connect_object (manager, "notify::accent-color-rgba", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (style_changed_cb), self, G_CONNECT_SWAPPED);
}

void
desk_diff_view_set_diff (DeskDiffView *self, DeskTextDiff *diff)
{
  GPtrArray *parts;

  g_return_if_fail (DESK_IS_DIFF_VIEW (self));

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self)), "", 0);
  g_array_set_size (self->changes, 0);
  self->current = 0;
  if (diff == NULL)
    return;

  parts = desk_text_diff_get_parts (diff);
  for (guint i = 0; i < parts->len; i++)
    {
      const DeskTextDiffPart *part = g_ptr_array_index (parts, i);

      if (part->field != NULL)
        {
          append_field (self, part);
        }
      else if (!self->only_changes || part->n_changes > 0)
        {
          if (!self->only_changes && count_chars (self) > 0)
            append (self, "\n", -1, NULL, NULL);
          append_part (self, part, NULL);
        }
    }
}

guint
desk_diff_view_get_n_changes (DeskDiffView *self)
{
  g_return_val_if_fail (DESK_IS_DIFF_VIEW (self), 0);

  return self->changes->len;
}

guint
desk_diff_view_go (DeskDiffView *self, gboolean backwards)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;
  const Change *change;

  g_return_val_if_fail (DESK_IS_DIFF_VIEW (self), 0);

  if (self->changes->len == 0)
    return 0;
  if (backwards)
    self->current = self->current > 1 ? self->current - 1 : self->changes->len;
  else
    self->current = self->current % self->changes->len + 1;

  change = &g_array_index (self->changes, Change, self->current - 1);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self));
  gtk_text_buffer_get_iter_at_offset (buffer, &start, change->start);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, change->end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self), gtk_text_buffer_get_insert (buffer), 0.1, FALSE, 0, 0);
  announce (self, change);
  return self->current;
}
