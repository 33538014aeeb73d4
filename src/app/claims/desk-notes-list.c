/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-notes-list.h"

#include <glib/gi18n.h>

#include "claims/desk-record-list.h"
#include "claims/desk-undoable.h"

struct _DeskNotesList
{
  AdwBin parent_instance;

  DeskDocument *document;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (DeskNotesList, desk_notes_list, ADW_TYPE_BIN)

static DeskNote *
get_note (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "note");
}

static const char *
get_id (gpointer record)
{
  return DESK_NOTE (record)->id;
}

static void
set_resolved (DeskNotesList *self, DeskNote *note, gboolean resolved)
{
  desk_undoable_commit (GTK_WIDGET (self), self->document, DESK_WHY_CHECK,
                        desk_changes_new (desk_change_new_note_resolved (note->id, resolved)),
                        resolved ? _ ("Note resolved") : _ ("Note opened again"),
                        desk_changes_new (desk_change_new_note_resolved (note->id, !resolved)));
}

static void
delete_note (DeskNotesList *self, DeskNote *note)
{
  desk_undoable_commit (GTK_WIDGET (self), self->document, DESK_WHY_CHECK,
                        desk_changes_new (desk_change_new_note_dropped (note->id, TRUE)), _ ("Note deleted"),
                        desk_changes_new (desk_change_new_note_dropped (note->id, FALSE)));
}

typedef struct
{
  DeskDocument *document;
  DeskNote *note;
} Erasure;

static void
erasure_free (gpointer data, GClosure *closure)
{
  Erasure *erasure = data;

  g_object_unref (erasure->document);
  g_object_unref (erasure->note);
  g_free (erasure);
}

/* All that it ever said. */
static void
erase_cb (AdwAlertDialog *dialog, const char *response, Erasure *erasure)
{
  GPtrArray *changes;

  if (!g_str_equal (response, "erase"))
    return;

  changes = desk_changes_new (desk_change_new_note_dropped (erasure->note->id, TRUE));
  g_ptr_array_add (changes, desk_change_new_erase ((const char *const *) erasure->note->sealed, NULL, NULL));
  desk_document_commit (erasure->document, DESK_WHY_CHECK, changes);
}

static void
ask_to_erase (DeskNotesList *self, DeskNote *note)
{
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Erase This Note?"), _ ("What it says is taken out of the desk for good. That there was a note stays in the journal."));
  Erasure *erasure = g_new (Erasure, 1);

  *erasure = (Erasure) { g_object_ref (self->document), g_object_ref (note) };
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("_Cancel"), "erase", _ ("_Erase"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "erase", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_data (dialog, "response", G_CALLBACK (erase_cb), erasure, erasure_free, G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, DeskNotesList *self)
{
  GtkListBoxRow *row = GTK_LIST_BOX_ROW (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller)));
  DeskNote *note = get_note (row);
  GdkModifierType held = state & gtk_accelerator_get_default_mod_mask ();

  if (note == NULL || self->document == NULL)
    return GDK_EVENT_PROPAGATE;

  if (gdk_keyval_to_lower (keyval) == GDK_KEY_r && held == 0)
    set_resolved (self, note, !note->resolved);
  else if (gdk_keyval_to_lower (keyval) == GDK_KEY_e && held == 0)
    gtk_widget_activate_action (GTK_WIDGET (row), "story.edit-note", "s", note->id);
  else if (keyval == GDK_KEY_Delete && held == 0)
    delete_note (self, note);
  else if (keyval == GDK_KEY_Delete && held == GDK_SHIFT_MASK)
    ask_to_erase (self, note);
  else
    return GDK_EVENT_PROPAGATE;

  return GDK_EVENT_STOP;
}

static void
resolve_clicked_cb (GtkWidget *button, DeskNotesList *self)
{
  DeskNote *note = get_note (GTK_LIST_BOX_ROW (gtk_widget_get_ancestor (button, GTK_TYPE_LIST_BOX_ROW)));

  if (note != NULL && self->document != NULL)
    set_resolved (self, note, !note->resolved);
}

static GtkListBoxRow *
make_row (gpointer data)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("object-select-symbolic");
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", G_CALLBACK (resolve_clicked_cb), data);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  g_object_set_data (G_OBJECT (row), "button", button);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), data);
  gtk_widget_add_controller (row, keys);
  return GTK_LIST_BOX_ROW (row);
}

static void
show_note (GtkListBoxRow *row, gpointer record, gpointer data)
{
  DeskNote *note = record;
  GtkWidget *button = g_object_get_data (G_OBJECT (row), "button");
  const char *what = note->resolved ? _ ("Reopen") : _ ("Resolve");
  g_autofree char *subtitle = NULL;

  g_object_set_data_full (G_OBJECT (row), "note", g_object_ref (note), g_object_unref);
  /* Translators: the words that a note is on, then who wrote it */
  subtitle = g_strdup_printf (_ ("“%s” · %s"), note->anchor->exact, note->author);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), note->words);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_button_set_icon_name (GTK_BUTTON (button), note->resolved ? "edit-undo-symbolic" : "object-select-symbolic");
  gtk_widget_set_tooltip_text (button, what);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, what, -1);
  if (note->resolved)
    gtk_widget_add_css_class (GTK_WIDGET (row), "dimmed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (row), "dimmed");
}

static void
row_activated_cb (DeskNotesList *self, GtkListBoxRow *row)
{
  DeskNote *note = get_note (row);

  if (note != NULL)
    gtk_widget_activate_action (GTK_WIDGET (row), "story.edit-note", "s", note->id);
}

static void
update_visible (DeskNotesList *self)
{
  GListModel *notes = self->document != NULL ? desk_document_get_notes (self->document) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), notes != NULL && g_list_model_get_n_items (notes) > 0);
}

static void
desk_notes_list_dispose (GObject *object)
{
  desk_notes_list_set_document (DESK_NOTES_LIST (object), NULL);

  G_OBJECT_CLASS (desk_notes_list_parent_class)->dispose (object);
}

static void
desk_notes_list_class_init (DeskNotesListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = desk_notes_list_dispose;
}

static void
desk_notes_list_init (DeskNotesList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *title = gtk_label_new (C_ ("inspector", "Notes"));
  GtkWidget *scroll = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_widget_set_valign (GTK_WIDGET (self->list), GTK_ALIGN_START);
  gtk_widget_set_margin_start (GTK_WIDGET (self->list), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->list), 12);
  gtk_widget_set_margin_top (GTK_WIDGET (self->list), 3);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->list), 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, C_ ("inspector", "Notes"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);

  gtk_widget_add_css_class (title, "heading");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_set_margin_start (title, 12);
  gtk_widget_set_margin_end (title, 12);
  gtk_widget_set_margin_top (title, 6);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroll), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroll), 260);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), scroll);
  adw_bin_set_child (ADW_BIN (self), box);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
desk_notes_list_set_document (DeskNotesList *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_NOTES_LIST (self));
  g_return_if_fail (document == NULL || DESK_IS_DOCUMENT (document));

  if (self->document == document)
    return;

  if (self->document != NULL)
    {
      g_signal_handlers_disconnect_by_data (desk_document_get_notes (self->document), self);
      desk_record_list_bind (self->list, NULL, NULL, NULL, NULL, NULL);
    }
  g_set_object (&self->document, document);
  if (document != NULL)
    {
      desk_record_list_bind (self->list, desk_document_get_notes (document), get_id, make_row, show_note, self);
      g_signal_connect_swapped (desk_document_get_notes (document), "items-changed", G_CALLBACK (update_visible), self);
      update_visible (self);
    }
}
