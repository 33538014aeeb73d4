/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-claim-form.h"

#include <glib/gi18n.h>

#include "core/desk-change.h"
#include "core/desk-words.h"
#include "desk-claim-row.h"
#include "desk-undoable.h"
#include "desk-shown-text.h"
#include "posts/desk-isolate.h"
#include "window/desk-story-view.h"

/* A file that is a source is kept in the desk; a film belongs elsewhere. */
#define MAX_FILE_BYTES (64 * 1024 * 1024)

#define KEY_ID "desk-id"
#define KEY_FOLDED "desk-folded"

struct _DeskClaimForm
{
  AdwBin parent_instance;

  DeskDocument *document;
  DeskClaim *claim;
  gboolean showing;   /* controls are being set to what the claim says: no change of the editor's */
  gboolean verifying; /* the next source for the claim answers "verified" with it */

  GtkEditable *who;
  GtkDropDown *kind;
  AdwToggleGroup *said;
  GtkDropDown *so;
  GtkEditable *because;
  GtkBox *evidence;
  GtkLabel *source_hint;
  GtkEditable *source;
  AdwToggleGroup *stance;
  GtkWidget *add_address;
  GtkWidget *add_person;
  GtkBox *contradictions;
  GtkMenuButton *contradicts;
  GtkPopover *contradicts_popover;
  GtkEditable *other_search;
  GtkListBox *others;
  GtkWidget *let_go;
};

G_DEFINE_FINAL_TYPE (DeskClaimForm, desk_claim_form, ADW_TYPE_BIN)

/* The order of the menu: the answers first, "open" last. */
static const DeskSo so_choices[] = {
  DESK_SO_VERIFIED,
  DESK_SO_DISPUTED,
  DESK_SO_FALSE,
  DESK_SO_UNKNOWN,
  DESK_SO_OPEN,
};

static void
commit (DeskClaimForm *self, DeskChange *change, const char *message, DeskChange *reversing)
{
  desk_undoable_commit (GTK_WIDGET (self),
                        self->document,
                        DESK_WHY_CHECK,
                        desk_changes_new (change),
                        message,
                        reversing != NULL ? desk_changes_new (reversing) : NULL);
}

/* --- sources --- */

/* An address as somebody pastes it, with or without its scheme. */
static char *
read_address (const char *text)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  g_autofree char *address = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *scheme = g_uri_peek_scheme (stripped);

  if (*stripped == '\0' || strpbrk (stripped, " \t\n\"<>") != NULL)
    return NULL;

  if (scheme != NULL && strstr (stripped, "://") != NULL)
    address = g_strdup (stripped);
  else if (strchr (stripped, '@') == NULL || strchr (stripped, '/') != NULL)
    address = g_strconcat ("https://", stripped, NULL);
  else
    return NULL;

  uri = g_uri_parse (address, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || strchr (g_uri_get_host (uri), '.') == NULL ||
      (g_strcmp0 (g_uri_get_scheme (uri), "https") != 0 && g_strcmp0 (g_uri_get_scheme (uri), "http") != 0))
    return NULL;

  return g_steal_pointer (&address);
}

/* The first letter that no person of this story has yet. */
static char *
next_person_label (DeskClaimForm *self)
{
  GListModel *claims = desk_document_get_claims (self->document);
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (claims); i++)
    {
      g_autoptr (DeskClaim) claim = g_list_model_get_item (claims, i);

      for (guint j = 0; j < claim->evidence->len; j++)
        g_hash_table_add (taken, g_strdup (((DeskEvidence *) g_ptr_array_index (claim->evidence, j))->title));
    }

  for (guint n = 0;; n++)
    {
      g_autofree char *number = n < 26 ? g_strdup_printf ("%c", 'A' + n) : g_strdup_printf ("%u", n + 1);
      /* Translators: what everybody reads of a person who is a source: “source A” */
      g_autofree char *label = g_strdup_printf (_ ("source %s"), number);

      if (!g_hash_table_contains (taken, label))
        return g_steal_pointer (&label);
    }
}

