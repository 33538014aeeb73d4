/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "desk-cli.h"

#define READ DESK_STORE_OPEN_EXISTING
#define WRITE DESK_STORE_OPEN_EXISTING
#define MAKE DESK_STORE_OPEN_DEFAULT

static const DeskCliCommand commands[] = {
  { "new", "[FILE.md|-] [--slug SLUG]", N_ ("Begin a story, with a text or without"), 0, 1, MAKE, desk_cli_new },
  { "list", "[--state STATE]", N_ ("List the stories, the one changed last first"), 0, 0, READ, desk_cli_list },
  { "show", "STORY [--revision R | --at TIME | --published] [--body]", N_ ("Print a story's text: as it is, as it was, as it went out"), 1, 1, READ, desk_cli_show },
  { "save", "STORY FILE|- [--note TEXT] [--base R]", N_ ("Keep a text as a story's new version"), 2, 2, WRITE, desk_cli_save },
  { "log", "STORY", N_ ("List a story's versions, newest first"), 1, 1, READ, desk_cli_log },
  { "diff", "STORY [R1 [R2]]", N_ ("Compare two versions by words; alone, what is out with what is here"), 1, 3, READ, desk_cli_diff },
  { "blame", "STORY [--revision R]", N_ ("Say who wrote which words, when, and in which version they came"), 1, 1, READ, desk_cli_blame },
  { "merge", "STORY [--ours | --theirs]", N_ ("Make two versions of a story one, or list what both changed"), 1, 1, WRITE, desk_cli_merge },
  { "restore", "STORY R", N_ ("Bring a version back as a new one"), 2, 2, WRITE, desk_cli_restore },
  { "name", "STORY R NAME", N_ ("Give a version a name"), 3, 3, WRITE, desk_cli_name },
  { "search", "WORDS…", N_ ("Find stories by their words"), 1, -1, READ, desk_cli_search },
  { "claim add", "STORY --exact TEXT [--by WHO] [--kind KIND]", N_ ("Mark words of a story as a claim"), 1, 1, WRITE, desk_cli_claim_add },
  { "claim list", "STORY", N_ ("List a story's claims"), 1, 1, READ, desk_cli_claim_list },
  { "claim set", "ID [--said yes|no|open] [--so verified|disputed|false|unknown|open] [--evidence URL|FILE|POST]… [--because TEXT]",
    N_ ("Answer whether it was said and whether it is so, and add sources"), 1, 1, WRITE, desk_cli_claim_set },
  { "post add", "STORY URL|FILE [--words TEXT] [--by WHO] [--at TIME]", N_ ("Keep a post: its address, embed code or oEmbed answer"), 2, 2, WRITE, desk_cli_post_add },
  { "post list", "STORY", N_ ("List the posts that a story keeps"), 1, 1, READ, desk_cli_post_list },
  { "note add", "STORY WORDS --exact TEXT", N_ ("Put a note on words of a story; it goes nowhere with the story"), 2, 2, WRITE, desk_cli_note_add },
  { "note list", "STORY", N_ ("List the notes on a story"), 1, 1, READ, desk_cli_note_list },
  { "note resolve", "STORY ID [--reopen]", N_ ("Say that a note is done with"), 2, 2, WRITE, desk_cli_note_resolve },
  { "lint", "STORY", N_ ("Say what is not in the house's style"), 1, 1, READ, desk_cli_lint },
  { "rule list", "", N_ ("List the rules of house style"), 0, 0, READ, desk_cli_rule_list },
  { "rule add", "TERM [PREFERRED] [--why TEXT] [--language LANGUAGE] [--regex] [--any-case]", N_ ("Add a rule of house style"), 1, 2, MAKE, desk_cli_rule_add },
  { "rule drop", "TERM|ID|CHECK [--again]", N_ ("Switch a rule or a check off"), 1, 1, WRITE, desk_cli_rule_drop },
  { "rule import", "FILE.csv|-", N_ ("Take in rules: term, preferred, why, regex, language"), 1, 1, MAKE, desk_cli_rule_import },
  { "rule export", "", N_ ("Print the rules as CSV"), 0, 0, READ, desk_cli_rule_export },
  { "check", "STORY", N_ ("Say what is open before a story goes out"), 1, 1, READ, desk_cli_check },
  { "dossier", "STORY -o FILE [--at TIME]", N_ ("Write text, claims, sources and versions as a PDF"), 1, 1, READ, desk_cli_dossier },
  { "publish", "STORY [--no-stamp] [--at TIME]", N_ ("Note that a story goes out, and print its stamp"), 1, 1, WRITE, desk_cli_publish },
  { "update", "STORY [TEXT] [--found] [--at TIME]", N_ ("Note that a story goes out again, stamped"), 1, 2, WRITE, desk_cli_update },
  { "correct", "STORY --was TEXT --now TEXT [--because TEXT] [--at TIME]", N_ ("Note a correction, and print it"), 1, 1, WRITE, desk_cli_correct },
  { "import", "FILE… | --history FOLDER", N_ ("Take in texts, stories of other desks, or the history that another system kept"), 0, -1, MAKE, desk_cli_import },
  { "export", "STORY [--format FORMAT] [--revision R] [-o FILE] [--without-id]", N_ ("Print a story in another format"), 1, 1, READ, desk_cli_export },
  { "verify", "[STORY] [--against ID]…", N_ ("Check that what the desk keeps is whole, and has what an id says that others hold"), 0, 1, DESK_STORE_OPEN_EXISTING | DESK_STORE_OPEN_READ_ONLY, desk_cli_verify },
  { "rebuild", "", N_ ("Make lists and search anew from the journal"), 0, 0, WRITE, desk_cli_rebuild },
  { "compact", "", N_ ("Make the desk's file as small as it can be"), 0, 0, WRITE, desk_cli_compact },
  { "backup", "FILE | --list", N_ ("Write a whole copy of the desk, or list those that Desk made by itself"), 0, 1, READ, desk_cli_backup },
  { "recover", "FILE -o NEW", N_ ("Make a new desk of a damaged one: its newest good backup, and what can still be read"), 1, 1, READ, desk_cli_recover },
  { "get", "[KEY]", N_ ("Print the desk's settings, or one of them"), 0, 1, READ, desk_cli_get },
  { "set", "KEY VALUE", N_ ("Change a setting: person, zone, language, stamp-style"), 2, 2, MAKE, desk_cli_set },
};

