// Package firewall looks at requests with the OWASP core rule set, before
// anything else reads them.
package firewall

import (
	"context"
	_ "embed"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/corazawaf/coraza-coreruleset/v4"
	"github.com/corazawaf/coraza/v3"
	"github.com/corazawaf/coraza/v3/types"

	"kontor/internal/kit/web"
)

//go:embed rules.conf
var before string

//go:embed exceptions.conf
var after string

// Event is a request that looks like an attack. It repeats nothing of what was
// sent.
type Event struct {
	Rules   []int // the rules that saw something
	Blocked bool
}

// Firewall judges requests.
type Firewall struct {
	waf   coraza.WAF
	block bool
	tell  func(context.Context, Event)
}

// New reads the rules, which takes a moment and some memory. With block
// attacks are refused, else only told of.
func New(block bool, tell func(context.Context, Event)) (*Firewall, error) {
	engine := "SecRuleEngine DetectionOnly\n"
	if block {
		engine = "SecRuleEngine On\n"
	}
	waf, err := coraza.NewWAF(coraza.NewWAFConfig().WithRootFS(coreruleset.FS).WithDirectives(
		engine + "Include @crs-setup.conf.example\n" + before + "Include @owasp_crs/REQUEST-*.conf\n" + after))
	if err != nil {
		return nil, fmt.Errorf("read the rules of the firewall: %w", err)
	}
	return &Firewall{waf: waf, block: block, tell: tell}, nil
}

// With judges every request before next; refuse answers those that are not let
// through.
func (f *Firewall) With(refuse http.HandlerFunc, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		passed, err := f.judge(r)
		switch {
		case err != nil:
			next.ServeHTTP(w, r) // a body that broke off: whoever reads it says so
		case passed:
			next.ServeHTTP(w, r)
		default:
			refuse(w, r)
		}
	})
}

// judge tells whether a request may pass, and of those that look like attacks.
func (f *Firewall) judge(r *http.Request) (passed bool, err error) {
	tx := f.waf.NewTransaction()
	defer tx.Close()
	stop, err := ask(tx, r)
	if err != nil {
		return true, err
	}
	if seen := seenBy(tx); stop != nil || len(seen) > 0 && overThreshold(tx) {
		f.tell(r.Context(), Event{Rules: seen, Blocked: f.block && stop != nil})
	}
	return stop == nil, nil
}

// ask shows the request to the rules.
func ask(tx types.Transaction, r *http.Request) (*types.Interruption, error) {
	tx.ProcessConnection(web.ClientOf(r.Context()).IP.String(), 0, "", 0)
	tx.ProcessURI(r.URL.RequestURI(), r.Method, r.Proto)
	for name, values := range r.Header {
		for _, v := range values {
			tx.AddRequestHeader(name, v)
		}
	}
	tx.AddRequestHeader("Host", r.Host)
	if stop := tx.ProcessRequestHeaders(); stop != nil {
		return stop, nil
	}
	if err := readBody(tx, r); err != nil {
		return nil, err
	}
	return tx.ProcessRequestBody()
}

// readBody shows the beginning of the body to the rules, and puts all of it
// back.
func readBody(tx types.Transaction, r *http.Request) error {
	if !tx.IsRequestBodyAccessible() || r.Body == nil || r.Body == http.NoBody {
		return nil
	}
	_, _, err := tx.ReadRequestBodyFrom(r.Body)
	if err != nil {
		return err
	}
	start, err := tx.RequestBodyReader()
	if err != nil {
		return err
	}
	head, err := io.ReadAll(start)
	if err != nil {
		return err
	}
	r.Body = &whole{head: head, rest: r.Body}
	return nil
}

// seenBy are the rules that saw an attack, without those that only count.
func seenBy(tx types.Transaction) (all []int) {
	for _, m := range tx.MatchedRules() {
		if id := m.Rule().ID(); id >= 911000 && id < 949000 && m.Message() != "" && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

// Text is the rules as the log has them.
func (e Event) Text() string {
	var text []byte
	for i, id := range e.Rules {
		if i > 0 {
			text = append(text, ' ')
		}
		text = strconv.AppendInt(text, int64(id), 10)
	}
	return string(text)
}
