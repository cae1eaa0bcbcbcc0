package contact_test

import (
	"errors"
	"sync"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/fault"
	"kontor/internal/record"
)

// team makes a team of the workspace.
func team(t *testing.T, d *db.DB, actor account.Actor, name string) db.ID {
	t.Helper()
	id := db.NewID()
	err := d.InTx(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO teams (workspace_id, id, name, name_key, created_at, updated_at) VALUES ($1, $2, $3, $4, 0, 0)`,
			actor.Workspace, id, name, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestContacts_WhoMayChangeWhich(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		user, colleague := accounttest.Member(t, d, owner, account.User), accounttest.Member(t, d, owner, account.User)
		manager, stranger := accounttest.Member(t, d, owner, account.Manager), accounttest.Stranger(t, d)
		mine, other := team(t, d, owner, "mine"), team(t, d, owner, "other")
		user.Teams = []db.ID{mine}
		reader := owner
		reader.ReadOnly = true
		for _, c := range []struct {
			name        string
			owner, team db.ID
			may         bool
		}{
			{"own", user.Member, db.ID{}, true},
			{"nobody's", db.ID{}, db.ID{}, true},
			{"of the team", colleague.Member, mine, true},
			{"of a colleague", colleague.Member, db.ID{}, false},
			{"of another team", colleague.Member, other, false},
			{"of another team, without owner", db.ID{}, other, false},
		} {
			in := contact.NewContactInput(owner)
			in.FirstName, in.OwnerID, in.TeamID = "Anna", c.owner, c.team
			made, err := h.Contacts.Create(t.Context(), owner, in)
			if err != nil {
				t.Fatal(err)
			}
			change := func(as account.Actor) error {
				got, err := h.Contacts.Get(t.Context(), as, made.ID)
				if err != nil {
					return err
				}
				in := got.Input()
				in.City += "x"
				_, err = h.Contacts.Update(t.Context(), as, made.ID, in)
				return err
			}
			if err := change(user); (err == nil) != c.may {
				t.Errorf("%s: %v", c.name, err)
			} else if _, ok := errors.AsType[fault.Forbidden](err); err != nil && !ok {
				t.Errorf("%s: %v, want forbidden", c.name, err)
			}
			if err := change(manager); err != nil {
				t.Errorf("%s: the manager may not: %v", c.name, err)
			}
			if err := change(stranger); !fault.IsNotFound(err) {
				t.Errorf("%s: a stranger: %v", c.name, err)
			}
			if _, ok := errors.AsType[fault.Forbidden](change(reader)); !ok {
				t.Errorf("%s: a token that only reads may write", c.name)
			}
			b, err := h.Records.Bulks.Start(t.Context(), user, record.BulkInput{Kind: "contact", Action: record.BulkDelete, IDs: []db.ID{made.ID}})
			if err != nil || b.Changed == 1 != c.may {
				t.Errorf("%s: delete: %+v %v", c.name, b, err)
			}
		}
	})
}

func TestContacts_OfTwoChangesOfOneVersionOneWins(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		in := contact.NewContactInput(actor)
		in.FirstName = "Anna"
		made, err := h.Contacts.Create(t.Context(), actor, in)
		if err != nil {
			t.Fatal(err)
		}
		errs := make([]error, 4)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() {
				in := made.Input()
				in.Version, in.City = made.Version, string(rune('A'+i))
				_, errs[i] = h.Contacts.Update(t.Context(), actor, made.ID, in)
			})
		}
		all.Wait()
		won := 0
		for _, err := range errs {
			if err == nil {
				won++
			} else if !fault.IsStale(err) {
				t.Error(err)
			}
		}
		equal(t, "winners", won, 1)
		got, err := h.Contacts.Get(t.Context(), actor, made.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "version", got.Version, made.Version+1)
	})
}
