/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-claim-row.h"

#include <glib/gi18n.h>

#include "core/desk-change.h"
#include "core/desk-time.h"
#include "desk-claim-form.h"
#include "desk-claim-status.h"
#include "desk-undoable.h"
#include "posts/desk-isolate.h"
#include "preferences/desk-locale.h"

struct _DeskClaimRow
{
  GtkListBoxRow parent_instance;

  DeskDocument *document;
  DeskClaim *claim;
  DeskClaimForm *form; /* made when the row is first opened */

  GtkLabel *words;
  GtkToggleButton *expander;
  GtkLabel *attribution;
  GtkWidget *answers;
  GtkWidget *said;
  GtkLabel *said_label;
  GtkImage *said_icon;
  GtkWidget *so;
  GtkImage *so_icon;
  GtkLabel *so_label;
  GtkLabel *so_answer;
  GtkWidget *waiting;
  GtkLabel *waiting_label;
  GtkLabel *sources;
  GtkLabel *earlier;
  GtkWidget *replies;
  GtkWidget *still_holds;
  GtkWidget *check_again;
  AdwBin *details;
};

G_DEFINE_FINAL_TYPE (DeskClaimRow, desk_claim_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_0,
  PROP_EXPANDED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *const tints[] = { "accent", "success", "warning", "error", "dimmed" };

static void
set_tint (GtkWidget *widget, const char *tint)
{
  for (guint i = 0; i < G_N_ELEMENTS (tints); i++)
    {
      if (g_str_equal (tints[i], tint))
        gtk_widget_add_css_class (widget, tints[i]);
      else
        gtk_widget_remove_css_class (widget, tints[i]);
    }
}

static gboolean
is_answered (DeskClaim *claim)
{
  return claim->said != DESK_SAID_OPEN || claim->so != DESK_SO_OPEN;
}

/* What the two answers say, in a word each, with the mark and colour that go with it. */
static void
show_answers (DeskClaimRow *self)
{
  DeskClaim *claim = self->claim;
  const char *word;
  DeskStatus status;

  switch (claim->said)
    {
    case DESK_SAID_YES:
      gtk_label_set_label (self->said_label, C_ ("claim", "said"));
      status = DESK_STATUS_VERIFIED;
      break;
    case DESK_SAID_NO:
      gtk_label_set_label (self->said_label, C_ ("claim", "not said"));
      status = DESK_STATUS_FALSE;
      break;
    case DESK_SAID_OPEN:
    default:
      /* Translators: not yet known whether the source really said it */
      gtk_label_set_label (self->said_label, C_ ("claim", "said?"));
      status = DESK_STATUS_OPEN;
      break;
    }
  gtk_image_set_from_icon_name (self->said_icon, desk_status_get_icon_name (status));
  set_tint (self->said, desk_status_get_css_class (status));

  switch (claim->so)
    {
    case DESK_SO_VERIFIED:
      word = C_ ("claim is so", "verified");
      status = DESK_STATUS_VERIFIED;
      break;
    case DESK_SO_DISPUTED:
      word = C_ ("claim is so", "disputed");
      status = DESK_STATUS_DISPUTED;
      break;
    case DESK_SO_FALSE:
      word = C_ ("claim is so", "false");
      status = DESK_STATUS_FALSE;
      break;
    case DESK_SO_UNKNOWN:
      word = C_ ("claim is so", "cannot be known");
      status = DESK_STATUS_OPEN;
      break;
    case DESK_SO_OPEN:
    default:
      word = C_ ("claim is so", "open");
      status = DESK_STATUS_OPEN;
      break;
    }
  gtk_label_set_label (self->so_answer, word);
  gtk_image_set_from_icon_name (self->so_icon, desk_status_get_icon_name (status));
  set_tint (self->so, desk_status_get_css_class (status));
}

static char *
describe_attribution (DeskClaimRow *self)
{
  DeskClaim *claim = self->claim;
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  const char *kind = desk_enum_get_label (DESK_TYPE_CLAIM_KIND, claim->kind);
  g_autofree char *by = NULL;
  g_autofree char *line = NULL;

  if (*claim->by == '\0')
    return g_strdup (kind);

  by = desk_isolate (claim->by);

  /* Translators: who said it · what kind of claim it is */
  line = g_strdup_printf (C_ ("claim", "%s · %s"), by, kind);

  return g_strconcat (desk_isolate_get_mark (rtl), line, NULL);
}

static char *
describe_sources (DeskClaimRow *self)
{
  DeskSnapshot *snapshot = desk_document_get_snapshot (self->document);
  guint n = self->claim->evidence->len;
  g_autofree char *count = NULL;
  g_autofree char *other = NULL;
  g_autofree char *isolated = NULL;
  DeskClaim *contradicted = NULL;

  if (n == 0)
    count = g_strdup (_ ("No source"));
  else
    count = g_strdup_printf (ngettext ("%u source", "%u sources", n), n);

  if (snapshot != NULL && self->claim->contradicts[0] != NULL)
    contradicted = desk_snapshot_get_claim (snapshot, self->claim->contradicts[0]);
  if (contradicted == NULL)
    return g_steal_pointer (&count);

  other = desk_claim_dup_quotation (contradicted, self->document);
  isolated = desk_isolate (other);

  /* Translators: “2 sources” and the words of another claim, between quotation marks */
  return g_strdup_printf (_ ("%s · contradicts %s"), count, isolated);
}

/* What was answered, when, and for which words: shown once the words are others. */
static char *
describe_earlier (DeskClaimRow *self)
{
  DeskClaim *claim = self->claim;
  g_autofree char *wording = desk_isolate (claim->wording);
  g_autofree char *when = NULL;

  if (claim->answered_at == 0)
    /* Translators: the words that a claim was made of before they were changed */
    return g_strdup_printf (_ ("Was “%s”"), wording);

  when = desk_time_format_moment (claim->answered_at,
                                  g_get_real_time (),
                                  desk_document_get_zone (self->document),
                                  desk_locale_get_language ());
  switch (claim->so)
    {
    case DESK_SO_VERIFIED:
      /* Translators: a time, and the words at that time */
      return g_strdup_printf (_ ("Verified %s as “%s”"), when, wording);
    case DESK_SO_DISPUTED:
      /* Translators: a time, and the words at that time */
      return g_strdup_printf (_ ("Disputed %s as “%s”"), when, wording);
    case DESK_SO_FALSE:
      /* Translators: a time, and the words at that time */
      return g_strdup_printf (_ ("Found false %s as “%s”"), when, wording);
    case DESK_SO_OPEN:
    case DESK_SO_UNKNOWN:
    default:
      /* Translators: a time, and the words at that time */
      return g_strdup_printf (_ ("Answered %s as “%s”"), when, wording);
    }
}

static void
show_accessible_name (DeskClaimRow *self)
{
  g_autoptr (GString) name = g_string_new (gtk_label_get_label (self->words));

  g_string_append_printf (name, ", %s", gtk_label_get_label (self->attribution));
  if (gtk_widget_get_visible (self->waiting))
    g_string_append_printf (name, ", %s", gtk_label_get_label (self->waiting_label));
  else
    g_string_append_printf (name,
                            ", %s, %s %s",
                            gtk_label_get_label (self->said_label),
                            gtk_label_get_label (self->so_label),
                            gtk_label_get_label (self->so_answer));
  g_string_append_printf (name, ", %s", gtk_label_get_label (self->sources));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name->str, -1);
}

