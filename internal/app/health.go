package app

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"kontor/internal/kit/db"
)

// health answers monitors: 200 when everything needed works, else 503.
func (a *App) health(w http.ResponseWriter, r *http.Request) error {
	ctx, cancel := context.WithTimeout(r.Context(), 3*time.Second)
	defer cancel()
	checks := map[string]string{"database": "ok", "secret_key": "ok"}
	status, word := http.StatusOK, "healthy"
	if _, err := db.Value[int64](ctx, a.db, `SELECT count(*) FROM workspaces WHERE id = 0`); err != nil {
		a.log.ErrorContext(ctx, "health: database", "error", err.Error())
		checks["database"], status, word = "unavailable", http.StatusServiceUnavailable, "unhealthy"
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	return json.NewEncoder(w).Encode(map[string]any{"status": word, "checks": checks})
}

// live answers that the process runs.
func (a *App) live(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNoContent)
	return nil
}
