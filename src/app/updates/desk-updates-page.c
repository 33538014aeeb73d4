/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-updates-page.h"

#include <glib/gi18n.h>

#include "core/desk-stamp.h"
#include "core/desk-time.h"
#include "desk-confirm-stamp-dialog.h"
#include "desk-update-row.h"
#include "posts/desk-isolate.h"
#include "preferences/desk-locale.h"

/* On a document: the words of a stamp that an editor left in the text. */
#define LEFT "desk-stamp-left"

struct _DeskUpdatesPage
{
  AdwBin parent_instance;

  DeskDocument *document;
  GListModel *updates;

  GtkLabel *summary;
  GtkWidget *found;
  GtkLabel *found_label;
  GtkStack *stack;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (DeskUpdatesPage, desk_updates_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DOCUMENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The stamp in the text that nobody has confirmed or left there; (transfer full) (nullable) */
static DeskFoundStamp *
find_stamp (DeskUpdatesPage *self)
{
  DeskSnapshot *snapshot = self->document != NULL ? desk_document_get_snapshot (self->document) : NULL;
  g_autoptr (DeskFoundStamp) stamp = snapshot != NULL ? desk_stamp_find (desk_text_get_body (snapshot->text)) : NULL;

  if (stamp == NULL || g_strcmp0 (g_object_get_data (G_OBJECT (self->document), LEFT), stamp->words) == 0)
    return NULL;
  return g_steal_pointer (&stamp);
}

static void
show_found_stamp (DeskUpdatesPage *self)
{
  g_autoptr (DeskFoundStamp) stamp = find_stamp (self);

  if (stamp != NULL)
    {
      g_autofree char *words = desk_isolate (stamp->words);
      /* Translators: %s is a line such as "Updated at 10:19 pm." */
      g_autofree char *label = g_strdup_printf (_ ("Found in the text: “%s” — confirm its date and zone"), words);

      gtk_label_set_label (self->found_label, label);
    }
  gtk_widget_set_visible (self->found, stamp != NULL);
}

static void
show_summary (DeskUpdatesPage *self)
{
  DeskSnapshot *snapshot = self->document != NULL ? desk_document_get_snapshot (self->document) : NULL;
  gboolean is_empty = self->updates == NULL || g_list_model_get_n_items (self->updates) == 0;

  gtk_stack_set_visible_child_name (self->stack, is_empty ? "empty" : "list");
  gtk_widget_set_visible (GTK_WIDGET (self->summary), snapshot != NULL && snapshot->story->out_at != 0);
  if (gtk_widget_get_visible (GTK_WIDGET (self->summary)))
    {
      g_autofree char *moment = desk_time_format_moment (snapshot->story->out_at, g_get_real_time (), snapshot->story->zone, desk_locale_get_language ());
      /* Translators: %s is a time */
      g_autofree char *summary = g_strdup_printf (_ ("Published %s"), moment);

      gtk_label_set_label (self->summary, summary);
    }
}

static GtkWidget *
make_row (gpointer item, gpointer data)
{
  return desk_update_row_new (DESK_UPDATE (item));
}

static void
confirm_cb (DeskUpdatesPage *self)
{
  g_autoptr (DeskFoundStamp) stamp = find_stamp (self);

  if (stamp != NULL)
    adw_dialog_present (desk_confirm_stamp_dialog_new (self->document, stamp), GTK_WIDGET (self));
}

static void
leave_cb (DeskUpdatesPage *self)
{
  g_autoptr (DeskFoundStamp) stamp = find_stamp (self);

  if (stamp != NULL)
    g_object_set_data_full (G_OBJECT (self->document), LEFT, g_strdup (stamp->words), g_free);
  show_found_stamp (self);
}

static void
snapshot_changed_cb (DeskUpdatesPage *self)
{
  show_summary (self);
  show_found_stamp (self);
}

static void
desk_updates_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DeskUpdatesPage *self = DESK_UPDATES_PAGE (object);

  switch (id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
desk_updates_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_DOCUMENT:
      desk_updates_page_set_document (DESK_UPDATES_PAGE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
desk_updates_page_dispose (GObject *object)
{
  DeskUpdatesPage *self = DESK_UPDATES_PAGE (object);

  desk_updates_page_set_document (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_UPDATES_PAGE);

  G_OBJECT_CLASS (desk_updates_page_parent_class)->dispose (object);
}

static void
desk_updates_page_class_init (DeskUpdatesPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_updates_page_dispose;
  object_class->get_property = desk_updates_page_get_property;
  object_class->set_property = desk_updates_page_set_property;

  properties[PROP_DOCUMENT] = g_param_spec_object ("document", NULL, NULL, DESK_TYPE_DOCUMENT,
                                                   G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-updates-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskUpdatesPage, summary);
  gtk_widget_class_bind_template_child (widget_class, DeskUpdatesPage, found);
  gtk_widget_class_bind_template_child (widget_class, DeskUpdatesPage, found_label);
  gtk_widget_class_bind_template_child (widget_class, DeskUpdatesPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskUpdatesPage, list);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_cb);
}

static void
desk_updates_page_init (DeskUpdatesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
desk_updates_page_set_document (DeskUpdatesPage *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_UPDATES_PAGE (self));
  g_return_if_fail (document == NULL || DESK_IS_DOCUMENT (document));

  if (self->document == document)
    return;
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  g_clear_object (&self->updates);
  g_set_object (&self->document, document);

  if (document != NULL)
    {
      g_set_object (&self->updates, desk_document_get_updates (document));
      gtk_list_box_bind_model (self->list, self->updates, make_row, NULL, NULL);
      g_signal_connect_object (document, "notify::snapshot", G_CALLBACK (snapshot_changed_cb), self, G_CONNECT_SWAPPED);
    }
  snapshot_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
}
