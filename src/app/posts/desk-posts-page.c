/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-posts-page.h"

#include <glib/gi18n.h>

#include "claims/desk-record-list.h"
#include "desk-post-card.h"
#include "preferences/desk-locale.h"

struct _DeskPostsPage
{
  AdwBin parent_instance;

  DeskDocument *document;
  char *wanted; /* (nullable): a post to be shown that has not come yet */

  GtkLabel *summary;
  GtkEditable *address;
  GtkWidget *keep;
  GtkStack *stack;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (DeskPostsPage, desk_posts_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DOCUMENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *
get_post_id (gpointer record)
{
  return DESK_POST (record)->id;
}

static GtkListBoxRow *
make_row (gpointer data)
{
  return g_object_new (GTK_TYPE_LIST_BOX_ROW, "activatable", FALSE, "child", desk_post_card_new (), NULL);
}

static void
show_post_in_row (GtkListBoxRow *row, gpointer record, gpointer data)
{
  DeskPostsPage *self = data;

  desk_post_card_set_post (DESK_POST_CARD (gtk_list_box_row_get_child (row)),
                           DESK_POST (record),
                           desk_document_get_zone (self->document),
                           desk_locale_get_language ());
}

static void
show_summary (DeskPostsPage *self)
{
  guint n = self->document != NULL ? g_list_model_get_n_items (desk_document_get_posts (self->document)) : 0;
  /* Translators: how many posts a story has */
  g_autofree char *summary = g_strdup_printf (ngettext ("%u kept", "%u kept", n), n);

  gtk_label_set_label (self->summary, summary);
  gtk_widget_set_visible (GTK_WIDGET (self->summary), n > 0);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "empty");
}

static void
posts_changed_cb (DeskPostsPage *self)
{
  show_summary (self);

  if (self->wanted != NULL && desk_record_list_get_row (self->list, self->wanted) != NULL)
    {
      g_autofree char *wanted = g_steal_pointer (&self->wanted);

      desk_posts_page_show_post (self, wanted);
    }
}

/* The times on every card are those of the story's zone. */
static void
clock_changed_cb (DeskPostsPage *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    show_post_in_row (row, desk_post_card_get_post (DESK_POST_CARD (gtk_list_box_row_get_child (row))), self);
}

static void
address_changed_cb (DeskPostsPage *self)
{
  gtk_widget_set_sensitive (self->keep, *gtk_editable_get_text (self->address) != '\0');
}

static void
keep_cb (DeskPostsPage *self)
{
  g_autofree char *paste = g_strstrip (g_strdup (gtk_editable_get_text (self->address)));

  if (*paste == '\0')
    return;

  gtk_editable_set_text (self->address, "");
  gtk_widget_activate_action (GTK_WIDGET (self), "story.keep-pasted-post", "s", paste);
}

static void
unset_document (DeskPostsPage *self)
{
  g_clear_pointer (&self->wanted, g_free);
  if (self->document == NULL)
    return;

  g_signal_handlers_disconnect_by_data (desk_document_get_posts (self->document), self);
  g_signal_handlers_disconnect_by_data (self->document, self);
  if (self->list != NULL)
    desk_record_list_bind (self->list, NULL, NULL, NULL, NULL, NULL);
  g_clear_object (&self->document);
}

static void
desk_posts_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DeskPostsPage *self = DESK_POSTS_PAGE (object);

  switch (prop_id)
    {
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_posts_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DeskPostsPage *self = DESK_POSTS_PAGE (object);

  switch (prop_id)
    {
    case PROP_DOCUMENT:
      desk_posts_page_set_document (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_posts_page_dispose (GObject *object)
{
  DeskPostsPage *self = DESK_POSTS_PAGE (object);

  unset_document (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_POSTS_PAGE);

  G_OBJECT_CLASS (desk_posts_page_parent_class)->dispose (object);
}

static void
desk_posts_page_class_init (DeskPostsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = desk_posts_page_get_property;
  object_class->set_property = desk_posts_page_set_property;
  object_class->dispose = desk_posts_page_dispose;

  properties[PROP_DOCUMENT] =
      g_param_spec_object ("document", NULL, NULL, DESK_TYPE_DOCUMENT,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-posts-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskPostsPage, summary);
  gtk_widget_class_bind_template_child (widget_class, DeskPostsPage, address);
  gtk_widget_class_bind_template_child (widget_class, DeskPostsPage, keep);
  gtk_widget_class_bind_template_child (widget_class, DeskPostsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskPostsPage, list);
  gtk_widget_class_bind_template_callback (widget_class, address_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
}

static void
desk_posts_page_init (DeskPostsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  show_summary (self);
}

void
desk_posts_page_set_document (DeskPostsPage *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_POSTS_PAGE (self));
  g_return_if_fail (document == NULL || DESK_IS_DOCUMENT (document));

  if (self->document == document)
    return;

  unset_document (self);
  if (document != NULL)
    {
      GListModel *posts = desk_document_get_posts (document);

      self->document = g_object_ref (document);
      desk_record_list_bind (self->list, posts, get_post_id, make_row, show_post_in_row, self);
      g_signal_connect_swapped (posts, "items-changed", G_CALLBACK (posts_changed_cb), self);
      g_signal_connect_swapped (document, "notify::zone", G_CALLBACK (clock_changed_cb), self);
    }
  show_summary (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
}

void
desk_posts_page_show_post (DeskPostsPage *self, const char *post)
{
  GtkListBoxRow *row;

  g_return_if_fail (DESK_IS_POSTS_PAGE (self));
  g_return_if_fail (post != NULL);

  row = desk_record_list_get_row (self->list, post);
  if (row == NULL)
    {
      g_set_str (&self->wanted, post);
      return;
    }

  g_clear_pointer (&self->wanted, g_free);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}
