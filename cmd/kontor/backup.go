package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"kontor/internal/app"
	"kontor/internal/backup"
)

type backupCmd struct {
	Make   backupMakeCmd   `cmd:"" default:"withargs" help:"Write a backup, restore it into a scratch database and compare."`
	Verify backupVerifyCmd `cmd:"" help:"Restore a backup into a scratch database and compare."`
	List   backupListCmd   `cmd:"" help:"Print the backups there are, the newest first, and the copies in BACKUP_COPY_URL."`
	Fetch  backupFetchCmd  `cmd:"" help:"Bring a copy of a backup from BACKUP_COPY_URL into BACKUP_DIR."`
}

type backupMakeCmd struct {
	To   string `help:"Folder to write to; overrides BACKUP_DIR." placeholder:"DIR" type:"path"`
	Keep int    `help:"How many backups stay; overrides BACKUP_KEEP." placeholder:"7"`
}

func (c backupMakeCmd) Run(ctx context.Context) error {
	cfg, err := settings()
	if err != nil {
		return err
	}
	s := cfg.Backup(version)
	if c.To != "" {
		s.Dir = c.To
	}
	if c.Keep > 0 {
		s.Keep = c.Keep
	}
	d, err := app.OpenDatabase(ctx, cfg)
	if err != nil {
		return err
	}
	defer d.Close()
	res, err := backup.Run(ctx, s, d)
	if err != nil {
		return err
	}
	tell("Written and verified", res)
	return nil
}

type backupVerifyCmd struct {
	File string `arg:"" help:"A backup." type:"existingfile"`
}

func (c backupVerifyCmd) Run(ctx context.Context) error {
	cfg, err := settings()
	if err != nil {
		return err
	}
	res, err := backup.Verify(ctx, cfg.Backup(version), c.File)
	if err != nil {
		return err
	}
	tell("Whole", res)
	return nil
}

func tell(what string, res backup.Result) {
	m := res.Manifest
	fmt.Printf("%s: %s\n%s of %s, %d tables, %d rows, %d uploaded files, %.1f MB, %s\n", what, res.Path, m.Engine,
		m.At.Local().Format(time.DateTime), len(m.Tables), m.Rows(), m.Files.Rows, float64(res.Bytes)/1e6, res.Took.Round(10*time.Millisecond))
}

type backupListCmd struct{}

func (backupListCmd) Run(ctx context.Context) error {
	cfg, err := settings()
	if err != nil {
		return err
	}
	s := cfg.Backup(version)
	names, err := backup.List(s.Dir)
	for _, name := range names {
		fmt.Println(filepath.Join(s.Dir, name))
	}
	if err != nil {
		return err
	}
	copies, err := backup.Copies(ctx, s)
	for _, name := range copies {
		fmt.Println("copy: " + name)
	}
	return err
}

type backupFetchCmd struct {
	Name string `arg:"" help:"A name that list prints behind \"copy:\"."`
}

func (c backupFetchCmd) Run(ctx context.Context) error {
	cfg, err := settings()
	if err != nil {
		return err
	}
	path, err := backup.Fetch(ctx, cfg.Backup(version), c.Name)
	if err == nil {
		fmt.Println(path)
	}
	return err
}

type restoreCmd struct {
	File  string `arg:"" help:"A backup." type:"existingfile"`
	Force bool   `help:"Replace the data that is there; it is kept aside."`
}

func (c restoreCmd) Run(ctx context.Context) error {
	cfg, err := settings()
	if err != nil {
		return err
	}
	done, err := backup.Restore(ctx, cfg.Backup(version), c.File, c.Force)
	if len(done.Kept) > 0 {
		fmt.Fprintf(os.Stderr, "What was there before is kept: %s\n", strings.Join(done.Kept, ", "))
	}
	if err != nil {
		return err
	}
	fmt.Printf("Restored %d rows and %d uploaded files of %s. Start the server again.\n",
		done.Manifest.Rows(), done.Manifest.Files.Rows, done.Manifest.At.Local().Format(time.DateTime))
	return nil
}
