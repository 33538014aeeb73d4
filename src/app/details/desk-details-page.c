/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk-details-page.h"

#include <glib/gi18n.h>
#include <unicode/uloc.h>

#include "claims/desk-undoable.h"
#include "claims/desk-shown-text.h"
#include "core/desk-change.h"
#include "core/desk-time.h"
#include "desk-related.h"
#include "preferences/desk-choice-row.h"
#include "preferences/desk-locale.h"
#include "window/desk-story-view.h"

#define WARNING_GRAPHIC "graphic"
#define CLOCK_EVERY 15 /* seconds: a clock that shows minutes */

struct _DeskDetailsPage
{
  AdwBin parent_instance;

  DeskDocument *document;
  gboolean showing;    /* controls are being set to what the story says: no change of the editor's */
  GStrv related_shown; /* (nullable): what the rows of links show */
  GPtrArray *related_rows;
  guint clock; /* source of a timeout, 0 while nobody sees the page */

  GtkWidget *content;
  AdwEntryRow *slug;
  GtkLabel *slug_problem;
  AdwComboRow *state;
  DeskChoiceRow *language;
  AdwEntryRow *language_tag;
  GtkLabel *language_problem;
  DeskChoiceRow *zone;
  GtkEditable *keywords;
  AdwPreferencesGroup *related_group;
  AdwExpanderRow *related_new;
  GtkEditable *related_title;
  GtkEditable *related_address;
  GtkWidget *related_add;
  AdwSwitchRow *graphic;
  GtkEditable *warning;
  AdwActionRow *created;
  AdwActionRow *changed;
  AdwActionRow *n_words;
  AdwActionRow *story_id;
};

G_DEFINE_FINAL_TYPE (DeskDetailsPage, desk_details_page, ADW_TYPE_BIN)

enum
{
  PROP_0,
  PROP_DOCUMENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void show_fields (DeskDetailsPage *self);

/* The document tells of its fields only with its next revision; what is set here is shown at once. */
static void
set_fields (DeskDetailsPage *self, const char *name, const char *const *values)
{
  desk_document_set_fields (self->document, name, values);
  show_fields (self);
}

static void
set_field (DeskDetailsPage *self, const char *name, const char *value)
{
  const char *const values[] = { *value != '\0' ? value : NULL, NULL };

  set_fields (self, name, values);
}

static GStrv
dup_fields (DeskDetailsPage *self, const char *name)
{
  g_autoptr (DeskText) text = desk_document_dup_text (self->document);
  g_autofree const char **values = desk_text_get_fields (text, name);

  return g_strdupv ((char **) values);
}

static DeskState
get_state (DeskDetailsPage *self)
{
  DeskSnapshot *snapshot = self->document != NULL ? desk_document_get_snapshot (self->document) : NULL;

  return snapshot != NULL ? snapshot->story->state : DESK_STATE_DRAFT;
}

/* --- slug and state --- */

/* Below the field that it is about; %NULL takes it away. */
static void
show_problem (DeskDetailsPage *self, AdwEntryRow *row, GtkLabel *label, const char *message)
{
  gtk_label_set_label (label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (label), message != NULL);
  if (message != NULL)
    {
      gtk_widget_add_css_class (GTK_WIDGET (row), "error");
      gtk_accessible_announce (GTK_ACCESSIBLE (self), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
    }
  else
    {
      gtk_widget_remove_css_class (GTK_WIDGET (row), "error");
    }
}

static void
slug_changed_cb (DeskDetailsPage *self)
{
  show_problem (self, self->slug, self->slug_problem, NULL);
}

typedef struct
{
  DeskDetailsPage *page;
  char *earlier;
} SlugChange;

static void
slug_change_free (SlugChange *self)
{
  g_clear_object (&self->page);
  g_clear_pointer (&self->earlier, g_free);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlugChange, slug_change_free)

static void
slug_committed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (SlugChange) change = data;
  DeskDetailsPage *self = change->page;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) ids = desk_document_commit_finish (DESK_DOCUMENT (source), result, &error);

  if (self->document != DESK_DOCUMENT (source))
    return;

  if (ids == NULL)
    {
      show_problem (self, self->slug, self->slug_problem, error->message);
      return;
    }

  desk_shown_text_take (GTK_EDITABLE (self->slug));
  desk_shown_text_show (GTK_EDITABLE (self->slug), desk_document_get_snapshot (self->document)->story->slug);
  if (desk_story_view_find (GTK_WIDGET (self)) != NULL)
    desk_story_view_toast_undo (GTK_WIDGET (self), _ ("Slug changed"), desk_changes_new (desk_change_new_slug (change->earlier)));
}

