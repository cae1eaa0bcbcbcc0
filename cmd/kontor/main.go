// Command kontor is the whole of Kontor in one file: the web server, the
// background worker and the tools around them.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	_ "time/tzdata" // time zones on machines that have none

	"github.com/alecthomas/kong"
	"golang.org/x/term"

	"kontor/internal/app"
	"kontor/internal/demo"
)

// version is set by the build.
var version = "dev"

type commands struct {
	Serve           serveCmd     `cmd:"" help:"Answer on http://localhost:8000 and work background jobs."`
	Worker          workerCmd    `cmd:"" help:"Only work background jobs."`
	Migrate         migrateCmd   `cmd:"" help:"Bring the database schema up to date."`
	Createsuperuser superuserCmd `cmd:"" help:"Make or promote a platform administrator."`
	SetupCode       setupCodeCmd `cmd:"" help:"Print the code that the first page of a new server asks for."`
	Token           tokenCmd     `cmd:"" help:"Manage API tokens."`
	Factors         factorsCmd   `cmd:"" help:"Second steps of people."`
	Audit           auditCmd     `cmd:"" help:"The log of who did what."`
	Secretkey       secretkeyCmd `cmd:"" help:"Print a fresh SECRET_KEY."`
	Check           checkCmd     `cmd:"" help:"Tell every setting that is wrong or missing."`
	Health          healthCmd    `cmd:"" help:"Ask /health/ of a running server."`
	Demo            demoCmd      `cmd:"" help:"Fill a workspace with believable sample data."`
	Import          importCmd    `cmd:"" help:"Import contacts, deals or tasks from a file."`
	Export          exportCmd    `cmd:"" help:"Export contacts or companies as CSV or vCard."`
	Backup          backupCmd    `cmd:"" help:"Copy the database and the uploaded files into one verified file."`
	Restore         restoreCmd   `cmd:"" help:"Put a backup in the place of the database and the uploaded files."`
	Version         versionCmd   `cmd:"" help:"Print version, commit and Go version."`
}

func main() {
	app.Tune()
	var c commands
	parser := kong.Must(&c, kong.Name("kontor"), kong.Description("A CRM with invoicing on your own server."),
		kong.UsageOnError(), kong.Exit(func(int) { os.Exit(2) }), kong.Vars{"sales": strconv.Itoa(demo.Some)})
	k, err := parser.Parse(os.Args[1:])
	if err != nil {
		if len(os.Args) < 2 || errors.As(err, new(*kong.ParseError)) {
			fmt.Fprintln(os.Stderr, "kontor:", err)
			os.Exit(2)
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	k.BindTo(ctx, (*context.Context)(nil))
	if err := k.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "kontor:", err)
		os.Exit(1)
	}
}

// settings loads and judges the configuration: what is wrong stops the start
// with one line each.
func settings() (app.Config, error) {
	cfg, err := app.LoadConfig(os.Environ(), ".env")
	if err != nil {
		return cfg, err
	}
	if faults := cfg.Check(); len(faults) > 0 {
		for _, f := range faults {
			fmt.Fprintf(os.Stderr, "%s: %s\n", f.Setting, f.Mend)
		}
		return cfg, errors.New("the settings above stop the start")
	}
	return cfg, cfg.Prepare()
}

// newLog returns the log of this process; with files it writes them too.
func newLog(cfg app.Config, files bool) (*app.Log, error) {
	return app.NewLog(cfg, os.Stderr, term.IsTerminal(int(os.Stderr.Fd())), files)
}

// open loads the settings and opens the application for one command.
func open(ctx context.Context) (*app.App, error) {
	cfg, err := settings()
	if err != nil {
		return nil, err
	}
	log, err := newLog(cfg, false)
	if err != nil {
		return nil, err
	}
	return app.New(ctx, cfg, version, log.Logger)
}
