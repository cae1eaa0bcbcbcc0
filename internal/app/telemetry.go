package app

import (
	"context"
	"net/url"
	"strings"

	"kontor/internal/kit/telemetry"
)

// checkTelemetry adds the faults of the settings of OpenTelemetry.
func (c Config) checkTelemetry(add func(bad bool, setting, mend string)) {
	if c.Collector != "" {
		u, err := url.Parse(c.Collector)
		add(err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https", "OTEL_EXPORTER_OTLP_ENDPOINT", "an address such as http://localhost:4318")
	}
	for _, line := range c.CollectorKey {
		name, value, _ := strings.Cut(line, "=")
		add(strings.TrimSpace(name) == "" || value == "", "OTEL_EXPORTER_OTLP_HEADERS", "write it as name=value, with commas between several")
	}
	add(c.TracesShare < 0 || c.TracesShare > 1, "OTEL_TRACES_SAMPLER_ARG", "0 to 1, such as 0.1")
}

// startTelemetry begins to send to a collector, if there is one.
func (a *App) startTelemetry(ctx context.Context) (err error) {
	c := a.Config
	if c.Collector == "" {
		return nil
	}
	headers := map[string]string{}
	for _, line := range c.CollectorKey {
		name, value, _ := strings.Cut(line, "=")
		headers[strings.TrimSpace(name)] = strings.TrimSpace(value)
	}
	a.telemetry, err = telemetry.Start(ctx, telemetry.Config{Endpoint: c.Collector, Headers: headers, Service: c.ServiceName, Version: a.Version, Share: c.TracesShare},
		a.metrics.registry)
	a.Queue.Around = a.telemetry.Job
	return err
}
