/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-find-bar.h"

#include <glib/gi18n.h>
#include <string.h>

/* Letters of a selection that are looked for when the bar is opened. */
#define MAX_SELECTION 200

struct _DeskFindBar
{
  AdwBin parent_instance;

  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
  GtkLabel *search_count;
  GtkCheckButton *regex;
  GtkCheckButton *match_case;
  GtkCheckButton *whole_words;
  GtkToggleButton *replace_button;
  GtkEditable *replace_entry;
  GtkLabel *fault;

  GtkSourceView *view; /* weak */
  GSignalGroup *search_signals;
  GtkSourceSearchContext *search; /* (nullable): until it is asked for */
  GCancellable *cancellable;      /* (nullable): of the match that is looked for */

  /* Where one was when it was opened; NULL once something was replaced. */
  GtkTextMark *insert;
  GtkTextMark *bound;
};

G_DEFINE_FINAL_TYPE (DeskFindBar, desk_find_bar, ADW_TYPE_BIN)

static GtkTextBuffer *
get_buffer (DeskFindBar *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static gboolean
is_empty (DeskFindBar *self)
{
  return *gtk_editable_get_text (self->search_entry) == '\0';
}

/* @message: (nullable): what is wrong with what was typed */
static void
set_fault (DeskFindBar *self, const char *message)
{
  gtk_label_set_label (self->fault, message ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), message != NULL);
  if (message)
    gtk_widget_add_css_class (GTK_WIDGET (self->search_entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->search_entry), "error");
}

static void
update_fault (DeskFindBar *self)
{
  g_autoptr (GError) error = gtk_source_search_context_get_regex_error (self->search);
  g_autofree char *message = NULL;

  if (error && !is_empty (self))
    /* Translators: what is wrong with a regular expression, in English */
    message = g_strdup_printf (_ ("No regular expression: %s"), error->message);
  set_fault (self, message);
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
  if (n < 0 || is_empty (self))
    words = g_strdup ("");
  else if (position > 0)
    /* Translators: which match of how many is selected: "3 of 12" */
    words = g_strdup_printf (_ ("%d of %d"), position, n);
  else
    words = g_strdup_printf (ngettext ("%d match", "%d matches", n), n);
  gtk_label_set_label (self->search_count, words);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskFindBar) self = data;
  g_autoptr (GError) error = NULL;
  GtkTextIter start, end;
  gboolean found;

  found = gtk_source_search_context_forward_finish (GTK_SOURCE_SEARCH_CONTEXT (source), result, &start, &end, NULL, &error);
  if (!self->view || self->search != GTK_SOURCE_SEARCH_CONTEXT (source) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (found)
    {
      gtk_text_buffer_select_range (get_buffer (self), &end, &start);
      gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->view), gtk_text_buffer_get_insert (get_buffer (self)));
    }
  update_count (self);
}

/* @stay: the match at the selection will do */
static void
search_on (DeskFindBar *self, gboolean backwards, gboolean stay)
{
  GtkTextIter start, end;

  if (!self->search)
    return;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (is_empty (self))
    {
      update_count (self);
      return;
    }
  self->cancellable = g_cancellable_new ();
  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  if (backwards)
    gtk_source_search_context_backward_async (self->search, &start, self->cancellable, found_cb, g_object_ref (self));
  else
    gtk_source_search_context_forward_async (self->search, stay ? &start : &end, self->cancellable, found_cb, g_object_ref (self));
}

static void
search_changed_cb (DeskFindBar *self)
{
  if (!self->search)
    return;

  gtk_source_search_settings_set_search_text (gtk_source_search_context_get_settings (self->search), gtk_editable_get_text (self->search_entry));
  update_fault (self);
  search_on (self, FALSE, TRUE);
}

