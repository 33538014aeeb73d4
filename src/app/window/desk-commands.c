/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "window/desk-commands.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const groups[DESK_COMMAND_N_GROUPS] = {
  [DESK_COMMAND_LIBRARY] = N_ ("Library"),
  [DESK_COMMAND_TEXT] = N_ ("Text"),
  [DESK_COMMAND_VERSIONS] = N_ ("Versions"),
  [DESK_COMMAND_CLAIMS] = N_ ("Claims and Posts"),
  [DESK_COMMAND_OUT] = N_ ("Going Out"),
  [DESK_COMMAND_WINDOW] = N_ ("Window"),
};

#define LIBRARY DESK_COMMAND_LIBRARY
#define TEXT DESK_COMMAND_TEXT
#define VERSIONS DESK_COMMAND_VERSIONS
#define CLAIMS DESK_COMMAND_CLAIMS
#define OUT DESK_COMMAND_OUT
#define WINDOW DESK_COMMAND_WINDOW

/* Titles are in the infinitive, as a menu has them, without "…". */
static const DeskCommand commands[] = {
  { LIBRARY, "win.new-story", N_ ("New story"), DESK_KEYS_APPLICATION, { "<Control>n" } },
  { LIBRARY, NULL, N_ ("Begin a story with the post on the clipboard"), DESK_KEYS_ELSEWHERE, { "<Control>v" } },
  { LIBRARY, "win.search", N_ ("Search stories"), DESK_KEYS_APPLICATION, { "<Control><Shift>f" } },
  { LIBRARY, "win.replace-in-stories", N_ ("Find and replace in all stories"), DESK_KEYS_APPLICATION, { "<Control><Shift>h" } },
  { LIBRARY, "win.import", N_ ("Import"), DESK_KEYS_APPLICATION, { "<Control>o" } },
  { LIBRARY, "win.open-desk", N_ ("Open another desk"), DESK_KEYS_APPLICATION, { NULL } },
  { LIBRARY, "win.open-sample", N_ ("Open the sample desk"), DESK_KEYS_APPLICATION, { NULL } },

  { TEXT, "story.undo", N_ ("Undo"), DESK_KEYS_FIELD, { "<Control>z" } },
  { TEXT, "story.redo", N_ ("Redo"), DESK_KEYS_FIELD, { "<Control><Shift>z", "<Control>y" } },
  { TEXT, "story.bold", N_ ("Bold"), DESK_KEYS_STORY, { "<Control>b" } },
  { TEXT, "story.italic", N_ ("Italic"), DESK_KEYS_STORY, { "<Control>i" } },
  { TEXT, "story.link", N_ ("Link"), DESK_KEYS_STORY, { "<Control>k" } },
  { TEXT, "story.heading(1)", N_ ("Heading of level 1"), DESK_KEYS_STORY, { "<Control><Alt>1" } },
  { TEXT, "story.heading(2)", N_ ("Heading of level 2"), DESK_KEYS_STORY, { "<Control><Alt>2" } },
  { TEXT, "story.heading(3)", N_ ("Heading of level 3"), DESK_KEYS_STORY, { "<Control><Alt>3" } },
  { TEXT, "story.heading(0)", N_ ("Plain paragraph"), DESK_KEYS_STORY, { "<Control><Alt>0" } },
  { TEXT, "story.quotation", N_ ("Quotation"), DESK_KEYS_STORY, { "<Control><Shift>greater", "<Control>greater", "<Control><Shift>period" } },
  { TEXT, "story.list", N_ ("List"), DESK_KEYS_STORY, { "<Control><Shift>8", "<Control>asterisk", "<Control><Shift>asterisk" } },
  { TEXT, "story.numbered-list", N_ ("Numbered list"), DESK_KEYS_STORY, { "<Control><Shift>7", "<Control>ampersand", "<Control><Shift>ampersand" } },
  { TEXT, "story.paste-plain", N_ ("Paste as plain text"), DESK_KEYS_STORY, { "<Control><Shift>v" } },
  { TEXT, "story.outline", N_ ("Outline: go to a heading, claim or post"), DESK_KEYS_STORY, { "<Control>j" } },
  { TEXT, "story.go-to-paragraph", N_ ("Go to a paragraph"), DESK_KEYS_STORY, { "<Control>g" } },
  { TEXT, "story.measure", N_ ("Length: words, characters, how long it is to be"), DESK_KEYS_STORY, { "<Control><Alt>w" } },
  { TEXT, "story.find", N_ ("Find in the story"), DESK_KEYS_STORY, { "<Control>f" } },
  { TEXT, "story.replace", N_ ("Find and replace in the story"), DESK_KEYS_STORY, { "<Control>h" } },
  { TEXT, "story.next-mark", N_ ("Next mark of house style or spelling"), DESK_KEYS_STORY, { "F7" } },
  { TEXT, "story.previous-mark", N_ ("Previous mark of house style or spelling"), DESK_KEYS_STORY, { "<Shift>F7" } },
  { TEXT, "story.take-suggestion", N_ ("Take the suggestion for the words at the cursor"), DESK_KEYS_STORY, { "<Control>Return", "<Control>KP_Enter" } },
  { TEXT, "story.add-word", N_ ("Add the word at the cursor to the desk’s words"), DESK_KEYS_STORY, { NULL } },
  { TEXT, "story.leave-mark", N_ ("Leave what house style marks at the cursor"), DESK_KEYS_STORY, { NULL } },
  { TEXT, "story.switch-off-rule", N_ ("Switch off the rule that marks the words at the cursor"), DESK_KEYS_STORY, { NULL } },

  { VERSIONS, "story.keep-version", N_ ("Keep a version"), DESK_KEYS_STORY, { "<Control>s" } },
  { VERSIONS, "story.compare", N_ ("Compare with what is out"), DESK_KEYS_STORY, { "F4" } },
  { VERSIONS, "story.close-compare", N_ ("Close the comparison"), DESK_KEYS_ELSEWHERE, { "Escape" } },
  { VERSIONS, NULL, N_ ("Compare side by side"), DESK_KEYS_ELSEWHERE, { "<Control>F4" } },
  { VERSIONS, NULL, N_ ("In a comparison: restore the paragraph of a change"), DESK_KEYS_ELSEWHERE, { "r" } },
  { VERSIONS, "story.as-of", N_ ("What was out at a time"), DESK_KEYS_STORY, { "<Shift>F4" } },
  { VERSIONS, "story.blame", N_ ("Who wrote the selection, or the paragraph"), DESK_KEYS_STORY, { "<Control><Shift>b" } },
  { VERSIONS, NULL, N_ ("In the history: name a version"), DESK_KEYS_ELSEWHERE, { "F2" } },
  { VERSIONS, "story.close-merge", N_ ("Put the merging off"), DESK_KEYS_ELSEWHERE, { "Escape" } },

  { CLAIMS, "story.add-claim", N_ ("Mark a claim"), DESK_KEYS_STORY, { "<Control>m" } },
  { CLAIMS, "story.next-open", N_ ("Next open claim, or next change"), DESK_KEYS_STORY, { "F8" } },
  { CLAIMS, "story.previous-open", N_ ("Previous open claim, or previous change"), DESK_KEYS_STORY, { "<Shift>F8" } },
  { CLAIMS, NULL, N_ ("In a claim’s row: said, verified, disputed, false"), DESK_KEYS_ELSEWHERE, { "s", "v", "d", "x" } },
  { CLAIMS, "story.open-here", N_ ("Open the claim, or go into the card, at the cursor"), DESK_KEYS_STORY, { "<Alt>Return", "<Alt>KP_Enter" } },
  { CLAIMS, NULL, N_ ("In a card: back to the text"), DESK_KEYS_ELSEWHERE, { "Escape" } },
  { CLAIMS, "story.add-note", N_ ("Add a note, or show the one at the cursor"), DESK_KEYS_STORY, { "<Control><Shift>m" } },
  { CLAIMS, NULL, N_ ("In a note’s row: resolve, edit, delete"), DESK_KEYS_ELSEWHERE, { "r", "e", "Delete" } },
  { CLAIMS, "story.keep-post", N_ ("Keep a post"), DESK_KEYS_STORY, { "<Control><Shift>k" } },

  { OUT, "story.preview", N_ ("Preview, or back to the text"), DESK_KEYS_STORY, { "F5" } },
  { OUT, "story.close-preview", N_ ("Close the preview"), DESK_KEYS_ELSEWHERE, { "Escape" } },
  { OUT, "story.print", N_ ("Print"), DESK_KEYS_STORY, { "<Control>p" } },
  { OUT, "story.print-proof", N_ ("Print a proof, with numbered lines and claims"), DESK_KEYS_STORY, { NULL } },
  { OUT, "story.publish", N_ ("Publish"), DESK_KEYS_STORY, { "<Control><Shift>Return", "<Control><Shift>KP_Enter" } },
  { OUT, "story.copy", N_ ("Copy story"), DESK_KEYS_STORY, { "<Control><Shift>c" } },
  { OUT, "story.export::markdown", N_ ("Export as Markdown"), DESK_KEYS_STORY, { NULL } },
  { OUT, "story.export::text", N_ ("Export as plain text"), DESK_KEYS_STORY, { NULL } },
  { OUT, "story.export::pdf", N_ ("Export as PDF"), DESK_KEYS_STORY, { NULL } },
  { OUT, "story.export::proof", N_ ("Export a proof in PDF"), DESK_KEYS_STORY, { NULL } },
  { OUT, "story.dossier", N_ ("Save the dossier"), DESK_KEYS_STORY, { NULL } },
  { OUT, "story.hand-over", N_ ("Hand the story over"), DESK_KEYS_STORY, { NULL } },
  { OUT, "story.save-elsewhere", N_ ("Save the words elsewhere"), DESK_KEYS_STORY, { NULL } },

  { WINDOW, "inspector.claims", N_ ("Claims"), DESK_KEYS_STORY, { "<Alt>1" } },
  { WINDOW, "inspector.posts", N_ ("Posts"), DESK_KEYS_STORY, { "<Alt>2" } },
  { WINDOW, "inspector.updates", N_ ("Updates"), DESK_KEYS_STORY, { "<Alt>3" } },
  { WINDOW, "inspector.history", N_ ("History"), DESK_KEYS_STORY, { "<Alt>4" } },
  { WINDOW, "inspector.details", N_ ("Details"), DESK_KEYS_STORY, { "<Alt>5" } },
  { WINDOW, "inspector.toggle", N_ ("Show or hide the inspector"), DESK_KEYS_STORY, { "F9" } },
  { WINDOW, "story.focus-mode", N_ ("Focus mode: only the paragraph at the cursor"), DESK_KEYS_STORY, { "<Control><Alt>f" } },
  { WINDOW, "story.full-screen", N_ ("Full screen"), DESK_KEYS_STORY, { "F11" } },
  { WINDOW, "story.zoom-in", N_ ("Larger text"), DESK_KEYS_STORY, { "<Control>plus", "<Control>equal", "<Control>KP_Add" } },
  { WINDOW, "story.zoom-out", N_ ("Smaller text"), DESK_KEYS_STORY, { "<Control>minus", "<Control>KP_Subtract" } },
  { WINDOW, "story.zoom-normal", N_ ("Text in its normal size"), DESK_KEYS_STORY, { "<Control>0", "<Control>KP_0" } },
  { WINDOW, "story.new-window", N_ ("Open the story in a new window"), DESK_KEYS_STORY, { NULL } },
  { WINDOW, "win.commands", N_ ("Command palette"), DESK_KEYS_APPLICATION, { "<Control><Shift>p" } },
  { WINDOW, "win.preferences", N_ ("Preferences"), DESK_KEYS_APPLICATION, { "<Control>comma" } },
  { WINDOW, "win.shortcuts", N_ ("Keyboard shortcuts"), DESK_KEYS_APPLICATION, { "<Control>question" } },
  { WINDOW, "win.about", N_ ("About Desk"), DESK_KEYS_APPLICATION, { NULL } },
  { WINDOW, "window.close", N_ ("Close window"), DESK_KEYS_APPLICATION, { "<Control>w" } },
  { WINDOW, "app.quit", N_ ("Quit"), DESK_KEYS_APPLICATION, { "<Control>q" } },
};

