package app

import (
	"fmt"
	"path/filepath"

	"kontor/internal/backup"
	"kontor/internal/kit/storage"
)

// Operations are the settings of whoever runs the server.
type Operations struct {
	LogDir       string `env:"LOG_DIR" envDefault:"logs" group:"Operations" doc:"Folder of app.log (warnings and errors) and security.log, 15 MB each, with ten former ones. Empty writes none, for containers."`
	DrainSeconds int    `env:"DRAIN_SECONDS" envDefault:"0" group:"Operations" doc:"How long a server that is told to stop goes on answering while /health/ready says 503, so that a balancer notices. From 1 on it then waits until proxies let go of their connections, up to 5 seconds."`

	MetricsToken      string  `env:"METRICS_TOKEN" group:"Operations" doc:"Lets Prometheus read /metrics from another machine, as a bearer token of at least 16 characters. Without it only this machine may."`
	SentryDSN         string  `env:"SENTRY_DSN" group:"Operations" doc:"Sends errors and a share of the durations to Sentry, without anything about people."`
	SentryTraces      float64 `env:"SENTRY_TRACES_SAMPLE_RATE" envDefault:"0.1" group:"Operations" doc:"The share of requests whose duration is sent: 0 to 1."`
	SentryEnvironment string  `env:"SENTRY_ENVIRONMENT" group:"Operations" default:"production" doc:"What Sentry calls this installation."`

	Collector    string   `env:"OTEL_EXPORTER_OTLP_ENDPOINT" group:"Operations" doc:"Sends traces and metrics to an OpenTelemetry collector over HTTP, such as http://localhost:4318, without anything about people. The other OTEL_ variables of the standard count too, as part of the environment."`
	CollectorKey []string `env:"OTEL_EXPORTER_OTLP_HEADERS" group:"Operations" doc:"Headers that the collector asks for, as name=value, separated by commas."`
	ServiceName  string   `env:"OTEL_SERVICE_NAME" envDefault:"kontor" group:"Operations" doc:"What this process is called in traces."`
	TracesShare  float64  `env:"OTEL_TRACES_SAMPLER_ARG" envDefault:"0.1" group:"Operations" doc:"The share of requests and jobs that are traced: 0 to 1."`

	BackupDir  string `env:"BACKUP_DIR" group:"Operations" default:"backups in DATA_DIR" doc:"Folder of the backups."`
	BackupKeep int    `env:"BACKUP_KEEP" envDefault:"7" group:"Operations" doc:"How many backups stay."`
	BackupAt   string `env:"BACKUP_AT" envDefault:"02:00" group:"Operations" doc:"When a backup is made each day, in the server's time zone. Empty is never."`
	BackupCopy string `env:"BACKUP_COPY_URL" group:"Operations" doc:"Bucket that keeps copies of the backups: s3://bucket/folder?endpoint=https://s3.example.com&region=eu-central-1, with the keys of STORAGE_URL."`
	BackupKey  string `env:"BACKUP_KEY" group:"Operations" doc:"Encrypts backups: at least 32 random characters, as kontor secretkey prints them. Keep it elsewhere too: without it no such backup can be read."`
}

// checkOperations adds the faults of these settings.
func (c Config) checkOperations(add func(bad bool, setting, mend string)) {
	add(c.DrainSeconds < 0 || c.DrainSeconds > 300, "DRAIN_SECONDS", "0 to 300")
	add(c.MetricsToken != "" && len(c.MetricsToken) < 16, "METRICS_TOKEN", "at least 16 random characters")
	add(c.SentryTraces < 0 || c.SentryTraces > 1, "SENTRY_TRACES_SAMPLE_RATE", "0 to 1, such as 0.1")
	c.checkTelemetry(add)
	add(c.BackupKeep < 1, "BACKUP_KEEP", "how many backups stay: 1 or more")
	if c.BackupAt != "" {
		_, err := backup.ParseAt(c.BackupAt)
		add(err != nil, "BACKUP_AT", "write it as 02:00, or leave it empty for none")
	}
	if c.BackupCopy != "" {
		err := storage.CheckAddress(c.BackupCopy)
		add(err != nil, "BACKUP_COPY_URL", fmt.Sprint(err))
	}
	add(c.BackupKey != "" && len(c.BackupKey) < 32, "BACKUP_KEY", "at least 32 random characters; `kontor secretkey` prints some")
}

// Backup says what a backup holds and where it goes.
func (c Config) Backup(version string) backup.Settings {
	dir := c.BackupDir
	if dir == "" {
		dir = filepath.Join(c.DataDir, "backups")
	}
	return backup.Settings{
		DatabaseURL: c.DatabaseURL, DataDir: c.DataDir, Dir: dir,
		FilesURL: c.StorageURL, CopyURL: c.BackupCopy, Login: c.login(), Keep: c.BackupKeep, Key: c.BackupKey, At: c.BackupAt, Version: version,
	}
}
