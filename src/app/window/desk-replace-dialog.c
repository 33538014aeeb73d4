/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-replace-dialog.h"

#include <glib/gi18n.h>

#include "window/desk-replace-stories.h"
#include "window/desk-story-view.h"

#define FIND_AFTER 250 /* milliseconds from a keystroke */
#define OPEN_ROWS 3    /* stories that show their places at once */

struct _DeskReplaceDialog
{
  AdwDialog parent_instance;

  GtkEditable *words;
  GtkEditable *replacement;
  GtkCheckButton *regex;
  GtkCheckButton *match_case;
  GtkCheckButton *whole_words;
  GtkLabel *fault;
  GtkLabel *summary;
  GtkStack *stack;
  GtkListBox *list;
  GtkWidget *replace_button;

  DeskStore *store;
  GCancellable *cancellable; /* (nullable) */
  guint find_id;
  GPtrArray *found;  /* (nullable) (element-type DeskStoryReplacement) */
  GPtrArray *checks; /* (element-type GtkCheckButton), as @found */
};

/* What the toast takes back. */
typedef struct
{
  DeskStore *store;
  GPtrArray *written;
  GWeakRef window; /* closed before the toast goes, it is not held */
} Undo;

G_DEFINE_FINAL_TYPE (DeskReplaceDialog, desk_replace_dialog, ADW_TYPE_DIALOG)

static DeskReplacerFlags
get_flags (DeskReplaceDialog *self)
{
  return (gtk_check_button_get_active (self->regex) ? DESK_REPLACER_REGEX : 0) |
         (gtk_check_button_get_active (self->match_case) ? DESK_REPLACER_MATCH_CASE : 0) |
         (gtk_check_button_get_active (self->whole_words) ? DESK_REPLACER_WHOLE_WORDS : 0);
}

static void
set_fault (DeskReplaceDialog *self, const char *message)
{
  gtk_label_set_label (self->fault, message ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fault), message != NULL);
}

/* --- after the dialog --- */

static void
undo_free (gpointer data, GClosure *closure)
{
  Undo *self = data;

  g_object_unref (self->store);
  g_ptr_array_unref (self->written);
  g_weak_ref_clear (&self->window);
  g_free (self);
}

static AdwToastOverlay *
find_overlay (GtkWindow *window)
{
  DeskStoryView *view = desk_story_view_find (GTK_WIDGET (window));
  GtkWidget *overlay = view ? gtk_widget_get_ancestor (GTK_WIDGET (view), ADW_TYPE_TOAST_OVERLAY) : NULL;

  return overlay ? ADW_TOAST_OVERLAY (overlay) : NULL;
}

static void
add_toast (GtkWindow *window, AdwToast *toast)
{
  AdwToastOverlay *overlay = find_overlay (window);

  if (overlay)
    adw_toast_overlay_add_toast (overlay, toast);
  else
    g_object_unref (g_object_ref_sink (toast));
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWindow) window = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) written = desk_replace_stories_apply_finish (DESK_STORE (source), result, &error);
  g_autofree char *message = NULL;

  message = error ? g_strdup (error->message)
                  : g_strdup_printf (ngettext ("Taken back in %u story", "Taken back in %u stories", written->len), written->len);
  add_toast (window, g_object_new (ADW_TYPE_TOAST, "title", message, "use-markup", FALSE, NULL));
}

static void
undo_cb (AdwToast *toast, Undo *undo)
{
  g_autoptr (GPtrArray) reversed = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_story_replacement_free);
  GtkWindow *window = g_weak_ref_get (&undo->window);

  if (!window)
    return;
  for (guint i = 0; i < undo->written->len; i++)
    g_ptr_array_add (reversed, desk_story_replacement_reverse (g_ptr_array_index (undo->written, i)));
  desk_replace_stories_apply_async (undo->store, reversed, _ ("Replacement taken back"), undone_cb, window);
}