#undef LIBRARY
#undef TEXT
#undef VERSIONS
#undef CLAIMS
#undef OUT
#undef WINDOW

/* What is compared: without case and without accents. */
static char *
fold (const char *words)
{
  g_autofree char *lower = g_utf8_casefold (words, -1);
  g_autofree char *apart = g_utf8_normalize (lower, -1, G_NORMALIZE_ALL);
  GString *folded = g_string_new (NULL);

  for (const char *p = apart; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_ismark (g_utf8_get_char (p)))
      g_string_append_unichar (folded, g_utf8_get_char (p));
  return g_string_free_and_steal (folded);
}

/* Each run of letters and digits; (transfer full) */
static char **
split_words (const char *folded)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *begin = NULL;
  const char *p;

  for (p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_isalnum (g_utf8_get_char (p)))
        {
          begin = begin != NULL ? begin : p;
          continue;
        }
      if (begin != NULL)
        g_strv_builder_take (builder, g_strndup (begin, p - begin));
      begin = NULL;
    }
  if (begin != NULL)
    g_strv_builder_take (builder, g_strndup (begin, p - begin));
  return g_strv_builder_end (builder);
}

static gboolean
begins_word (char **words, const char *typed)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_has_prefix (words[i], typed))
      return TRUE;
  return FALSE;
}

