package admin

import (
	"net/http"

	"kontor/internal/backup"
	"kontor/internal/kit/i18n"
)

// overview is the first page: is everything well?
type overview struct {
	Version string
	Engine  string
	Checks  []Check
	Jobs    map[string]int64
}

func (d *Domain) showOverview(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	counts, err := d.need.Queue.Count(ctx)
	if err != nil {
		return err
	}
	v := overview{Version: d.need.Version, Engine: string(d.need.DB.Engine), Checks: d.need.Checks(ctx), Jobs: counts}
	return d.render(w, r, i18n.T(ctx, "Server"), overviewPage(v))
}

func (d *Domain) listBackups(w http.ResponseWriter, r *http.Request) error {
	all, err := backup.Newest(r.Context(), d.need.DB, perPage)
	if err != nil {
		return err
	}
	return d.render(w, r, i18n.T(r.Context(), "Backups"), backupsPage(all))
}

func (d *Domain) listSettings(w http.ResponseWriter, r *http.Request) error {
	return d.render(w, r, i18n.T(r.Context(), "Settings in force"), settingsPage(d.need.Settings()))
}
