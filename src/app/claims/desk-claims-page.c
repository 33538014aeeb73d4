/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-claims-page.h"

#include <glib/gi18n.h>

#include "desk-claim-row.h"
#include "desk-notes-list.h"
#include "desk-record-list.h"

struct _DeskClaimsPage
{
  AdwBin parent_instance;

  DeskDocument *document;
  char *wanted;  /* (nullable): a claim to be shown that has not come yet */
  guint refresh; /* source of an idle, 0 when nothing waits to be shown again */

  GtkLabel *summary;
  GtkLevelBar *level;
  AdwToggleGroup *filter;
  GtkStack *stack;
  GtkListBox *list;
  DeskNotesList *notes;
};

G_DEFINE_FINAL_TYPE (DeskClaimsPage, desk_claims_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DOCUMENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *
get_claim_id (gpointer record)
{
  return DESK_CLAIM (record)->id;
}

static GtkListBoxRow *
make_row (gpointer data)
{
  DeskClaimsPage *self = data;

  return GTK_LIST_BOX_ROW (desk_claim_row_new (self->document));
}

static void
show_claim_in_row (GtkListBoxRow *row, gpointer record, gpointer data)
{
  desk_claim_row_set_claim (DESK_CLAIM_ROW (row), DESK_CLAIM (record));
}

static gboolean
shows_open (DeskClaimsPage *self)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->filter), "open") == 0;
}

static gboolean
filter_row (GtkListBoxRow *row, gpointer data)
{
  DeskClaimsPage *self = data;
  DeskClaim *claim = desk_claim_row_get_claim (DESK_CLAIM_ROW (row));

  /* What somebody has open stays, or an answer would close the form over its own undo. */
  return claim == NULL || !shows_open (self) || desk_claim_row_get_expanded (DESK_CLAIM_ROW (row)) ||
         desk_claim_is_waiting (claim, self->document);
}

static void
show_summary (DeskClaimsPage *self)
{
  GListModel *claims = self->document != NULL ? desk_document_get_claims (self->document) : NULL;
  guint n = claims != NULL ? g_list_model_get_n_items (claims) : 0;
  guint n_sourced = 0, n_verified = 0, n_waiting = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DeskClaim) claim = g_list_model_get_item (claims, i);

      n_sourced += desk_claim_has_source (claim);
      n_verified += claim->so == DESK_SO_VERIFIED && desk_document_get_claim_fit (self->document, claim) == DESK_FIT_EXACT;
      n_waiting += desk_claim_is_waiting (claim, self->document);
    }

  if (n > 0)
    {
      g_autofree char *sourced = NULL;
      g_autofree char *verified = NULL;
      g_autofree char *summary = NULL;

      /* Translators: how many of all claims have a source: “12 of 14 sourced” */
      sourced = g_strdup_printf (ngettext ("%u of %u sourced", "%u of %u sourced", n), n_sourced, n);
      /* Translators: how many claims are verified */
      verified = g_strdup_printf (ngettext ("%u verified", "%u verified", n_verified), n_verified);
      /* Translators: “12 of 14 sourced · 5 verified” */
      summary = g_strdup_printf (C_ ("claims", "%s · %s"), sourced, verified);
      gtk_label_set_label (self->summary, summary);
      gtk_level_bar_set_value (self->level, (double) n_sourced / n);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->level), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, summary, -1);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->summary), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->level), n > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->filter), n > 0);

  if (n == 0)
    gtk_stack_set_visible_child_name (self->stack, "empty");
  else if (n_waiting == 0 && shows_open (self))
    gtk_stack_set_visible_child_name (self->stack, "done");
  else
    gtk_stack_set_visible_child_name (self->stack, "list");
}

static gboolean
refresh_cb (gpointer data)
{
  DeskClaimsPage *self = data;
  GtkListBoxRow *row;

  self->refresh = 0;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    desk_claim_row_refresh (DESK_CLAIM_ROW (row));
  gtk_list_box_invalidate_filter (self->list);
  show_summary (self);

  if (self->wanted != NULL && desk_record_list_get_row (self->list, self->wanted) != NULL)
    {
      g_autofree char *wanted = g_steal_pointer (&self->wanted);

      desk_claims_page_show_claim (self, wanted);
    }

  return G_SOURCE_REMOVE;
}

