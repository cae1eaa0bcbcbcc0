package activity_test

import (
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/fault"
)

// record puts a bare contact into the workspace.
func record(t *testing.T, d *db.DB, actor account.Actor) activity.Subject {
	t.Helper()
	id := db.NewID()
	err := d.InTx(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `INSERT INTO contacts (workspace_id, id, name, name_key, owner_id, created_at, updated_at)
			VALUES ($1, $2, 'Anna', 'anna', $3, 0, 0)`, actor.Workspace, id, actor.Member)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return activity.Subject{Kind: "contact", ID: id}
}

func TestStory_JoinsWhatWasChangedInOneGo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, domain := t.Context(), activity.New(d, nil)
		actor := accounttest.Actor(t, d, account.Owner)
		on := record(t, d, actor)
		change := func(fields ...string) {
			t.Helper()
			var all []activity.Change
			for _, f := range fields {
				all = append(all, activity.Change{Kind: "contact", Record: on.ID, Action: activity.Updated, Field: f, Old: "a", New: strings.Repeat("ю", 30000)})
			}
			if err := d.InTx(ctx, func(tx *db.Tx) error { return activity.Record(ctx, tx, actor, all...) }); err != nil {
				t.Fatal(err)
			}
			time.Sleep(2 * time.Millisecond)
		}
		change("city", "phone")
		note, err := domain.Notes.Create(ctx, actor, on, activity.NoteInput{Body: " Met\r\nat the fair "})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Millisecond)
		change("email")
		story, err := domain.History.Story(ctx, actor, on, activity.ShowAll, "")
		if err != nil {
			t.Fatal(err)
		}
		if n := len(story.Items); n != 3 || len(story.Items[0].Changes) != 1 || story.Items[1].Note == nil || len(story.Items[2].Changes) != 2 {
			t.Fatalf("%d items: %+v", n, story.Items)
		}
		if story.Items[1].Note.Body != "Met\nat the fair" {
			t.Errorf("body %q", story.Items[1].Note.Body)
		}
		if got := len([]rune(story.Items[0].Changes[0].New)); got != 20000 {
			t.Errorf("a value of history has %d characters", got)
		}
		at, err := db.Value[int64](ctx, d, `SELECT activity_at FROM contacts WHERE id = $1`, on.ID)
		if err != nil || at != note.CreatedAt {
			t.Errorf("last activity %d, want %d: %v", at, note.CreatedAt, err)
		}
		since, err := domain.History.Since(ctx, actor, on, note.CreatedAt)
		if err != nil || len(since) != 1 || since[0].Field != "email" || since[0].MemberName != actor.Name {
			t.Errorf("since the note: %+v, %v", since, err)
		}
	})
}

func TestNotes_StayWithTheirRecord(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, domain := t.Context(), activity.New(d, nil)
		actor, stranger := accounttest.Actor(t, d, account.Owner), accounttest.Stranger(t, d)
		on := record(t, d, actor)
		note, err := domain.Notes.Create(ctx, actor, on, activity.NoteInput{Body: "x"})
		if err != nil {
			t.Fatal(err)
		}
		for what, err := range map[string]error{
			"create": func() error {
				_, err := domain.Notes.Create(ctx, stranger, on, activity.NoteInput{Body: "x"})
				return err
			}(),
			"get": func() error { _, err := domain.Notes.Get(ctx, stranger, note.ID); return err }(),
			"update": func() error {
				_, err := domain.Notes.Update(ctx, stranger, note.ID, activity.NoteInput{Body: "y"})
				return err
			}(),
			"delete": func() error { _, err := domain.Notes.Delete(ctx, stranger, note.ID, 0); return err }(),
			"story":  func() error { _, err := domain.History.Story(ctx, stranger, on, "", ""); return err }(),
			"kind": func() error {
				_, err := domain.History.Story(ctx, actor, activity.Subject{Kind: "planet", ID: on.ID}, "", "")
				return err
			}(),
		} {
			if !fault.IsNotFound(err) {
				t.Errorf("%s by a stranger: %v", what, err)
			}
		}
		err = d.InTx(ctx, func(tx *db.Tx) error {
			return activity.Forget(ctx, tx, actor.Workspace, "contact", []db.ID{db.NewID(), on.ID})
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := domain.Notes.Get(ctx, actor, note.ID); !fault.IsNotFound(err) {
			t.Errorf("a forgotten note: %v", err)
		}
	})
}
