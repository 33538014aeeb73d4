/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-record-changes.h"

#include <glib/gi18n.h>

#include "claims/desk-claim-status.h"
#include "core/desk-time.h"
#include "posts/desk-isolate.h"
#include "preferences/desk-locale.h"

struct _DeskRecordChanges
{
  AdwBin parent_instance;

  GtkWidget *toggle;
  GtkRevealer *revealer;
  GtkImage *arrow;
  GtkLabel *title;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (DeskRecordChanges, desk_record_changes, ADW_TYPE_BIN)

/* --- words --- */

static void
add_became (GStrvBuilder *parts, const char *question, GType type, int was, int now)
{
  /* Translators: a question of a claim, and how its answer changed: “So: Open → Verified” */
  g_strv_builder_take (parts, g_strdup_printf (_ ("%s: %s → %s"), question, desk_enum_get_label (type, was), desk_enum_get_label (type, now)));
}

static void
add_answers (GStrvBuilder *parts, DeskClaim *claim)
{
  if (claim->said != DESK_SAID_OPEN)
    /* Translators: whether a claim was said: “Said: Yes” */
    g_strv_builder_take (parts, g_strdup_printf (_ ("Said: %s"), desk_enum_get_label (DESK_TYPE_SAID, claim->said)));
  if (claim->so != DESK_SO_OPEN)
    /* Translators: whether a claim is so: “So: Verified” */
    g_strv_builder_take (parts, g_strdup_printf (_ ("So: %s"), desk_enum_get_label (DESK_TYPE_SO, claim->so)));
}

static void
add_sources (GStrvBuilder *parts, DeskClaim *was, DeskClaim *now)
{
  int more = (int) now->evidence->len - (int) was->evidence->len;

  if (more > 0)
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%d source more", "%d sources more", more), more));
  else if (more < 0)
    g_strv_builder_take (parts, g_strdup_printf (ngettext ("%d source fewer", "%d sources fewer", -more), -more));
  else
    g_strv_builder_add (parts, _ ("Sources changed"));
}

static void
describe_claim (GStrvBuilder *parts, DeskRecordChange *change)
{
  DeskClaim *was = change->old_claim, *now = change->claim;

  if (change->flags & DESK_RECORD_WENT)
    {
      g_strv_builder_add (parts, C_ ("claim", "Let go"));
      return;
    }
  if (change->flags & DESK_RECORD_CAME)
    {
      g_strv_builder_add (parts, C_ ("claim", "Marked"));
      add_answers (parts, now);
      return;
    }
  if (change->flags & DESK_RECORD_SAID)
    add_became (parts, C_ ("claim", "Said"), DESK_TYPE_SAID, was->said, now->said);
  if (change->flags & DESK_RECORD_SO)
    add_became (parts, C_ ("claim", "So"), DESK_TYPE_SO, was->so, now->so);
  if ((change->flags & DESK_RECORD_WORDS) && was->fit != now->fit)
    g_strv_builder_add (parts, desk_enum_get_label (DESK_TYPE_FIT, now->fit));
  else if (change->flags & DESK_RECORD_WORDS)
    g_strv_builder_add (parts, _ ("Answered for other words"));
  if (change->flags & DESK_RECORD_SOURCES)
    add_sources (parts, was, now);
  if (change->flags & DESK_RECORD_DETAILS)
    g_strv_builder_add (parts, _ ("Details changed"));
}

static void
describe_post (GStrvBuilder *parts, DeskRecordChange *change)
{
  if (change->flags & DESK_RECORD_WENT)
    g_strv_builder_add (parts, _ ("Post taken out of the panel"));
  if (change->flags & DESK_RECORD_CAME)
    g_strv_builder_add (parts, _ ("Post kept"));
  if (change->flags & DESK_RECORD_WORDS)
    g_strv_builder_add (parts, _ ("Post kept again"));
  if (change->post != NULL && change->post->state != DESK_POST_KEPT && change->post->state != DESK_POST_SAME)
    g_strv_builder_add (parts, desk_enum_get_label (DESK_TYPE_POST_STATE, change->post->state));
}

static void
describe_update (GStrvBuilder *parts, DeskRecordChange *change, const char *zone)
{
  DeskUpdate *update = change->update != NULL ? change->update : change->old_update;

  g_strv_builder_add (parts, desk_enum_get_label (DESK_TYPE_UPDATE_KIND, update->kind));
  g_strv_builder_take (parts, desk_time_format_moment (update->at, g_get_real_time (), zone, desk_locale_get_language ()));
  if (change->flags & DESK_RECORD_SUPERSEDED)
    g_strv_builder_add (parts, _ ("Replaced by a later stamp"));
  if (change->flags & DESK_RECORD_WENT)
    g_strv_builder_add (parts, _ ("Not yet out in the later version"));
}

char *
desk_record_change_describe (DeskRecordChange *change, const char *zone)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  g_return_val_if_fail (change != NULL, NULL);