/* Ranges move with every key that is pressed before them: they are shown again when there is time. */
static void
refresh_soon (DeskClaimsPage *self)
{
  if (self->refresh == 0)
    self->refresh = g_idle_add (refresh_cb, self);
}

static void
filter_active_cb (DeskClaimsPage *self)
{
  gtk_list_box_invalidate_filter (self->list);
  show_summary (self);
}

static void
row_activated_cb (DeskClaimsPage *self, GtkListBoxRow *row)
{
  DeskClaim *claim = desk_claim_row_get_claim (DESK_CLAIM_ROW (row));

  if (claim != NULL)
    gtk_widget_activate_action (GTK_WIDGET (row), "story.show-claim", "s", claim->id);
}

static void
unset_document (DeskClaimsPage *self)
{
  g_clear_handle_id (&self->refresh, g_source_remove);
  g_clear_pointer (&self->wanted, g_free);
  if (self->document == NULL)
    return;

  g_signal_handlers_disconnect_by_data (desk_document_get_claims (self->document), self);
  g_signal_handlers_disconnect_by_data (self->document, self);
  if (self->list != NULL)
    desk_record_list_bind (self->list, NULL, NULL, NULL, NULL, NULL);
  g_clear_object (&self->document);
}

static void
desk_claims_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DeskClaimsPage *self = DESK_CLAIMS_PAGE (object);

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
desk_claims_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DeskClaimsPage *self = DESK_CLAIMS_PAGE (object);

  switch (prop_id)
    {
    case PROP_DOCUMENT:
      desk_claims_page_set_document (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_claims_page_dispose (GObject *object)
{
  DeskClaimsPage *self = DESK_CLAIMS_PAGE (object);

  unset_document (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_CLAIMS_PAGE);

  G_OBJECT_CLASS (desk_claims_page_parent_class)->dispose (object);
}

static void
desk_claims_page_class_init (DeskClaimsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = desk_claims_page_get_property;
  object_class->set_property = desk_claims_page_set_property;
  object_class->dispose = desk_claims_page_dispose;

  properties[PROP_DOCUMENT] =
      g_param_spec_object ("document", NULL, NULL, DESK_TYPE_DOCUMENT,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DESK_TYPE_NOTES_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-claims-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskClaimsPage, summary);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimsPage, level);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimsPage, filter);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimsPage, list);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimsPage, notes);
  gtk_widget_class_bind_template_callback (widget_class, filter_active_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
desk_claims_page_init (DeskClaimsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_list_box_set_filter_func (self->list, filter_row, self, NULL);
  show_summary (self);
}

void
desk_claims_page_set_document (DeskClaimsPage *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_CLAIMS_PAGE (self));
  g_return_if_fail (document == NULL || DESK_IS_DOCUMENT (document));

  if (self->document == document)
    return;

  unset_document (self);
  desk_notes_list_set_document (self->notes, document);
  if (document != NULL)
    {
      GListModel *claims = desk_document_get_claims (document);

      self->document = g_object_ref (document);
      desk_record_list_bind (self->list, claims, get_claim_id, make_row, show_claim_in_row, self);
      g_signal_connect_swapped (claims, "items-changed", G_CALLBACK (refresh_soon), self);
      g_signal_connect_swapped (document, "claims-moved", G_CALLBACK (refresh_soon), self);
      g_signal_connect_swapped (document, "notify::snapshot", G_CALLBACK (refresh_soon), self);
    }
  show_summary (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
}

void
desk_claims_page_show_claim (DeskClaimsPage *self, const char *claim)
{
  GtkListBoxRow *row;

  g_return_if_fail (DESK_IS_CLAIMS_PAGE (self));
  g_return_if_fail (claim != NULL);

  row = desk_record_list_get_row (self->list, claim);
  if (row == NULL)
    {
      g_set_str (&self->wanted, claim);
      return;
    }

  g_clear_pointer (&self->wanted, g_free);
  desk_claim_row_set_expanded (DESK_CLAIM_ROW (row), TRUE);
  gtk_list_box_invalidate_filter (self->list);
  gtk_stack_set_visible_child_name (self->stack, "list");
  gtk_widget_grab_focus (GTK_WIDGET (row));
}
