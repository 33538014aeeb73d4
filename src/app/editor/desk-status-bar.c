/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-status-bar.h"

#include <glib/gi18n.h>

#include "core/desk-measure.h"
#include "editor/desk-measure-popover.h"

#define COUNT_AFTER 150 /* milliseconds without a change of the selection */

struct _DeskStatusBar
{
  AdwBin parent_instance;

  GtkImage *save_icon;
  GtkLabel *save_label;
  GtkMenuButton *count_button;
  GtkLabel *count_label;
  DeskMeasurePopover *measure_popover;

  DeskDocument *document;
  GSignalGroup *document_signals;
  GSignalGroup *buffer_signals;

  gboolean has_selection; /* as it was counted */
  DeskMeasure selection;
  char *held; /* (nullable): what was selected when the popover opened, whose own field takes the selection over */
  guint count_id;
  guint serial; /* of the counting */
};

typedef struct
{
  GWeakRef bar;
  char *language;
  char *body;      /* (nullable): when nobody looks at all of it */
  char *selection; /* (nullable) */
  DeskMeasure of_body;
  DeskMeasure of_selection;
  guint serial;
} Count;

G_DEFINE_FINAL_TYPE (DeskStatusBar, desk_status_bar, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DOCUMENT,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

static void
update_save_state (DeskStatusBar *self)
{
  g_autofree char *words = NULL;
  g_autofree char *error = NULL;
  DeskSaveState state;

  g_object_get (self->document, "save-state", &state, "save-error", &error, NULL);
  switch (state)
    {
    case DESK_SAVE_FAILED:
      /* Translators: why the text is not on disk: "Not saved: the disk is full" */
      words = g_strdup_printf (_ ("Not saved: %s"), error);
      gtk_image_set_from_icon_name (self->save_icon, "dialog-warning-symbolic");
      break;
    case DESK_SAVE_WAITING:
      words = g_strdup (_ ("Saving…"));
      gtk_image_set_from_icon_name (self->save_icon, "content-loading-symbolic");
      break;
    case DESK_SAVE_SAVED:
    default:
      words = g_strdup (_ ("Saved"));
      gtk_image_set_from_icon_name (self->save_icon, "object-select-symbolic");
      break;
    }

  if (g_str_equal (gtk_label_get_label (self->save_label), words))
    return;
  gtk_label_set_label (self->save_label, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->save_label), state == DESK_SAVE_FAILED ? words : NULL);
  if (state == DESK_SAVE_FAILED)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), words, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static guint
get_target (DeskStatusBar *self)
{
  DeskSnapshot *snapshot = desk_document_get_snapshot (self->document);

  return snapshot ? snapshot->target : 0;
}

static char *
dup_words (DeskStatusBar *self, guint n_words)
{
  guint target = get_target (self);

  if (self->has_selection)
    /* Translators: how many words of how many are selected: “12 of 612 words” */
    return g_strdup_printf (ngettext ("%u of %u word", "%u of %u words", n_words), self->selection.words, n_words);
  if (target > 0)
    /* Translators: how many words a story has, and how many it is to have: “612 of 800 words” */
    return g_strdup_printf (ngettext ("%u of %u word", "%u of %u words", target), n_words, target);
  return g_strdup_printf (ngettext ("%u word", "%u words", n_words), n_words);
}

static void
update_count (DeskStatusBar *self)
{
  g_autofree char *words = NULL;
  g_autofree char *minutes = NULL;
  g_autofree char *both = NULL;
  guint n_words;
  guint n_minutes;

  g_object_get (self->document, "n-words", &n_words, NULL);
  n_minutes = desk_measure_get_minutes (n_words);

  words = dup_words (self, n_words);
  /* Translators: how long it takes to read a story, short */
  minutes = g_strdup_printf (ngettext ("%u min", "%u min", n_minutes), n_minutes);
  /* Translators: words, and minutes to read them: "612 words · 3 min" */
  both = g_strdup_printf (_ ("%s · %s"), words, minutes);
  gtk_label_set_label (self->count_label, n_words > 0 && !self->has_selection ? both : words);
}

/* --- what is selected, and all of it while somebody looks, is counted on another thread --- */

static void
count_free (Count *count)
{
  g_weak_ref_clear (&count->bar);
  g_free (count->language);
  g_free (count->body);
  g_free (count->selection);
  g_free (count);
}

static void
count_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Count *count = data;

  if (count->body)
    count->of_body = desk_measure_read (count->body, count->language);
  if (count->selection)
    count->of_selection = desk_measure_read (count->selection, count->language);
  g_task_return_boolean (task, TRUE);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Count *count = g_task_get_task_data (G_TASK (result));
  g_autoptr (DeskStatusBar) self = g_weak_ref_get (&count->bar);

  if (!self || !self->document || count->serial != self->serial)
    return;

  self->has_selection = count->selection != NULL;
  self->selection = count->of_selection;
  update_count (self);
  if (count->body)
    desk_measure_popover_show_measures (self->measure_popover, &count->of_body, count->selection ? &count->of_selection : NULL);
}

/* (transfer full) (nullable) */
static char *
dup_selection (DeskStatusBar *self)
{
  GtkTextIter start, end;

  if (!gtk_text_buffer_get_selection_bounds (GTK_TEXT_BUFFER (desk_document_get_body (self->document)), &start, &end))
    return NULL;
  return gtk_text_iter_get_text (&start, &end);
}

static void
hold_selection (GtkMenuButton *button, gpointer data)
{
  DeskStatusBar *self = data;

  g_clear_pointer (&self->held, g_free);
  if (self->document)
    self->held = dup_selection (self);
}