static DeskStance
get_stance (DeskClaimForm *self)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->stance), "against") == 0 ? DESK_STANCE_AGAINST : DESK_STANCE_FOR;
}

static void
show_hint (DeskClaimForm *self, const char *hint)
{
  gtk_widget_set_visible (GTK_WIDGET (self->source_hint), hint != NULL);
  gtk_label_set_label (self->source_hint, hint != NULL ? hint : "");
  if (hint != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self), hint, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

/* With an answer that waited for this source, both are one step that one *Undo* takes back. */
static void
add_evidence (DeskClaimForm *self, DeskChange *evidence, DeskStance stance)
{
  GPtrArray *changes = desk_changes_new (evidence);
  GPtrArray *reversing = NULL;
  const char *message = stance == DESK_STANCE_FOR ? _ ("Source added") : _ ("Source against the claim added");

  if (self->verifying && stance == DESK_STANCE_FOR)
    {
      DeskClaim *claim = desk_claim_get_newest (self->claim, self->document);
      g_autofree char *words = desk_claim_dup_words (claim, self->document);

      g_ptr_array_add (changes, desk_change_new_answer (claim->id, -1, DESK_SO_VERIFIED, NULL, words));
      reversing = desk_changes_new (desk_change_new_answer (claim->id, claim->said, claim->so, NULL, claim->wording));
      message = _ ("Source added, claim marked as verified");
      self->verifying = FALSE;
    }

  show_hint (self, NULL);
  gtk_editable_set_text (self->source, "");
  desk_undoable_commit (GTK_WIDGET (self), self->document, DESK_WHY_CHECK, changes, message, reversing);
}

static const char *
get_evidence_icon (DeskEvidenceKind kind)
{
  switch (kind)
    {
    case DESK_EVIDENCE_POST:
      return "desk-posts-symbolic";
    case DESK_EVIDENCE_FILE:
      return "mail-attachment-symbolic";
    case DESK_EVIDENCE_PERSON:
      return "avatar-default-symbolic";
    case DESK_EVIDENCE_CLAIM:
      return "desk-claims-symbolic";
    case DESK_EVIDENCE_ADDRESS:
    default:
      return "web-browser-symbolic";
    }
}

static char *
describe_evidence (DeskClaimForm *self, DeskEvidence *evidence)
{
  DeskSnapshot *snapshot = desk_document_get_snapshot (self->document);

  if (*evidence->title != '\0')
    return g_strdup (evidence->title);

  if (evidence->kind == DESK_EVIDENCE_POST && snapshot != NULL)
    {
      DeskPost *post = desk_snapshot_get_post (snapshot, evidence->ref);

      if (post != NULL)
        /* Translators: the name of a post's author */
        return g_strdup_printf (_ ("Post by %s"), *post->author != '\0' ? post->author : post->handle);
    }

  return g_strdup (evidence->ref);
}

static gboolean
is_address (const char *text)
{
  g_autofree char *address = read_address (text);

  return address != NULL;
}

static void
ellipsize (GtkWidget *button, PangoEllipsizeMode mode)
{
  GtkWidget *label = gtk_button_get_child (GTK_BUTTON (button));

  if (GTK_IS_LABEL (label))
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), mode);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
    }
}

static GtkWidget *
make_evidence_title (DeskClaimForm *self, DeskEvidence *evidence, const char *title)
{
  GtkWidget *widget;

  if (evidence->kind == DESK_EVIDENCE_ADDRESS && is_address (evidence->ref))
    {
      widget = gtk_link_button_new_with_label (evidence->ref, title);
      ellipsize (widget, PANGO_ELLIPSIZE_MIDDLE);
    }
  else if (evidence->kind == DESK_EVIDENCE_POST)
    {
      widget = gtk_button_new_with_label (title);
      gtk_widget_add_css_class (widget, "flat");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (widget), "s", evidence->ref);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (widget), "story.show-post");
      ellipsize (widget, PANGO_ELLIPSIZE_END);
    }
  else
    {
      widget = gtk_label_new (title);
      gtk_label_set_xalign (GTK_LABEL (widget), 0);
      gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_MIDDLE);
    }

  gtk_widget_add_css_class (widget, "desk-line-title");
  gtk_widget_set_hexpand (widget, TRUE);

  return widget;
}