static void
ensure_form (DeskClaimRow *self)
{
  if (self->form != NULL || self->claim == NULL)
    return;

  self->form = DESK_CLAIM_FORM (desk_claim_form_new (self->document));
  desk_claim_form_set_claim (self->form, self->claim);
  adw_bin_set_child (self->details, GTK_WIDGET (self->form));
}

/* An answer is given for the words that are in the text now. */
static void
answer (DeskClaimRow *self, int said, int so, const char *message)
{
  DeskClaim *claim = desk_claim_get_newest (self->claim, self->document);
  g_autofree char *words = desk_claim_dup_words (claim, self->document);

  desk_undoable_commit (GTK_WIDGET (self),
                        self->document,
                        DESK_WHY_CHECK,
                        desk_changes_new (desk_change_new_answer (claim->id, said, so, NULL, words)),
                        message,
                        desk_changes_new (desk_change_new_answer (claim->id, claim->said, claim->so, NULL, claim->wording)));
}

static void
set_said_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskClaimRow *self = DESK_CLAIM_ROW (widget);
  const char *message = NULL;
  int said;

  if (self->claim == NULL ||
      !desk_enum_from_nick (DESK_TYPE_SAID, g_variant_get_string (parameter, NULL), &said, NULL))
    return;

  switch ((DeskSaid) said)
    {
    case DESK_SAID_YES:
      message = _ ("Claim marked as said");
      break;
    case DESK_SAID_NO:
      message = _ ("Claim marked as not said");
      break;
    case DESK_SAID_OPEN:
    default:
      message = _ ("Whether it was said is open again");
      break;
    }
  answer (self, said, -1, message);
}

