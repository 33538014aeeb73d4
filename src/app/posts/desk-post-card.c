/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-post-card.h"

#include <glib/gi18n.h>

#include "core/desk-time.h"
#include "editor/desk-embed-frame.h"
#include "desk-isolate.h"
#include "exchange/desk-capture.h"
#include "core/desk-networks.h"

struct _DeskPostCard
{
  GtkWidget parent_instance;

  DeskPost *post;
  gboolean uncovered; /* the editor asked to see it */
  gboolean for_readers;

  GtkWidget *content;
  AdwAvatar *avatar;
  GtkLabel *author;
  GtkLabel *byline;
  GtkMenuButton *menu;
  GtkLabel *words;
  GtkWidget *cover;
  GtkLabel *reason;
  GtkLabel *kept;
  GtkWidget *state;
  GtkImage *state_icon;
  GtkLabel *state_label;
  GtkWidget *quote;
};

G_DEFINE_FINAL_TYPE (DeskPostCard, desk_post_card, GTK_TYPE_WIDGET)

static const char *
get_name (DeskPost *post)
{
  if (*post->author != '\0')
    return post->author;
  if (*post->handle != '\0')
    return post->handle;

  return _ ("Unknown Author");
}

static char *
format_posted_at (DeskPost *post, const char *zone, const char *language)
{
  if (post->posted_at == 0)
    return g_strdup (_ ("time not known"));
  if (post->posted_from == DESK_TIME_DATE)
    return desk_time_format_day (post->posted_at, zone, language);

  return desk_time_format_moment (post->posted_at, g_get_real_time (), zone, language);
}

static char *
describe_posted_at (DeskPost *post)
{
  g_autofree char *utc = NULL;

  if (post->posted_at == 0)
    return g_strdup (_ ("Nothing tells when it was posted"));

  utc = desk_time_format_iso (post->posted_at, "Etc/UTC");
  switch (post->posted_from)
    {
    case DESK_TIME_NUMBER:
      /* Translators: a time in UTC */
      return g_strdup_printf (_ ("%s, read from the post's number"), utc);
    case DESK_TIME_ANSWER:
      /* Translators: a time in UTC */
      return g_strdup_printf (_ ("%s, as the network said"), utc);
    case DESK_TIME_DATE:
      return g_strdup (_ ("The network gave the day only"));
    case DESK_TIME_TYPED:
      /* Translators: a time in UTC */
      return g_strdup_printf (_ ("%s, typed by an editor"), utc);
    case DESK_TIME_NONE:
    default:
      return g_steal_pointer (&utc);
    }
}

static void
show_head (DeskPostCard *self, const char *zone, const char *language)
{
  DeskPost *post = self->post;
  g_autofree char *author = desk_isolate (get_name (post));
  g_autofree char *handle = desk_isolate (post->handle);
  g_autofree char *moment = format_posted_at (post, zone, language);
  g_autofree char *time = desk_isolate (moment);
  g_autofree char *time_tooltip = describe_posted_at (post);
  g_autofree char *label = NULL;
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  g_autoptr (GString) byline = g_string_new (desk_isolate_get_mark (rtl));

  adw_avatar_set_text (self->avatar, *post->author != '\0' ? post->author : post->handle + (*post->handle == '@'));
  gtk_label_set_label (self->author, author);

  if (*post->author != '\0' && *post->handle != '\0')
    g_string_append_printf (byline, "%s · ", handle);
  if (*post->network != '\0')
    g_string_append_printf (byline, "%s · ", desk_network_get_name (post->network));
  g_string_append (byline, time);
  gtk_label_set_label (self->byline, byline->str);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->byline), time_tooltip);

  /* Translators: the name of a post's author */
  label = g_strdup_printf (_ ("Post by %s"), get_name (post));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