static void
slug_apply_cb (DeskDetailsPage *self)
{
  DeskSnapshot *snapshot = self->document != NULL ? desk_document_get_snapshot (self->document) : NULL;
  g_autofree char *slug = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->slug))));
  g_autoptr (GPtrArray) changes = NULL;
  SlugChange *change;

  if (snapshot == NULL || g_str_equal (slug, snapshot->story->slug))
    {
      desk_shown_text_drop (GTK_EDITABLE (self->slug));
      return;
    }

  changes = desk_changes_new (desk_change_new_slug (slug));
  change = g_new0 (SlugChange, 1);
  change->page = g_object_ref (self);
  change->earlier = g_strdup (snapshot->story->slug);
  desk_document_commit_async (self->document, DESK_WHY_DETAILS, changes, NULL, slug_committed_cb, change);
}

static void
state_selected_cb (DeskDetailsPage *self)
{
  DeskState earlier = get_state (self);
  guint state = adw_combo_row_get_selected (self->state);
  g_autofree char *message = NULL;

  if (self->showing || self->document == NULL || state == GTK_INVALID_LIST_POSITION || state == (guint) earlier)
    return;

  /* Translators: a story's state: “Story is now: In review” */
  message = g_strdup_printf (_ ("Story is now: %s"), desk_enum_get_label (DESK_TYPE_STATE, (int) state));
  desk_undoable_commit (GTK_WIDGET (self),
                        self->document,
                        DESK_WHY_DETAILS,
                        desk_changes_new (desk_change_new_state (state, NULL)),
                        message,
                        desk_changes_new (desk_change_new_state (earlier, NULL)));
}

/* --- language and zone --- */

static void
language_chosen_cb (DeskDetailsPage *self)
{
  const char *language = desk_choice_row_get_chosen (self->language);

  if (self->showing || self->document == NULL || *language == '\0')
    return;

  desk_shown_text_drop (GTK_EDITABLE (self->language_tag));
  set_field (self, DESK_FIELD_LANGUAGE, language);
}

/* The form in which BCP 47 writes a tag ("pt-BR"), or %NULL when it is none. */
static char *
read_language (const char *tag)
{
  char locale[ULOC_FULLNAME_CAPACITY];
  char canonical[ULOC_FULLNAME_CAPACITY];
  UErrorCode status = U_ZERO_ERROR;
  int32_t read = 0;

  uloc_forLanguageTag (tag, locale, sizeof locale, &read, &status);
  if (U_FAILURE (status) || read != (int32_t) strlen (tag) || *locale == '\0')
    return NULL;

  uloc_toLanguageTag (locale, canonical, sizeof canonical, TRUE, &status);

  return U_SUCCESS (status) ? g_strdup (canonical) : NULL;
}

static void
language_tag_changed_cb (DeskDetailsPage *self)
{
  show_problem (self, self->language_tag, self->language_problem, NULL);
}

static void
language_tag_apply_cb (DeskDetailsPage *self)
{
  g_autofree char *typed = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->language_tag))));
  g_autofree char *language = read_language (typed);

  if (self->document == NULL)
    return;

  if (language == NULL)
    {
      show_problem (self, self->language_tag, self->language_problem, _ ("This is no language tag: one looks like en, pt-BR or ckb"));
      return;
    }

  desk_shown_text_take (GTK_EDITABLE (self->language_tag));
  set_field (self, DESK_FIELD_LANGUAGE, language);
}

static void
show_clock (DeskDetailsPage *self)
{
  const char *zone = self->document != NULL ? desk_document_get_zone (self->document) : "";
  g_autofree char *clock = NULL;
  g_autofree char *line = NULL;

  if (desk_time_check_zone (zone, NULL))
    {
      clock = desk_time_format_clock (g_get_real_time (), zone, desk_locale_get_language ());
      /* Translators: the time in the story's zone */
      line = g_strdup_printf (_ ("It is %s there"), clock);
    }
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->zone), line != NULL ? line : "");
}

static gboolean
clock_cb (gpointer data)
{
  show_clock (data);

  return G_SOURCE_CONTINUE;
}

static void
zone_chosen_cb (DeskDetailsPage *self)
{
  const char *zone = desk_choice_row_get_chosen (self->zone);

  if (self->showing || self->document == NULL || !desk_time_check_zone (zone, NULL))
    return;

  set_field (self, DESK_FIELD_ZONE, zone);
}

/* --- keywords --- */