/* Whether the letters of @typed begin words of a title one after the other; some words may be passed over. */
static gboolean
has_initials (char **words, const char *typed)
{
  for (guint i = 0; words[i] != NULL && *typed != '\0'; i++)
    if (g_utf8_get_char (words[i]) == g_utf8_get_char (typed))
      typed = g_utf8_next_char (typed);
  return *typed == '\0';
}

static GtkShortcut *
new_shortcut (const DeskCommand *command)
{
  g_autoptr (GString) trigger = g_string_new (NULL);
  g_autoptr (GVariant) target = NULL;
  g_autofree char *name = NULL;
  GtkShortcut *shortcut;

  if (!g_action_parse_detailed_name (command->action, &name, &target, NULL))
    g_assert_not_reached ();
  for (gsize i = 0; i < G_N_ELEMENTS (command->keys) && command->keys[i] != NULL; i++)
    g_string_append_printf (trigger, "%s%s", i > 0 ? "|" : "", command->keys[i]);
  shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger->str), gtk_named_action_new (name));
  gtk_shortcut_set_arguments (shortcut, target);
  return shortcut;
}

const DeskCommand *
desk_commands_list (gsize *n_commands)
{
  g_return_val_if_fail (n_commands != NULL, NULL);

  *n_commands = G_N_ELEMENTS (commands);
  return commands;
}

