// Package app wires the domains together: the only package that knows all of
// them. It holds the settings, the menu, the routes and the running server.
package app

import (
	"context"
	"log/slog"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/admin"
	"kontor/internal/attachment"
	"kontor/internal/audit"
	"kontor/internal/contact"
	"kontor/internal/customfield"
	"kontor/internal/dav"
	"kontor/internal/deal"
	"kontor/internal/demo"
	"kontor/internal/importing"
	"kontor/internal/kit/api"
	"kontor/internal/kit/certificate"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/firewall"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/limit"
	"kontor/internal/kit/live"
	"kontor/internal/kit/logs"
	"kontor/internal/kit/outside"
	"kontor/internal/kit/redis"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/telemetry"
	"kontor/internal/kit/ui"
	"kontor/internal/kit/upload"
	"kontor/internal/kit/web"
	"kontor/internal/privacy"
	"kontor/internal/record"
	"kontor/internal/report"
	"kontor/internal/task"
	"kontor/internal/view"
)

// App is the whole application on one database.
type App struct {
	Config   Config
	Version  string
	Accounts *account.Domain
	Activity *activity.Domain
	Views    *view.Domain
	Fields   *customfield.Domain
	Records  *record.Domain
	Imports  *importing.Domain
	Contacts *contact.Domain
	Deals    *deal.Domain
	Tasks    *task.Domain
	Report   *report.Domain
	Files    *attachment.Domain
	Privacy  *privacy.Domain
	Phones   *dav.Domain
	Audit    *audit.Domain
	Admin    *admin.Domain
	Queue    *jobs.Queue
	Live     *live.Hub
	Limits   *limit.Limiter

	db     *db.DB
	log    *slog.Logger
	router *web.Router
	api    *api.API

	files    storage.Store
	redis    redis.Client // for the health check; nil without REDIS_URL
	schema   int64        // the newest migration this program knows
	draining atomic.Bool  // this node is about to stop
	metrics  *metrics
	reports  *reports // nil without SENTRY_DSN

	telemetry    *telemetry.Telemetry // nil without a collector
	certificates *certificate.Keeper  // nil without TLS=acme
	firewall     *firewall.Firewall   // nil with WAF=off
}

// New opens the database, brings it up to date and wires everything. It
// listens to nothing yet.
func New(ctx context.Context, cfg Config, version string, log *slog.Logger) (*App, error) {
	reports, err := newReports(cfg, version)
	if err != nil {
		return nil, err
	}
	if reports != nil {
		log = reports.with(log)
	}
	d, err := OpenDatabase(ctx, cfg)
	if err != nil {
		return nil, err
	}
	a := &App{Config: cfg, Version: version, db: d, log: log, reports: reports, Queue: jobs.New(d, log)}
	d.OnStatement = a.ended
	if a.Live, err = live.New(d, cfg.RedisURL, log); err != nil {
		d.Close()
		return nil, err
	}
	if a.files, err = cfg.storage(); err != nil {
		d.Close()
		return nil, err
	}
	if a.Limits, err = limit.New(cfg.RedisURL, log); err != nil {
		d.Close()
		return nil, err
	}
	if a.certificates, err = cfg.certificates(d, log); err != nil {
		d.Close()
		return nil, err
	}
	if a.firewall, err = a.newFirewall(); err != nil {
		d.Close()
		return nil, err
	}
	if err := a.openChecks(); err != nil {
		d.Close()
		return nil, err
	}
	if err := a.startTelemetry(ctx); err != nil {
		d.Close()
		return nil, err
	}
	a.wire()
	return a, nil
}

// DB is the database everything runs on.
func (a *App) DB() *db.DB { return a.db }

