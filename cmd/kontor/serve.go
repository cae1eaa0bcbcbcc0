package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"strings"

	"kontor/internal/app"
	"kontor/internal/kit/ui"
)

type serveCmd struct {
	Addr   string `help:"Where to listen, as HOST:PORT; overrides ADDR." placeholder:"HOST:PORT"`
	Worker bool   `help:"Work background jobs as well." default:"true" negatable:""`
}

func (c serveCmd) Run(ctx context.Context) error {
	if c.Addr != "" {
		if err := os.Setenv("ADDR", c.Addr); err != nil {
			return err
		}
	}
	cfg, err := settings()
	if err != nil {
		return err
	}
	if !ui.Built() {
		return fmt.Errorf("this binary was built without its style and scripts: build it with `make build`")
	}
	log, err := newLog(cfg, true)
	if err != nil {
		return err
	}
	defer log.Close()
	a, err := app.New(ctx, cfg, version, log.Logger)
	if err != nil {
		return err
	}
	defer a.Close()
	return a.Serve(ctx, c.Worker, func(url string) {
		announce(cfg, url)
		if code := a.Accounts.SetUpCode(); code != "" && a.Accounts.WaitsForSetUp(ctx) {
			fmt.Fprintf(os.Stderr, "There is no workspace yet: the first page asks for the code %s\n", code)
		}
	})
}

func announce(cfg app.Config, url string) {
	if !cfg.Local() {
		fmt.Fprintf(os.Stderr, "Kontor %s answers on %s\n", version, url)
		return
	}
	if _, port, err := net.SplitHostPort(strings.TrimPrefix(url, "http://")); err == nil {
		url = "http://localhost:" + port
	}
	fmt.Fprintf(os.Stderr, "Kontor %s in local mode, for this machine only: %s (data in %s)\n", version, url, cfg.DataDir)
}

type workerCmd struct{}

func (workerCmd) Run(ctx context.Context) error {
	cfg, err := settings()
	if err != nil {
		return err
	}
	log, err := newLog(cfg, true)
	if err != nil {
		return err
	}
	defer log.Close()
	a, err := app.New(ctx, cfg, version, log.Logger)
	if err != nil {
		return err
	}
	defer a.Close()
	fmt.Fprintf(os.Stderr, "Kontor %s works background jobs\n", version)
	return a.Work(ctx)
}
