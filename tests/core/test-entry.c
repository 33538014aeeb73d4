/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "core/desk-change.h"
#include "core/desk-entry.h"

#define STORY "0195333c-7a00-7000-8000-000000000001"

static GBytes *
bytes_of (const char *string)
{
  return g_bytes_new (string, strlen (string));
}

/* What is canonical is taken and comes out the same; what is not is refused. */
static void
test_canonical (void)
{
  static const char *const taken[] = {
    "{}",
    "{\"a\":1}",
    "{\"a\":{\"b\":[\"x\",-5,9007199254740991]},\"z\":\"\"}",
    /* RFC 8785, section 3.2.3: keys by UTF-16 code units, so that U+1F600 comes before U+FB33. */
    "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\",\"\xc3\xb6\":\"O\",\"\xe2\x82\xac\":\"Euro\","
    "\"\xf0\x9f\x98\x80\":\"Smiley\",\"\xef\xac\xb3\":\"Dalet\"}",
    "{\"text\":\"\\b\\t\\n\\f\\r\\\"\\\\\\u0001/\xc3\xa9\"}",
  };
  static const char *const refused[] = {
    "",
    " {}",
    "{} ",
    "{\"a\": 1}",
    "{\"b\":1,\"a\":2}",
    "{\"a\":1,\"a\":2}",
    "{\"a\":1.0}",
    "{\"a\":1e3}",
    "{\"a\":9007199254740992}",
    "{\"a\":99999999999999999999}",
    "{\"a\":true}",
    "{\"a\":null}",
    "{\"a\":0.5}",
    "{\"a\":\"\\u0041\"}",
    "{\"a\":\"\\/\"}",
    "{\"a\":\"\\u0000\"}",
    "{\"a\":\"\xff\"}",
    "{\"a\":1}{\"b\":2}",
    "nonsense",
    "{\"\xef\xac\xb3\":1,\"\xf0\x9f\x98\x80\":2}",
    "/* c */{}",
    "{\"a\":01}",
    "{\"a\":-0}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      g_autoptr (GBytes) bytes = bytes_of (taken[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = desk_json_parse (bytes, &error);
      g_autoptr (GBytes) again = NULL;

      g_assert_no_error (error);
      again = desk_json_canonical (node, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (bytes, again));
    }

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GBytes) bytes = bytes_of (refused[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = desk_json_parse (bytes, &error);

      g_assert_null (node);
      g_assert_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_ENTRY);
    }
}

static void
test_hostile_depth (void)
{
  g_autofree char *deep = g_strnfill (1000000, '[');
  g_autoptr (GBytes) bytes = bytes_of (deep);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = desk_json_parse (bytes, &error);

  g_assert_null (node);
  g_assert_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_ENTRY);
}

static void
test_entry (void)
{
  const char *b = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
  const char *a = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
  const char *parents[] = { b, a, b, NULL };
  g_autoptr (DeskChange) change = desk_change_new_slug ("harbour-prison");
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntry) entry =
      desk_entry_new (STORY, parents, "M. Aral", "desk", 1771862520000000, "Asia/Baghdad", DESK_ENTRY_SLUG,
                      desk_change_get_body (change), &error);
  g_autoptr (DeskEntry) again = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (g_bytes_get_data (desk_entry_get_bytes (entry), NULL), !=, NULL);
  g_assert_cmpmem (g_bytes_get_data (desk_entry_get_bytes (entry), NULL), g_bytes_get_size (desk_entry_get_bytes (entry)),
                   "{\"actor\":{\"device\":\"desk\",\"name\":\"M. Aral\"},\"at\":1771862520000000,"
                   "\"body\":{\"slug\":\"harbour-prison\"},\"kind\":\"slug\",\"parents\":["
                   "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\","
                   "\"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\"],"
                   "\"story\":\"" STORY "\",\"zone\":\"Asia/Baghdad\"}",
                   g_bytes_get_size (desk_entry_get_bytes (entry)));

  again = desk_entry_parse (desk_entry_get_bytes (entry), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (desk_entry_get_id (again), ==, desk_entry_get_id (entry));
  g_assert_cmpstr (desk_entry_get_name (again), ==, "M. Aral");
  g_assert_cmpint (desk_entry_get_kind (again), ==, DESK_ENTRY_SLUG);
  g_assert_cmpuint (g_strv_length ((char **) desk_entry_get_parents (again)), ==, 2);
}

static void
test_entry_refused (void)
{
  static const char *const refused[] = {
    "{}",
    "[]",
    "{\"actor\":{\"device\":\"d\",\"name\":\"n\"},\"at\":\"1\",\"body\":{},\"kind\":\"slug\",\"parents\":[],\"zone\":\"\"}",
    "{\"actor\":{\"device\":\"d\",\"name\":\"n\"},\"at\":1,\"body\":[],\"kind\":\"slug\",\"parents\":[],\"zone\":\"\"}",
    "{\"actor\":{\"device\":\"d\",\"name\":\"n\"},\"at\":1,\"body\":{},\"kind\":\"slug\",\"parents\":[\"x\"],\"zone\":\"\"}",
    "{\"actor\":{\"device\":\"d\",\"name\":\"n\"},\"at\":1,\"body\":{},\"kind\":\"slug\",\"parents\":[1],\"zone\":\"\"}",
    "{\"actor\":{\"device\":\"d\",\"name\":\"n\"},\"at\":1,\"body\":{},\"kind\":\"slug\",\"parents\":[],\"story\":\"x\","
    "\"zone\":\"\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GBytes) bytes = bytes_of (refused[i]);
      g_autoptr (GError) error = NULL;
      g_autoptr (DeskEntry) entry = desk_entry_parse (bytes, &error);

      g_assert_null (entry);
      g_assert_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_ENTRY);
    }
}

