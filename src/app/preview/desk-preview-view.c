/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "preview/desk-preview-view.h"

#include "preview/desk-preview-item.h"
#include "preview/desk-preview-row.h"

/* What is typed in another window is read after a burst of it. */
#define BURST_MS 300

struct _DeskPreviewView
{
  AdwBin parent_instance;

  DeskDocument *document;
  gboolean shows_out;
  GListStore *items;         /* (element-type DeskPreviewItem) */
  GCancellable *cancellable; /* of what is being read */
  guint burst_id;

  GtkWidget *out_switch;
  GtkStack *stack;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (DeskPreviewView, desk_preview_view, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_SHOWS_OUT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

typedef struct
{
  DeskSnapshot *snapshot;
  DeskText *text;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_object_unref (reading->snapshot);
  desk_text_unref (reading->text);
  g_free (reading);
}

/* What did not change stays where it is, and with it the place that is being read. */
static void
show_items (DeskPreviewView *self, GPtrArray *items)
{
  GListModel *model = G_LIST_MODEL (self->items);
  guint n_old = g_list_model_get_n_items (model);
  guint first = 0, last = 0;

  for (; first < MIN (n_old, items->len); first++)
    {
      g_autoptr (DeskPreviewItem) old = g_list_model_get_item (model, first);

      if (!desk_preview_item_equal (old, g_ptr_array_index (items, first)))
        break;
    }
  for (; last < MIN (n_old, items->len) - first; last++)
    {
      g_autoptr (DeskPreviewItem) old = g_list_model_get_item (model, n_old - 1 - last);

      if (!desk_preview_item_equal (old, g_ptr_array_index (items, items->len - 1 - last)))
        break;
    }
  if (first + last < n_old || first + last < items->len)
    g_list_store_splice (self->items, first, n_old - first - last, items->pdata + first, items->len - first - last);
  gtk_stack_set_visible_child_name (self->stack, items->len > 0 ? "article" : "empty");
}

static void
read_text (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *reading = data;

  g_task_return_pointer (task, desk_preview_list_items (reading->snapshot, reading->text), (GDestroyNotify) g_ptr_array_unref);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GPtrArray) items = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Without any, something newer is being read. */
  if (items != NULL)
    show_items (DESK_PREVIEW_VIEW (source), items);
}

static void
refresh (DeskPreviewView *self)
{
  DeskSnapshot *snapshot = self->document != NULL ? desk_document_get_snapshot (self->document) : NULL;
  g_autoptr (GTask) task = NULL;
  Reading *reading;

  g_clear_handle_id (&self->burst_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_set_visible (self->out_switch, snapshot != NULL && snapshot->out != NULL);
  if (snapshot == NULL)
    {
      g_list_store_remove_all (self->items);
      return;
    }

  reading = g_new0 (Reading, 1);
  reading->snapshot = g_object_ref (snapshot);
  reading->text = self->shows_out && snapshot->out != NULL ? desk_text_ref (snapshot->out) : desk_document_dup_text (self->document);
  self->cancellable = g_cancellable_new ();
  task = g_task_new (self, self->cancellable, read_cb, NULL);
  g_task_set_source_tag (task, refresh);
  g_task_set_task_data (task, reading, reading_free);
  g_task_run_in_thread (task, read_text);
}

static void
burst_over_cb (gpointer data)
{
  DeskPreviewView *self = data;

  self->burst_id = 0;
  refresh (self);
}

/* What nobody looks at is read when somebody does. */
static void
changed_cb (DeskPreviewView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && self->burst_id == 0)
    self->burst_id = g_timeout_add_once (BURST_MS, burst_over_cb, self);
}

static void
unwatch (DeskPreviewView *self)
{
  if (self->document == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->document, self);
  g_signal_handlers_disconnect_by_data (desk_document_get_body (self->document), self);
  g_signal_handlers_disconnect_by_data (desk_document_get_headline (self->document), self);
  g_signal_handlers_disconnect_by_data (desk_document_get_standfirst (self->document), self);
  g_signal_handlers_disconnect_by_data (desk_document_get_byline (self->document), self);
  g_signal_handlers_disconnect_by_data (desk_document_get_dateline (self->document), self);
}

static void
watch (DeskPreviewView *self)
{
  if (self->document == NULL)
    return;

  g_signal_connect_swapped (self->document, "notify::snapshot", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (desk_document_get_body (self->document), "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (desk_document_get_headline (self->document), "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (desk_document_get_standfirst (self->document), "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (desk_document_get_byline (self->document), "notify::text", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (desk_document_get_dateline (self->document), "notify::text", G_CALLBACK (changed_cb), self);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  DeskPreviewItem *item = gtk_list_item_get_item (list_item);

  gtk_list_item_set_activatable (list_item, FALSE);
  gtk_list_item_set_selectable (list_item, FALSE);
  gtk_list_item_set_child (list_item, desk_preview_row_new (item));
  /* A card tells of itself. */
  gtk_list_item_set_accessible_label (list_item, item->post == NULL ? item->words : "");
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  gtk_list_item_set_child (list_item, NULL);
}

static void
desk_preview_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (desk_preview_view_parent_class)->map (widget);

  refresh (DESK_PREVIEW_VIEW (widget));
}

static gboolean
desk_preview_view_grab_focus (GtkWidget *widget)
{
  DeskPreviewView *self = DESK_PREVIEW_VIEW (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (self->list)) || gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}

static void
desk_preview_view_dispose (GObject *object)
{
  DeskPreviewView *self = DESK_PREVIEW_VIEW (object);

  g_clear_handle_id (&self->burst_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  unwatch (self);
  g_clear_object (&self->document);
  g_clear_object (&self->items);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_PREVIEW_VIEW);

  G_OBJECT_CLASS (desk_preview_view_parent_class)->dispose (object);
}

static void
desk_preview_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DeskPreviewView *self = DESK_PREVIEW_VIEW (object);

  switch (prop_id)
    {
    case PROP_SHOWS_OUT:
      g_value_set_boolean (value, self->shows_out);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_preview_view_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DeskPreviewView *self = DESK_PREVIEW_VIEW (object);

  switch (prop_id)
    {
    case PROP_SHOWS_OUT:
      if (self->shows_out != g_value_get_boolean (value))
        {
          self->shows_out = g_value_get_boolean (value);
          refresh (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_preview_view_class_init (DeskPreviewViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_preview_view_dispose;
  object_class->get_property = desk_preview_view_get_property;
  object_class->set_property = desk_preview_view_set_property;
  widget_class->map = desk_preview_view_map;
  widget_class->grab_focus = desk_preview_view_grab_focus;

  properties[PROP_SHOWS_OUT] = g_param_spec_boolean ("shows-out", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-preview-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskPreviewView, out_switch);
  gtk_widget_class_bind_template_child (widget_class, DeskPreviewView, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskPreviewView, list);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "story.close-preview", NULL);
}

static void
desk_preview_view_init (DeskPreviewView *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkNoSelection) selection = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  self->items = g_list_store_new (DESK_TYPE_PREVIEW_ITEM);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->items)));
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
  gtk_list_view_set_factory (self->list, factory);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

void
desk_preview_view_set_document (DeskPreviewView *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_PREVIEW_VIEW (self));
  g_return_if_fail (document == NULL || DESK_IS_DOCUMENT (document));

  if (self->document == document)
    return;

  unwatch (self);
  g_set_object (&self->document, document);
  watch (self);
  /* What was shown is another story's: nothing of it is to flash up. */
  g_list_store_remove_all (self->items);
  g_object_set (self, "shows-out", FALSE, NULL);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh (self);
}
