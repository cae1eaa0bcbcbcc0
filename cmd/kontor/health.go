package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"kontor/internal/app"
)

type healthCmd struct {
	URL string `help:"Address of the server; the one that ADDR names without it." placeholder:"URL"`
}

func (c healthCmd) Run(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	address, err := c.address()
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/health/", nil)
	if err != nil {
		return fmt.Errorf("%s is no address: write it as http://localhost:8000", address)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("no answer from %s", address)
	}
	defer res.Body.Close()
	var told struct {
		Status          string
		Checks, Details map[string]string
	}
	if err := json.NewDecoder(res.Body).Decode(&told); err != nil {
		return fmt.Errorf("%s answers %s, and not as Kontor does", address, res.Status)
	}
	for _, name := range slices.Sorted(maps.Keys(told.Checks)) {
		fmt.Println(strings.TrimRight(fmt.Sprintf("%-12s %-9s %s", name, told.Checks[name], told.Details[name]), " "))
	}
	fmt.Println(told.Status)
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s is %s", address, told.Status)
	}
	return nil
}

// address is the one that was given, or that of the settings: on this machine,
// a server that listens everywhere is on loopback.
func (c healthCmd) address() (string, error) {
	if c.URL != "" {
		return strings.TrimRight(c.URL, "/"), nil
	}
	cfg, err := app.LoadConfig(os.Environ(), ".env")
	if err != nil {
		return "", err
	}
	addr := cfg.Addr
	for _, everywhere := range []string{"0.0.0.0:", "[::]:", ":"} {
		if rest, ok := strings.CutPrefix(addr, everywhere); ok {
			addr = "127.0.0.1:" + rest
		}
	}
	return "http://" + addr, nil
}