// wire builds the domains bottom-up and gives each what it needs.
func (a *App) wire() {
	judge := upload.New()
	a.Accounts = account.New(a.db, account.Config{
		Secret: a.Config.Secret, Box: a.Config.box(), Site: a.Config.site(), Secure: a.Config.secureCookies(), Guarded: !a.Config.Local(), Limits: a.Limits, DefaultLang: a.Config.Language,
		Log: a.log, Shell: a.shell, Files: a.files, Judge: judge,
		Outside: outside.Rules{Loopback: a.Config.Local(), Private: a.Config.PrivateProviders},
	})
	a.Live.Check = a.Accounts.Sessions.Standing
	a.Activity = activity.New(a.db, a.shell)
	a.Views = view.New(a.db, a.shell)
	a.Activity.Hub, a.Activity.Outbox, a.Activity.Site = a.Live, a.Accounts.Outbox, a.Config.site()
	a.Fields = customfield.New(customfield.Needs{DB: a.db, Shell: a.shell, Queue: a.Queue})
	a.Records = record.New(record.Needs{
		DB: a.db, Shell: a.shell, Accounts: a.Accounts, Activity: a.Activity, Fields: a.Fields.Fields, Views: a.Views, Queue: a.Queue, Log: a.log,
	})
	a.Imports = importing.New(importing.Needs{DB: a.db, Shell: a.shell, Accounts: a.Accounts, Records: a.Records, Fields: a.Fields.Fields, Queue: a.Queue, Files: a.files})
	a.Contacts = contact.New(contact.Needs{
		DB: a.db, Secret: a.Config.Secret, Shell: a.shell, Accounts: a.Accounts,
		Activity: a.Activity, Fields: a.Fields.Fields, Views: a.Views, Records: a.Records, Imports: a.Imports, Queue: a.Queue, Files: a.files, Log: a.log,
	})
	a.Contacts.Places = places
	a.Deals = deal.New(deal.Needs{
		DB: a.db, Secret: a.Config.Secret, Shell: a.shell, Accounts: a.Accounts,
		Activity: a.Activity, Contacts: a.Contacts, Views: a.Views, Queue: a.Queue,
	})
	a.Fields.Uses = a.Views.Views.Naming
	a.Tasks = task.New(task.Needs{
		DB: a.db, Secret: a.Config.Secret, Shell: a.shell, Accounts: a.Accounts,
		Activity: a.Activity, Contacts: a.Contacts, Views: a.Views, Queue: a.Queue,
	})
	a.Files = attachment.New(attachment.Needs{DB: a.db, Shell: a.shell, Files: a.files, Judge: judge, Limits: a.Limits})
	a.Privacy = privacy.New(privacy.Needs{
		DB: a.db, Box: a.Config.box(), Shell: a.shell, Accounts: a.Accounts, Records: a.Records, Imports: a.Imports,
		Contacts: a.Contacts, Deals: a.Deals, Tasks: a.Tasks, Files: a.Files, Activity: a.Activity, Store: a.files,
		Log: a.log, List: filepath.Join(a.Config.DataDir, "erasures.log"),
	})
	a.Contacts.Erased = a.Privacy.Erasures.Erased
	a.panels()
	a.Phones = dav.New(dav.Needs{DB: a.db, Limits: a.Limits, Shell: a.shell, Activity: a.Activity, Contacts: a.Contacts, Tasks: a.Tasks})
	a.Accounts.Settings = append(a.Accounts.Settings, account.SettingsEntry{
		Group: account.YourSettings, Href: "/settings/phone", Icon: "smartphone",
		Label: func(ctx context.Context) string { return i18n.T(ctx, "Phone") },
	})
	a.Audit = audit.New(audit.Needs{DB: a.db, Secret: a.Config.Secret, Shell: a.shell, Accounts: a.Accounts, Views: a.Views})
	a.Admin = a.newAdmin()
	a.Report = report.New(report.Needs{DB: a.db, Shell: a.shell, Accounts: a.Accounts, Activity: a.Activity, Deals: a.Deals, Tasks: a.Tasks})
	a.Accounts.Settings = append(a.Accounts.Settings, account.SettingsEntry{
		Group: account.WorkspaceSettings, Href: "/settings/fields", Icon: "text-cursor-input", Permission: account.ManageFields,
		Label: func(ctx context.Context) string { return i18n.T(ctx, "Custom fields") },
	}, account.SettingsEntry{
		Group: account.WorkspaceSettings, Href: "/settings/tags", Icon: "tags",
		Label: func(ctx context.Context) string { return i18n.T(ctx, "Tags") },
	})
	a.Accounts.Settings = append(a.Accounts.Settings, account.SettingsEntry{
		Group: account.WorkspaceSettings, Href: "/settings/pipelines", Icon: "git-branch",
		Label: func(ctx context.Context) string { return i18n.T(ctx, "Pipelines") },
	})
	a.Accounts.Settings = append(a.Accounts.Settings, account.SettingsEntry{
		Group: account.YourSettings, Href: "/settings/notifications", Icon: "bell",
		Label: func(ctx context.Context) string { return i18n.T(ctx, "Notifications") },
	})
	a.Accounts.Settings = append(a.Accounts.Settings, account.SettingsEntry{
		Group: account.WorkspaceSettings, Href: audit.Path, Icon: "scroll-text", Permission: account.ReadAudit,
		Label: func(ctx context.Context) string { return i18n.T(ctx, "Audit log") },
	}, account.SettingsEntry{
		Group: account.WorkspaceSettings, Href: contact.PurposesPath, Icon: "handshake", Permission: account.ManagePrivacy, Label: contact.PurposesTitle,
	}, account.SettingsEntry{
		Group: account.WorkspaceSettings, Href: privacy.Path, Icon: "user-x", Permission: account.ManagePrivacy, Label: privacy.Title,
	})
	a.Accounts.OnWorkspace = a.Contacts.Purposes.Begin
	a.Accounts.OnSetup = func(ctx context.Context, actor account.Actor, sampleData bool) error {
		if !sampleData {
			return nil
		}
		return demo.Sample(ctx, a.db, actor)
	}
	a.Accounts.Jobs(a.Queue)
	a.Activity.Jobs(a.Queue)
	a.Views.Jobs(a.Queue)
	a.Fields.Jobs(a.Queue)
	a.Records.Jobs(a.Queue)
	a.Imports.Jobs(a.Queue)
	a.Contacts.Jobs(a.Queue)
	a.Tasks.Jobs(a.Queue)
	a.Report.Jobs(a.Queue)
	a.Files.Jobs(a.Queue)
	a.Privacy.Jobs(a.Queue)
	a.jobs()
	a.routes()
}