static GtkWidget *
make_remove_button (const char *name, const char *id)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_widget_add_css_class (button, "desk-small-button");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), KEY_ID, g_strdup (id), g_free);

  return button;
}

static GtkWidget *
make_line (const char *icon, GtkWidget *title, const char *caption, GtkWidget *remove)
{
  GtkWidget *line = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, "spacing", 6, NULL);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_widget_add_css_class (image, "dimmed");
  gtk_box_append (GTK_BOX (line), image);
  gtk_widget_set_hexpand (column, TRUE);
  gtk_widget_set_valign (column, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (column), title);
  if (caption != NULL && *caption != '\0')
    {
      GtkWidget *label = gtk_label_new (caption);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dimmed");
      gtk_box_append (GTK_BOX (column), label);
    }
  gtk_box_append (GTK_BOX (line), column);
  gtk_box_append (GTK_BOX (line), remove);

  return line;
}

static void
remove_evidence_cb (GtkWidget *button, DeskClaimForm *self)
{
  const char *id = g_object_get_data (G_OBJECT (button), KEY_ID);

  commit (self,
          desk_change_new_evidence_dropped (id, TRUE),
          _ ("Source removed"),
          desk_change_new_evidence_dropped (id, FALSE));
}

/* Whoever removed a line with the keys goes on in the field behind the list. */
static void
clear_box (GtkBox *box, GtkWidget *next)
{
  GtkWidget *child;

  if (gtk_widget_get_state_flags (GTK_WIDGET (box)) & GTK_STATE_FLAG_FOCUS_WITHIN)
    gtk_widget_grab_focus (next);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
show_evidence (DeskClaimForm *self)
{
  clear_box (self->evidence, GTK_WIDGET (self->source));

  for (guint i = 0; i < self->claim->evidence->len; i++)
    {
      DeskEvidence *evidence = g_ptr_array_index (self->claim->evidence, i);
      g_autofree char *title = describe_evidence (self, evidence);
      /* Translators: %s is a source of a claim */
      g_autofree char *name = g_strdup_printf (_ ("Remove %s"), title);
      g_autoptr (GString) caption = g_string_new (NULL);
      GtkWidget *remove = make_remove_button (name, evidence->id);

      if (evidence->stance == DESK_STANCE_AGAINST)
        g_string_append (caption, C_ ("source", "Against"));
      if (*evidence->quote != '\0')
        {
          g_autofree char *quote = desk_isolate (evidence->quote);

          if (caption->len > 0)
            g_string_append (caption, " · ");
          /* Translators: the sentence of a source that is relied on */
          g_string_append_printf (caption, C_ ("source", "“%s”"), quote);
        }

      g_signal_connect (remove, "clicked", G_CALLBACK (remove_evidence_cb), self);
      gtk_box_append (self->evidence,
                      make_line (get_evidence_icon (evidence->kind),
                                 make_evidence_title (self, evidence, title),
                                 caption->str,
                                 remove));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->evidence), self->claim->evidence->len > 0);
}

static void
source_changed_cb (DeskClaimForm *self)
{
  const char *text = gtk_editable_get_text (self->source);
  g_autofree char *address = read_address (text);

  gtk_widget_set_sensitive (self->add_address, address != NULL);
  gtk_widget_set_sensitive (self->add_person, address == NULL && *text != '\0');
  if (!self->verifying)
    show_hint (self, NULL);
}

