package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
	"time"

	"kontor/internal/app"
)

type checkCmd struct {
	Deploy bool `help:"Judge the settings as for production."`
}

func (c checkCmd) Run() error {
	cfg, err := app.LoadConfig(os.Environ(), ".env")
	if err != nil {
		return err
	}
	faults := cfg.Check()
	if c.Deploy && cfg.Local() {
		faults = append(faults, app.Fault{Setting: "ALLOWED_HOSTS", Mend: "list the host names you serve: without it and SITE_URL this is local mode, for one machine only"})
	}
	for _, f := range faults {
		fmt.Printf("%s: %s\n", f.Setting, f.Mend)
	}
	if len(faults) > 0 {
		return errors.New("the settings above stop the start")
	}
	fmt.Println("The settings are fine.")
	return nil
}

type healthCmd struct {
	URL string `help:"Address of the server." default:"http://localhost:8000"`
}

func (c healthCmd) Run(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.URL+"/health/", nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("no answer from %s", c.URL)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s is unhealthy: %s", c.URL, res.Status)
	}
	fmt.Println("healthy")
	return nil
}

type secretkeyCmd struct{}

func (secretkeyCmd) Run() error {
	fmt.Println(app.NewSecretKey())
	return nil
}

type versionCmd struct{}

func (versionCmd) Run() error {
	commit := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				commit = s.Value
			}
		}
	}
	fmt.Printf("kontor %s, commit %s, %s\n", version, commit, runtime.Version())
	return nil
}
