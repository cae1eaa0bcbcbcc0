package main

import (
	"bufio"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"kontor/internal/record"
)

type exportCmd struct {
	Kind      string `arg:"" help:"contacts, companies, deals or tasks." enum:"contacts,companies,deals,tasks" default:"contacts" optional:""`
	Format    string `help:"csv, xlsx or vcard; by the name of the file without it." enum:",csv,xlsx,vcard" default:""`
	To        string `help:"File to write; standard output without it." placeholder:"FILE" type:"path"`
	Query     string `help:"Which ones, as in the address of a list: country=BG&sort=name." placeholder:"QUERY"`
	Workspace string `help:"Slug of the workspace, if there are several." placeholder:"SLUG"`
}

func (c exportCmd) Run(ctx context.Context) error {
	a, actor, err := operate(ctx, c.Workspace)
	if err != nil {
		return err
	}
	defer a.Close()
	var to io.WriteCloser = os.Stdout
	if c.To != "" {
		if to, err = os.Create(c.To); err != nil {
			return err
		}
	}
	w := bufio.NewWriter(to)
	if err := a.Records.Export(ctx, actor, w, c.Kind, c.format(), c.Query, nil); err != nil {
		to.Close()
		return spoken(err)
	}
	if err := w.Flush(); err != nil {
		to.Close()
		return err
	}
	return to.Close()
}

// format is the one that was asked for, or the one of the file's name.
func (c exportCmd) format() string {
	if c.Format != "" {
		return c.Format
	}
	switch strings.ToLower(filepath.Ext(c.To)) {
	case ".xlsx":
		return record.FormatXLSX
	case ".vcf":
		return record.FormatVCard
	}
	return record.FormatCSV
}
