package main

import (
	"context"
	"errors"
	"fmt"

	"kontor/internal/account"
)

type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Check that nobody changed the audit log."`
}

type auditVerifyCmd struct{}

func (auditVerifyCmd) Run(ctx context.Context) error {
	a, err := open(ctx)
	if err != nil {
		return err
	}
	defer a.Close()
	if err := a.Accounts.AuditLog.Seal(ctx); err != nil {
		return err
	}
	chains, err := a.Accounts.AuditLog.Verify(ctx)
	if err != nil {
		return err
	}
	broken := false
	for _, c := range chains {
		fmt.Println(chainLine(c))
		broken = broken || c.Fault != ""
	}
	if broken {
		return errors.New("the audit log was changed: compare it with the last good backup")
	}
	return nil
}

// chainLine says what is with the log of one workspace. Whoever keeps the line
// elsewhere can tell later whether the end was cut off.
func chainLine(c account.Chain) string {
	name := c.Slug
	if name == "" {
		name = "(server)"
	}
	if c.Fault != "" {
		return fmt.Sprintf("%s: CHANGED: %s", name, c.Fault)
	}
	return fmt.Sprintf("%s: %d entries in order, end %x", name, c.Entries, c.Hash)
}
