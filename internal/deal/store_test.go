package deal_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/search"
	"kontor/internal/view"
)

func domain(d *db.DB) *deal.Domain {
	notes, views := activity.New(d, nil), view.New(d, nil)
	secret := []byte(strings.Repeat("k", 32))
	contacts := contact.New(contact.Needs{DB: d, Secret: secret, Activity: notes, Views: views})
	return deal.New(deal.Needs{DB: d, Secret: secret, Activity: notes, Contacts: contacts, Views: views})
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// firm is a workspace with somebody in it and their pipeline.
type firm struct {
	t     *testing.T
	db    *db.DB
	deals *deal.Domain
	actor account.Actor
	sales deal.Pipeline
}

func newFirm(t *testing.T, d *db.DB) *firm {
	t.Helper()
	f := &firm{t: t, db: d, deals: domain(d), actor: accounttest.Actor(t, d, account.Owner)}
	all, err := f.deals.Pipelines.List(t.Context(), f.actor)
	if err != nil || len(all) != 1 {
		t.Fatalf("pipelines of a new workspace: %v, %v", all, err)
	}
	f.sales = all[0]
	return f
}

func (f *firm) stage(name string) db.ID {
	f.t.Helper()
	for _, s := range f.sales.Stages {
		if s.Name == name {
			return s.ID
		}
	}
	f.t.Fatalf("no stage %q", name)
	return db.ID{}
}

func (f *firm) input(name, value string) deal.DealInput {
	in := deal.NewDealInput(f.actor)
	in.Name, in.Value = name, &contact.Money{Amount: value, Currency: "EUR"}
	return in
}

func (f *firm) make(in deal.DealInput) deal.Deal {
	f.t.Helper()
	d, err := f.deals.Deals.Create(f.t.Context(), f.actor, in)
	if err != nil {
		f.t.Fatalf("create %s: %v", in.Name, err)
	}
	return d
}

func (f *firm) patch(id db.ID, change func(in *deal.DealInput)) (deal.Deal, error) {
	return f.deals.Deals.Patch(f.t.Context(), f.actor, id, func(old deal.Deal) (deal.DealInput, error) {
		in := old.Input()
		change(&in)
		return in, nil
	})
}

// wrong asserts that err is about the field.
func wrong(t *testing.T, err error, field string) {
	t.Helper()
	invalid, ok := errors.AsType[fault.Invalid](err)
	if !ok || invalid[field] == "" {
		t.Errorf("%v, want something about %s", err, field)
	}
}

func TestPipelines_NewWorkspaceHasSales(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFirm(t, d)
		equal(t, "name", f.sales.Name, "Sales")
		var stages []string
		for _, s := range f.sales.Stages {
			stages = append(stages, s.Name+" "+s.Kind)
		}
		equal(t, "stages", strings.Join(stages, ", "), "Lead open, Qualified open, Proposal open, Negotiation open, Won won, Lost lost")
		equal(t, "probability of the first", f.sales.Stages[0].Probability, 10)
		reasons, err := f.deals.Reasons.List(t.Context(), f.actor)
		if err != nil || len(reasons) != 5 {
			t.Errorf("reasons: %v, %v", reasons, err)
		}
	})
}

func TestDeals_FollowTheirStage(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFirm(t, d)
		made := f.make(f.input("Line 3 monitoring", "62,400.01"))
		equal(t, "stage", made.StageName, "Lead")
		equal(t, "status", made.Status, deal.Open)
		equal(t, "weighted", made.Weighted, 624000)
		now, err := f.patch(made.ID, func(in *deal.DealInput) { in.StageID = f.stage("Proposal") })
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "probability", now.Probability, 50)
		equal(t, "weighted, half away from zero", now.Weighted, 3120001)
		now, _ = f.patch(made.ID, func(in *deal.DealInput) { *in.Probability = 60 })
		equal(t, "probability by hand", now.Probability, 60)
		now, _ = f.patch(made.ID, func(in *deal.DealInput) { in.Status = deal.Won })
		equal(t, "won", now.StageName+" "+now.Status, "Won won")
		equal(t, "probability of a won one", now.Probability, 100)
		today := time.Now().In(f.actor.Zone).Format(time.DateOnly)
		if now.ActualClose == nil || *now.ActualClose != today {
			t.Errorf("closed on %v, want %s", now.ActualClose, today)
		}
		now, _ = f.patch(made.ID, func(in *deal.DealInput) { in.Status = deal.Open })
		equal(t, "reopened into", now.StageName, "Proposal")
		equal(t, "probability of a reopened one", now.Probability, 50)
		if now.ActualClose != nil {
			t.Errorf("a reopened deal was closed on %s", *now.ActualClose)
		}
		story, err := f.deals.Story(t.Context(), f.actor, made.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, field := range []string{"stage", "status", "probability", "actual_close_date"} {
			if !strings.Contains(story, field) {
				t.Errorf("history lacks %s: %s", field, story)
			}
		}
	})
}

