/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/desk-record-diff.h"

static DeskClaim *
add_claim (DeskSnapshot *snapshot, const char *id)
{
  DeskClaim *claim = g_object_new (DESK_TYPE_CLAIM, NULL);

  g_set_str (&claim->id, id);
  claim->anchor = g_new0 (DeskAnchor, 1);
  claim->anchor->exact = g_strdup (id);
  g_ptr_array_add (snapshot->claims, claim);
  return claim;
}

static void
add_evidence (DeskClaim *claim, const char *id)
{
  DeskEvidence *evidence = g_object_new (DESK_TYPE_EVIDENCE, NULL);

  g_set_str (&evidence->id, id);
  g_ptr_array_add (claim->evidence, evidence);
}

static DeskPost *
add_post (DeskSnapshot *snapshot, const char *id)
{
  DeskPost *post = g_object_new (DESK_TYPE_POST, NULL);

  g_set_str (&post->id, id);
  g_ptr_array_add (snapshot->posts, post);
  return post;
}

/* They come newest first. */
static DeskUpdate *
add_update (DeskSnapshot *snapshot, const char *id)
{
  DeskUpdate *update = g_object_new (DESK_TYPE_UPDATE, NULL);

  g_set_str (&update->id, id);
  g_ptr_array_insert (snapshot->updates, 0, update);
  return update;
}

static DeskSnapshot *
make_snapshot (void)
{
  DeskSnapshot *snapshot = g_object_new (DESK_TYPE_SNAPSHOT, NULL);

  snapshot->story = g_object_new (DESK_TYPE_STORY, NULL);
  snapshot->text = desk_text_new ();
  return snapshot;
}

/* "claim a 5; post b 1": the id and the flags of each. */
static void
assert_changes (DeskSnapshot *from, DeskSnapshot *to, const char *wanted)
{
  g_autoptr (GPtrArray) changes = desk_record_diff_new (from, to);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < changes->len; i++)
    {
      DeskRecordChange *change = g_ptr_array_index (changes, i);
      DeskClaim *claim = change->claim != NULL ? change->claim : change->old_claim;
      DeskPost *post = change->post != NULL ? change->post : change->old_post;
      DeskUpdate *update = change->update != NULL ? change->update : change->old_update;

      g_string_append (out, i > 0 ? "; " : "");
      if (claim != NULL)
        g_string_append_printf (out, "claim %s", claim->id);
      else if (post != NULL)
        g_string_append_printf (out, "post %s", post->id);
      else if (update != NULL)
        g_string_append_printf (out, "update %s", update->id);
      else
        g_string_append_printf (out, "state %d→%d", change->old_state, change->state);
      g_string_append_printf (out, " %u", change->flags);
    }
  g_assert_cmpstr (out->str, ==, wanted);
}

static void
test_same (void)
{
  g_autoptr (DeskSnapshot) from = make_snapshot ();
  g_autoptr (DeskSnapshot) to = make_snapshot ();

  add_evidence (add_claim (from, "a"), "e");
  add_evidence (add_claim (to, "a"), "e");
  add_post (from, "p");
  add_post (to, "p");
  add_update (from, "u");
  add_update (to, "u");
  assert_changes (from, to, "");
}

static void
test_came_and_went (void)
{
  g_autoptr (DeskSnapshot) from = make_snapshot ();
  g_autoptr (DeskSnapshot) to = make_snapshot ();

  add_claim (from, "a");
  add_claim (to, "b");
  add_post (from, "p");
  add_post (to, "q");
  add_update (from, "t");
  add_update (to, "u");
  add_update (to, "v");
  to->story->state = DESK_STATE_PUBLISHED;
  assert_changes (from, to, "state 0→3 128; update u 1; update v 1; update t 2; claim b 1; claim a 2; post q 1; post p 2");
  assert_changes (NULL, to, "update u 1; update v 1; claim b 1; post q 1");
}

static void
test_changed (void)
{
  g_autoptr (DeskSnapshot) from = make_snapshot ();
  g_autoptr (DeskSnapshot) to = make_snapshot ();
  DeskClaim *claim = add_claim (to, "a");

  add_claim (from, "a");
  claim->so = DESK_SO_VERIFIED;
  claim->said = DESK_SAID_YES;
  assert_changes (from, to, "claim a 12");
  claim->said = DESK_SAID_OPEN;
  claim->so = DESK_SO_OPEN;
  claim->fit = DESK_FIT_CHANGED;
  assert_changes (from, to, "claim a 16");
  claim->fit = DESK_FIT_EXACT;
  g_set_str (&claim->by, "the council");
  assert_changes (from, to, "claim a 32");
  g_set_str (&claim->by, "");
  add_evidence (claim, "e");
  assert_changes (from, to, "claim a 64");

  add_post (from, "p");
  add_post (to, "p")->state = DESK_POST_DELETED;
  add_update (from, "u");
  g_set_str (&add_update (to, "u")->superseded_by, "v");
  assert_changes (from, to, "update u 256; claim a 64; post p 128");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/record-diff/same", test_same);
  g_test_add_func ("/record-diff/came-and-went", test_came_and_went);
  g_test_add_func ("/record-diff/changed", test_changed);

  return g_test_run ();
}
