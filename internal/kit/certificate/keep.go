package certificate

import (
	"context"
	"crypto/x509"
	"fmt"
	"sync"
	"time"
)

// How long until a certificate is asked for again: after a failure longer
// each time, since authorities count failures.
const (
	firstWait  = 2 * time.Minute
	longWait   = time.Hour
	everLooked = time.Hour
)

// Keep gets the certificates and looks after them until ctx ends. What fails
// is logged with the authority's reason and tried again.
func (k *Keeper) Keep(ctx context.Context) {
	var all sync.WaitGroup
	for _, name := range k.names {
		all.Go(func() { k.keep(ctx, name) })
	}
	all.Wait()
}

func (k *Keeper) keep(ctx context.Context, name string) {
	failed := firstWait
	for {
		wait := everLooked
		if !k.look(name) {
			wait, failed = failed, min(2*failed, longWait)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// look gets the certificate of a name if there is none, and judges the one
// there is: renewing is the manager's business, and it says nothing when it
// fails.
func (k *Keeper) look(name string) bool {
	before := k.of(name)
	cert, err := k.manager.GetCertificate(ask(name))
	if err != nil {
		trouble := k.reasons.explain(name, err)
		k.log.Error("no certificate", "name", name, "trouble", trouble, "mend", "let "+name+" lead to this server, with ports 443 and 80 open to the world")
		k.set(Standing{Name: name, Trouble: trouble, Until: before.Until})
		return false
	}
	now := Standing{Name: name, Until: cert.Leaf.NotAfter, Late: late(cert.Leaf)}
	k.set(now)
	switch {
	case now.Late:
		k.log.Error("certificate is not renewed", "name", name, "until", now.Until, "trouble", k.reasons.explain(name, nil))
	case !now.Until.Equal(before.Until):
		k.log.Info("certificate", "name", name, "until", now.Until)
	}
	return true
}

// late tells whether half the time has gone by in which a certificate should
// have been renewed: its last third, thirty days at most.
func late(leaf *x509.Certificate) bool {
	last := min(leaf.NotAfter.Sub(leaf.NotBefore)/3, 30*24*time.Hour)
	return time.Until(leaf.NotAfter) < last/2
}

// String says for how long there is a certificate, or why there is none.
func (s Standing) String() string {
	switch {
	case s.Until.IsZero():
		return fmt.Sprintf("%s: none: %s", s.Name, s.Trouble)
	case s.Late:
		return fmt.Sprintf("%s: not renewed, ends %s", s.Name, s.Until.UTC().Format(time.RFC3339))
	}
	return fmt.Sprintf("%s: until %s", s.Name, s.Until.UTC().Format(time.RFC3339))
}