static void
replaced_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWindow) window = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) written = desk_replace_stories_apply_finish (DESK_STORE (source), result, &error);
  g_autofree char *message = NULL;
  AdwToast *toast;
  Undo *undo;

  if (error)
    {
      add_toast (window, g_object_new (ADW_TYPE_TOAST, "title", error->message, "use-markup", FALSE, NULL));
      if (written->len == 0)
        return;
    }
  message = g_strdup_printf (ngettext ("Replaced in %u story", "Replaced in %u stories", written->len), written->len);
  toast = g_object_new (ADW_TYPE_TOAST, "title", message, "use-markup", FALSE, "button-label", _ ("_Undo"), "timeout", 20, NULL);
  undo = g_new0 (Undo, 1);
  undo->store = g_object_ref (DESK_STORE (source));
  undo->written = g_steal_pointer (&written);
  g_weak_ref_init (&undo->window, window);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), undo, undo_free, G_CONNECT_DEFAULT);
  add_toast (window, toast);
}

/* --- what is found --- */

static void
update_summary (DeskReplaceDialog *self)
{
  g_autofree char *places = NULL;
  g_autofree char *stories = NULL;
  g_autofree char *words = NULL;
  guint n_places = 0, n_stories = 0, n_out = 0;

  for (guint i = 0; self->found && i < self->found->len; i++)
    {
      DeskStoryReplacement *one = g_ptr_array_index (self->found, i);

      if (!gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
        continue;
      n_stories++;
      n_places += one->n;
      n_out += one->story->out_at != 0;
    }
  gtk_widget_set_sensitive (self->replace_button, n_stories > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->summary), self->found && self->found->len > 0);
  places = g_strdup_printf (ngettext ("%u match", "%u matches", n_places), n_places);
  stories = g_strdup_printf (ngettext ("%u story", "%u stories", n_stories), n_stories);
  if (n_out > 0)
    {
      g_autofree char *out = g_strdup_printf (ngettext ("%u published story will have changes that are not out",
                                                        "%u published stories will have changes that are not out", n_out),
                                              n_out);

      words = g_strdup_printf ("%s · %s · %s", places, stories, out);
    }
  else
    words = g_strdup_printf ("%s · %s", places, stories);
  gtk_label_set_label (self->summary, words);
}

/* Where it is, what goes and what comes. */
static GtkWidget *
new_place (DeskReplacement *one)
{
  g_autofree char *markup = g_markup_printf_escaped ("%s<s>%s</s><b>%s</b>%s", one->before, one->match, one->replaced, one->after);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);
  gtk_widget_set_margin_top (label, 8);
  gtk_widget_set_margin_bottom (label, 8);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  return row;
}

static GtkWidget *
new_row (DeskReplaceDialog *self, DeskStoryReplacement *one)
{
  g_autofree char *places = g_strdup_printf (ngettext ("%u match", "%u matches", one->n), one->n);
  g_autofree char *subtitle = NULL;
  GtkWidget *row = adw_expander_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  const char *title = *one->story->headline ? one->story->headline : one->story->slug;

  if (one->story->out_at != 0)
    /* Translators: in how many places a published story changes: "3 matches · Published" */
    subtitle = g_strdup_printf (_ ("%s · Published"), places);
  else
    subtitle = g_steal_pointer (&places);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update_summary), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->checks, check);
  adw_expander_row_add_prefix (ADW_EXPANDER_ROW (row), check);
  for (guint i = 0; i < one->shown->len; i++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (row), new_place (g_ptr_array_index (one->shown, i)));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), self->checks->len <= OPEN_ROWS);
  return row;
}

static void
clear_found (DeskReplaceDialog *self)
{
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_ptr_array_set_size (self->checks, 0);
  gtk_list_box_remove_all (self->list);
  update_summary (self);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskReplaceDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = desk_replace_stories_find_finish (DESK_STORE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !self->list)
    return;
  if (!found)
    {
      set_fault (self, error->message);
      gtk_stack_set_visible_child_name (self->stack, "empty");
      return;
    }
  self->found = g_steal_pointer (&found);
  for (guint i = 0; i < self->found->len; i++)
    gtk_list_box_append (self->list, new_row (self, g_ptr_array_index (self->found, i)));
  gtk_stack_set_visible_child_name (self->stack, self->found->len > 0 ? "stories" : "none");
  update_summary (self);
}

