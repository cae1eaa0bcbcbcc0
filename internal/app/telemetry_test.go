package app_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	metricspb "go.opentelemetry.io/proto/otlp/collector/metrics/v1"
	tracepb "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	spanpb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/kit/redis/redistest"
)

// collector takes what is sent over OTLP, and reads it by the standard's own
// descriptions.
type collector struct {
	*httptest.Server
	mu      sync.Mutex
	spans   []*spanpb.Span
	numbers map[string]bool
	service string
	raw     strings.Builder
}

func newCollector(t *testing.T) *collector {
	t.Helper()
	c := &collector{numbers: map[string]bool{}}
	c.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Key") != "let-me-in" {
			t.Errorf("%s without its header: %v", r.URL, r.Header)
		}
		if err := c.take(r); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(c.Close)
	return c
}

func (c *collector) take(r *http.Request) error {
	var body io.Reader = r.Body
	if r.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(r.Body)
		if err != nil {
			return err
		}
		body = z
	}
	bytes, err := io.ReadAll(body)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.raw.Write(bytes)
	if r.URL.Path == "/v1/metrics" {
		return c.takeNumbers(bytes)
	}
	return c.takeSpans(bytes)
}

func (c *collector) takeNumbers(bytes []byte) error {
	var m metricspb.ExportMetricsServiceRequest
	if err := proto.Unmarshal(bytes, &m); err != nil {
		return err
	}
	for _, r := range m.ResourceMetrics {
		for _, s := range r.ScopeMetrics {
			for _, n := range s.Metrics {
				c.numbers[n.Name] = true
			}
		}
	}
	return nil
}

func (c *collector) takeSpans(bytes []byte) error {
	var m tracepb.ExportTraceServiceRequest
	if err := proto.Unmarshal(bytes, &m); err != nil {
		return err
	}
	for _, r := range m.ResourceSpans {
		for _, a := range r.Resource.Attributes {
			if a.Key == "service.name" {
				c.service = a.Value.GetStringValue()
			}
		}
		for _, s := range r.ScopeSpans {
			c.spans = append(c.spans, s.Spans...)
		}
	}
	return nil
}

// span returns the first whose name begins so, below the parent unless that is
// nil.
func (c *collector) span(prefix string, parent *spanpb.Span) *spanpb.Span {
	for _, s := range c.spans {
		if strings.HasPrefix(s.Name, prefix) && (parent == nil || string(s.TraceId) == string(parent.TraceId) && len(s.ParentSpanId) > 0) {
			return s
		}
	}
	return nil
}

// missing tells what has not come yet.
func (c *collector) missing() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	list, limited := c.span("GET /contacts", nil), c.span("GET /api/v1/contacts", nil)
	switch {
	case list == nil || limited == nil:
		return "a request"
	case c.span("SELECT", list) == nil:
		return "its statements"
	case c.span("job ", nil) == nil:
		return "a job"
	case c.span("redis eval", limited) == nil:
		return "Redis"
	case !c.numbers["kontor_http_request_duration_seconds"] || !c.numbers["kontor_jobs"] || !c.numbers["go_sql_open_connections"]:
		return "the numbers"
	}
	return ""
}

func TestTelemetry_TracesAndNumbersReachACollector(t *testing.T) {
	t.Setenv("OTEL_METRIC_EXPORT_INTERVAL", "300")
	t.Setenv("OTEL_BSP_SCHEDULE_DELAY", "200")
	c := newCollector(t)
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		actor := accounttest.Actor(t, s.DB(), account.Owner)
		if a := s.Browser(t, actor).Get("/contacts?q=Petrova-Secret"); a.Status != http.StatusOK {
			t.Fatal(a.Status)
		}
		if a := s.Anonymous(t).Get("/api/v1/contacts"); a.Status != http.StatusUnauthorized {
			t.Fatal(a.Status)
		}
		missing := "everything"
		for deadline := time.Now().Add(20 * time.Second); missing != "" && time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
			missing = c.missing()
		}
		if missing != "" {
			t.Fatalf("%s did not come", missing)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.service != "kontor" {
			t.Errorf("service %q", c.service)
		}
		if strings.Contains(c.raw.String(), "Petrova-Secret") || strings.Contains(c.raw.String(), actor.Name) {
			t.Error("what people look for or are called was sent")
		}
		c.spans, c.numbers = nil, map[string]bool{}
	}, "OTEL_EXPORTER_OTLP_ENDPOINT="+c.URL, "OTEL_EXPORTER_OTLP_HEADERS=X-Key=let-me-in", "OTEL_TRACES_SAMPLER_ARG=1", "REDIS_URL="+redistest.URL(t))
}
