package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"

	"kontor/internal/kit/db"
)

// rescueDead makes jobs available again whose process was killed. Elsewhere
// that takes 2 × MaxRun; a SQLite file has all its processes on this machine,
// so we can look.
func (q *Queue) rescueDead(ctx context.Context) error {
	if q.db.Engine != db.SQLite {
		return nil
	}
	type running struct {
		ID int64   `db:"id"`
		By db.JSON `db:"attempted_by"`
	}
	return q.db.InTx(ctx, func(tx *db.Tx) error {
		found, err := db.Select[running](ctx, tx, `SELECT id, json(attempted_by) AS attempted_by FROM river_job WHERE state = 'running'`)
		if err != nil {
			return err
		}
		for _, job := range found {
			if lastAlive(job.By) {
				continue
			}
			if _, err := tx.Exec(ctx, `UPDATE river_job SET state = 'available' WHERE id = $1 AND state = 'running'`, job.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

func lastAlive(by db.JSON) bool {
	var clients []string
	if json.Unmarshal(by, &clients) != nil || len(clients) == 0 {
		return false
	}
	last := clients[len(clients)-1]
	pid, err := strconv.Atoi(last[strings.LastIndexByte(last, '-')+1:])
	if err != nil || pid == os.Getpid() {
		return false
	}
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	err = p.Signal(syscall.Signal(0))
	return err == nil || errors.Is(err, os.ErrPermission)
}