static void
option_cb (DeskFindBar *self)
{
  GtkSourceSearchSettings *settings = self->search ? gtk_source_search_context_get_settings (self->search) : NULL;

  if (!settings)
    return;
  gtk_source_search_settings_set_regex_enabled (settings, gtk_check_button_get_active (self->regex));
  gtk_source_search_settings_set_case_sensitive (settings, gtk_check_button_get_active (self->match_case));
  gtk_source_search_settings_set_at_word_boundaries (settings, gtk_check_button_get_active (self->whole_words));
  search_changed_cb (self);
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

/* --- replacing --- */

static void
forget_place (DeskFindBar *self)
{
  GtkTextMark *marks[] = { g_steal_pointer (&self->insert), g_steal_pointer (&self->bound) };

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (marks[i] && !gtk_text_mark_get_deleted (marks[i]))
        gtk_text_buffer_delete_mark (gtk_text_mark_get_buffer (marks[i]), marks[i]);
      g_clear_object (&marks[i]);
    }
}

static gboolean
can_replace (DeskFindBar *self)
{
  return self->search && !is_empty (self) && gtk_text_view_get_editable (GTK_TEXT_VIEW (self->view));
}

/* What is wrong with the words to put in, as references to groups that are not there. */
static void
tell_fault (DeskFindBar *self, const GError *error)
{
  /* Translators: what is wrong with the words that replace others, in English */
  g_autofree char *message = g_strdup_printf (_ ("This can’t be put in: %s"), error->message);

  set_fault (self, message);
}

/* The selected match, and on to the next one; when none is selected, only that. */
static void
replace_cb (DeskFindBar *self)
{
  g_autoptr (GError) error = NULL;
  GtkTextIter start, end;

  if (!can_replace (self))
    return;

  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  if (gtk_source_search_context_get_occurrence_position (self->search, &start, &end) > 0)
    {
      if (!gtk_source_search_context_replace (self->search, &start, &end, gtk_editable_get_text (self->replace_entry), -1, &error))
        {
          if (error)
            tell_fault (self, error);
          return;
        }
      forget_place (self);
      gtk_text_buffer_place_cursor (get_buffer (self), &end);
    }
  update_fault (self);
  search_on (self, FALSE, FALSE);
}

static void
replace_all_cb (DeskFindBar *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *message = NULL;
  guint n;

  if (!can_replace (self))
    return;

  n = gtk_source_search_context_replace_all (self->search, gtk_editable_get_text (self->replace_entry), -1, &error);
  if (error)
    {
      tell_fault (self, error);
      return;
    }
  update_fault (self);
  update_count (self);
  if (n > 0)
    forget_place (self);
  message = g_strdup_printf (ngettext ("%u match replaced", "%u matches replaced", n), n);
  gtk_widget_activate_action (GTK_WIDGET (self), "story.toast", "s", message);
}

/* --- coming and going --- */

static void
remember_place (DeskFindBar *self)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter iter;

  forget_place (self);
  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  self->insert = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &iter, TRUE));
  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_selection_bound (buffer));
  self->bound = g_object_ref (gtk_text_buffer_create_mark (buffer, NULL, &iter, TRUE));
}

static void
return_to_place (DeskFindBar *self)
{
  GtkTextBuffer *buffer = get_buffer (self);
  GtkTextIter insert, bound;

  if (!self->insert)
    return;
  gtk_text_buffer_get_iter_at_mark (buffer, &insert, self->insert);
  gtk_text_buffer_get_iter_at_mark (buffer, &bound, self->bound);
  gtk_text_buffer_select_range (buffer, &insert, &bound);
  gtk_text_view_scroll_mark_onscreen (GTK_TEXT_VIEW (self->view), gtk_text_buffer_get_insert (buffer));
}

static gboolean
is_at_match (DeskFindBar *self)
{
  GtkTextIter start, end, found, found_end;

  return self->search && !is_empty (self) &&
         gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end) &&
         gtk_source_search_context_forward (self->search, &start, &found, &found_end, NULL) &&
         gtk_text_iter_equal (&found, &start) && gtk_text_iter_equal (&found_end, &end);
}

/* At what was found one goes on to write; who found nothing is back where they were. */
static void
search_stopped_cb (DeskFindBar *self)
{
  if (self->view && !is_at_match (self))
    return_to_place (self);
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
}