func TestDeals_LostNeedsAReason(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFirm(t, d)
		made := f.make(f.input("Pilot", "100"))
		_, err := f.patch(made.ID, func(in *deal.DealInput) { in.StageID = f.stage("Lost") })
		wrong(t, err, "lost_reason")
		reasons, _ := f.deals.Reasons.List(t.Context(), f.actor)
		now, err := f.patch(made.ID, func(in *deal.DealInput) {
			in.Status, in.ReasonID, in.LostReason = deal.Lost, reasons[0].ID, "By a third"
		})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "reason", now.ReasonName+", "+now.LostReason, "Price, By a third")
		equal(t, "weighted", now.Weighted, 0)
		now, err = f.patch(made.ID, func(in *deal.DealInput) { in.StageID = f.stage("Lead") })
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "reason after reopening", now.ReasonName+now.LostReason, "")
	})
}

func TestDeals_RefuseBadInput(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f, other := newFirm(t, d), newFirm(t, d)
		number := func(n int64) *int64 { return &n }
		for field, change := range map[string]func(in *deal.DealInput){
			"name":                func(in *deal.DealInput) { in.Name = "  " },
			"value":               func(in *deal.DealInput) { in.Value.Amount = "-1" },
			"currency":            func(in *deal.DealInput) { in.Value.Currency = "ABC" },
			"probability":         func(in *deal.DealInput) { in.Probability = number(101) },
			"expected_close_date": func(in *deal.DealInput) { in.ExpectedClose = "2026-02-30" },
			"stage_id":            func(in *deal.DealInput) { in.PipelineID, in.StageID = f.sales.ID, other.sales.Stages[0].ID },
			"pipeline_id":         func(in *deal.DealInput) { in.PipelineID = other.sales.ID },
			"status":              func(in *deal.DealInput) { in.Status = "maybe" },
			"owner_id":            func(in *deal.DealInput) { in.OwnerID = other.actor.Member },
			"contact_id":          func(in *deal.DealInput) { in.ContactID = db.NewID() },
			"company_id":          func(in *deal.DealInput) { in.CompanyID = db.NewID() },
			"lines.0.price":       func(in *deal.DealInput) { in.Lines = []deal.LineInput{{Name: "x", Price: "-2"}} },
		} {
			in := f.input("Bad", "10")
			change(&in)
			_, err := f.deals.Deals.Create(t.Context(), f.actor, in)
			wrong(t, err, field)
		}
		err := d.InTx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `INSERT INTO deals (workspace_id, id, name, name_key, currency, pipeline_id, stage_id, status, probability, stage_at, created_at, updated_at)
				VALUES ($1, $2, 'x', 'x', 'EUR', $3, $4, 'open', 10, 1, 1, 1)`, f.actor.Workspace, db.NewID(), f.sales.ID, other.sales.Stages[0].ID)
			return err
		})
		if err == nil {
			t.Error("the database took a deal in a stage of another workspace")
		}
	})
}

func TestDeals_LinesMakeTheValue(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFirm(t, d)
		in := f.input("Sensors", "1")
		in.Lines = []deal.LineInput{{Name: "Sensor", Quantity: "12", Price: "3450"}, {Name: "Hours", Quantity: "2.5", Price: "99.99", Discount: "10"}}
		made := f.make(in)
		equal(t, "value", made.Value, 4140000+24998-2500)
		got, err := f.deals.Deals.Get(t.Context(), f.actor, made.ID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "lines", len(got.Lines), 2)
		equal(t, "as typed", got.Input().Lines[1], deal.LineInput{Name: "Hours", Quantity: "2.5", Price: "99.99", Discount: "10"})
	})
}

func TestDeals_ContactsHaveRoles(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFirm(t, d)
		contacts := contact.New(contact.Needs{DB: d, Secret: []byte(strings.Repeat("k", 32)), Activity: activity.New(d, nil), Views: view.New(d, nil)})
		person := func(name string) db.ID {
			in := contact.NewContactInput(f.actor)
			in.FirstName = name
			c, err := contacts.Contacts.Create(t.Context(), f.actor, in)
			if err != nil {
				t.Fatal(err)
			}
			return c.ID
		}
		ivo, rali := person("Ivo"), person("Rali")
		in := f.input("Press", "1")
		in.ContactID, in.Contacts = ivo, []deal.PartyInput{{ContactID: rali, Role: "Signs the budget"}}
		made := f.make(in)
		equal(t, "parties", len(made.Parties), 2)
		equal(t, "main", made.ContactName, "Ivo")
		got, _ := f.deals.Deals.Get(t.Context(), f.actor, made.ID)
		equal(t, "second", got.Parties[1].Name+": "+got.Parties[1].Role, "Rali: Signs the budget")
	})
}