const DeskCommand *
desk_commands_find (const char *action)
{
  g_return_val_if_fail (action != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_strcmp0 (commands[i].action, action) == 0)
      return &commands[i];
  return NULL;
}

const char *
desk_command_get_title (const DeskCommand *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return _ (self->title);
}

const char *
desk_command_group_get_title (DeskCommandGroup group)
{
  g_return_val_if_fail (group < DESK_COMMAND_N_GROUPS, NULL);

  return _ (groups[group]);
}

char *
desk_command_dup_keys (const DeskCommand *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) labels = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (self->keys) && self->keys[i] != NULL; i++)
    {
      GdkModifierType modifiers;
      guint key;

      /* Another key for the same is for those who try it. */
      if (i > 0 && self->action != NULL)
        break;
      gtk_accelerator_parse (self->keys[i], &key, &modifiers);
      g_strv_builder_take (builder, gtk_accelerator_get_label (key, modifiers));
    }
  labels = g_strv_builder_end (builder);
  return g_strjoinv (" ", labels);
}

int
desk_command_match (const char *title, const char *typed)
{
  g_autofree char *folded = NULL;
  g_autofree char *folded_typed = NULL;
  g_auto (GStrv) words = NULL;
  g_auto (GStrv) terms = NULL;
  int worst = 0;

  g_return_val_if_fail (title != NULL, -1);
  g_return_val_if_fail (typed != NULL, -1);

  folded = fold (title);
  folded_typed = fold (typed);
  words = split_words (folded);
  terms = split_words (folded_typed);
  for (guint i = 0; terms[i] != NULL; i++)
    {
      int rank = begins_word (words, terms[i]) ? 0 : strstr (folded, terms[i]) != NULL ? 1
                                                 : has_initials (words, terms[i])      ? 2
                                                                                       : -1;

      if (rank < 0)
        return -1;
      worst = MAX (worst, rank);
    }
  return worst;
}

void
desk_commands_add_shortcuts (GtkWidget *widget, DeskKeys where)
{
  GtkEventController *controller;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (where == DESK_KEYS_STORY || where == DESK_KEYS_FIELD);

  controller = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_GLOBAL);
  if (where == DESK_KEYS_STORY)
    gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].where == where && commands[i].keys[0] != NULL)
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), new_shortcut (&commands[i]));
  gtk_widget_add_controller (widget, controller);
}

void
desk_commands_set_accels (GtkApplication *application)
{
  g_return_if_fail (GTK_IS_APPLICATION (application));

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const char *keys[G_N_ELEMENTS (commands[i].keys) + 1] = { NULL };

      if (commands[i].where != DESK_KEYS_APPLICATION || commands[i].keys[0] == NULL)
        continue;
      for (gsize j = 0; j < G_N_ELEMENTS (commands[i].keys); j++)
        keys[j] = commands[i].keys[j];
      gtk_application_set_accels_for_action (application, commands[i].action, keys);
    }
}