show_state (DeskPostCard *self, const char *zone, const char *language)
{
  DeskPost *post = self->post;
  gint64 now = g_get_real_time ();
  g_autofree char *kept = desk_time_format_moment (post->captured_at, now, zone, language);
  g_autofree char *line = NULL;
  const char *icon = NULL;

  switch (post->state)
    {
    case DESK_POST_DELETED:
      icon = "user-trash-symbolic";
      /* Translators: what became of a post; %s is the time at which it was kept */
      line = g_strdup_printf (_ ("Deleted since · as kept at %s"), kept);
      break;
    case DESK_POST_GONE:
      icon = "action-unavailable-symbolic";
      /* Translators: what became of a post; %s is the time at which it was kept */
      line = g_strdup_printf (_ ("Account gone since · as kept at %s"), kept);
      break;
    case DESK_POST_EDITED:
      icon = "document-edit-symbolic";
      /* Translators: what became of a post; %s is the time at which it was kept */
      line = g_strdup_printf (_ ("Edited since · as kept at %s"), kept);
      break;
    case DESK_POST_SAME:
      {
        g_autofree char *checked = desk_time_format_moment (post->checked_at, now, zone, language);

        icon = "desk-claim-verified-symbolic";
        /* Translators: a post was the same when it was looked at again at that time */
        line = g_strdup_printf (_ ("Unchanged at %s"), checked);
        break;
      }
    case DESK_POST_KEPT:
    default:
      break;
    }

  gtk_widget_set_visible (self->state, line != NULL && !self->for_readers);
  if (line != NULL)
    {
      gtk_image_set_from_icon_name (self->state_icon, icon);
      gtk_label_set_label (self->state_label, line);
    }
  if (post->state == DESK_POST_SAME)
    {
      gtk_widget_remove_css_class (self->state, "warning");
      gtk_widget_add_css_class (self->state, "dimmed");
    }
  else
    {
      gtk_widget_remove_css_class (self->state, "dimmed");
      gtk_widget_add_css_class (self->state, "warning");
    }

  gtk_widget_set_visible (GTK_WIDGET (self->kept), post->missing[0] != NULL && !self->for_readers);
  if (post->missing[0] != NULL)
    {
      g_autofree char *what = desk_capture_describe (post, zone, language);

      gtk_label_set_label (self->kept, what);
    }
}

static void
show_cover (DeskPostCard *self)
{
  gboolean covered = *self->post->graphic != '\0' && !self->uncovered;
  g_autofree char *graphic = desk_isolate (self->post->graphic);
  g_autofree char *reason = NULL;

  if (g_str_equal (self->post->graphic, "graphic"))
    reason = g_strdup (_ ("Covered: graphic"));
  else if (covered)
    /* Translators: why a post is covered, in the editor's words */
    reason = g_strdup_printf (_ ("Covered: %s"), graphic);

  gtk_label_set_label (self->reason, reason != NULL ? reason : "");
  gtk_widget_set_visible (self->cover, covered);
  gtk_widget_set_visible (GTK_WIDGET (self->words), !covered && *self->post->words != '\0');
  gtk_widget_set_visible (self->quote, !covered && *self->post->words != '\0' && !self->for_readers);
}

static void
add_item (GMenu *menu, const char *label, const char *action, const char *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  if (target != NULL)
    g_menu_item_set_action_and_target (item, action, "s", target);
  else
    g_menu_item_set_action_and_target (item, action, NULL);
  g_menu_append_item (menu, item);
}

/* What an editor who looked at the post again saw. */
static GMenuModel *
make_check_menu (DeskPost *post)
{
  static const struct
  {
    DeskPostState state;
    const char *label;
  } states[] = {
    { DESK_POST_SAME, NC_ ("post looked at again", "_Unchanged") },
    { DESK_POST_EDITED, NC_ ("post looked at again", "_Edited") },
    { DESK_POST_DELETED, NC_ ("post looked at again", "_Deleted") },
    { DESK_POST_GONE, NC_ ("post looked at again", "_Account Gone") },
  };
  GMenu *menu = g_menu_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (g_dpgettext2 (NULL, "post looked at again", states[i].label), NULL);

      g_menu_item_set_action_and_target (item, "story.check-post", "(ss)", post->id, desk_enum_to_nick (DESK_TYPE_POST_STATE, states[i].state));
      g_menu_append_item (menu, item);
    }
  return G_MENU_MODEL (menu);
}

/* Only when it is asked for: a menu is as much as all the rest of a card. */
static void
create_menu_cb (GtkMenuButton *button, gpointer data)
{
  DeskPostCard *self = data;
  DeskPost *post = self->post;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) use = g_menu_new ();
  g_autoptr (GMenu) change = g_menu_new ();
  g_autoptr (GMenuModel) check = make_check_menu (post);
  g_autoptr (GMenuItem) out = g_menu_item_new (_ ("_Remove from Text"), "embed.remove");
  gboolean in_text = gtk_widget_get_ancestor (GTK_WIDGET (self), DESK_TYPE_EMBED_FRAME) != NULL;

  if (*post->address != '\0')
    add_item (use, _ ("_Open in Browser"), "story.open-address", post->address);
  if (*post->address != '\0' && !in_text)
    add_item (use, _ ("_Insert in Text"), "story.insert-post", post->id);
  if (*post->words != '\0')
    add_item (use, C_ ("verb", "_Quote"), "post.quote", NULL);
  if (*post->address != '\0')
    add_item (use, _ ("_Copy Address"), "story.copy-post-address", post->id);
  g_menu_append_submenu (change, _ ("Mark as _Seen Again"), check);
  add_item (change, *post->graphic != '\0' ? _ ("Un_cover") : _ ("_Cover"), "story.cover-post", post->id);
  if (in_text)
    g_menu_append_item (change, out);
  else
    add_item (change, _ ("_Remove"), "story.drop-post", post->id);

  g_menu_append_section (menu, NULL, G_MENU_MODEL (use));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (change));
  gtk_menu_button_set_popover (button, gtk_popover_menu_new_from_model (G_MENU_MODEL (menu)));
}