static void
keywords_apply_cb (DeskDetailsPage *self)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GStrvBuilder) kept = NULL;
  g_auto (GStrv) list = NULL;
  g_autofree char *joined = NULL;

  if (self->document == NULL || !desk_shown_text_take (self->keywords))
    return;

  /* Both commas that keywords are typed with: the Latin and the Arabic one. */
  words = g_regex_split_simple ("\\s*[,،]\\s*", gtk_editable_get_text (self->keywords), 0, 0);
  kept = g_strv_builder_new ();
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_strstrip (words[i]);
      if (*words[i] != '\0')
        g_strv_builder_add (kept, words[i]);
    }
  list = g_strv_builder_end (kept);
  joined = g_strjoinv (", ", list);
  set_field (self, DESK_FIELD_KEYWORDS, joined);
}

/* --- related links --- */

static void
related_remove_cb (GtkWidget *button, DeskDetailsPage *self)
{
  g_auto (GStrv) values = dup_fields (self, DESK_FIELD_RELATED);
  g_autoptr (GStrvBuilder) rest = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  const char *removed = g_object_get_data (G_OBJECT (button), "related");
  gboolean found = FALSE;

  for (guint i = 0; values[i] != NULL; i++)
    {
      if (!found && g_str_equal (values[i], removed))
        found = TRUE;
      else
        g_strv_builder_add (rest, values[i]);
    }
  list = g_strv_builder_end (rest);
  set_fields (self, DESK_FIELD_RELATED, (const char *const *) list);
  gtk_widget_child_focus (GTK_WIDGET (self->related_new), GTK_DIR_TAB_FORWARD);
}

static GtkWidget *
make_related_row (DeskDetailsPage *self, const char *value)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic");
  g_autofree char *title = NULL;
  g_autofree char *address = NULL;
  g_autofree char *name = NULL;

  desk_related_parse (value, &title, &address);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), address);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);

  /* Translators: %s is the title of a link */
  name = g_strdup_printf (_ ("Remove Link “%s”"), title);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data_full (G_OBJECT (button), "related", g_strdup (value), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (related_remove_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static void
show_related (DeskDetailsPage *self, GStrv values)
{
  if (self->related_shown != NULL && g_strv_equal ((const char *const *) self->related_shown, (const char *const *) values))
    return;

  for (guint i = 0; i < self->related_rows->len; i++)
    adw_preferences_group_remove (self->related_group, g_ptr_array_index (self->related_rows, i));
  g_ptr_array_set_size (self->related_rows, 0);

  /* The form for a new one stays behind them all. */
  g_object_ref (self->related_new);
  adw_preferences_group_remove (self->related_group, GTK_WIDGET (self->related_new));
  for (guint i = 0; values[i] != NULL; i++)
    {
      GtkWidget *row = make_related_row (self, values[i]);

      g_ptr_array_add (self->related_rows, row);
      adw_preferences_group_add (self->related_group, row);
    }
  adw_preferences_group_add (self->related_group, GTK_WIDGET (self->related_new));
  g_object_unref (self->related_new);

  g_strfreev (self->related_shown);
  self->related_shown = g_strdupv (values);
}

static void
related_changed_cb (DeskDetailsPage *self)
{
  gtk_widget_set_sensitive (self->related_add, *gtk_editable_get_text (self->related_address) != '\0');
}

static void
related_add_cb (DeskDetailsPage *self)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (self->related_title)));
  g_autofree char *address = g_strstrip (g_strdup (gtk_editable_get_text (self->related_address)));
  g_auto (GStrv) values = NULL;
  g_autoptr (GStrvBuilder) more = NULL;
  g_auto (GStrv) list = NULL;
  g_autofree char *value = NULL;

  if (self->document == NULL)
    return;

  if (*address == '\0')
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->related_address));
      return;
    }

  more = g_strv_builder_new ();
  values = dup_fields (self, DESK_FIELD_RELATED);
  value = desk_related_format (title, address);
  g_strv_builder_addv (more, (const char **) values);
  g_strv_builder_add (more, value);
  list = g_strv_builder_end (more);

  gtk_editable_set_text (self->related_title, "");
  gtk_editable_set_text (self->related_address, "");
  set_fields (self, DESK_FIELD_RELATED, (const char *const *) list);
  gtk_widget_grab_focus (GTK_WIDGET (self->related_title));
}

/* --- content warning --- */

/* One field a warning: the word "graphic", one in the editor's own words, and others that came from elsewhere. */
static void
set_warnings (DeskDetailsPage *self, gboolean graphic, const char *words)
{
  g_auto (GStrv) values = dup_fields (self, DESK_FIELD_WARNING);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  gboolean first = TRUE;

  if (graphic)
    g_strv_builder_add (builder, WARNING_GRAPHIC);
  if (*words != '\0')
    g_strv_builder_add (builder, words);
  for (guint i = 0; values[i] != NULL; i++)
    {
      if (g_str_equal (values[i], WARNING_GRAPHIC))
        continue;
      if (!first)
        g_strv_builder_add (builder, values[i]);
      first = FALSE;
    }
  list = g_strv_builder_end (builder);
  set_fields (self, DESK_FIELD_WARNING, (const char *const *) list);
}