static void
source_activate_cb (DeskClaimForm *self)
{
  const char *text = gtk_editable_get_text (self->source);
  g_autofree char *address = read_address (text);
  DeskSnapshot *snapshot = desk_document_get_snapshot (self->document);
  DeskStance stance = get_stance (self);
  DeskPost *post = NULL;

  if (self->claim == NULL || *text == '\0')
    return;

  if (address == NULL)
    {
      show_hint (self, _ ("This is no address. A person spoken to is added with Person, and the name is sealed."));
      return;
    }

  if (snapshot != NULL)
    post = desk_snapshot_get_post_for_address (snapshot, address);
  if (post != NULL)
    add_evidence (self, desk_change_new_evidence (self->claim->id, DESK_EVIDENCE_POST, stance, post->id, NULL, NULL), stance);
  else
    add_evidence (self, desk_change_new_evidence (self->claim->id, DESK_EVIDENCE_ADDRESS, stance, address, NULL, NULL), stance);
}

static void
add_person_cb (DeskClaimForm *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (self->source)));
  g_autofree char *label = NULL;
  DeskStance stance = get_stance (self);

  if (self->claim == NULL || *name == '\0')
    return;

  label = next_person_label (self);
  add_evidence (self, desk_change_new_evidence_person (self->claim->id, stance, label, name, NULL), stance);
}

typedef struct
{
  GFile *file;
  char *claim;
  DeskStance stance;
} FileJob;

static void
file_job_free (FileJob *self)
{
  g_clear_object (&self->file);
  g_clear_pointer (&self->claim, g_free);
  g_free (self);
}

/* Reading and hashing a file of many megabytes is nothing for the window's thread. */
static void
read_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  FileJob *job = data;
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *type = NULL;
  GError *error = NULL;

  info = g_file_query_info (job->file,
                            G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME "," G_FILE_ATTRIBUTE_STANDARD_SIZE
                                                                   "," G_FILE_ATTRIBUTE_STANDARD_CONTENT_TYPE,
                            G_FILE_QUERY_INFO_NONE, cancellable, &error);
  if (info != NULL && g_file_info_get_size (info) > MAX_FILE_BYTES)
    {
      g_autofree char *limit = g_format_size_full (MAX_FILE_BYTES, G_FORMAT_SIZE_IEC_UNITS);

      /* Translators: a file's name, and a size such as “64 MiB” */
      g_set_error (&error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, _ ("“%s” is larger than %s: keep it elsewhere and add its address"),
                   g_file_info_get_display_name (info), limit);
    }
  if (error == NULL)
    bytes = g_file_load_bytes (job->file, cancellable, NULL, &error);
  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (g_file_info_get_content_type (info) != NULL)
    type = g_content_type_get_mime_type (g_file_info_get_content_type (info));
  g_task_return_pointer (task,
                         desk_change_new_evidence_file (job->claim, job->stance, bytes,
                                                        type != NULL ? type : "application/octet-stream",
                                                        g_file_info_get_display_name (info), NULL),
                         (GDestroyNotify) desk_change_unref);
}

static void
file_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DeskClaimForm *self = DESK_CLAIM_FORM (source);
  FileJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  DeskChange *evidence = g_task_propagate_pointer (G_TASK (result), &error);

  if (evidence == NULL)
    {
      show_hint (self, error->message);
      return;
    }

  if (self->claim != NULL)
    add_evidence (self, evidence, job->stance);
  else
    desk_change_unref (evidence);
}

static void
file_opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DeskClaimForm) self = data;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GTask) task = NULL;
  FileJob *job;

  g_assert (DESK_IS_CLAIM_FORM (self));

  /* No file means that the editor thought better of it. */
  file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);
  if (file == NULL || self->claim == NULL)
    return;

  job = g_new0 (FileJob, 1);
  job->file = g_steal_pointer (&file);
  job->claim = g_strdup (self->claim->id);
  job->stance = get_stance (self);

  task = g_task_new (self, NULL, file_read_cb, NULL);
  g_task_set_source_tag (task, file_opened_cb);
  g_task_set_task_data (task, job, (GDestroyNotify) file_job_free);
  g_task_run_in_thread (task, read_file);
}

