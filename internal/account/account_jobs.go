package account

import (
	"context"
	"errors"
	"time"

	"kontor/internal/kit/jobs"
)

type sealAudit struct{}

func (sealAudit) Kind() string { return "account.seal" }

// reseal seals anew what was sealed with a former secret key.
type reseal struct{}

func (reseal) Kind() string { return "account.reseal" }

// tidy removes what has been kept for long enough.
type tidy struct{}

func (tidy) Kind() string { return "account.tidy" }

// Jobs adds the background work.
func (d *Domain) Jobs(q *jobs.Queue) {
	jobs.Handle(q, func(ctx context.Context, _ sealAudit) error { return d.AuditLog.Seal(ctx) })
	jobs.Every(q, sealEvery, func() jobs.Args { return sealAudit{} })
	jobs.Handle(q, func(ctx context.Context, _ reseal) error {
		_, err := d.SecondSteps.Reseal(ctx)
		_, ofProviders := d.Providers.Reseal(ctx)
		return errors.Join(err, ofProviders, d.AuditLog.Reseal(ctx))
	})
	jobs.Every(q, 24*time.Hour, func() jobs.Args { return reseal{} })
	jobs.Handle(q, func(ctx context.Context, _ tidy) error {
		return errors.Join(d.Sessions.ForgetHistory(ctx, time.Now()), d.Outbox.Forget(ctx, time.Now()))
	})
	jobs.Every(q, 24*time.Hour, func() jobs.Args { return tidy{} })
}