static void
count_cb (gpointer data)
{
  DeskStatusBar *self = data;
  g_autoptr (GTask) task = NULL;
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (desk_document_get_body (self->document));
  GtkTextIter start, end;
  Count *count;

  self->count_id = 0;
  count = g_new0 (Count, 1);
  g_weak_ref_init (&count->bar, self);
  count->serial = ++self->serial;
  count->language = g_strdup (desk_document_get_language (self->document));
  if (gtk_widget_get_visible (GTK_WIDGET (self->measure_popover)))
    {
      count->selection = g_strdup (self->held);
      gtk_text_buffer_get_bounds (buffer, &start, &end);
      count->body = gtk_text_iter_get_text (&start, &end);
    }
  else
    {
      count->selection = dup_selection (self);
    }

  task = g_task_new (NULL, NULL, counted_cb, NULL);
  g_task_set_source_tag (task, count_cb);
  g_task_set_task_data (task, count, (GDestroyNotify) count_free);
  if (count->selection || count->body)
    g_task_run_in_thread (task, count_thread);
  else
    g_task_return_boolean (task, TRUE);
}

static void
queue_count (DeskStatusBar *self)
{
  if (!self->document)
    return;
  g_clear_handle_id (&self->count_id, g_source_remove);
  self->count_id = g_timeout_add_once (COUNT_AFTER, count_cb, self);
}

static void
mark_set_cb (DeskStatusBar *self, const GtkTextIter *location, GtkTextMark *mark, GtkTextBuffer *buffer)
{
  /* Nothing is selected, and nothing was. */
  if (!self->has_selection && !gtk_text_buffer_get_has_selection (buffer))
    return;
  if (mark == gtk_text_buffer_get_insert (buffer) || mark == gtk_text_buffer_get_selection_bound (buffer))
    queue_count (self);
}

static void
changed_cb (DeskStatusBar *self)
{
  if (self->has_selection || gtk_widget_get_visible (GTK_WIDGET (self->measure_popover)))
    queue_count (self);
}

static void
update_target (DeskStatusBar *self)
{
  desk_measure_popover_set_target (self->measure_popover, get_target (self));
  update_count (self);
}

static void
target_chosen_cb (DeskStatusBar *self, guint words)
{
  GPtrArray *changes;

  if (!self->document || !desk_document_get_snapshot (self->document))
    return;
  changes = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_ptr_array_add (changes, desk_change_new_target (words));
  desk_document_commit (self->document, DESK_WHY_CHECK, changes);
}

static void
popover_closed_cb (DeskStatusBar *self)
{
  g_clear_pointer (&self->held, g_free);
  queue_count (self);
}

static void
desk_status_bar_dispose (GObject *object)
{
  DeskStatusBar *self = DESK_STATUS_BAR (object);

  g_clear_handle_id (&self->count_id, g_source_remove);
  g_clear_pointer (&self->held, g_free);
  g_clear_object (&self->buffer_signals);
  g_clear_object (&self->document_signals);
  g_clear_object (&self->document);
  /* The template would take the child away without the bin's knowledge. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_STATUS_BAR);

  G_OBJECT_CLASS (desk_status_bar_parent_class)->dispose (object);
}

static void
desk_status_bar_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, DESK_STATUS_BAR (object)->document);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_status_bar_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_DOCUMENT:
      desk_status_bar_set_document (DESK_STATUS_BAR (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_status_bar_class_init (DeskStatusBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_status_bar_dispose;
  object_class->get_property = desk_status_bar_get_property;
  object_class->set_property = desk_status_bar_set_property;

  props[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, DESK_TYPE_DOCUMENT, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  g_type_ensure (DESK_TYPE_MEASURE_POPOVER);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-status-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskStatusBar, save_icon);
  gtk_widget_class_bind_template_child (widget_class, DeskStatusBar, save_label);
  gtk_widget_class_bind_template_child (widget_class, DeskStatusBar, count_button);
  gtk_widget_class_bind_template_child (widget_class, DeskStatusBar, count_label);
  gtk_widget_class_bind_template_child (widget_class, DeskStatusBar, measure_popover);
  gtk_widget_class_bind_template_callback (widget_class, target_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, popover_closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, queue_count);
}

static void
desk_status_bar_init (DeskStatusBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_menu_button_set_create_popup_func (self->count_button, hold_selection, self, NULL);
  self->document_signals = g_signal_group_new (DESK_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::save-state", G_CALLBACK (update_save_state), self);
  g_signal_group_connect_swapped (self->document_signals, "notify::n-words", G_CALLBACK (update_count), self);
  g_signal_group_connect_swapped (self->document_signals, "notify::snapshot", G_CALLBACK (update_target), self);

  self->buffer_signals = g_signal_group_new (GTK_TYPE_TEXT_BUFFER);
  g_signal_group_connect_swapped (self->buffer_signals, "mark-set", G_CALLBACK (mark_set_cb), self);
  g_signal_group_connect_swapped (self->buffer_signals, "changed", G_CALLBACK (changed_cb), self);
}

void
desk_status_bar_set_document (DeskStatusBar *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_STATUS_BAR (self));
  g_return_if_fail (document == NULL || DESK_IS_DOCUMENT (document));

  if (!g_set_object (&self->document, document))
    return;

  g_clear_handle_id (&self->count_id, g_source_remove);
  self->serial++;
  self->has_selection = FALSE;
  g_signal_group_set_target (self->document_signals, document);
  g_signal_group_set_target (self->buffer_signals, document ? desk_document_get_body (document) : NULL);
  if (document)
    {
      update_save_state (self);
      update_target (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DOCUMENT]);
}

void
desk_status_bar_popup_measure (DeskStatusBar *self)
{
  g_return_if_fail (DESK_IS_STATUS_BAR (self));

  gtk_menu_button_popup (self->count_button);
}