func (a *App) routes() {
	rt := web.NewRouter(a.fail)
	a.router = rt
	rt.Handle("GET /health/{$}", a.health)
	rt.Handle("GET /health/live", a.live)
	rt.Handle("GET /health/ready", a.ready)
	rt.Handle("GET /metrics", a.showMetrics)
	rt.HandleFunc("GET /assets/", ui.AssetHandler().ServeHTTP)
	rt.HandleFunc("GET /favicon.ico", ui.AssetHandler().ServeHTTP)
	rt.HandleFunc("GET /favicon.svg", ui.AssetHandler().ServeHTTP)
	rt.Handle("POST "+web.ReportPath, a.cspReport)
	if a.Config.Debug {
		rt.Handle("GET /dev/ui", a.gallery)
		rt.Handle("GET /dev/ui/{name}", a.gallery)
	}
	pages := rt.With(web.WithETag(a.db.Generation, a.reader))
	pages.Handle("GET /{$}", a.home)
	a.Accounts.Routes(pages)
	a.Tasks.PublicRoutes(pages)
	signedIn := pages.With(a.Accounts.Require)
	a.Activity.Routes(signedIn)
	a.Views.Routes(signedIn)
	a.Fields.Routes(signedIn)
	a.Records.Routes(signedIn)
	a.Imports.Routes(signedIn)
	a.Contacts.Routes(signedIn)
	a.Deals.Routes(signedIn)
	a.Tasks.Routes(signedIn)
	a.Report.Routes(signedIn)
	a.Files.Routes(signedIn)
	a.Privacy.Routes(signedIn)
	a.Phones.Routes(rt, signedIn)
	a.Audit.Routes(signedIn)
	a.Admin.Routes(signedIn)
	a.Activity.LiveRoutes(rt.With(a.Accounts.Require)) // without ETags: a stream has none
	a.apiRoutes(pages, signedIn)
}

func (a *App) apiRoutes(everybody, signedIn *web.Router) {
	a.api = api.New(signedIn.With(api.Idempotent(a.db, keyOwner)), a.Version, a.log)
	a.Accounts.API(a.api)
	a.Activity.API(a.api)
	a.Views.API(a.api)
	a.Fields.API(a.api)
	a.Records.API(a.api)
	a.Imports.API(a.api)
	a.Contacts.API(a.api)
	a.Deals.API(a.api)
	a.Tasks.API(a.api)
	a.Report.API(a.api)
	a.Files.API(a.api)
	a.Privacy.API(a.api)
	a.Audit.API(a.api)
	a.api.Documents(everybody, signedIn, a.shell)
}

func keyOwner(r *http.Request) (db.WorkspaceID, db.ID) {
	actor := account.Of(r)
	return actor.Workspace, actor.Member
}