static char *
describe_commands (void)
{
  g_autoptr (GString) help = g_string_new (_ ("Commands:"));

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (help, "\n  %s%s%s\n      %s", commands[i].name, commands[i].usage[0] != '\0' ? " " : "", commands[i].usage, _ (commands[i].summary));
  g_string_append_printf (help, "\n\n%s\n%s",
                          _ ("A story is named by its slug or the end of its id, a version by @N, its name or the start of its id, a claim and a post by the start of its id."),
                          _ ("Exit status: 0 done, 1 the answer is no, 2 wrong use, 3 the file or the system failed."));
  return g_string_free (g_steal_pointer (&help), FALSE);
}

/* The command that @argv begins with, and how many words its name has. */
static const DeskCliCommand *
find_command (char **argv, guint *n_words)
{
  g_autofree char *two = argv[1] != NULL ? g_strjoin (" ", argv[0], argv[1], NULL) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (commands[i].name, argv[0]))
        *n_words = 1;
      else if (g_strcmp0 (commands[i].name, two) == 0)
        *n_words = 2;
      else
        continue;
      return &commands[i];
    }
  return NULL;
}

static gboolean
check_encoding (char **argv, GError **error)
{
  for (guint i = 0; argv[i] != NULL; i++)
    if (!g_utf8_validate (argv[i], -1, NULL))
      {
        g_autofree char *shown = g_utf8_make_valid (argv[i], -1);

        /* Translators: %s is something typed behind "deskctl" */
        g_set_error (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("“%s” is not UTF-8"), shown);
        return FALSE;
      }
  return TRUE;
}

/* The first word of some commands ("claim") is none by itself. */
static void
set_unknown (const char *word, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  g_autofree char *start = g_strconcat (word, " ", NULL);
  g_autofree char *known = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_has_prefix (commands[i].name, start))
      g_strv_builder_add (builder, commands[i].name);
  names = g_strv_builder_end (builder);
  known = g_strjoinv (", ", names);

  if (names[0] != NULL)
    /* Translators: the first %s is a word typed behind "deskctl", the second a list of the commands that begin with it */
    g_set_error (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("“%s” alone is no command; there are: %s"), word, known);
  else
    /* Translators: %s is a word typed behind "deskctl" */
    g_set_error (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("There is no command “%s”; “deskctl --help” lists them"), word);
}

static gboolean
run (DeskCli *cli, char **argv, GError **error)
{
  g_autofree char *help = describe_commands ();
  g_autoptr (GOptionContext) context = desk_cli_make_context (cli, "COMMAND …", NULL);
  g_auto (GStrv) words = g_strdupv (argv);
  guint n_words = 0;

  if (!check_encoding (argv, error))
    return FALSE;

  g_option_context_set_summary (context, _ ("The desk from a terminal."));
  g_option_context_set_description (context, help);
  g_option_context_set_strict_posix (context, TRUE);
  if (!g_option_context_parse_strv (context, &words, error))
    return FALSE;
  if (cli->version)
    {
      JsonObject *version = json_object_new ();

      json_object_set_string_member (version, "version", PACKAGE_VERSION);
      desk_cli_take_object (cli, version);
      desk_cli_print (cli, "deskctl %s\n", PACKAGE_VERSION);
      return TRUE;
    }
  if (words[1] == NULL)
    {
      g_set_error_literal (error, DESK_CLI_ERROR, DESK_CLI_USAGE, _ ("Say what to do; “deskctl --help” lists the commands"));
      return FALSE;
    }

  cli->command = find_command (words + 1, &n_words);
  if (cli->command == NULL)
    {
      set_unknown (words[1], error);
      return FALSE;
    }

  /* What is left begins with a program's name, which the command's name stands for. */
  cli->argv = g_strdupv (words + n_words);
  return cli->command->run (cli, error) && (cli->store == NULL || desk_store_close (cli->store, error));
}

static void
print_result (DeskCli *cli)
{
  g_autofree char *string = json_to_string (cli->result, FALSE);

  puts (string);
}

/* An error is one JSON value too. */
static DeskCliStatus
report_error (DeskCli *cli, const GError *error)
{
  DeskCliStatus status = desk_cli_status_for_error (error);

  fprintf (stderr, "deskctl: %s\n", error->message);
  if (cli->json)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "error", error->message);
      desk_cli_take_object (cli, object);
      print_result (cli);
    }
  return status;
}

int
main (int argc, char **argv)
{
  DeskCli cli = { 0 };
  g_autoptr (GError) error = NULL;
  DeskCliStatus status = DESK_CLI_DONE;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("deskctl");

  if (!run (&cli, argv, &error))
    {
      status = report_error (&cli, error);
    }
  else
    {
      if (cli.json)
        print_result (&cli);
      if (cli.answer_is_no)
        status = DESK_CLI_NO;
    }
  if (fflush (stdout) != 0 && status == DESK_CLI_DONE)
    status = DESK_CLI_FAILED;
  desk_cli_clear (&cli);
  return status;
}
