package contact_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/fault"
	"kontor/internal/record"
)

// crowd makes contacts of that many, all in Sofia, and returns their ids.
func crowd(t *testing.T, c *contact.Domain, actor account.Actor, n int) []db.ID {
	t.Helper()
	ids := make([]db.ID, n)
	for i := range ids {
		in := contact.NewContactInput(actor)
		in.LastName, in.City = fmt.Sprintf("Person %03d", i), "Sofia"
		made, err := c.Contacts.Create(t.Context(), actor, in)
		if err != nil {
			t.Fatal(err)
		}
		ids[i] = made.ID
	}
	return ids
}

func patch(t *testing.T, c *contact.Domain, actor account.Actor, id db.ID, change func(in *contact.ContactInput)) {
	t.Helper()
	_, err := c.Contacts.Patch(t.Context(), actor, id, func(old contact.Contact) (contact.ContactInput, error) {
		in := old.Input()
		change(&in)
		return in, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func start(t *testing.T, c *contact.Domain, actor account.Actor, in record.BulkInput) record.Bulk {
	t.Helper()
	b, err := c.Records.Bulks.Start(t.Context(), actor, in)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// adds asserts what came of a bulk.
func adds(t *testing.T, b record.Bulk, status string, changed, unchanged, failed int64) {
	t.Helper()
	if b.Status != status || b.Changed != changed || b.Unchanged != unchanged || b.Failed != failed || b.Ended() && b.Total != changed+unchanged+failed {
		t.Errorf("%s %d/%d/%d of %d (%s), want %s %d/%d/%d", b.Status, b.Changed, b.Unchanged, b.Failed, b.Total, b.Problem, status, changed, unchanged, failed)
	}
}

func contactOf(t *testing.T, c *contact.Domain, actor account.Actor, id db.ID) contact.Contact {
	t.Helper()
	got, err := c.Contacts.Get(t.Context(), actor, id)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestBulk_SetAndUndoLeavesWhatWasChangedSince(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := domain(d)
		actor := accounttest.Actor(t, d, account.Owner)
		ids := crowd(t, c, actor, 4)
		patch(t, c, actor, ids[3], func(in *contact.ContactInput) { in.City = "Varna" })
		b := start(t, c, actor, record.BulkInput{Kind: "contact", Action: record.BulkSet, Field: "city", Value: " Varna", IDs: append(ids, ids[0])})
		adds(t, b, record.BulkDone, 3, 1, 0)
		found(t, d, actor, "varna", ids...)
		patch(t, c, actor, ids[1], func(in *contact.ContactInput) { in.City, in.Position = "Burgas", "Buyer" })
		patch(t, c, actor, ids[2], func(in *contact.ContactInput) { in.Position = "Seller" })

		undo, err := c.Records.Bulks.Undo(t.Context(), actor, b.ID)
		if err != nil {
			t.Fatal(err)
		}
		adds(t, undo, record.BulkDone, 2, 0, 1)
		for i, city := range []string{"Sofia", "Burgas", "Sofia", "Varna"} {
			equal(t, "city", contactOf(t, c, actor, ids[i]).City, city)
		}
		equal(t, "position", contactOf(t, c, actor, ids[2]).Position, "Seller")
		left, err := c.Records.Bulks.Failures(t.Context(), actor, undo.ID, db.ID{}, 10)
		if err != nil || len(left) != 1 || left[0].Name != "Person 001" || !strings.Contains(left[0].Reason, "City") {
			t.Errorf("left: %+v, %v", left, err)
		}
		if _, err := c.Records.Bulks.Undo(t.Context(), actor, b.ID); err == nil {
			t.Error("undone twice")
		}
		vias(t, d, ids[0], "page", "bulk", "undo")
	})
}

// vias asserts by which ways a record was changed, in order.
func vias(t *testing.T, d *db.DB, id db.ID, want ...string) {
	t.Helper()
	got, err := db.Values[string](t.Context(), d, `SELECT via FROM changes WHERE record_id = $1 ORDER BY id`, id)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "ways", strings.Join(got, " "), strings.Join(want, " "))
}

func TestBulk_TagsAreTakenBackOneByOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := domain(d)
		actor := accounttest.Actor(t, d, account.Owner)
		ids := crowd(t, c, actor, 3)
		patch(t, c, actor, ids[0], func(in *contact.ContactInput) { in.Tags = []string{"VIP"} })
		b := start(t, c, actor, record.BulkInput{Kind: "contact", Action: record.BulkTag, Value: "VIP, Fair", IDs: ids})
		adds(t, b, record.BulkDone, 3, 0, 0)
		equal(t, "label", b.Label, "VIP, Fair")
		patch(t, c, actor, ids[1], func(in *contact.ContactInput) { in.Tags = append(in.Tags, "Later") })
		if _, err := c.Records.Bulks.Undo(t.Context(), actor, b.ID); err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{"VIP", "Later", ""} {
			equal(t, "tags", tagNames(contactOf(t, c, actor, ids[i])), want)
		}
		vip := contactOf(t, c, actor, ids[0]).Tags[0].ID.String()
		adds(t, start(t, c, actor, record.BulkInput{Kind: "contact", Action: record.BulkUntag, Value: vip, IDs: ids}), record.BulkDone, 1, 2, 0)
		equal(t, "tags", tagNames(contactOf(t, c, actor, ids[0])), "")
	})
}