static void
set_so_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskClaimRow *self = DESK_CLAIM_ROW (widget);
  const char *message = NULL;
  int so;

  if (self->claim == NULL ||
      !desk_enum_from_nick (DESK_TYPE_SO, g_variant_get_string (parameter, NULL), &so, NULL))
    return;

  switch ((DeskSo) so)
    {
    case DESK_SO_VERIFIED:
      if (!desk_claim_has_source (desk_claim_get_newest (self->claim, self->document)))
        {
          desk_claim_row_set_expanded (self, TRUE);
          desk_claim_form_ask_source (self->form);
          return;
        }
      message = _ ("Claim marked as verified");
      break;
    case DESK_SO_DISPUTED:
      message = _ ("Claim marked as disputed");
      break;
    case DESK_SO_FALSE:
      message = _ ("Claim marked as false");
      break;
    case DESK_SO_UNKNOWN:
      message = _ ("Claim marked as one that cannot be known");
      break;
    case DESK_SO_OPEN:
    default:
      message = _ ("Claim is open again");
      break;
    }
  answer (self, -1, so, message);
}

static void
still_holds_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskClaimRow *self = DESK_CLAIM_ROW (widget);
  DeskClaim *claim = self->claim != NULL ? desk_claim_get_newest (self->claim, self->document) : NULL;

  if (claim != NULL)
    answer (self, claim->said, claim->so, _ ("The answers hold for the new words"));
}

static void
check_again_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskClaimRow *self = DESK_CLAIM_ROW (widget);

  if (self->claim != NULL)
    answer (self, DESK_SAID_OPEN, DESK_SO_OPEN, _ ("Claim is open again"));
}

static void
let_go_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  DeskClaimRow *self = DESK_CLAIM_ROW (widget);

  if (self->claim == NULL)
    return;

  desk_undoable_commit (widget,
                        self->document,
                        DESK_WHY_CHECK,
                        desk_changes_new (desk_change_new_claim_dropped (self->claim->id, TRUE, NULL)),
                        _ ("Claim let go"),
                        desk_changes_new (desk_change_new_claim_dropped (self->claim->id, FALSE, NULL)));
}

static void
close_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_grab_focus (widget);
  desk_claim_row_set_expanded (DESK_CLAIM_ROW (widget), FALSE);
}

