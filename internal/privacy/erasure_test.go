package privacy_test

import (
	"slices"
	"strings"
	"testing"

	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/privacy"
)

var importOptions = importing.NewOptions()

// silent are texts of workspaces in which no contact is named, by table or by
// column, and why.
var silent = map[string]string{
	"activities.kind": "a word of ours", "api_tokens": "of members", "attachments.media": "a type", "attachments.file_key": "a random name", "attachments.small_key": "a random name",
	"audit_entries": "erased under signatures", "audit_seals": "hashes", "bulks.via": "a word of ours", "bulks.action": "a word of ours", "bulks.field": "name of a field",
	"bulks.chosen": "ids", "bulks.status": "a word of ours", "bulks.kind": "a word of ours", "bulk_sets.kind": "a word of ours",
	"changes.kind": "a word of ours", "changes.action": "a word of ours", "changes.field": "name of a field", "changes.via": "a word of ours",
	"company_choices": "keys of choices", "contact_choices": "keys of choices", "deal_choices": "keys of choices", "task_choices": "keys of choices",
	"company_duplicates": "words of ours", "contact_duplicates": "goes with the contact", "contact_emails": "goes with the contact", "contact_phones": "goes with the contact",
	"consents.state": "a word of ours", "consents.method": "a word of ours", "retention_rules": "words of ours", "purposes": "set up by people for people", "custom_fields": "set up by people for people", "dav_names": "erased by the id", "deal_contacts": "goes with the contact", "deal_lines": "what is sold",
	"deal_moves": "names of stages", "deals.name_key": "made of name", "deals.currency": "a code", "deals.status": "a word of ours", "deals.expected_close_date": "a day", "deals.actual_close_date": "a day",
	"digests": "days", "duplicate_scans": "words of ours", "favourites": "erased by the id", "files": "random names", "home_cards": "words of ours", "idempotency_keys": "read through",
	"import_undos.status": "a word of ours", "import_undos.problem": "words of ours", "imports.kind": "a word of ours", "imports.file_key": "a random name", "imports.format": "a word of ours", "imports.status": "a word of ours",
	"import_layouts.fingerprint": "a hash", "import_leftovers.kind": "a word of ours", "invitations": "of members", "looks.list": "a word of ours", "looks.view": "an id", "lost_reasons": "reasons", "members": "of members",
	"merge_moves": "names of references", "merged_records.kind": "a word of ours", "merges.kind": "a word of ours", "notification_settings": "words of ours", "notifications.kind": "a word of ours", "notifications.event": "a word of ours",
	"outbox": "read through", "pipelines": "set up by people for people", "provider_accounts": "of members", "search": "written anew", "sessions": "of members", "sign_in_providers": "of the workspace", "stages": "set up by people for people",
	"tags": "set up by people for people", "tallies": "numbers", "targets": "numbers", "tasks.title_key": "made of title", "tasks.task_type": "a word of ours", "tasks.priority": "a word of ours", "tasks.priority_key": "a word of ours",
	"tasks.status": "a word of ours", "tasks.due_date": "a day", "tasks.repeat": "a rule", "teams": "of members", "view_defaults": "words of ours", "views.list": "a word of ours", "views.audience": "a word of ours",
}

// otherFields are fields of contacts and companies that say something of
// themselves: an erasure leaves those of others alone.
var otherFields = []string{"contacts.", "companies."}

func TestErase_KnowsEveryText(t *testing.T) {
	known := privacy.Texts()
	for _, column := range texts(t, dbtest.SQLite(t)) {
		table, _, _ := strings.Cut(column, ".")
		if slices.Contains(known, column) || silent[column] != "" || silent[table] != "" {
			continue
		}
		if slices.ContainsFunc(otherFields, func(f string) bool { return strings.HasPrefix(column, f) }) {
			continue
		}
		t.Errorf("%s may speak of somebody: an erasure does not know it (privacy/place.go), or say in silent why nobody is named in it", column)
	}
}

// texts are the columns of workspaces that hold texts.
func texts(t *testing.T, d *db.DB) []string {
	t.Helper()
	all, err := db.Values[string](t.Context(), d, `SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c
		WHERE m.type = 'table' AND c.type = 'TEXT' AND EXISTS (SELECT 1 FROM pragma_table_info(m.name) w WHERE w.name = 'workspace_id') ORDER BY 1`)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
