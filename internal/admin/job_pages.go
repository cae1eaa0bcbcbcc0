package admin

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/web"
)

// jobsView is a page of jobs.
type jobsView struct {
	Asked  jobs.Asked
	Counts map[string]int64
	Jobs   []jobs.Job
	More   string // address of the next page; empty for none
	Alive  bool   // somebody works them
}

func (d *Domain) listJobs(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := jobsView{Asked: askedJobs(r.URL.Query())}
	all, err := d.need.Queue.Page(ctx, v.Asked, perPage+1)
	if err != nil {
		return err
	}
	if v.Counts, err = d.need.Queue.Count(ctx); err != nil {
		return err
	}
	if v.Alive, err = d.need.Queue.Alive(ctx); err != nil {
		return err
	}
	v.Jobs = all[:min(len(all), perPage)]
	if len(all) > perPage {
		next := v.Asked
		next.Before = v.Jobs[perPage-1].ID
		v.More = jobsURL(next)
	}
	return d.render(w, r, i18n.T(ctx, "Jobs"), jobsPage(v))
}

// askedJobs reads an address; what is no state or number asks for nothing.
func askedJobs(q url.Values) jobs.Asked {
	asked := jobs.Asked{State: q.Get("state"), Kind: q.Get("kind")}
	if !slices.Contains(jobs.States(), asked.State) {
		asked.State = ""
	}
	asked.Before, _ = strconv.ParseInt(q.Get("before"), 10, 64)
	return asked
}

func jobsURL(asked jobs.Asked) string {
	q := url.Values{}
	if asked.State != "" {
		q.Set("state", asked.State)
	}
	if asked.Kind != "" {
		q.Set("kind", asked.Kind)
	}
	if asked.Before != 0 {
		q.Set("before", strconv.FormatInt(asked.Before, 10))
	}
	if len(q) == 0 {
		return "/admin/jobs"
	}
	return "/admin/jobs?" + q.Encode()
}

// act is a handler that does one thing to a job and leads back to the list.
func (d *Domain) act(do func(context.Context, int64) (jobs.Job, error), said func(context.Context) string, noted string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
		if err != nil {
			return fault.NotFound{}
		}
		j, err := do(r.Context(), id)
		if err != nil {
			return err
		}
		d.note(r, noted, slog.Int64("job", id), slog.String("kind", j.Kind))
		web.SetFlash(w, r, web.Flash{Text: said(r.Context())})
		return web.Redirect(w, r, jobsURL(askedJobs(r.URL.Query())))
	}
}

func jobRetried(ctx context.Context) string   { return i18n.T(ctx, "The job runs again") }
func jobCancelled(ctx context.Context) string { return i18n.T(ctx, "The job is cancelled") }

// stateName is what a state of a job is called.
func stateName(ctx context.Context, state string) string {
	switch state {
	case "available":
		return i18n.T(ctx, "Waiting")
	case "scheduled", "pending":
		return i18n.T(ctx, "Planned")
	case "running":
		return i18n.T(ctx, "Running")
	case "retryable":
		return i18n.T(ctx, "Will be tried again")
	case "discarded":
		return i18n.T(ctx, "Failed for good")
	case "completed":
		return i18n.T(ctx, "Done")
	}
	return i18n.T(ctx, "Cancelled")
}

func stateTone(state string) string {
	switch state {
	case "discarded":
		return "bad"
	case "retryable":
		return "warn"
	case "running":
		return "info"
	case "completed":
		return "ok"
	}
	return ""
}

// mayRetry tells whether running the job again makes sense.
func mayRetry(j jobs.Job) bool { return j.State != "running" && j.State != "available" }

// mayCancel tells whether there is something left to stop.
func mayCancel(j jobs.Job) bool { return j.EndedAt == nil }

func (d *Domain) render(w http.ResponseWriter, r *http.Request, title string, body templ.Component) error {
	return web.Render(w, r, http.StatusOK, d.need.Shell(w, r, title, body))
}
