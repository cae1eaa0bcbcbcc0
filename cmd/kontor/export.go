package main

import (
	"bufio"
	"context"
	"io"
	"os"
)

type exportCmd struct {
	Kind      string `arg:"" help:"contacts or companies." enum:"contacts,companies" default:"contacts" optional:""`
	Format    string `help:"csv or vcard." enum:"csv,vcard" default:"csv"`
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
	if err := a.Contacts.Export(ctx, actor, w, c.Kind, c.Format, c.Query, nil); err != nil {
		to.Close()
		return spoken(err)
	}
	if err := w.Flush(); err != nil {
		to.Close()
		return err
	}
	return to.Close()
}
