package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"

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
	faults, verdict := cfg.Check(), "the settings above stop the start"
	if c.Deploy {
		faults, verdict = cfg.CheckDeploy(), "the settings above are not fit for production"
	}
	for _, f := range faults {
		fmt.Printf("%s: %s\n", f.Setting, f.Mend)
	}
	if len(faults) > 0 {
		return errors.New(verdict)
	}
	fmt.Println("The settings are fine.")
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