static void
show_warnings (DeskDetailsPage *self, GStrv values)
{
  const char *words = "";

  for (guint i = 0; values[i] != NULL && *words == '\0'; i++)
    if (!g_str_equal (values[i], WARNING_GRAPHIC))
      words = values[i];

  adw_switch_row_set_active (self->graphic, g_strv_contains ((const char *const *) values, WARNING_GRAPHIC));
  desk_shown_text_show (self->warning, words);
}

static const char *
get_warning_words (DeskDetailsPage *self)
{
  return gtk_editable_get_text (self->warning);
}

static void
graphic_active_cb (DeskDetailsPage *self)
{
  if (self->showing || self->document == NULL)
    return;

  desk_shown_text_take (self->warning);
  set_warnings (self, adw_switch_row_get_active (self->graphic), get_warning_words (self));
}

static void
warning_apply_cb (DeskDetailsPage *self)
{
  if (self->document != NULL && desk_shown_text_take (self->warning))
    set_warnings (self, adw_switch_row_get_active (self->graphic), get_warning_words (self));
}

/* --- what is only shown --- */

static void
copy_id_cb (DeskDetailsPage *self)
{
  if (self->document == NULL)
    return;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), desk_document_get_story_id (self->document));
  if (desk_story_view_find (GTK_WIDGET (self)) != NULL)
    desk_story_view_toast (GTK_WIDGET (self), _ ("Story ID copied"));
}

static void
show_words (DeskDetailsPage *self)
{
  guint n_words = 0;
  g_autofree char *line = NULL;

  if (self->document != NULL)
    g_object_get (self->document, "n-words", &n_words, NULL);
  line = g_strdup_printf ("%'u", n_words);
  adw_action_row_set_subtitle (self->n_words, line);
}

static void
show_story (DeskDetailsPage *self)
{
  DeskSnapshot *snapshot = self->document != NULL ? desk_document_get_snapshot (self->document) : NULL;
  g_autofree char *created = NULL;
  g_autofree char *changed = NULL;
  const char *zone, *language;
  gint64 now = g_get_real_time ();

  gtk_widget_set_sensitive (self->content, snapshot != NULL);
  if (snapshot == NULL)
    return;

  zone = desk_document_get_zone (self->document);
  language = desk_locale_get_language ();
  created = desk_time_format_moment (snapshot->story->created_at, now, zone, language);
  changed = desk_time_format_moment (snapshot->story->changed_at, now, zone, language);

  self->showing = TRUE;
  desk_shown_text_show (GTK_EDITABLE (self->slug), snapshot->story->slug);
  adw_combo_row_set_selected (self->state, snapshot->story->state);
  adw_action_row_set_subtitle (self->created, created);
  adw_action_row_set_subtitle (self->changed, changed);
  adw_action_row_set_subtitle (self->story_id, snapshot->story->id);
  self->showing = FALSE;
}

static void
show_fields (DeskDetailsPage *self)
{
  g_autoptr (DeskText) text = NULL;
  g_auto (GStrv) related = NULL;
  g_auto (GStrv) warnings = NULL;

  if (self->document == NULL || desk_document_get_snapshot (self->document) == NULL)
    return;

  text = desk_document_dup_text (self->document);
  related = dup_fields (self, DESK_FIELD_RELATED);
  warnings = dup_fields (self, DESK_FIELD_WARNING);

  self->showing = TRUE;
  desk_choice_row_set_chosen (self->language, desk_document_get_language (self->document));
  desk_shown_text_show (GTK_EDITABLE (self->language_tag), desk_document_get_language (self->document));
  desk_choice_row_set_chosen (self->zone, desk_document_get_zone (self->document));
  desk_shown_text_show (self->keywords, desk_text_get_field (text, DESK_FIELD_KEYWORDS));
  show_related (self, related);
  show_warnings (self, warnings);
  self->showing = FALSE;

  show_clock (self);
}

static void
show_all (DeskDetailsPage *self)
{
  show_story (self);
  show_fields (self);
  show_words (self);
}

static void
snapshot_cb (DeskDetailsPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_all (self);
}

static void
fields_changed_cb (DeskDetailsPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      show_story (self);
      show_fields (self);
    }
}