static void
add_file_cb (DeskClaimForm *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  gtk_file_dialog_set_title (dialog, _ ("Add File as Source"));
  gtk_file_dialog_open (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, NULL, file_opened_cb, g_object_ref (self));
}

/* --- contradictions --- */

static void
remove_contradiction_cb (GtkWidget *button, DeskClaimForm *self)
{
  const char *other = g_object_get_data (G_OBJECT (button), KEY_ID);

  commit (self,
          desk_change_new_contradiction (self->claim->id, other, FALSE),
          _ ("Contradiction removed"),
          desk_change_new_contradiction (self->claim->id, other, TRUE));
}

static void
show_contradictions (DeskClaimForm *self)
{
  DeskSnapshot *snapshot = desk_document_get_snapshot (self->document);

  clear_box (self->contradictions, GTK_WIDGET (self->contradicts));

  for (guint i = 0; self->claim->contradicts[i] != NULL; i++)
    {
      DeskClaim *other = snapshot != NULL ? desk_snapshot_get_claim (snapshot, self->claim->contradicts[i]) : NULL;
      g_autofree char *title = NULL;
      g_autofree char *name = NULL;
      GtkWidget *button, *remove;

      if (other == NULL)
        continue;

      title = desk_claim_dup_quotation (other, self->document);
      button = gtk_button_new_with_label (title);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "desk-line-title");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", other->id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "story.edit-claim");
      ellipsize (button, PANGO_ELLIPSIZE_END);

      /* Translators: %s is another claim, between quotation marks */
      name = g_strdup_printf (_ ("Contradicts %s No More"), title);
      remove = make_remove_button (name, other->id);
      g_signal_connect (remove, "clicked", G_CALLBACK (remove_contradiction_cb), self);
      gtk_box_append (self->contradictions, make_line ("desk-claim-disputed-symbolic", button, _ ("Contradicts"), remove));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->contradictions),
                          gtk_widget_get_first_child (GTK_WIDGET (self->contradictions)) != NULL);
}

static gboolean
filter_other (GtkListBoxRow *row, gpointer data)
{
  DeskClaimForm *self = data;
  const char *folded = g_object_get_data (G_OBJECT (row), KEY_FOLDED);
  g_autofree char *wanted = desk_words_fold (gtk_editable_get_text (self->other_search));

  return strstr (folded, g_strstrip (wanted)) != NULL;
}

static void
contradicts_show_cb (DeskClaimForm *self)
{
  GListModel *claims = desk_document_get_claims (self->document);

  gtk_editable_set_text (self->other_search, "");
  gtk_list_box_remove_all (self->others);

  for (guint i = 0; self->claim != NULL && i < g_list_model_get_n_items (claims); i++)
    {
      g_autoptr (DeskClaim) other = g_list_model_get_item (claims, i);
      g_autofree char *words = NULL;
      g_autofree char *all = NULL;
      g_autofree char *by = NULL;
      GtkWidget *row;

      if (g_str_equal (other->id, self->claim->id) ||
          g_strv_contains ((const char *const *) self->claim->contradicts, other->id))
        continue;

      words = desk_claim_dup_words (other, self->document);
      by = *other->by != '\0' ? desk_isolate (other->by) : NULL;
      row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title-lines", 2, "activatable", TRUE, NULL);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), words);
      if (by != NULL)
        adw_action_row_set_subtitle (ADW_ACTION_ROW (row), by);
      all = g_strdup_printf ("%s %s", words, other->by);
      g_object_set_data_full (G_OBJECT (row), KEY_ID, g_strdup (other->id), g_free);
      g_object_set_data_full (G_OBJECT (row), KEY_FOLDED, desk_words_fold (all), g_free);
      gtk_list_box_append (self->others, row);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->other_search));
}

static void
other_search_cb (DeskClaimForm *self)
{
  gtk_list_box_invalidate_filter (self->others);
}

