package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/backup"
	"kontor/internal/kit/db"
	"kontor/internal/kit/redis"
)

// finding is what one check found: "" is ok.
type finding struct {
	name    string
	fatal   bool // no page can be answered
	trouble string
	detail  string
}

func (f finding) word() string {
	switch {
	case f.trouble == "":
		return "ok"
	case f.fatal:
		return "failing"
	}
	return "degraded"
}

// health answers monitors: 200 when pages can be answered, else 503. Only
// administrators and this machine learn what is wrong.
func (a *App) health(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	return a.tell(w, r, append(a.vital(ctx), a.helpful(ctx)...))
}

// ready answers balancers: 503 as well when this node is about to stop.
func (a *App) ready(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	found := a.vital(ctx)
	if a.draining.Load() {
		found = append(found, finding{name: "stopping", fatal: true, trouble: "this node is about to stop"})
	}
	return a.tell(w, r, found)
}

// live answers that the process runs.
func (a *App) live(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
	return nil
}

func (a *App) tell(w http.ResponseWriter, r *http.Request, found []finding) error {
	status, word := http.StatusOK, "healthy"
	checks, details := map[string]string{}, map[string]string{}
	for _, f := range found {
		checks[f.name] = f.word()
		if f.trouble != "" {
			a.log.WarnContext(r.Context(), "health: "+f.name, "trouble", f.trouble)
			details[f.name] = f.trouble
			if word == "healthy" {
				word = "degraded"
			}
		} else if f.detail != "" {
			details[f.name] = f.detail
		}
		if f.trouble != "" && f.fatal {
			status, word = http.StatusServiceUnavailable, "unhealthy"
		}
	}
	answer := map[string]any{"status": word, "checks": checks}
	if mayKnow(r) {
		answer["details"] = details
		answer["version"] = a.Version
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(answer)
}

// mayKnow tells whether the request comes from this machine, and not through a
// proxy on it, or from a platform administrator.
func mayKnow(r *http.Request) bool {
	if actor, ok := account.ActorFrom(r.Context()); ok && actor.Superuser {
		return true
	}
	for _, h := range []string{"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"} {
		if r.Header.Get(h) != "" {
			return false
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	return err == nil && ip != nil && ip.IsLoopback()
}

// vital is what no page can do without.
func (a *App) vital(ctx context.Context) []finding {
	data := finding{name: "database", fatal: true, detail: string(a.db.Engine)}
	schema := finding{name: "migrations", fatal: true}
	have, err := db.Value[int64](ctx, a.db, `SELECT max(version_id) FROM goose_db_version WHERE is_applied`)
	switch {
	case err != nil:
		data.trouble = err.Error()
		schema.trouble = "unknown without the database"
	case have < a.schema:
		schema.trouble = fmt.Sprintf("at step %d of %d: run kontor migrate", have, a.schema)
	default:
		schema.detail = fmt.Sprintf("at step %d", have)
	}
	secret := finding{name: "secret_key", fatal: true}
	if len(a.Config.Secret) < 32 {
		secret.trouble = "not configured"
	}
	return []finding{data, schema, secret}
}

// helpful is what pages can do without for a while.
func (a *App) helpful(ctx context.Context) []finding {
	all := []finding{a.worker(ctx), a.disk(), a.storage(ctx), a.lastBackup(ctx)}
	if a.redis != nil {
		f := finding{name: "redis"}
		if err := a.redis.Ping(ctx).Err(); err != nil {
			f.trouble = err.Error()
		}
		all = append(all, f)
	}
	if a.certificates != nil {
		all = append(all, a.certified())
	}
	return all
}

// certified looks whether every name has a certificate that is renewed in
// time.
func (a *App) certified() finding {
	f := finding{name: "certificates"}
	var bad, good []string
	for _, s := range a.certificates.Standing() {
		if s.Late || s.Trouble != "" {
			bad = append(bad, s.String())
			continue
		}
		good = append(good, s.String())
	}
	f.trouble, f.detail = strings.Join(bad, "; "), strings.Join(good, "; ")
	return f
}

// storage asks where uploaded files lie whether it takes some.
func (a *App) storage(ctx context.Context) finding {
	f := finding{name: "storage"}
	if err := a.files.Check(ctx); err != nil {
		f.trouble = err.Error()
	}
	return f
}

// worker looks whether anybody works the background jobs.
func (a *App) worker(ctx context.Context) finding {
	f := finding{name: "worker"}
	if alive, err := a.Queue.Alive(ctx); err != nil {
		f.trouble = err.Error()
	} else if !alive {
		f.trouble = "no worker has been heard of for 15 seconds"
	}
	return f
}

// lastBackup is late after a day and two hours.
func (a *App) lastBackup(ctx context.Context) finding {
	f := finding{name: "backup"}
	good, newest, err := backup.Last(ctx, a.db)
	switch {
	case err != nil:
		f.trouble = err.Error()
	case newest.Error != "":
		f.trouble = "the last one failed: " + newest.Error
	case good.StartedAt == 0:
		f.detail = "none yet"
	default:
		at := time.UnixMilli(good.StartedAt)
		f.detail = fmt.Sprintf("%s, verified, %d rows, %d bytes", at.UTC().Format(time.RFC3339), good.Rows, good.Bytes)
		if a.Config.BackupAt != "" && time.Since(at) > 26*time.Hour {
			f.trouble = "the last one is of " + at.UTC().Format(time.RFC3339)
		}
	}
	return f
}

const (
	lowSpace  = 500 << 20
	lowShare  = 0.05
	megabytes = 1 << 20
)

func (a *App) disk() finding {
	f := finding{name: "disk"}
	free, all, err := space(a.Config.DataDir)
	switch {
	case errors.Is(err, errors.ErrUnsupported):
	case err != nil:
		f.trouble = err.Error()
	case free < lowSpace || float64(free) < lowShare*float64(all):
		f.trouble = fmt.Sprintf("only %d MB free in DATA_DIR", free/megabytes)
	default:
		f.detail = fmt.Sprintf("%d MB free", free/megabytes)
	}
	return f
}

// openChecks prepares what the checks need.
func (a *App) openChecks() error {
	known, err := db.Known(a.db.Engine)
	if err != nil {
		return err
	}
	a.schema = db.Newest(known)
	a.metrics = newMetrics(a)
	if a.Config.RedisURL != "" {
		a.redis, err = redis.Open(a.Config.RedisURL)
	}
	return err
}
