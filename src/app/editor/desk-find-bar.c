/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-find-bar.h"

#include <glib/gi18n.h>

struct _DeskFindBar
{
  AdwBin parent_instance;

  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkLabel *search_count;

  GtkSourceView *view; /* weak */
  GSignalGroup *search_signals;
  GtkSourceSearchContext *search; /* (nullable): until it is asked for */
};

G_DEFINE_FINAL_TYPE (DeskFindBar, desk_find_bar, ADW_TYPE_BIN)

static GtkTextBuffer *
get_buffer (DeskFindBar *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static void
update_count (DeskFindBar *self)
{
  int n = gtk_source_search_context_get_occurrences_count (self->search);
  g_autofree char *words = NULL;
  GtkTextIter start, end;
  int position;

  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  position = gtk_source_search_context_get_occurrence_position (self->search, &start, &end);
  if (n < 0 || !*gtk_editable_get_text (self->search_entry))
    words = g_strdup ("");
  else if (position > 0)
    /* Translators: which match of how many is selected: "3 of 12" */
    words = g_strdup_printf (_ ("%d of %d"), position, n);
  else
    words = g_strdup_printf (ngettext ("%d match", "%d matches", n), n);
  gtk_label_set_label (self->search_count, words);
}

static void
search_on (DeskFindBar *self, gboolean backwards, gboolean stay)
{
  GtkTextIter start, end, found, found_end;
  gboolean is_found;

  if (!self->search)
    return;

  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  if (backwards)
    is_found = gtk_source_search_context_backward (self->search, &start, &found, &found_end, NULL);
  else
    is_found = gtk_source_search_context_forward (self->search, stay ? &start : &end, &found, &found_end, NULL);
  if (is_found)
    {
      gtk_text_buffer_select_range (get_buffer (self), &found_end, &found);
      gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->view), gtk_text_buffer_get_insert (get_buffer (self)));
    }
  update_count (self);
}

static void
search_changed_cb (DeskFindBar *self)
{
  if (!self->search)
    return;

  gtk_source_search_settings_set_search_text (gtk_source_search_context_get_settings (self->search), gtk_editable_get_text (self->search_entry));
  search_on (self, FALSE, TRUE);
}

static void
search_next_cb (DeskFindBar *self)
{
  search_on (self, FALSE, FALSE);
}

static void
search_previous_cb (DeskFindBar *self)
{
  search_on (self, TRUE, FALSE);
}

static void
search_stopped_cb (DeskFindBar *self)
{
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

static void
search_mode_cb (DeskFindBar *self)
{
  gboolean searching = gtk_search_bar_get_search_mode (self->search_bar);

  if (self->search)
    gtk_source_search_context_set_highlight (self->search, searching);
  if (!searching && self->view)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* Only when it is asked for: the colour of a match is read from a scheme, a file. A match wants one from the first; the text
 * has no use for its other colours. */
static void
ensure_search (DeskFindBar *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleScheme *scheme = gtk_source_style_scheme_manager_get_scheme (gtk_source_style_scheme_manager_get_default (), dark ? "Adwaita-dark" : "Adwaita");
  g_autoptr (GtkSourceSearchSettings) settings = NULL;
  GtkSourceBuffer *buffer = GTK_SOURCE_BUFFER (get_buffer (self));

  if (self->search)
    return;

  settings = gtk_source_search_settings_new ();
  gtk_source_search_settings_set_wrap_around (settings, TRUE);
  gtk_source_buffer_set_style_scheme (buffer, scheme);
  self->search = gtk_source_search_context_new (buffer, settings);
  gtk_source_search_context_set_match_style (self->search, gtk_source_style_scheme_get_style (scheme, "search-match"));
  gtk_source_buffer_set_style_scheme (buffer, NULL);
  g_signal_group_set_target (self->search_signals, self->search);
  if (*gtk_editable_get_text (self->search_entry))
    search_changed_cb (self);
}

static void
desk_find_bar_dispose (GObject *object)
{
  DeskFindBar *self = DESK_FIND_BAR (object);

  g_clear_object (&self->search_signals);
  g_clear_object (&self->search);
  g_clear_weak_pointer (&self->view);
  /* The template would take the child away without the bin's knowledge. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_FIND_BAR);

  G_OBJECT_CLASS (desk_find_bar_parent_class)->dispose (object);
}

static void
desk_find_bar_class_init (DeskFindBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_find_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskFindBar, search_bar);
  gtk_widget_class_bind_template_child (widget_class, DeskFindBar, search_entry);
  gtk_widget_class_bind_template_child (widget_class, DeskFindBar, search_count);
  gtk_widget_class_bind_template_callback (widget_class, search_mode_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
}

static void
desk_find_bar_init (DeskFindBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);

  self->search_signals = g_signal_group_new (GTK_SOURCE_TYPE_SEARCH_CONTEXT);
  g_signal_group_connect_swapped (self->search_signals, "notify::occurrences-count", G_CALLBACK (update_count), self);
}

void
desk_find_bar_set_view (DeskFindBar *self, GtkSourceView *view)
{
  g_return_if_fail (DESK_IS_FIND_BAR (self));
  g_return_if_fail (view == NULL || GTK_SOURCE_IS_VIEW (view));

  g_signal_group_set_target (self->search_signals, NULL);
  g_clear_object (&self->search);
  g_clear_weak_pointer (&self->view);
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  g_set_weak_pointer (&self->view, view);
}

void
desk_find_bar_open (DeskFindBar *self)
{
  g_return_if_fail (DESK_IS_FIND_BAR (self));

  if (!self->view)
    return;

  ensure_search (self);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