static void
other_activated_cb (DeskClaimForm *self, GtkListBoxRow *row)
{
  g_autofree char *other = g_strdup (g_object_get_data (G_OBJECT (row), KEY_ID));

  gtk_popover_popdown (self->contradicts_popover);
  commit (self,
          desk_change_new_contradiction (self->claim->id, other, TRUE),
          _ ("Contradiction marked"),
          desk_change_new_contradiction (self->claim->id, other, FALSE));
}

static void
other_first_cb (DeskClaimForm *self)
{
  GtkListBoxRow *row;

  /* The list is filtered a moment after the last key; Enter does not wait for that. */
  gtk_list_box_invalidate_filter (self->others);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->others, i)) != NULL; i++)
    {
      if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
        {
          other_activated_cb (self, row);
          return;
        }
    }
}

/* --- what the claim says of itself --- */

static void
who_activate_cb (DeskClaimForm *self)
{
  g_autofree char *by = NULL;

  if (self->claim == NULL || !desk_shown_text_take (self->who))
    return;

  by = g_strstrip (g_strdup (gtk_editable_get_text (self->who)));
  if (!g_str_equal (by, self->claim->by))
    commit (self,
            desk_change_new_claim_details (self->claim->id, by, -1),
            _ ("Who said it was changed"),
            desk_change_new_claim_details (self->claim->id, self->claim->by, -1));
}

static void
because_activate_cb (DeskClaimForm *self)
{
  g_autofree char *because = NULL;
  DeskClaim *claim;

  if (self->claim == NULL || !desk_shown_text_take (self->because))
    return;

  claim = desk_claim_get_newest (self->claim, self->document);
  because = g_strstrip (g_strdup (gtk_editable_get_text (self->because)));
  if (!g_str_equal (because, claim->because))
    commit (self,
            desk_change_new_answer (claim->id, claim->said, claim->so, because, claim->wording),
            _ ("Reason changed"),
            desk_change_new_answer (claim->id, claim->said, claim->so, claim->because, claim->wording));
}

static void
kind_selected_cb (DeskClaimForm *self)
{
  guint kind = gtk_drop_down_get_selected (self->kind);

  if (self->showing || self->claim == NULL || kind == GTK_INVALID_LIST_POSITION || kind == (guint) self->claim->kind)
    return;

  commit (self,
          desk_change_new_claim_details (self->claim->id, NULL, (int) kind),
          _ ("Kind of claim changed"),
          desk_change_new_claim_details (self->claim->id, NULL, self->claim->kind));
}

static void
said_active_cb (DeskClaimForm *self)
{
  const char *said = adw_toggle_group_get_active_name (self->said);

  if (self->showing || self->claim == NULL || said == NULL ||
      g_str_equal (said, desk_enum_to_nick (DESK_TYPE_SAID, self->claim->said)))
    return;

  gtk_widget_activate_action (GTK_WIDGET (self), "claim.set-said", "s", said);
}

static void
show_so (DeskClaimForm *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (so_choices); i++)
    if (so_choices[i] == self->claim->so)
      gtk_drop_down_set_selected (self->so, i);
}

static void
so_selected_cb (DeskClaimForm *self)
{
  guint selected = gtk_drop_down_get_selected (self->so);

  if (self->showing || self->claim == NULL || selected >= G_N_ELEMENTS (so_choices) ||
      so_choices[selected] == self->claim->so)
    return;

  gtk_widget_activate_action (GTK_WIDGET (self), "claim.set-so", "s", desk_enum_to_nick (DESK_TYPE_SO, so_choices[selected]));

  /* It shows what is so: an answer that asked for a source first is not given yet. */
  if (self->verifying)
    {
      self->showing = TRUE;
      show_so (self);
      self->showing = FALSE;
    }
}

/* A click between the fields is none on the row, which would lead back into the text. It is taken only on
 * release, as a claim on the press would take it away from the buttons within. */
static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, gpointer data)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
desk_claim_form_unmap (GtkWidget *widget)
{
  DeskClaimForm *self = DESK_CLAIM_FORM (widget);

  self->verifying = FALSE;
  show_hint (self, NULL);

  GTK_WIDGET_CLASS (desk_claim_form_parent_class)->unmap (widget);
}