// home is the first page of whoever is signed in; others are asked who they
// are.
func (a *App) home(w http.ResponseWriter, r *http.Request) error {
	if _, ok := account.ActorFrom(r.Context()); ok {
		return a.Report.ShowHome(w, r)
	}
	return web.Redirect(w, r, "/login")
}

// gallery shows developers every component in every state.
func (a *App) gallery(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("name")
	if name == "" {
		return web.Render(w, r, http.StatusOK, ui.Gallery())
	}
	page, ok := ui.GalleryPage(name)
	if !ok {
		return fault.NotFound{}
	}
	return web.Render(w, r, http.StatusOK, page)
}

// reader names everything an answer depends on beside the data. Times such as
// "2 min" change by the minute.
func (a *App) reader(r *http.Request) string {
	actor, ok := account.ActorFrom(r.Context())
	if !ok {
		return ""
	}
	return strings.Join([]string{actor.User.String(), actor.Standing(), actor.Via,
		i18n.From(r.Context()).Lang, ui.ThemeFrom(r), a.Version, strconv.FormatInt(time.Now().Unix()/60, 36)}, "|")
}

// Patterns lists every route.
func (a *App) Patterns() []string { return a.router.Patterns() }

// Handler answers requests: the chain every request goes through, and the
// routes at its end.
func (a *App) Handler() http.Handler { return a.Chain(a.router) }

// Bare answers requests that have been through the chain already: only to
// measure what it costs.
func (a *App) Bare() http.Handler { return a.router }

// Chain is what every request goes through before it reaches h.
func (a *App) Chain(h http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(a.crossSite))
	h = a.Live.Middleware(h)
	h = a.withRate(h)
	h = withName(h)
	h = a.Accounts.Middleware(h)
	if a.firewall != nil {
		h = a.firewall.With(a.refuse, h)
	}
	h = web.WithRecover(a.fail, a.aborted, h)
	h = web.WithBodyLimit(a.bodyLimit, a.fail, h)
	h = protection.Handler(h)
	h = a.Config.transport().With(h)
	h = a.withHost(h)
	if a.Config.StaticURL != "" {
		h = ui.WithStatic(a.Config.StaticURL, h)
	}
	h = web.WithHeaders(a.Config.StaticURL, h)
	h = web.WithTrail(a.answered, h)
	h = a.telemetry.Handler(h)
	h = web.WithClient(a.Config.proxies(), h)
	return web.WithRequestID(h)
}

// bodyLimit lets uploads be as large as the import allows.
func (a *App) bodyLimit(r *http.Request) int64 {
	if r.URL.Path == "/import" {
		return importing.MaxImportForm
	}
	if strings.HasPrefix(r.URL.Path, "/import") || strings.HasPrefix(r.URL.Path, "/api/v1/imports") {
		return importing.MaxImport + 1<<20
	}
	switch {
	case strings.HasPrefix(r.URL.Path, "/api/v1/attachments"):
		return attachment.MaxBody
	case strings.HasSuffix(r.URL.Path, "/attachments"):
		return attachment.MaxForm
	}
	return account.MaxAvatarForm
}

func (a *App) crossSite(w http.ResponseWriter, r *http.Request) {
	a.log.WarnContext(r.Context(), "cross-site request refused", "security", true, "path", loggedPath(r.URL.Path), "origin", r.Header.Get("Origin"))
	a.fail(w, r, crossSiteFault(r.Context()))
}

// withHost refuses requests for names this server does not have. Health checks
// come by address and are let through.
func (a *App) withHost(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !a.Config.HostAllowed(r.Host) && !strings.HasPrefix(r.URL.Path, "/health/") {
			a.log.LogAttrs(r.Context(), slog.LevelWarn, "host refused", logs.Security(), slog.String("host", r.Host), slog.String("address", web.ClientOf(r.Context()).IP.String()))
			http.Error(w, "This server does not answer for the host name of this address. Add it to ALLOWED_HOSTS.", http.StatusBadRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Close frees the database and what connects to the other nodes.
func (a *App) Close() error {
	a.Queue.Close()
	a.Live.Close()
	a.Limits.Close()
	if a.reports != nil {
		a.reports.close()
	}
	a.telemetry.Close()
	if a.redis != nil {
		_ = a.redis.Close() // nothing is lost with it
	}
	return a.db.Close()
}
