package app

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/limit"
	"kontor/internal/kit/logs"
	"kontor/internal/kit/web"
)

// withRate counts requests to the API, by user, or by address where no valid
// token came, and says in every answer how many are left.
func (a *App) withRate(next http.Handler) http.Handler {
	anonymous, user := a.Config.rates()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, "/api/v1/") {
			next.ServeHTTP(w, r)
			return
		}
		key, rate := "api:"+web.ClientOf(r.Context()).IP.String(), anonymous
		if actor, ok := account.ActorFrom(r.Context()); ok {
			key, rate = "api:"+actor.User.String(), user
		}
		result := a.Limits.Take(r.Context(), key, rate)
		if rateHeaders(w.Header(), result); !result.Allowed {
			a.fail(w, r, fault.TooMany{After: result.Retry})
			return
		}
		next.ServeHTTP(w, r)
	})
}

func rateHeaders(h http.Header, r limit.Result) {
	if r.Limit == 0 {
		return
	}
	h["Ratelimit-Limit"] = []string{strconv.Itoa(r.Limit)}
	h["Ratelimit-Remaining"] = []string{strconv.Itoa(r.Remaining)}
	h["Ratelimit-Reset"] = []string{strconv.Itoa(int((r.Reset + time.Second - 1) / time.Second))}
}

// reportRate is how many reports of browsers one address may leave in the log.
var reportRate = limit.Rate{Times: 20, Per: time.Hour}

// violation is what a browser says that the policy of a page stopped, in
// either of the two forms.
type violation struct {
	Old struct {
		Document  string `json:"document-uri"`
		Directive string `json:"violated-directive"`
		Blocked   string `json:"blocked-uri"`
	} `json:"csp-report"`
	Body struct {
		Document  string `json:"documentURL"`
		Directive string `json:"effectiveDirective"`
		Blocked   string `json:"blockedURL"`
	} `json:"body"`
}

// cspReport writes down what a browser says that the policy stopped.
func (a *App) cspReport(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	w.WriteHeader(http.StatusNoContent)
	if !a.Limits.Take(ctx, "csp:"+web.ClientOf(ctx).IP.String(), reportRate).Allowed {
		return nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 16<<10))
	if err != nil {
		return nil // it is only a report
	}
	for _, v := range readViolations(body) {
		a.log.LogAttrs(ctx, slog.LevelWarn, "policy violation", logs.Security(), slog.String("page", loggedPath(withoutQuery(v.Old.Document+v.Body.Document))),
			slog.String("directive", short(v.Old.Directive+v.Body.Directive)), slog.String("blocked", withoutQuery(v.Old.Blocked+v.Body.Blocked)), slog.String("request", web.RequestID(ctx)))
	}
	return nil
}

// readViolations reads one report, or a list of them; what is neither is none.
func readViolations(body []byte) []violation {
	var one violation
	var many []violation
	if json.Unmarshal(body, &many) == nil {
		return many[:min(len(many), 5)]
	}
	if json.Unmarshal(body, &one) == nil {
		return []violation{one}
	}
	return nil
}

// withoutQuery keeps what people searched for out of the log.
func withoutQuery(address string) string {
	address, _, _ = strings.Cut(address, "?")
	return short(address)
}

func short(s string) string { return s[:min(len(s), 200)] }