func tagNames(c contact.Contact) string {
	names := make([]string, len(c.Tags))
	for i, tag := range c.Tags {
		names[i] = tag.Name
	}
	return strings.Join(names, ", ")
}

func TestBulk_DeleteUndoRestore(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := domain(d)
		owner := accounttest.Actor(t, d, account.Owner)
		user := accounttest.Member(t, d, owner, account.User)
		ids := append(crowd(t, c, owner, 1), crowd(t, c, user, 2)...)
		stranger := accounttest.Stranger(t, d)
		ids = append(ids, crowd(t, c, stranger, 1)...)
		b := start(t, c, user, record.BulkInput{Kind: "contact", Action: record.BulkDelete, IDs: ids})
		adds(t, b, record.BulkDone, 2, 0, 2)
		undo, err := c.Records.Bulks.Undo(t.Context(), user, b.ID)
		if err != nil {
			t.Fatal(err)
		}
		adds(t, undo, record.BulkDone, 2, 0, 0)
		contactOf(t, c, user, ids[1])
		if _, err := c.Records.Bulks.Get(t.Context(), stranger, b.ID); !fault.IsNotFound(err) {
			t.Errorf("a stranger gets: %v", err)
		}
	})
}

func TestBulk_RefusesWhatCannotBe(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := domain(d)
		actor := accounttest.Actor(t, d, account.Owner)
		ids := crowd(t, c, actor, 2)
		stranger := accounttest.Stranger(t, d)
		set := func(field, value string) record.BulkInput {
			return record.BulkInput{Kind: "contact", Action: record.BulkSet, Field: field, Value: value, IDs: ids}
		}
		query := record.BulkInput{Kind: "contact", Action: record.BulkSet, Field: "city", Value: "Ruse", All: true}
		wide, odd := query, query
		wide.Query, wide.Shown, odd.Query, odd.Shown = "city=Sofia", 1, "city=Sofia&colour=red", 2
		for name, in := range map[string]record.BulkInput{
			"an unknown field": set("colour", "red"), "a fixed field": set("created_at", "2020-01-01"), "an e-mail": set("email", "a@b.example"),
			"a wrong value": set("country", "Atlantis"), "a wrong date": set("birthday", "soon"), "a stranger": set("owner", stranger.Member.String()),
			"nobody": {Kind: "contact", Action: record.BulkDelete}, "a wrong action": {Kind: "contact", Action: "burn", IDs: ids},
			"more than was shown": wide, "a condition that is not there": odd, "no tag": {Kind: "contact", Action: record.BulkTag, Value: " , ", IDs: ids},
		} {
			if b, err := c.Records.Bulks.Start(t.Context(), actor, in); err == nil {
				t.Errorf("%s is taken: %+v", name, b)
			}
		}
		equal(t, "city", contactOf(t, c, actor, ids[0]).City, "Sofia")
	})
}

func TestBulk_AllMatchingAsAJob(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.works(t)
		owner := accounttest.Actor(t, d, account.Owner)
		ids := crowd(t, h.Domain, owner, 600)
		asked := time.Now().Add(time.Millisecond)
		time.Sleep(3 * time.Millisecond)
		late := crowd(t, h.Domain, owner, 1)[0]
		// It empties its own filter, and leaves alone what was made since.
		b := start(t, h.Domain, owner, record.BulkInput{Kind: "contact", Action: record.BulkSet, Field: "city", Value: "Plovdiv",
			All: true, Query: "city=Sofia", Shown: 600, AskedAt: asked})
		equal(t, "status", b.Status, record.BulkQueued)
		b = h.ended(t, owner, b.ID)
		adds(t, b, record.BulkDone, 600, 0, 0)
		equal(t, "late", contactOf(t, h.Domain, owner, late).City, "Sofia")
		patch(t, h.Domain, owner, ids[7], func(in *contact.ContactInput) { in.City = "Burgas" })
		undo, err := h.Records.Bulks.Undo(t.Context(), owner, b.ID)
		if err != nil {
			t.Fatal(err)
		}
		adds(t, h.ended(t, owner, undo.ID), record.BulkDone, 599, 0, 1)
		equal(t, "city", contactOf(t, h.Domain, owner, ids[599]).City, "Sofia")
	})
}

// ended waits until a bulk is done.
func (h *house) ended(t *testing.T, actor account.Actor, id db.ID) record.Bulk {
	t.Helper()
	for range 600 {
		b, err := h.Records.Bulks.Get(t.Context(), actor, id)
		if err != nil {
			t.Fatal(err)
		}
		if b.Ended() {
			return b
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("the bulk does not end")
	return record.Bulk{}
}

func TestBulk_ARightWithdrawnMeanwhileCounts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		manager := accounttest.Member(t, d, owner, account.Manager)
		crowd(t, h.Domain, owner, 501)
		h.Records.Jobs(h.queue)
		h.Jobs(h.queue)
		if err := h.queue.Open(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Millisecond) // a bulk leaves out what was made in the millisecond it is asked for, and later
		b := start(t, h.Domain, manager, record.BulkInput{Kind: "contact", Action: record.BulkSet, Field: "city", Value: "Ruse", All: true, Shown: 501})
		if err := h.accounts.Members.SetRole(t.Context(), owner, manager.Member, account.User); err != nil {
			t.Fatal(err)
		}
		h.queue.Close()
		again := newHouse(t, d)
		again.works(t)
		adds(t, again.ended(t, owner, b.ID), record.BulkDone, 0, 0, 501)
	})
}
