package demo_test

import (
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/deal"
	"kontor/internal/demo"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/task"
)

func TestRemove_LeavesNothingBehind(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		actor, other := accounttest.Actor(t, d, account.Owner), accounttest.Stranger(t, d)
		fill(t, d, actor, 700, 1)
		fill(t, d, other, 30, 1)
		theirs := count(t, d, "changes WHERE workspace_id = $1", other.Workspace)
		n, err := demo.Remove(t.Context(), d, actor)
		if err != nil {
			t.Fatal(err)
		}
		if n < 700 {
			t.Errorf("removed %d records", n)
		}
		for _, table := range []string{"contacts", "companies", "tags", "contact_emails", "contact_phones", "contact_tags",
			"deals", "deal_contacts", "deal_lines", "deal_tags", "deal_moves", "tasks",
			"activities", "activity_contacts", "activity_deals", "search"} {
			if left := count(t, d, table+" WHERE workspace_id = $1", actor.Workspace); left > 0 {
				t.Errorf("%d rows left in %s", left, table)
			}
		}
		if left := count(t, d, "changes WHERE workspace_id = $1 AND kind NOT IN ('pipeline', 'stage')", actor.Workspace); left > 0 {
			t.Errorf("%d lines of history left", left)
		}
		if got := count(t, d, "changes WHERE workspace_id = $1", other.Workspace); got != theirs {
			t.Errorf("another workspace has %d lines of history, had %d", got, theirs)
		}
	})
}

func TestRemove_KeepsWhatPeopleAdded(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		actor := accounttest.Actor(t, d, account.Owner)
		c := domain(d)
		own, err := c.Tags.Create(t.Context(), actor, contact.TagInput{Name: "Newsletter"})
		if err != nil {
			t.Fatal(err)
		}
		fill(t, d, actor, 60, 1)
		company := values[db.ID](t, d, `SELECT id FROM companies WHERE workspace_id = $1 ORDER BY id LIMIT 1`, actor.Workspace)[0]
		used := values[db.ID](t, d, `SELECT id FROM tags WHERE workspace_id = $1 AND name = 'Customer'`, actor.Workspace)[0]
		in := contact.NewContactInput(actor)
		in.FirstName, in.CompanyID, in.Tags = "Vesela", company, []string{used.String()}
		mine, err := c.Contacts.Create(t.Context(), actor, in)
		if err != nil {
			t.Fatal(err)
		}
		changed := values[db.ID](t, d, `SELECT id FROM contacts WHERE workspace_id = $1 AND id <> $2 ORDER BY id DESC LIMIT 1`, actor.Workspace, mine.ID)[0]
		notes := activity.New(d, nil).Notes
		for _, on := range []db.ID{mine.ID, changed} {
			if _, err := notes.Create(t.Context(), actor, activity.Subject{Kind: "contact", ID: on}, activity.NoteInput{Body: "Called."}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := demo.Remove(t.Context(), d, actor); err != nil {
			t.Fatal(err)
		}
		left := values[db.ID](t, d, `SELECT id FROM contacts WHERE workspace_id = $1`, actor.Workspace)
		if len(left) != 1 || left[0] != mine.ID {
			t.Errorf("contacts left: %v, want %v", left, mine.ID)
		}
		if got, err := c.Contacts.Get(t.Context(), actor, mine.ID); err != nil || got.CompanyID != company || len(got.Tags) != 1 {
			t.Errorf("the own contact is %+v, %v", got, err)
		}
		for table, want := range map[string]int{"companies": 1, "activities": 1, "tags": 2} {
			if n := count(t, d, table+" WHERE workspace_id = $1", actor.Workspace); n != want {
				t.Errorf("%d rows in %s, want %d", n, table, want)
			}
		}
		if _, err := c.Tags.Get(t.Context(), actor, own.ID); err != nil {
			t.Errorf("the own tag: %v", err)
		}
	})
}

func TestRemove_KeepsWhatOwnDealsAndTasksAreAbout(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		actor := accounttest.Actor(t, d, account.Owner)
		fill(t, d, actor, 60, 1)
		buyer := values[db.ID](t, d, `SELECT id FROM contacts WHERE workspace_id = $1 ORDER BY id LIMIT 1`, actor.Workspace)[0]
		about := values[db.ID](t, d, `SELECT id FROM deals WHERE workspace_id = $1 AND contact_id <> $2 ORDER BY id LIMIT 1`, actor.Workspace, buyer)[0]
		sales, tasks := work(d)
		sold, todo := deal.NewDealInput(actor), task.NewInput(actor)
		sold.Name, sold.ContactID = "Own deal", buyer
		if _, err := sales.Deals.Create(t.Context(), actor, sold); err != nil {
			t.Fatal(err)
		}
		todo.Title, todo.DealID = "Own task", about
		if _, err := tasks.Tasks.Create(t.Context(), actor, todo); err != nil {
			t.Fatal(err)
		}
		if _, err := demo.Remove(t.Context(), d, actor); err != nil {
			t.Fatal(err)
		}
		for table, want := range map[string]int{"deals": 2, "tasks": 1, "contacts": 2} {
			if n := count(t, d, table+" WHERE workspace_id = $1", actor.Workspace); n != want {
				t.Errorf("%d rows in %s, want %d", n, table, want)
			}
		}
	})
}