/* Nobody reads the page while another one is shown: it is brought up to date when it comes back. */
static void
desk_details_page_map (GtkWidget *widget)
{
  DeskDetailsPage *self = DESK_DETAILS_PAGE (widget);

  show_all (self);
  self->clock = g_timeout_add_seconds (CLOCK_EVERY, clock_cb, self);

  GTK_WIDGET_CLASS (desk_details_page_parent_class)->map (widget);
}

static void
desk_details_page_unmap (GtkWidget *widget)
{
  DeskDetailsPage *self = DESK_DETAILS_PAGE (widget);

  g_clear_handle_id (&self->clock, g_source_remove);

  GTK_WIDGET_CLASS (desk_details_page_parent_class)->unmap (widget);
}

static void
unset_document (DeskDetailsPage *self)
{
  if (self->document == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_object (&self->document);
}

/* What was typed and not taken belongs to the story it was typed for. */
static void
forget_typed (DeskDetailsPage *self)
{
  GtkEditable *fields[] = { GTK_EDITABLE (self->slug), GTK_EDITABLE (self->language_tag), self->keywords, self->warning };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    desk_shown_text_drop (fields[i]);
  show_problem (self, self->slug, self->slug_problem, NULL);
}

static void
desk_details_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  DeskDetailsPage *self = DESK_DETAILS_PAGE (object);

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
desk_details_page_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  DeskDetailsPage *self = DESK_DETAILS_PAGE (object);

  switch (prop_id)
    {
    case PROP_DOCUMENT:
      desk_details_page_set_document (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
desk_details_page_dispose (GObject *object)
{
  DeskDetailsPage *self = DESK_DETAILS_PAGE (object);

  unset_document (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), DESK_TYPE_DETAILS_PAGE);
  g_clear_pointer (&self->related_shown, g_strfreev);
  g_clear_pointer (&self->related_rows, g_ptr_array_unref);

  G_OBJECT_CLASS (desk_details_page_parent_class)->dispose (object);
}

static void
desk_details_page_class_init (DeskDetailsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = desk_details_page_get_property;
  object_class->set_property = desk_details_page_set_property;
  object_class->dispose = desk_details_page_dispose;
  widget_class->map = desk_details_page_map;
  widget_class->unmap = desk_details_page_unmap;

  properties[PROP_DOCUMENT] =
      g_param_spec_object ("document", NULL, NULL, DESK_TYPE_DOCUMENT,
                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DESK_TYPE_CHOICE_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, "/com/example/Desk/ui/desk-details-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, content);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, slug);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, state);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, slug_problem);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, language);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, language_tag);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, language_problem);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, zone);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, keywords);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, related_group);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, related_new);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, related_title);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, related_address);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, related_add);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, graphic);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, warning);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, created);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, changed);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, n_words);
  gtk_widget_class_bind_template_child (widget_class, DeskDetailsPage, story_id);
  gtk_widget_class_bind_template_callback (widget_class, slug_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, slug_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, state_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, language_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, language_tag_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, language_tag_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, zone_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, keywords_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, related_add_cb);
  gtk_widget_class_bind_template_callback (widget_class, related_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, graphic_active_cb);
  gtk_widget_class_bind_template_callback (widget_class, warning_apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_id_cb);
}

static void
desk_details_page_init (DeskDetailsPage *self)
{
  g_autoptr (GtkStringList) states = gtk_string_list_new (NULL);

  self->showing = TRUE;
  self->related_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));

  for (int state = DESK_STATE_DRAFT; state <= DESK_STATE_ARCHIVED; state++)
    gtk_string_list_append (states, desk_enum_get_label (DESK_TYPE_STATE, state));
  adw_combo_row_set_model (self->state, G_LIST_MODEL (states));
  self->showing = FALSE;
}

void
desk_details_page_set_document (DeskDetailsPage *self, DeskDocument *document)
{
  g_return_if_fail (DESK_IS_DETAILS_PAGE (self));
  g_return_if_fail (document == NULL || DESK_IS_DOCUMENT (document));

  if (self->document == document)
    return;

  unset_document (self);
  forget_typed (self);
  if (document != NULL)
    {
      self->document = g_object_ref (document);
      g_signal_connect_swapped (document, "notify::snapshot", G_CALLBACK (snapshot_cb), self);
      g_signal_connect_swapped (document, "notify::zone", G_CALLBACK (fields_changed_cb), self);
      g_signal_connect_swapped (document, "notify::language", G_CALLBACK (fields_changed_cb), self);
      g_signal_connect_swapped (document, "notify::n-words", G_CALLBACK (show_words), self);
    }
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    show_all (self);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DOCUMENT]);
}