func TestDeals_StageRequiresFields(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFirm(t, d)
		made := f.make(f.input("Kiln", "100"))
		err := d.InTx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `UPDATE stages SET required = $1 WHERE workspace_id = $2 AND id = $3`,
				db.JSON(`["expected_close_date"]`), f.actor.Workspace, f.stage("Proposal"))
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = f.deals.Deals.Move(t.Context(), f.actor, made.ID, deal.Move{To: f.stage("Proposal")})
		wrong(t, err, "expected_close_date")
		now, err := f.deals.Deals.Move(t.Context(), f.actor, made.ID, deal.Move{To: f.stage("Proposal"), ExpectedClose: "2026-12-24"})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "stage", now.StageName, "Proposal")
		_, err = f.patch(made.ID, func(in *deal.DealInput) { in.ExpectedClose = "" })
		wrong(t, err, "expected_close_date")
	})
}

func TestDeals_MoveKeepsOrderAndTellsWhoWasFaster(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFirm(t, d)
		a, b, c := f.make(f.input("A", "1")), f.make(f.input("B", "1")), f.make(f.input("C", "1"))
		lead, proposal := f.stage("Lead"), f.stage("Proposal")
		order := func(stage db.ID) string {
			names, err := db.Values[string](t.Context(), d, `SELECT name FROM deals WHERE workspace_id = $1 AND stage_id = $2 ORDER BY place, id`, f.actor.Workspace, stage)
			if err != nil {
				t.Fatal(err)
			}
			return strings.Join(names, "")
		}
		equal(t, "newest first", order(lead), "CBA")
		move := func(id db.ID, m deal.Move) {
			t.Helper()
			if _, err := f.deals.Deals.Move(t.Context(), f.actor, id, m); err != nil {
				t.Fatal(err)
			}
		}
		move(c.ID, deal.Move{From: lead, To: lead, After: b.ID})
		equal(t, "below B", order(lead), "BCA")
		for range 70 { // halves the room until the column has to be spread
			move(a.ID, deal.Move{To: lead, After: b.ID})
			move(c.ID, deal.Move{To: lead, After: b.ID})
		}
		equal(t, "after many moves", order(lead), "BCA")
		move(a.ID, deal.Move{From: lead, To: proposal})
		colleague := accounttest.Member(t, d, f.actor, account.User)
		_, err := f.deals.Deals.Move(t.Context(), colleague, b.ID, deal.Move{From: lead, To: proposal})
		if _, ok := errors.AsType[fault.Forbidden](err); !ok {
			t.Errorf("somebody else's deal: %v", err)
		}
		_, err = f.deals.Deals.Move(t.Context(), f.actor, a.ID, deal.Move{From: lead, To: f.stage("Won")})
		conflict, ok := errors.AsType[fault.Conflict](err)
		if !ok || !strings.Contains(conflict.Text, f.actor.Name) || !strings.Contains(conflict.Text, "Proposal") {
			t.Errorf("a card that was moved meanwhile: %v", err)
		}
	})
}

func TestDeals_BinAndSearch(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFirm(t, d)
		made := f.make(f.input("Furnace control", "1"))
		found := func() int {
			hits, err := search.Find(t.Context(), d, f.actor.Workspace, []string{"deal"}, "furnace", 5)
			if err != nil {
				t.Fatal(err)
			}
			return len(hits)
		}
		equal(t, "found", found(), 1)
		if _, err := f.deals.Deals.Delete(t.Context(), f.actor, made.ID, 0); err != nil {
			t.Fatal(err)
		}
		equal(t, "found in the bin", found(), 0)
		if _, err := f.deals.Deals.Get(t.Context(), f.actor, made.ID); !fault.IsNotFound(err) {
			t.Errorf("a deleted deal: %v", err)
		}
		if _, err := f.deals.Deals.Restore(t.Context(), accounttest.Stranger(t, d), made.ID); !fault.IsNotFound(err) {
			t.Errorf("restored by a stranger: %v", err)
		}
		if _, err := f.deals.Deals.Restore(t.Context(), f.actor, made.ID); err != nil {
			t.Fatal(err)
		}
		equal(t, "found again", found(), 1)
	})
}