static void
find_cb (gpointer data)
{
  DeskReplaceDialog *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskReplacer) replacer = NULL;
  DeskReplacerFlags flags = get_flags (self);
  const char *words = gtk_editable_get_text (self->words);

  self->find_id = 0;
  replacer = desk_replacer_new (words, gtk_editable_get_text (self->replacement), flags, &error);
  if (!replacer)
    {
      /* Translators: what is wrong with a regular expression, in English */
      g_autofree char *message = g_strdup_printf (_ ("No regular expression: %s"), error->message);

      set_fault (self, message);
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, "finding");
  self->cancellable = g_cancellable_new ();
  desk_replace_stories_find_async (self->store, replacer,
                                   flags & DESK_REPLACER_WHOLE_WORDS && !(flags & DESK_REPLACER_REGEX) ? words : NULL,
                                   self->cancellable, found_cb, g_object_ref (self));
}

static void
changed_cb (DeskReplaceDialog *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->find_id, g_source_remove);
  set_fault (self, NULL);
  clear_found (self);
  gtk_stack_set_visible_child_name (self->stack, "empty");
  if (*gtk_editable_get_text (self->words))
    self->find_id = g_timeout_add_once (FIND_AFTER, find_cb, self);
}

static void
replace_cb (DeskReplaceDialog *self)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autofree char *note = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  for (guint i = 0; self->found && i < self->found->len; i++)
    if (gtk_check_button_get_active (g_ptr_array_index (self->checks, i)))
      g_ptr_array_add (chosen, g_ptr_array_index (self->found, i));
  if (chosen->len == 0)
    return;

  /* Translators: the note of a version in which words were replaced: what was found, and what came in its place */
  note = g_strdup_printf (_ ("“%s” replaced by “%s”"), gtk_editable_get_text (self->words), gtk_editable_get_text (self->replacement));
  desk_replace_stories_apply_async (self->store, chosen, note, replaced_cb, g_object_ref (root));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
desk_replace_dialog_dispose (GObject *object)
{
  DeskReplaceDialog *self = DESK_REPLACE_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->find_id, g_source_remove);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_REPLACE_DIALOG);

  G_OBJECT_CLASS (desk_replace_dialog_parent_class)->dispose (object);
}

static void
desk_replace_dialog_finalize (GObject *object)
{
  g_ptr_array_unref (DESK_REPLACE_DIALOG (object)->checks);

  G_OBJECT_CLASS (desk_replace_dialog_parent_class)->finalize (object);
}

static void
desk_replace_dialog_class_init (DeskReplaceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_replace_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = desk_replace_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-replace-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskReplaceDialog, words);
  gtk_widget_class_bind_template_child (widget_class, DeskReplaceDialog, replacement);
  gtk_widget_class_bind_template_child (widget_class, DeskReplaceDialog, regex);
  gtk_widget_class_bind_template_child (widget_class, DeskReplaceDialog, match_case);
  gtk_widget_class_bind_template_child (widget_class, DeskReplaceDialog, whole_words);
  gtk_widget_class_bind_template_child (widget_class, DeskReplaceDialog, fault);
  gtk_widget_class_bind_template_child (widget_class, DeskReplaceDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, DeskReplaceDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskReplaceDialog, list);
  gtk_widget_class_bind_template_child (widget_class, DeskReplaceDialog, replace_button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, replace_cb);
}

static void
desk_replace_dialog_init (DeskReplaceDialog *self)
{
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
desk_replace_dialog_new (DeskStore *store, const char *words)
{
  DeskReplaceDialog *self;

  g_return_val_if_fail (DESK_IS_STORE (store), NULL);

  self = g_object_new (DESK_TYPE_REPLACE_DIALOG, NULL);
  self->store = g_object_ref (store);
  if (words)
    gtk_editable_set_text (self->words, words);
  return ADW_DIALOG (self);
}
