package demo_test

import (
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/demo"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func TestFill_Time(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		actor := accounttest.Actor(t, d, account.Owner)
		start := time.Now()
		err := demo.Fill(t.Context(), d, actor, demo.Options{Contacts: 20000, Progress: func(done, total int) { t.Log(done, total, time.Since(start)) }})
		if err != nil {
			t.Fatal(err)
		}
		t.Log(time.Since(start))
		start = time.Now()
		n, err := demo.Remove(t.Context(), d, actor)
		t.Log(n, err, time.Since(start))
	})
}
