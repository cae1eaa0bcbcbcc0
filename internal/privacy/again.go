package privacy

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/jobs"
)

// tidy seals keys anew, and erases again whom a restored backup brought back.
type tidy struct{}

func (tidy) Kind() string { return "privacy.tidy" }

func (d *Domain) eraseJobs(q *jobs.Queue) {
	jobs.Handle(q, func(ctx context.Context, _ tidy) error {
		_, err := d.People.Again(ctx)
		return errors.Join(err, d.Erasures.Reseal(ctx))
	})
	jobs.Every(q, 24*time.Hour, func() jobs.Args { return tidy{} })
}

// remember adds a line to the list of erasures beside the database, which no
// restore takes back: ids and a time, nothing of the person.
func (s *People) remember(e Erasure) error {
	f, err := os.OpenFile(s.list, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("list of erasures: %w", err)
	}
	_, err = fmt.Fprintf(f, "%d %s %s\n", e.Workspace, e.Record, time.UnixMilli(e.At).UTC().Format(time.RFC3339))
	return errors.Join(err, f.Close())
}

// gone is a contact that was erased.
type gone struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	Record    db.ID          `db:"record_id"`
}

// Again erases contacts that were erased before and are there again, as after a
// backup was restored. It returns how many.
func (s *People) Again(ctx context.Context) (n int, err error) {
	all, err := s.listed()
	if err != nil {
		return 0, err
	}
	back, err := db.Select[gone](ctx, s.db, `SELECT e.workspace_id, e.record_id FROM erasures e JOIN contacts c ON c.workspace_id = e.workspace_id AND c.id = e.record_id`)
	if err != nil {
		return 0, fmt.Errorf("look for erased people: %w", err)
	}
	for _, g := range append(all, back...) {
		there, err := db.Value[int](ctx, s.db, `SELECT count(*) FROM contacts WHERE workspace_id = $1 AND id = $2`, g.Workspace, g.Record)
		if err != nil {
			return n, err
		}
		if there == 0 {
			continue
		}
		actor := account.Actor{Workspace: g.Workspace, Role: account.Owner, Via: "job"}
		if _, err := s.erase(ctx, actor, g.Record); err != nil {
			return n, fmt.Errorf("erase again: %w", err)
		}
		n++
	}
	return n, nil
}

// listed reads the list of erasures; what is no line of it is passed over.
func (s *People) listed() (all []gone, err error) {
	f, err := os.Open(s.list)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list of erasures: %w", err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		parts := strings.Fields(lines.Text())
		if len(parts) < 2 {
			continue
		}
		ws, wrong := strconv.ParseInt(parts[0], 10, 64)
		id, alsoWrong := db.ParseID(parts[1])
		if wrong == nil && alsoWrong == nil {
			all = append(all, gone{db.WorkspaceID(ws), id})
		}
	}
	return all, lines.Err()
}
