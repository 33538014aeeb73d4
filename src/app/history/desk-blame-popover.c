/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-blame-popover.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/desk-time.h"
#include "posts/desk-isolate.h"
#include "preferences/desk-locale.h"

struct _DeskBlamePopover
{
  GtkPopover parent_instance;

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (DeskBlamePopover, desk_blame_popover, GTK_TYPE_POPOVER)

#define REVISION_KEY "desk-revision"

static GtkWidget *
make_label (const char *words, guint lines)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), lines);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  /* In a window of 360 pixels too. */
  gtk_label_set_max_width_chars (GTK_LABEL (label), 34);
  return label;
}

static char *
describe (DeskRevision *revision, const char *zone)
{
  g_autofree char *author = desk_isolate (revision->author);
  g_autofree char *moment = desk_time_format_moment (revision->at, g_get_real_time (), zone, desk_locale_get_language ());
  g_autofree char *name = desk_isolate (revision->name[0] != '\0' ? revision->name : desk_enum_get_label (DESK_TYPE_WHY, revision->why));

  /* Translators: who wrote words, when, and what the version is called in which they appeared: “Mara Vell · 18:36 · Kept” */
  return g_strdup_printf (_ ("%s · %s · %s"), author, moment, name);
}

static void
add_row (DeskBlamePopover *self, const char *words, DeskRevision *revision, const char *zone)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *shown = desk_isolate (words);
  g_autofree char *who = describe (revision, zone);
  g_autofree char *label = g_strjoin (", ", shown, who, NULL);
  GtkWidget *title = make_label (shown, 3);
  GtkWidget *details = make_label (who, 2);
  GtkWidget *row;

  gtk_widget_add_css_class (details, "dimmed");
  gtk_widget_add_css_class (details, "caption");
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), details);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  row = g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", box, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _ ("Enter shows what changed in that version"), -1);
  g_object_set_data_full (G_OBJECT (row), REVISION_KEY, g_strdup (revision->id), g_free);
  gtk_list_box_append (self->list, row);
}

static void
row_activated_cb (DeskBlamePopover *self, GtkListBoxRow *row)
{
  g_autofree char *revision = g_strdup (g_object_get_data (G_OBJECT (row), REVISION_KEY));

  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "story.compare-revisions", "(ss)", "", revision);
}

static void
desk_blame_popover_class_init (DeskBlamePopoverClass *klass)
{
}

static void
desk_blame_popover_init (DeskBlamePopover *self)
{
  GtkWidget *window = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Who Wrote This"), -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Who Wrote This"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (window), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (window), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (window), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (window), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), GTK_WIDGET (self->list));
  gtk_popover_set_child (GTK_POPOVER (self), window);
}

GtkWidget *
desk_blame_popover_new (DeskStoryBlame *blame, guint start, guint end, const char *zone)
{
  DeskBlamePopover *self = g_object_new (DESK_TYPE_BLAME_POPOVER, NULL);
  const char *canonical, *body;
  gsize length, first, last;

  g_return_val_if_fail (blame != NULL, GTK_WIDGET (self));
  g_return_val_if_fail (zone != NULL, GTK_WIDGET (self));

  /* Runs count bytes of the canonical text, which ends with the body. */
  canonical = desk_text_get_canonical (blame->text, &length);
  body = canonical + length - strlen (desk_text_get_body (blame->text));
  first = g_utf8_offset_to_pointer (body, start) - canonical;
  last = g_utf8_offset_to_pointer (body, end) - canonical;
  for (guint i = 0; i < blame->runs->len; i++)
    {
      const DeskBlameRun *run = &g_array_index (blame->runs, DeskBlameRun, i);
      gsize from = MAX (run->start, first);
      gsize to = MIN (run->start + run->length, last);
      g_autofree char *words = NULL;

      if (from >= to)
        continue;
      words = g_strstrip (g_strndup (canonical + from, to - from));
      if (words[0] != '\0')
        add_row (self, words, g_ptr_array_index (blame->revisions, run->origin), zone);
    }
  return GTK_WIDGET (self);
}
