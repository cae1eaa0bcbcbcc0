// Package telemetry owns what is sent to an OpenTelemetry collector over OTLP:
// traces of requests, statements, jobs and Redis, and the numbers of /metrics.
// Nothing in them says who asked, or what for.
package telemetry

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	promproducer "go.opentelemetry.io/contrib/bridges/prometheus"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	sdkmetric "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
)

// Config says where telemetry goes and what this process is called there.
type Config struct {
	Endpoint string            // of the collector, such as http://localhost:4318
	Headers  map[string]string // sent along, such as a token
	Service  string
	Version  string
	Share    float64 // of the requests and jobs that are traced: 0 to 1
}

// Telemetry sends until Close. A nil one does nothing, and costs nothing.
type Telemetry struct {
	traces  *sdktrace.TracerProvider
	metrics *sdkmetric.MeterProvider
	tracer  trace.Tracer
	origin  propagation.TraceContext
}

// Start begins to send. It connects later: a collector that is not there costs
// its spans, and no request waits for it.
func Start(ctx context.Context, cfg Config, numbers prometheus.Gatherer) (*Telemetry, error) {
	self, err := resource.New(ctx, resource.WithFromEnv(), resource.WithTelemetrySDK(),
		resource.WithAttributes(attribute.String("service.name", cfg.Service), attribute.String("service.version", cfg.Version)))
	if err != nil {
		return nil, fmt.Errorf("OTEL_RESOURCE_ATTRIBUTES: %w", err)
	}
	t := &Telemetry{}
	if err := errors.Join(t.startTraces(ctx, cfg, self), t.startMetrics(ctx, cfg, self, numbers)); err != nil {
		return nil, fmt.Errorf("OTEL_EXPORTER_OTLP_ENDPOINT: %w", err)
	}
	return t, nil
}

func (t *Telemetry) startTraces(ctx context.Context, cfg Config, self *resource.Resource) error {
	exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(signal(cfg, "traces")), otlptracehttp.WithHeaders(cfg.Headers))
	if err != nil {
		return err
	}
	share := sdktrace.TraceIDRatioBased(cfg.Share)
	// Whoever asks from outside does not decide what is traced.
	sampler := sdktrace.ParentBased(share, sdktrace.WithRemoteParentSampled(share), sdktrace.WithRemoteParentNotSampled(share))
	t.traces = sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(self), sdktrace.WithSampler(sampler))
	t.tracer = t.traces.Tracer("kontor")
	return nil
}

func (t *Telemetry) startMetrics(ctx context.Context, cfg Config, self *resource.Resource, numbers prometheus.Gatherer) error {
	exporter, err := otlpmetrichttp.New(ctx, otlpmetrichttp.WithEndpointURL(signal(cfg, "metrics")), otlpmetrichttp.WithHeaders(cfg.Headers))
	if err != nil {
		return err
	}
	reader := sdkmetric.NewPeriodicReader(exporter, sdkmetric.WithProducer(promproducer.NewMetricProducer(promproducer.WithGatherer(numbers))))
	t.metrics = sdkmetric.NewMeterProvider(sdkmetric.WithReader(reader), sdkmetric.WithResource(self))
	return nil
}

// signal is the address that the standard makes of the endpoint.
func signal(cfg Config, name string) string {
	return strings.TrimSuffix(cfg.Endpoint, "/") + "/v1/" + name
}

// Close sends what is left, for five seconds at most.
func (t *Telemetry) Close() {
	if t == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = errors.Join(t.traces.Shutdown(ctx), t.metrics.Shutdown(ctx)) // a collector that is gone has missed it
}