/* A kind of a later Desk is kept and passed over. */
static void
test_unknown_kind (void)
{
  g_autoptr (GBytes) bytes = bytes_of ("{\"actor\":{\"device\":\"d\",\"name\":\"n\"},\"at\":1,\"body\":{},"
                                       "\"kind\":\"from-later\",\"new\":1,\"parents\":[],\"zone\":\"\"}");
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskEntry) entry = desk_entry_parse (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpint (desk_entry_get_kind (entry), ==, -1);
  g_assert_cmpstr (desk_entry_get_kind_nick (entry), ==, "from-later");
}

/* A sealed name is not in the entry; its hash is that of salt and name. */
static void
test_sealed (void)
{
  g_autoptr (DeskChange) change =
      desk_change_new_evidence_person (NULL, DESK_STANCE_FOR, "source A", "Ilen Voss", "I was there.");
  g_autoptr (DeskChange) second =
      desk_change_new_evidence_person (NULL, DESK_STANCE_FOR, "source A", "Ilen Voss", "I was there.");
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), desk_change_get_body (change));
  g_autoptr (GBytes) bytes = desk_json_canonical (node, NULL);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  DeskSealed *sealed = g_ptr_array_index (desk_change_get_sealed (change), 0);
  DeskSealed *other = g_ptr_array_index (desk_change_get_sealed (second), 0);

  g_assert_null (g_strstr_len (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "Voss"));
  g_assert_cmpuint (g_bytes_get_size (sealed->salt), ==, 32);
  g_checksum_update (checksum, g_bytes_get_data (sealed->salt, NULL), 32);
  g_checksum_update (checksum, (const guint8 *) "Ilen Voss", -1);
  g_assert_cmpstr (g_checksum_get_string (checksum), ==, sealed->hash);
  g_assert_cmpstr (desk_json_get_string (desk_change_get_body (change), "sealed"), ==, sealed->hash);
  g_assert_cmpstr (sealed->hash, !=, other->hash);
}

/* Evidence that comes with a claim brings its files and sealed names along. */
static void
test_claim_takes_over (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DeskAnchor) anchor = desk_anchor_new ("The gates are open.", 0, 19, NULL, &error);
  g_autoptr (GPtrArray) evidence = g_ptr_array_new_with_free_func ((GDestroyNotify) desk_change_unref);
  g_autoptr (GBytes) file = bytes_of ("a file");
  g_autoptr (DeskChange) claim = NULL;

  g_assert_no_error (error);
  g_ptr_array_add (evidence, desk_change_new_evidence_person (NULL, DESK_STANCE_FOR, "source A", "Ilen Voss", NULL));
  g_ptr_array_add (evidence, desk_change_new_evidence_file (NULL, DESK_STANCE_FOR, file, "text/plain", "a.txt", NULL));
  claim = desk_change_new_claim (anchor, "the coast guard", DESK_CLAIM_FACT, DESK_SAID_YES, DESK_SO_OPEN, NULL, evidence);

  g_assert_cmpuint (desk_change_get_sealed (claim)->len, ==, 1);
  g_assert_cmpuint (desk_change_get_blobs (claim)->len, ==, 1);
  g_assert_cmpuint (json_array_get_length (desk_json_get_array (desk_change_get_body (claim), "evidence")), ==, 2);
}

static void
test_enums (void)
{
  g_autoptr (GError) error = NULL;
  int value;

  g_assert_cmpstr (desk_enum_to_nick (DESK_TYPE_POST_STATE, DESK_POST_SAME), ==, "unchanged");
  g_assert_cmpstr (desk_enum_to_nick (DESK_TYPE_ENTRY_KIND, DESK_ENTRY_EVIDENCE_DROP), ==, "evidence-drop");
  g_assert_true (desk_enum_from_nick (DESK_TYPE_SO, "disputed", &value, &error));
  g_assert_cmpint (value, ==, DESK_SO_DISPUTED);
  g_assert_false (desk_enum_from_nick (DESK_TYPE_SAID, "maybe", &value, &error));
  g_assert_error (error, DESK_CORE_ERROR, DESK_CORE_ERROR_VALUE);
  g_assert_nonnull (strstr (error->message, "open, yes, no"));
  g_assert_cmpstr (desk_enum_get_label (DESK_TYPE_STATE, DESK_STATE_REVIEW), ==, "In review");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/entry/canonical", test_canonical);
  g_test_add_func ("/entry/hostile-depth", test_hostile_depth);
  g_test_add_func ("/entry/entry", test_entry);
  g_test_add_func ("/entry/refused", test_entry_refused);
  g_test_add_func ("/entry/unknown-kind", test_unknown_kind);
  g_test_add_func ("/entry/sealed", test_sealed);
  g_test_add_func ("/entry/claim-takes-over", test_claim_takes_over);
  g_test_add_func ("/entry/enums", test_enums);

  return g_test_run ();
}