static void
expander_active_cb (DeskClaimRow *self)
{
  gboolean expanded = gtk_toggle_button_get_active (self->expander);

  if (expanded)
    ensure_form (self);
  gtk_button_set_icon_name (GTK_BUTTON (self->expander), expanded ? "pan-up-symbolic" : "pan-down-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_STATE_EXPANDED, expanded, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPANDED]);
}

static void
desk_claim_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DeskClaimRow *self = DESK_CLAIM_ROW (object);

  switch (prop_id)
    {
    case PROP_EXPANDED:
      g_value_set_boolean (value, desk_claim_row_get_expanded (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_claim_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DeskClaimRow *self = DESK_CLAIM_ROW (object);

  switch (prop_id)
    {
    case PROP_EXPANDED:
      desk_claim_row_set_expanded (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_claim_row_dispose (GObject *object)
{
  DeskClaimRow *self = DESK_CLAIM_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_CLAIM_ROW);
  g_clear_object (&self->claim);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (desk_claim_row_parent_class)->dispose (object);
}

static void
desk_claim_row_class_init (DeskClaimRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = desk_claim_row_get_property;
  object_class->set_property = desk_claim_row_set_property;
  object_class->dispose = desk_claim_row_dispose;

  properties[PROP_EXPANDED] =
      g_param_spec_boolean ("expanded", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "claim.set-said", "s", set_said_action);
  gtk_widget_class_install_action (widget_class, "claim.set-so", "s", set_so_action);
  gtk_widget_class_install_action (widget_class, "claim.still-holds", NULL, still_holds_action);
  gtk_widget_class_install_action (widget_class, "claim.check-again", NULL, check_again_action);
  gtk_widget_class_install_action (widget_class, "claim.let-go", NULL, let_go_action);
  gtk_widget_class_install_action (widget_class, "claim.close", NULL, close_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, 0, "claim.set-said", "s", "yes");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, 0, "claim.set-so", "s", "verified");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, 0, "claim.set-so", "s", "disputed");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_x, 0, "claim.set-so", "s", "false");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, 0, "claim.set-so", "s", "open");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "claim.close", NULL);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-claim-row.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, words);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, expander);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, attribution);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, answers);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, said);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, said_label);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, said_icon);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, so);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, so_icon);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, so_label);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, so_answer);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, waiting);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, waiting_label);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, sources);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, earlier);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, replies);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, still_holds);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, check_again);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimRow, details);
}

