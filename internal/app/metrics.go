package app

import (
	"context"
	"crypto/subtle"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"kontor/internal/backup"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/web"
)

// metrics are the numbers that monitors read.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
	answer   http.Handler
}

func newMetrics(a *App) *metrics {
	m := &metrics{registry: prometheus.NewRegistry()}
	m.requests = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "kontor_http_request_duration_seconds", Help: "How long requests take, by route and kind of answer.",
		Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
	}, []string{"route", "status"})
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "kontor_build_info", Help: "1, with the version.", ConstLabels: prometheus.Labels{"version": a.Version},
	})
	build.Set(1)
	m.registry.MustRegister(m.requests, build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		collectors.NewDBStatsCollector(a.db.Writer(), "write"), &state{app: a})
	if a.db.Reader() != a.db.Writer() {
		m.registry.MustRegister(collectors.NewDBStatsCollector(a.db.Reader(), "read"))
	}
	m.answer = promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
	return m
}

// count takes one answered request. What has no route is one route, or whoever
// tries addresses would fill the memory.
func (m *metrics) count(t *web.Trail) {
	route := t.Route
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(route, strconv.Itoa(t.Status/100)+"xx").Observe(t.Took.Seconds())
}

// showMetrics answers Prometheus on this machine, or with METRICS_TOKEN.
func (a *App) showMetrics(w http.ResponseWriter, r *http.Request) error {
	given, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	token := a.Config.MetricsToken
	if !mayKnow(r) && (token == "" || subtle.ConstantTimeCompare([]byte(given), []byte(token)) != 1) {
		return fault.NotFound{}
	}
	a.metrics.answer.ServeHTTP(w, r)
	return nil
}

// state reads what the database knows when it is asked for.
type state struct{ app *App }

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("kontor_"+name, help, labels, nil)
}

// Describe says nothing: what there is depends on the state.
func (s *state) Describe(chan<- *prometheus.Desc) {}

// Collect reads the state; what cannot be read is left out.
func (s *state) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		to <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	for _, f := range append(s.app.vital(ctx), s.app.helpful(ctx)...) {
		ok := 1.0
		if f.trouble != "" {
			ok = 0
		}
		gauge(desc("check_ok", "Whether a check of /health/ finds nothing wrong.", "check"), ok, f.name)
	}
	if counts, err := s.app.Queue.Count(ctx); err == nil {
		for _, name := range jobs.States() { // none is told too: what was never there does not increase
			gauge(desc("jobs", "Background jobs by state.", "state"), float64(counts[name]), name)
		}
	}
	if good, _, err := backup.Last(ctx, s.app.db); err == nil {
		gauge(desc("backup_verified_timestamp_seconds", "When the last verified backup was begun; 0 is never."), float64(good.StartedAt)/1000)
		gauge(desc("backup_size_bytes", "Size of the last verified backup."), float64(good.Bytes))
	}
	if free, _, err := space(s.app.Config.DataDir); err == nil {
		gauge(desc("disk_free_bytes", "Free space in DATA_DIR."), float64(free))
	}
}
