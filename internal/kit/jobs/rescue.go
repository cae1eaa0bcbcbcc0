package jobs

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"kontor/internal/kit/db"
)

// rescueDead makes jobs available again whose process was killed. Those of
// other machines are found too, but only after 2 × MaxRun; about this one, which
// has all the processes of a SQLite file, we can look.
func (q *Queue) rescueDead(ctx context.Context) error {
	type running struct {
		ID int64   `db:"id"`
		By db.JSON `db:"attempted_by"`
	}
	query := `SELECT id, to_json(attempted_by) AS attempted_by FROM river_job WHERE state = 'running'`
	if q.db.Engine == db.SQLite {
		query = `SELECT id, json(attempted_by) AS attempted_by FROM river_job WHERE state = 'running'`
	}
	return q.db.InTx(ctx, func(tx *db.Tx) error {
		if err := q.setRight(ctx, tx); err != nil {
			return err
		}
		found, err := db.Select[running](ctx, tx, query)
		if err != nil {
			return err
		}
		for _, job := range found {
			last := lastOf(job.By)
			if alive(last) || q.db.Engine == db.Postgres && !isFromHere(last) {
				continue
			}
			if _, err := tx.Exec(ctx, `UPDATE river_job SET state = 'available' WHERE id = $1 AND state = 'running'`, job.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// lastOf is the id of the process that took a job up last.
func lastOf(by db.JSON) string {
	var clients []string
	if json.Unmarshal(by, &clients) != nil || len(clients) == 0 {
		return ""
	}
	return clients[len(clients)-1]
}

// place names what the numbers of processes are unique in: this machine since
// it was started, and the container on it. It is empty where that is unknown.
func place() string {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	container, err := os.Readlink("/proc/self/ns/pid")
	if err != nil {
		return ""
	}
	sum := sha256.Sum256([]byte(string(boot) + container))
	return hex.EncodeToString(sum[:6])
}

func isFromHere(client string) bool {
	here := place()
	return here != "" && strings.Contains(client, "-"+here+"-")
}

// began is when this process did: a client of the same number that is older
// was another process.
var began = time.Now().UnixNano()

// alive tells whether the process of a client runs on this machine.
func alive(client string) bool {
	parts := strings.Split(client, "-")
	pid, err := strconv.Atoi(parts[len(parts)-1])
	if err != nil || len(parts) < 2 {
		return false
	}
	if pid == os.Getpid() {
		since, err := strconv.ParseInt(parts[len(parts)-2], 10, 64)
		return err == nil && since >= began
	}
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	err = p.Signal(syscall.Signal(0))
	return err == nil || errors.Is(err, os.ErrPermission)
}
