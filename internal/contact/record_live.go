package contact

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/live"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/web"
)

// liveOf says that a page is about a record, and which others it shows; zero
// ids are none.
func liveOf(ctx context.Context, look string, on ...activity.Subject) ui.LiveProps {
	actor := account.ActorOf(ctx)
	p := ui.LiveProps{Look: look, Member: actor.Member.String(), Since: live.Since(ctx)}
	for _, s := range on {
		if !s.ID.IsZero() {
			p.Records = append(p.Records, s.Kind+"."+s.ID.String())
		}
	}
	return p
}

// subjects are a company and the people of it that its page shows.
func (v companyView) subjects() []activity.Subject {
	all := []activity.Subject{{Kind: "company", ID: v.Company.ID}}
	for _, p := range v.People[:min(len(v.People), shownPeople)] {
		all = append(all, activity.Subject{Kind: "contact", ID: p.ID})
	}
	return all
}

// news is what others changed on a record while its form is open.
type news struct {
	Who    []string
	Fields []string
}

func (d *Domain) contactMeanwhile(w http.ResponseWriter, r *http.Request) error {
	c, err := d.mineToEdit(r)
	if err != nil {
		return err
	}
	return d.meanwhile(w, r, activity.Subject{Kind: "contact", ID: c.ID}, c.Version)
}

func (d *Domain) companyMeanwhile(w http.ResponseWriter, r *http.Request) error {
	c, err := d.ourCompany(r)
	if err != nil {
		return err
	}
	return d.meanwhile(w, r, activity.Subject{Kind: "company", ID: c.ID}, c.Version)
}

// meanwhile answers a form that is open with what others have changed since it
// was read; with nothing when it is up to date.
func (d *Domain) meanwhile(w http.ResponseWriter, r *http.Request, on activity.Subject, version int64) error {
	q := r.URL.Query()
	if read, err := strconv.ParseInt(q.Get("version"), 10, 64); err != nil || read == version {
		w.WriteHeader(http.StatusNoContent)
		return nil
	}
	at, _ := strconv.ParseInt(q.Get("updated_at"), 10, 64) // from the beginning, if it does not say
	since, err := d.activity.History.Since(r.Context(), account.Of(r), on, at)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, newsOf(r.Context(), since).view())
}

func newsOf(ctx context.Context, since []activity.Change) (n news) {
	for _, c := range since {
		if c.Action != activity.Updated {
			continue
		}
		if name := firstOf(c.MemberName, i18n.T(ctx, "Somebody")); !slices.Contains(n.Who, name) {
			n.Who = append(n.Who, name)
		}
		if field := manner().Describe(ctx, c).Field; !slices.Contains(n.Fields, field) {
			n.Fields = append(n.Fields, field)
		}
	}
	return n
}

func (n news) title(ctx context.Context) string {
	if len(n.Who) == 0 {
		return i18n.T(ctx, "Somebody changed this while you were typing")
	}
	return i18n.T(ctx, "Changed while you were typing, by %s", strings.Join(n.Who, ", "))
}

// text names the fields.
func (n news) text(ctx context.Context) string {
	if len(n.Fields) == 0 {
		return ""
	}
	return i18n.T(ctx, "Fields: %s.", strings.Join(n.Fields, ", "))
}