static void
desk_claim_row_init (DeskClaimRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* Translators: before the second answer of a claim: whether it is so (“so ⇄ disputed”) */
  gtk_label_set_label (self->so_label, C_ ("claim", "so"));
  g_signal_connect_object (self->expander, "notify::active", G_CALLBACK (expander_active_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
desk_claim_row_new (DeskDocument *document)
{
  DeskClaimRow *self;

  g_return_val_if_fail (DESK_IS_DOCUMENT (document), NULL);

  self = g_object_new (DESK_TYPE_CLAIM_ROW, NULL);
  self->document = g_object_ref (document);

  return GTK_WIDGET (self);
}

DeskClaim *
desk_claim_row_get_claim (DeskClaimRow *self)
{
  g_return_val_if_fail (DESK_IS_CLAIM_ROW (self), NULL);

  return self->claim;
}

void
desk_claim_row_set_claim (DeskClaimRow *self, DeskClaim *claim)
{
  g_return_if_fail (DESK_IS_CLAIM_ROW (self));
  g_return_if_fail (DESK_IS_CLAIM (claim));

  if (g_set_object (&self->claim, claim) && self->form != NULL)
    desk_claim_form_set_claim (self->form, claim);
  desk_claim_row_refresh (self);
}

void
desk_claim_row_refresh (DeskClaimRow *self)
{
  g_autofree char *words = NULL;
  g_autofree char *attribution = NULL;
  g_autofree char *sources = NULL;
  DeskFit fit;
  gboolean waits;

  g_return_if_fail (DESK_IS_CLAIM_ROW (self));

  if (self->claim == NULL)
    return;

  words = desk_claim_dup_quotation (self->claim, self->document);
  gtk_label_set_label (self->words, words);
  desk_isolate_label (self->words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->words), words);

  attribution = describe_attribution (self);
  gtk_label_set_label (self->attribution, attribution);
  sources = describe_sources (self);
  gtk_label_set_label (self->sources, sources);
  show_answers (self);

  fit = desk_document_get_claim_fit (self->document, self->claim);
  waits = fit == DESK_FIT_GONE || (fit == DESK_FIT_CHANGED && is_answered (self->claim));
  gtk_label_set_label (self->waiting_label, fit == DESK_FIT_GONE ? _ ("Words gone") : _ ("Words changed"));
  gtk_widget_set_visible (self->waiting, waits);
  gtk_widget_set_visible (self->answers, !waits);
  gtk_widget_set_visible (GTK_WIDGET (self->earlier), waits);
  gtk_widget_set_visible (self->replies, waits);
  /* Words that are not there can be let go, or come back with undo; there is nothing to answer about them. */
  gtk_widget_set_visible (self->still_holds, fit == DESK_FIT_CHANGED);
  gtk_widget_set_visible (self->check_again, fit == DESK_FIT_CHANGED);
  if (waits)
    {
      g_autofree char *earlier = describe_earlier (self);

      gtk_label_set_label (self->earlier, earlier);
    }

  if (self->form != NULL)
    desk_claim_form_set_waiting (self->form, waits);
  show_accessible_name (self);
}

gboolean
desk_claim_row_get_expanded (DeskClaimRow *self)
{
  g_return_val_if_fail (DESK_IS_CLAIM_ROW (self), FALSE);

  return gtk_toggle_button_get_active (self->expander);
}

void
desk_claim_row_set_expanded (DeskClaimRow *self, gboolean expanded)
{
  g_return_if_fail (DESK_IS_CLAIM_ROW (self));

  gtk_toggle_button_set_active (self->expander, expanded);
}

DeskClaim *
desk_claim_get_newest (DeskClaim *claim, DeskDocument *document)
{
  DeskSnapshot *snapshot;
  DeskClaim *newest = NULL;

  g_return_val_if_fail (DESK_IS_CLAIM (claim), NULL);
  g_return_val_if_fail (DESK_IS_DOCUMENT (document), NULL);

  snapshot = desk_document_get_snapshot (document);
  if (snapshot != NULL)
    newest = desk_snapshot_get_claim (snapshot, claim->id);

  return newest != NULL ? newest : claim;
}

char *
desk_claim_dup_words (DeskClaim *claim, DeskDocument *document)
{
  GtkTextIter start, end;

  g_return_val_if_fail (DESK_IS_CLAIM (claim), NULL);
  g_return_val_if_fail (DESK_IS_DOCUMENT (document), NULL);

  if (!desk_document_get_claim_range (document, claim->id, &start, &end))
    return g_strdup (claim->anchor->exact);

  return gtk_text_iter_get_text (&start, &end);
}

char *
desk_claim_dup_quotation (DeskClaim *claim, DeskDocument *document)
{
  g_autofree char *words = desk_claim_dup_words (claim, document);

  if (words == NULL || g_regex_match_simple ("[\"“”„«»]", words, 0, 0))
    return g_steal_pointer (&words);

  /* Translators: the words of a claim, between quotation marks */
  return g_strdup_printf (C_ ("claim", "“%s”"), words);
}

gboolean
desk_claim_is_waiting (DeskClaim *claim, DeskDocument *document)
{
  g_return_val_if_fail (DESK_IS_CLAIM (claim), FALSE);
  g_return_val_if_fail (DESK_IS_DOCUMENT (document), FALSE);

  return claim->said == DESK_SAID_OPEN || claim->so == DESK_SO_OPEN || claim->so == DESK_SO_DISPUTED ||
         desk_document_get_claim_fit (document, claim) != DESK_FIT_EXACT;
}

gboolean
desk_claim_has_source (DeskClaim *claim)
{
  g_return_val_if_fail (DESK_IS_CLAIM (claim), FALSE);

  for (guint i = 0; i < claim->evidence->len; i++)
    if (((DeskEvidence *) g_ptr_array_index (claim->evidence, i))->stance == DESK_STANCE_FOR)
      return TRUE;

  return FALSE;
}