static char *
dup_quoted_words (DeskPostCard *self)
{
  const char *words = gtk_label_get_label (self->words);
  int start, end;
  g_autofree char *selected = NULL;

  if (gtk_label_get_selection_bounds (self->words, &start, &end))
    selected = g_strstrip (g_utf8_substring (words, start, end));
  if (selected == NULL || *selected == '\0')
    return g_strstrip (g_strdup (words));

  return g_steal_pointer (&selected);
}

static void
quote_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskPostCard *self = DESK_POST_CARD (widget);
  g_autofree char *words = NULL;

  if (self->post == NULL || *self->post->words == '\0')
    return;

  words = dup_quoted_words (self);
  gtk_widget_activate_action (widget, "story.quote", "(ss)", self->post->id, words);
}

static void
show_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskPostCard *self = DESK_POST_CARD (widget);

  if (self->post == NULL)
    return;

  self->uncovered = TRUE;
  show_cover (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->words));
}

static void
desk_post_card_dispose (GObject *object)
{
  DeskPostCard *self = DESK_POST_CARD (object);

  g_clear_object (&self->post);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_POST_CARD);

  G_OBJECT_CLASS (desk_post_card_parent_class)->dispose (object);
}

static void
desk_post_card_class_init (DeskPostCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_post_card_dispose;

  gtk_widget_class_install_action (widget_class, "post.quote", NULL, quote_action);
  gtk_widget_class_install_action (widget_class, "post.show", NULL, show_action);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ARTICLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-post-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskPostCard, content);
  gtk_widget_class_bind_template_child (widget_class, DeskPostCard, avatar);
  gtk_widget_class_bind_template_child (widget_class, DeskPostCard, author);
  gtk_widget_class_bind_template_child (widget_class, DeskPostCard, byline);
  gtk_widget_class_bind_template_child (widget_class, DeskPostCard, menu);
  gtk_widget_class_bind_template_child (widget_class, DeskPostCard, words);
  gtk_widget_class_bind_template_child (widget_class, DeskPostCard, cover);
  gtk_widget_class_bind_template_child (widget_class, DeskPostCard, reason);
  gtk_widget_class_bind_template_child (widget_class, DeskPostCard, kept);
  gtk_widget_class_bind_template_child (widget_class, DeskPostCard, state);
  gtk_widget_class_bind_template_child (widget_class, DeskPostCard, state_icon);
  gtk_widget_class_bind_template_child (widget_class, DeskPostCard, state_label);
  gtk_widget_class_bind_template_child (widget_class, DeskPostCard, quote);
}

static void
desk_post_card_init (DeskPostCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu, create_menu_cb, self, NULL);
}

GtkWidget *
desk_post_card_new (void)
{
  return g_object_new (DESK_TYPE_POST_CARD, NULL);
}

void
desk_post_card_set_post (DeskPostCard *self, DeskPost *post, const char *zone, const char *language)
{
  g_return_if_fail (DESK_IS_POST_CARD (self));
  g_return_if_fail (DESK_IS_POST (post));
  g_return_if_fail (zone != NULL);
  g_return_if_fail (language != NULL);

  if (self->post == NULL || !g_str_equal (self->post->id, post->id))
    self->uncovered = FALSE;
  g_set_object (&self->post, post);

  /* Setting equal words would take away what is selected. */
  if (!g_str_equal (gtk_label_get_label (self->words), post->words))
    gtk_label_set_label (self->words, post->words);
  desk_isolate_label (self->words);
  show_head (self, zone, language);
  show_state (self, zone, language);
  show_cover (self);
}

DeskPost *
desk_post_card_get_post (DeskPostCard *self)
{
  g_return_val_if_fail (DESK_IS_POST_CARD (self), NULL);

  return self->post;
}

void
desk_post_card_set_for_readers (DeskPostCard *self, gboolean for_readers)
{
  g_return_if_fail (DESK_IS_POST_CARD (self));

  self->for_readers = for_readers;
  gtk_widget_set_visible (GTK_WIDGET (self->menu), !for_readers);
}
