package contact_test

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/record"
)

// worksOn names the database that this program works for, instead of testing.
const worksOn = "KONTOR_TEST_WORKS_ON"

func TestBulk_KilledInTheMiddleGoesOnAndAddsUp(t *testing.T) {
	if url := os.Getenv(worksOn); url != "" {
		workUntilKilled(t, url)
	}
	const many = 600
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		ids := crowd(t, h.Domain, owner, many)
		h.Records.Jobs(h.queue)
		if err := h.queue.Open(t.Context(), false); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * time.Millisecond)
		b := start(t, h.Domain, owner, record.BulkInput{Kind: "contact", Action: record.BulkSet, Field: "city", Value: "Ruse", All: true, Shown: many})
		h.queue.Close()
		seen := killAmid(t, h, owner, b.ID)
		if seen == many {
			t.Fatal("it was killed too late to tell")
		}

		again := newHouse(t, d)
		again.works(t)
		adds(t, again.ended(t, owner, b.ID), record.BulkDone, many, 0, 0)
		lines, err := db.Value[int](t.Context(), d, `SELECT count(*) FROM changes WHERE batch_id = $1 AND field = 'city'`, b.ID)
		if err != nil || lines != many {
			t.Errorf("%d lines of history, %v", lines, err)
		}
		undo, err := again.Records.Bulks.Undo(t.Context(), owner, b.ID)
		if err != nil {
			t.Fatal(err)
		}
		adds(t, again.ended(t, owner, undo.ID), record.BulkDone, many, 0, 0)
		equal(t, "city", contactOf(t, again.Domain, owner, ids[0]).City, "Sofia")
	})
}

func workUntilKilled(t *testing.T, url string) {
	d, err := db.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	newHouse(t, d).works(t)
	select {}
}

// killAmid lets another process work, kills it when it has done something, and
// returns how much that was.
func killAmid(t *testing.T, h *house, actor account.Actor, id db.ID) int64 {
	t.Helper()
	worker := exec.Command(os.Args[0], "-test.run=^TestBulk_KilledInTheMiddleGoesOnAndAddsUp$")
	worker.Env = append(os.Environ(), worksOn+"="+urlOf(h.db))
	if err := worker.Start(); err != nil {
		t.Fatal(err)
	}
	var seen int64
	for deadline := time.Now().Add(time.Minute); seen == 0 && time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		b, err := h.Records.Bulks.Get(t.Context(), actor, id)
		if err != nil {
			t.Fatal(err)
		}
		seen = b.Seen()
	}
	worker.Process.Kill()
	worker.Wait() // it says that it was killed
	if seen == 0 {
		t.Fatal("the worker did nothing")
	}
	noticeDeath(t, h.db)
	b, err := h.Records.Bulks.Get(t.Context(), actor, id)
	if err != nil {
		t.Fatal(err)
	}
	return b.Seen()
}

func urlOf(d *db.DB) string {
	if d.Engine == db.Postgres {
		return d.URL
	}
	return "sqlite:///" + d.Path
}

// noticeDeath does what the queue does some minutes later: on PostgreSQL nobody
// can look whether the process of another machine lives.
func noticeDeath(t *testing.T, d *db.DB) {
	t.Helper()
	if d.Engine == db.SQLite {
		return
	}
	err := d.InTx(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec(t.Context(), `UPDATE river_job SET state = 'available' WHERE state = 'running'`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