static void
desk_claim_form_dispose (GObject *object)
{
  DeskClaimForm *self = DESK_CLAIM_FORM (object);

  self->showing = TRUE;
  g_clear_object (&self->claim);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_CLAIM_FORM);
  g_clear_object (&self->document);

  G_OBJECT_CLASS (desk_claim_form_parent_class)->dispose (object);
}

static void
desk_claim_form_class_init (DeskClaimFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = desk_claim_form_dispose;
  widget_class->unmap = desk_claim_form_unmap;

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-claim-form.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, who);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, kind);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, said);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, so);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, because);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, evidence);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, source_hint);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, source);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, stance);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, add_address);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, add_person);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, contradictions);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, contradicts);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, contradicts_popover);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, other_search);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, others);
  gtk_widget_class_bind_template_child (widget_class, DeskClaimForm, let_go);
  gtk_widget_class_bind_template_callback (widget_class, who_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, because_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, said_active_cb);
  gtk_widget_class_bind_template_callback (widget_class, so_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, source_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, source_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_person_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_file_cb);
  gtk_widget_class_bind_template_callback (widget_class, contradicts_show_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_first_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_activated_cb);
}

static void
desk_claim_form_init (DeskClaimForm *self)
{
  g_autoptr (GtkStringList) kinds = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) answers = gtk_string_list_new (NULL);
  GtkGesture *click = gtk_gesture_click_new ();

  self->showing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));

  for (int kind = DESK_CLAIM_FACT; kind <= DESK_CLAIM_OPINION; kind++)
    gtk_string_list_append (kinds, desk_enum_get_label (DESK_TYPE_CLAIM_KIND, kind));
  gtk_drop_down_set_model (self->kind, G_LIST_MODEL (kinds));
  for (guint i = 0; i < G_N_ELEMENTS (so_choices); i++)
    gtk_string_list_append (answers, desk_enum_get_label (DESK_TYPE_SO, so_choices[i]));
  gtk_drop_down_set_model (self->so, G_LIST_MODEL (answers));
  self->showing = FALSE;

  gtk_list_box_set_filter_func (self->others, filter_other, self, NULL);

  g_signal_connect (click, "released", G_CALLBACK (released_cb), NULL);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
desk_claim_form_new (DeskDocument *document)
{
  DeskClaimForm *self;

  g_return_val_if_fail (DESK_IS_DOCUMENT (document), NULL);

  self = g_object_new (DESK_TYPE_CLAIM_FORM, NULL);
  self->document = g_object_ref (document);

  return GTK_WIDGET (self);
}

void
desk_claim_form_set_claim (DeskClaimForm *self, DeskClaim *claim)
{
  g_return_if_fail (DESK_IS_CLAIM_FORM (self));
  g_return_if_fail (DESK_IS_CLAIM (claim));

  g_set_object (&self->claim, claim);

  self->showing = TRUE;
  desk_shown_text_show (self->who, claim->by);
  desk_shown_text_show (self->because, claim->because);
  gtk_drop_down_set_selected (self->kind, claim->kind);
  adw_toggle_group_set_active_name (self->said, desk_enum_to_nick (DESK_TYPE_SAID, claim->said));
  show_so (self);
  self->showing = FALSE;

  show_evidence (self);
  show_contradictions (self);
}

void
desk_claim_form_set_waiting (DeskClaimForm *self, gboolean waiting)
{
  g_return_if_fail (DESK_IS_CLAIM_FORM (self));

  gtk_widget_set_visible (self->let_go, !waiting);
}

void
desk_claim_form_ask_source (DeskClaimForm *self)
{
  g_return_if_fail (DESK_IS_CLAIM_FORM (self));

  self->verifying = TRUE;
  adw_toggle_group_set_active_name (self->stance, "for");
  show_hint (self, _ ("Verified by what? The source that is added now verifies the claim."));
  gtk_widget_grab_focus (GTK_WIDGET (self->source));
}
