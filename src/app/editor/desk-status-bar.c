/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-status-bar.h"

#include <glib/gi18n.h>

#define WORDS_A_MINUTE 220

struct _DeskStatusBar
{
  AdwBin parent_instance;

  GtkImage *save_icon;
  GtkLabel *save_label;
  GtkLabel *count_label;

  DeskDocument *document;
  GSignalGroup *document_signals;
};

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

static void
update_count (DeskStatusBar *self)
{
  g_autofree char *words = NULL;
  g_autofree char *minutes = NULL;
  g_autofree char *both = NULL;
  guint n_words;
  guint n_minutes;

  g_object_get (self->document, "n-words", &n_words, NULL);
  n_minutes = MAX (1, (n_words + WORDS_A_MINUTE / 2) / WORDS_A_MINUTE);

  words = g_strdup_printf (ngettext ("%u word", "%u words", n_words), n_words);
  /* Translators: how long it takes to read a story, short */
  minutes = g_strdup_printf (ngettext ("%u min", "%u min", n_minutes), n_minutes);
  /* Translators: words, and minutes to read them: "612 words · 3 min" */
  both = g_strdup_printf (_ ("%s · %s"), words, minutes);
  gtk_label_set_label (self->count_label, n_words > 0 ? both : words);
}

static void
desk_status_bar_dispose (GObject *object)
{
  DeskStatusBar *self = DESK_STATUS_BAR (object);

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

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-status-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskStatusBar, save_icon);
  gtk_widget_class_bind_template_child (widget_class, DeskStatusBar, save_label);
  gtk_widget_class_bind_template_child (widget_class, DeskStatusBar, count_label);
}

static void
desk_status_bar_init (DeskStatusBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->document_signals = g_signal_group_new (DESK_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "notify::save-state", G_CALLBACK (update_save_state), self);
  g_signal_group_connect_swapped (self->document_signals, "notify::n-words", G_CALLBACK (update_count), self);
}

void
desk_status_bar_set_document (DeskStatusBar *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_STATUS_BAR (self));
  g_return_if_fail (document == NULL || DESK_IS_DOCUMENT (document));

  if (!g_set_object (&self->document, document))
    return;

  g_signal_group_set_target (self->document_signals, document);
  if (document)
    {
      update_save_state (self);
      update_count (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DOCUMENT]);
}
