/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-claim-popover.h"

struct _DeskClaimPopover
{
  GtkPopover parent_instance;

  GtkLabel *words;
  GtkEntry *who;
  GtkDropDown *kind;
  GtkButton *accept;
};

G_DEFINE_FINAL_TYPE (DeskClaimPopover, desk_claim_popover, GTK_TYPE_POPOVER)

static guint accepted_signal;

static void
accept_clicked_cb (DeskClaimPopover *self)
{
  g_autofree char *who = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->who))));
  DeskClaimKind kind = gtk_drop_down_get_selected (self->kind);

  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, accepted_signal, 0, who, kind);
}

static GListModel *
list_kinds (void)
{
  g_autoptr (GEnumClass) kinds = g_type_class_ref (DESK_TYPE_CLAIM_KIND);
  GtkStringList *labels = gtk_string_list_new (NULL);

  for (guint i = 0; i < kinds->n_values; i++)
    gtk_string_list_append (labels, desk_enum_get_label (DESK_TYPE_CLAIM_KIND, kinds->values[i].value));
  return G_LIST_MODEL (labels);
}

static void
desk_claim_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_CLAIM_POPOVER);

  G_OBJECT_CLASS (desk_claim_popover_parent_class)->dispose (object);
}

static void
desk_claim_popover_class_init (DeskClaimPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_claim_popover_dispose;

  accepted_signal = g_signal_new ("accepted", DESK_TYPE_CLAIM_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, DESK_TYPE_CLAIM_KIND);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-claim-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskClaimPopover, words);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimPopover, who);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimPopover, kind);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimPopover, accept);
  gtk_widget_class_bind_template_callback (widget_class, accept_clicked_cb);
}

static void
desk_claim_popover_init (DeskClaimPopover *self)
{
  g_autoptr (GListModel) kinds = list_kinds ();

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_down_set_model (self->kind, kinds);
}

DeskClaimPopover *
desk_claim_popover_new (const char *words, const DeskAttribution *guess)
{
  DeskClaimPopover *self;

  g_return_val_if_fail (words != NULL, NULL);
  g_return_val_if_fail (guess != NULL, NULL);

  self = g_object_new (DESK_TYPE_CLAIM_POPOVER, NULL);
  gtk_label_set_label (self->words, words);
  gtk_editable_set_text (GTK_EDITABLE (self->who), guess->who);
  gtk_drop_down_set_selected (self->kind, guess->kind);
  return self;
}