static gboolean
key_pressed_cb (DeskFindBar *self, guint keyval, guint keycode, GdkModifierType state)
{
  gboolean in_search = gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (self->search_entry)));

  if (keyval == GDK_KEY_Escape)
    {
      search_stopped_cb (self);
      return GDK_EVENT_STOP;
    }
  if ((keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter) && (state & gtk_accelerator_get_default_mod_mask ()) == GDK_SHIFT_MASK && in_search)
    {
      search_previous_cb (self);
      return GDK_EVENT_STOP;
    }
  return GDK_EVENT_PROPAGATE;
}

static void
search_mode_cb (DeskFindBar *self)
{
  gboolean searching = gtk_search_bar_get_search_mode (self->search_bar);

  if (self->search)
    gtk_source_search_context_set_highlight (self->search, searching);
  if (!searching)
    {
      g_cancellable_cancel (self->cancellable);
      forget_place (self);
      if (self->view)
        gtk_widget_grab_focus (GTK_WIDGET (self->view));
    }
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
  option_cb (self);
}

/* What is selected, when it is some words of one line, is what one looks for. */
static void
take_selection (DeskFindBar *self)
{
  g_autofree char *words = NULL;
  GtkTextIter start, end;

  if (!gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end) ||
      gtk_text_iter_get_offset (&end) - gtk_text_iter_get_offset (&start) > MAX_SELECTION)
    return;
  words = gtk_text_iter_get_text (&start, &end);
  if (strchr (words, '\n'))
    return;
  if (gtk_check_button_get_active (self->regex))
    {
      g_autofree char *escaped = g_regex_escape_string (words, -1);

      gtk_editable_set_text (self->search_entry, escaped);
    }
  else
    gtk_editable_set_text (self->search_entry, words);
}

static void
desk_find_bar_dispose (GObject *object)
{
  DeskFindBar *self = DESK_FIND_BAR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  forget_place (self);
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
  gtk_widget_class_bind_template_child (widget_class, DeskFindBar, regex);
  gtk_widget_class_bind_template_child (widget_class, DeskFindBar, match_case);
  gtk_widget_class_bind_template_child (widget_class, DeskFindBar, whole_words);
  gtk_widget_class_bind_template_child (widget_class, DeskFindBar, replace_button);
  gtk_widget_class_bind_template_child (widget_class, DeskFindBar, replace_entry);
  gtk_widget_class_bind_template_child (widget_class, DeskFindBar, fault);
  gtk_widget_class_bind_template_callback (widget_class, option_cb);
  gtk_widget_class_bind_template_callback (widget_class, replace_cb);
  gtk_widget_class_bind_template_callback (widget_class, replace_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_mode_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_next_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_stopped_cb);
}

static void
desk_find_bar_init (DeskFindBar *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  self->search_signals = g_signal_group_new (GTK_SOURCE_TYPE_SEARCH_CONTEXT);
  g_signal_group_connect_swapped (self->search_signals, "notify::occurrences-count", G_CALLBACK (update_count), self);
  g_signal_group_connect_swapped (self->search_signals, "notify::regex-error", G_CALLBACK (update_fault), self);
}

void
desk_find_bar_set_view (DeskFindBar *self, GtkSourceView *view)
{
  g_return_if_fail (DESK_IS_FIND_BAR (self));
  g_return_if_fail (view == NULL || GTK_SOURCE_IS_VIEW (view));

  g_cancellable_cancel (self->cancellable);
  forget_place (self);
  set_fault (self, NULL);
  g_signal_group_set_target (self->search_signals, NULL);
  g_clear_object (&self->search);
  g_clear_weak_pointer (&self->view);
  gtk_search_bar_set_search_mode (self->search_bar, FALSE);
  g_set_weak_pointer (&self->view, view);
}

void
desk_find_bar_open (DeskFindBar *self, gboolean replace)
{
  g_return_if_fail (DESK_IS_FIND_BAR (self));

  if (!self->view)
    return;

  if (!gtk_search_bar_get_search_mode (self->search_bar))
    remember_place (self);
  take_selection (self);
  ensure_search (self);
  gtk_toggle_button_set_active (self->replace_button, replace);
  gtk_search_bar_set_search_mode (self->search_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
  gtk_editable_select_region (self->search_entry, 0, -1);
}
