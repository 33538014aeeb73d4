/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/desk-store.h"

G_BEGIN_DECLS

/* What deskctl exits with. */
typedef enum
{
  DESK_CLI_DONE = 0,
  DESK_CLI_NO = 1,     /* the answer is no: a check failed, nothing was found */
  DESK_CLI_USAGE = 2,  /* wrong use */
  DESK_CLI_FAILED = 3, /* the file or the system failed */
} DeskCliStatus;

#define DESK_CLI_ERROR (desk_cli_error_quark ())
GQuark desk_cli_error_quark (void); /* its codes are DeskCliStatus */

typedef struct _DeskCliCommand DeskCliCommand;

/* One run of deskctl. */
typedef struct
{
  const DeskCliCommand *command;
  char **argv; /* of the command, its name in front */
  char *path;  /* --desk */
  gboolean json;
  gboolean version;
  DeskStore *store;  /* opened by desk_cli_begin() */
  char **arguments;  /* what is left when options are taken out */
  guint n_arguments;
  gboolean answer_is_no;
  JsonNode *result; /* what --json prints */
} DeskCli;

/**
 * DeskCliCommand:
 *
 * A line of deskctl's table. @run says %FALSE with @error set, or %TRUE, with `answer_is_no` when it is.
 */
struct _DeskCliCommand
{
  const char *name;    /* one word or two: "claim add" */
  const char *usage;   /* arguments and options as DESIGN.md has them; not translated */
  const char *summary; /* N_() */
  int min_arguments;
  int max_arguments; /* -1: any number */
  DeskStoreOpenFlags flags;
  gboolean (*run) (DeskCli *cli, GError **error);
};

/**
 * desk_cli_begin:
 * @options: (nullable): those of the command; strings as %G_OPTION_ARG_FILENAME, as arguments are UTF-8 in every locale
 *
 * Reads the command line, then opens the desk: wrong use makes no file.
 */
gboolean desk_cli_begin (DeskCli *cli, const GOptionEntry *options, GError **error);
/* Its two halves. */
gboolean desk_cli_parse (DeskCli *cli, const GOptionEntry *options, GError **error);
gboolean desk_cli_open (DeskCli *cli, GError **error);
/* (transfer full): the desk that is meant, whether it is there or not */
char *desk_cli_get_desk_path (DeskCli *cli);

void desk_cli_clear (DeskCli *cli);

/* A context with the options that every command has; (transfer full). */
GOptionContext *desk_cli_make_context (DeskCli *cli, const char *parameters, const GOptionEntry *options);

/* The exit status for an error of any layer. */
DeskCliStatus desk_cli_status_for_error (const GError *error);

/* --- what is printed: text without --json, and one JSON value with it --- */

void desk_cli_print (DeskCli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* A remark for a person, on stderr; with --json it stands in the value instead. */
void desk_cli_remark (DeskCli *cli, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Bytes just as they are. */
gboolean desk_cli_print_bytes (DeskCli *cli, const char *data, gsize length, GError **error);
/* @rows: (element-type GStrv): cells, lined up in columns; the last column is as long as it likes. */
void desk_cli_print_rows (DeskCli *cli, GPtrArray *rows);
/* A row of @rows, from copies of the cells, ended by NULL. */
void desk_cli_add_row (GPtrArray *rows, const char *cell, ...) G_GNUC_NULL_TERMINATED;
GPtrArray *desk_cli_new_rows (void);
/* (transfer full): one line with nothing in it that a terminal obeys */
char *desk_cli_line (const char *words);
/* (transfer full): the first digits of an id */
char *desk_cli_short_id (const char *id);

void desk_cli_take_object (DeskCli *cli, JsonObject *object);
void desk_cli_take_array (DeskCli *cli, JsonArray *array);

/* --- what is read and written --- */

/* A file, or stdin for "-"; at most @max bytes. (transfer full): ended by a NUL that @length does not count */
char *desk_cli_read (const char *path, gsize max, gsize *length, GError **error);
DeskText *desk_cli_read_text (const char *path, GError **error);
/* A file, or stdout for "-". */
gboolean desk_cli_write (DeskCli *cli, const char *path, GBytes *bytes, GError **error);
/* (transfer full) */
char *desk_cli_absolute_path (const char *path);

/* --- what the first argument names --- */

DeskSnapshot *desk_cli_load_story (DeskCli *cli, const char *name, GError **error);
/* An instant as typed, in the story's zone; NULL gives 0. */
gboolean desk_cli_parse_time (const char *string, const char *zone, gint64 *at, GError **error);
/* The one change's entry id, (transfer full) (nullable). @change: (transfer full) */
char *desk_cli_commit_one (DeskCli *cli, DeskSnapshot *snapshot, DeskChange *change, GError **error);

/* --- commands --- */

gboolean desk_cli_new (DeskCli *cli, GError **error);
gboolean desk_cli_list (DeskCli *cli, GError **error);
gboolean desk_cli_show (DeskCli *cli, GError **error);
gboolean desk_cli_save (DeskCli *cli, GError **error);
gboolean desk_cli_log (DeskCli *cli, GError **error);
gboolean desk_cli_diff (DeskCli *cli, GError **error);
gboolean desk_cli_blame (DeskCli *cli, GError **error);
gboolean desk_cli_merge (DeskCli *cli, GError **error);
gboolean desk_cli_restore (DeskCli *cli, GError **error);
gboolean desk_cli_name (DeskCli *cli, GError **error);
gboolean desk_cli_search (DeskCli *cli, GError **error);

gboolean desk_cli_claim_add (DeskCli *cli, GError **error);
gboolean desk_cli_claim_list (DeskCli *cli, GError **error);
gboolean desk_cli_claim_set (DeskCli *cli, GError **error);

gboolean desk_cli_post_add (DeskCli *cli, GError **error);
gboolean desk_cli_post_list (DeskCli *cli, GError **error);

gboolean desk_cli_note_add (DeskCli *cli, GError **error);
gboolean desk_cli_note_list (DeskCli *cli, GError **error);
gboolean desk_cli_note_resolve (DeskCli *cli, GError **error);
gboolean desk_cli_lint (DeskCli *cli, GError **error);
gboolean desk_cli_rule_list (DeskCli *cli, GError **error);
gboolean desk_cli_rule_add (DeskCli *cli, GError **error);
gboolean desk_cli_rule_drop (DeskCli *cli, GError **error);
gboolean desk_cli_rule_import (DeskCli *cli, GError **error);
gboolean desk_cli_rule_export (DeskCli *cli, GError **error);

gboolean desk_cli_check (DeskCli *cli, GError **error);
gboolean desk_cli_publish (DeskCli *cli, GError **error);
gboolean desk_cli_update (DeskCli *cli, GError **error);
gboolean desk_cli_correct (DeskCli *cli, GError **error);

gboolean desk_cli_import (DeskCli *cli, GError **error);
gboolean desk_cli_export (DeskCli *cli, GError **error);
gboolean desk_cli_dossier (DeskCli *cli, GError **error);
gboolean desk_cli_verify (DeskCli *cli, GError **error);
gboolean desk_cli_rebuild (DeskCli *cli, GError **error);
gboolean desk_cli_compact (DeskCli *cli, GError **error);
gboolean desk_cli_backup (DeskCli *cli, GError **error);
gboolean desk_cli_recover (DeskCli *cli, GError **error);
gboolean desk_cli_get (DeskCli *cli, GError **error);
gboolean desk_cli_set (DeskCli *cli, GError **error);

G_END_DECLS