  if (change->claim != NULL || change->old_claim != NULL)
    describe_claim (parts, change);
  else if (change->post != NULL || change->old_post != NULL)
    describe_post (parts, change);
  else if (change->update != NULL || change->old_update != NULL)
    describe_update (parts, change, zone);
  else
    add_became (parts, C_ ("story", "State"), DESK_TYPE_STATE, change->old_state, change->state);
  list = g_strv_builder_end (parts);
  return g_strjoinv (" · ", list);
}

/* Of what record: a claim's words, who posted what, a stamp's words. */
static char *
get_subject (DeskRecordChange *change)
{
  DeskClaim *claim = change->claim != NULL ? change->claim : change->old_claim;
  DeskPost *post = change->post != NULL ? change->post : change->old_post;
  DeskUpdate *update = change->update != NULL ? change->update : change->old_update;

  if (claim != NULL)
    return desk_isolate (claim->anchor->exact);
  if (post != NULL)
    {
      g_autofree char *author = desk_isolate (post->author[0] != '\0' ? post->author : post->handle);
      g_autofree char *words = desk_isolate (post->words[0] != '\0' ? post->words : post->address);

      /* Translators: who posted, and what */
      return g_strdup_printf (C_ ("post", "%s: %s"), author, words);
    }
  if (update != NULL && update->words[0] != '\0')
    return desk_isolate (update->words);
  return NULL;
}

static const char *
get_icon (DeskRecordChange *change)
{
  DeskClaim *claim = change->claim != NULL ? change->claim : change->old_claim;

  if (claim != NULL)
    return desk_status_get_icon_name (desk_claim_get_status (claim));
  if (change->post != NULL || change->old_post != NULL)
    return "desk-posts-symbolic";
  return "document-send-symbolic";
}

/* --- rows --- */

static GtkWidget *
make_label (const char *words, const char *css_class)
{
  GtkWidget *label = gtk_label_new (words);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (label), 2);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    {
      gtk_widget_add_css_class (label, css_class);
      gtk_widget_add_css_class (label, "caption");
    }
  return label;
}

static GtkWidget *
make_row (DeskRecordChange *change, const char *zone)
{
  g_autofree char *what = desk_record_change_describe (change, zone);
  g_autofree char *subject = get_subject (change);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *image = gtk_image_new_from_icon_name (get_icon (change));
  GtkWidget *row;

  if (subject != NULL)
    gtk_box_append (GTK_BOX (words), make_label (subject, NULL));
  gtk_box_append (GTK_BOX (words), make_label (what, subject != NULL ? "dimmed" : NULL));
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), words);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 9);
  gtk_widget_set_margin_end (box, 9);
  row = g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", box, "activatable", FALSE, NULL);
  if (subject != NULL)
    {
      g_autofree char *label = g_strjoin (", ", subject, what, NULL);

      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
  else
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, what, -1);
  return row;
}

static void
set_open (DeskRecordChanges *self, gboolean open)
{
  gtk_revealer_set_reveal_child (self->revealer, open);
  gtk_image_set_from_icon_name (self->arrow, open ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->toggle), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
}

static void
toggled_cb (DeskRecordChanges *self)
{
  set_open (self, !gtk_revealer_get_reveal_child (self->revealer));
}

static void
desk_record_changes_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), DESK_TYPE_RECORD_CHANGES);

  G_OBJECT_CLASS (desk_record_changes_parent_class)->dispose (object);
}

static void
desk_record_changes_class_init (DeskRecordChangesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = desk_record_changes_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-record-changes.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskRecordChanges, toggle);
  gtk_widget_class_bind_template_child (widget_class, DeskRecordChanges, revealer);
  gtk_widget_class_bind_template_child (widget_class, DeskRecordChanges, arrow);
  gtk_widget_class_bind_template_child (widget_class, DeskRecordChanges, title);
  gtk_widget_class_bind_template_child (widget_class, DeskRecordChanges, list);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
}

static void
desk_record_changes_init (DeskRecordChanges *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  set_open (self, TRUE);
}

void
desk_record_changes_set_changes (DeskRecordChanges *self, GPtrArray *changes, const char *zone)
{
  guint n = changes != NULL ? changes->len : 0;
  g_autofree char *title = g_strdup_printf (ngettext ("%u change besides the text", "%u changes besides the text", n), n);

  g_return_if_fail (DESK_IS_RECORD_CHANGES (self));
  g_return_if_fail (changes == NULL || zone != NULL);

  gtk_list_box_remove_all (self->list);
  for (guint i = 0; i < n; i++)
    gtk_list_box_append (self->list, make_row (g_ptr_array_index (changes, i), zone));
  gtk_label_set_label (self->title, title);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}
