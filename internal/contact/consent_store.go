package contact

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// What somebody says about a purpose.
const (
	Given     = "given"
	Withdrawn = "withdrawn"
)

// ConsentMethods are how somebody can have said it; a merge says it for them.
func ConsentMethods() []string {
	return []string{"form", "email", "phone", "in_person", "paper", "import", "other"}
}

const byMerge = "merge"

// Consent is what somebody said about a purpose once. Lines are only added: the
// newest counts.
type Consent struct {
	Workspace db.WorkspaceID `db:"workspace_id"`
	ID        db.ID          `db:"id"`
	Contact   db.ID          `db:"contact_id"`
	Purpose   db.ID          `db:"purpose_id"`
	State     string         `db:"state"`
	Method    string         `db:"method"`
	Note      string         `db:"note"`
	Member    db.ID          `db:"member_id"`
	Merge     db.ID          `db:"merge_id"`
	At        int64          `db:"at"`
	CreatedAt int64          `db:"created_at"`

	PurposeName string `db:"purpose_name,ro"`
	MemberName  string `db:"member_name,ro"`
}

// ConsentInput is what a person records about a consent.
type ConsentInput struct {
	Purpose db.ID  `json:"purpose_id" format:"uuid"`
	State   string `json:"state" enum:"given,withdrawn"`
	Method  string `json:"method,omitempty" enum:"form,email,phone,in_person,paper,import,other" doc:"other unless said"`
	Note    string `json:"note,omitempty" maxLength:"1000" doc:"The words that were agreed to, or where the proof lies"`
}

// Consents keeps what people agreed to.
type Consents struct{ db *db.DB }

const selectConsent = `SELECT c.workspace_id, c.id, c.contact_id, c.purpose_id, c.state, c.method, c.note, c.member_id, c.merge_id, c.at, c.created_at,
	p.name AS purpose_name, coalesce(m.name, '') AS member_name FROM consents c
	JOIN purposes p ON p.workspace_id = c.workspace_id AND p.id = c.purpose_id
	LEFT JOIN members m ON m.workspace_id = c.workspace_id AND m.id = c.member_id WHERE c.workspace_id = $1 AND c.contact_id = $2 ORDER BY c.at DESC, c.id DESC`

// Of returns what a contact that the actor sees said, the newest first.
func (s *Consents) Of(ctx context.Context, actor account.Actor, contact db.ID) ([]Consent, error) {
	if _, err := (activity.Subject{Kind: "contact", ID: contact}).See(ctx, s.db, actor); err != nil {
		return nil, err
	}
	all, err := db.Select[Consent](ctx, s.db, selectConsent, actor.Workspace, contact)
	if err != nil {
		return nil, fmt.Errorf("read consents: %w", err)
	}
	return all, nil
}

func (in *ConsentInput) check(ctx context.Context) error {
	invalid := fault.Invalid{}
	in.Note = strings.TrimSpace(in.Note)
	if in.Method == "" {
		in.Method = "other"
	}
	if in.State != Given && in.State != Withdrawn {
		invalid.Add("state", i18n.T(ctx, "This is none of the choices."))
	}
	if !slices.Contains(ConsentMethods(), in.Method) {
		invalid.Add("method", i18n.T(ctx, "This is none of the choices."))
	}
	if len([]rune(in.Note)) > 1000 {
		invalid.Add("note", i18n.N(ctx, "This is longer than %s character.", "This is longer than %s characters.", 1000))
	}
	return invalid.OrNil()
}

// Record writes what a contact said, whom the actor may change.
func (s *Consents) Record(ctx context.Context, actor account.Actor, contact db.ID, in ConsentInput) (Consent, error) {
	invalid, now := in.check(ctx), time.Now().UnixMilli()
	c := Consent{Workspace: actor.Workspace, ID: db.NewID(), Contact: contact, Purpose: in.Purpose, State: in.State, Method: in.Method, Note: in.Note, Member: actor.Member, At: now, CreatedAt: now, MemberName: actor.Name}
	on := activity.Subject{Kind: "contact", ID: contact}
	err := s.db.InTx(ctx, func(tx *db.Tx) error {
		if err := on.MustWrite(ctx, tx, actor); err != nil {
			return err
		}
		if invalid != nil {
			return invalid
		}
		if err := c.record(ctx, tx, actor); err != nil {
			return err
		}
		return on.Touch(ctx, tx, actor.Workspace, now) // who was asked today does not lie idle
	})
	return c, err
}

func (c *Consent) record(ctx context.Context, tx *db.Tx, actor account.Actor) error {
	names, err := db.Values[string](ctx, tx, `SELECT name FROM purposes WHERE workspace_id = $1 AND id = $2 AND archived_at IS NULL`, actor.Workspace, c.Purpose)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return fault.Invalid{"purpose_id": i18n.T(ctx, "This is none of the choices.")}
	}
	c.PurposeName = names[0]
	if err := db.Insert(ctx, tx, "consents", c); err != nil {
		return fmt.Errorf("record consent: %w", err)
	}
	if err := settleConsents(ctx, tx, actor.Workspace, []db.ID{c.Contact}); err != nil {
		return err
	}
	said := activity.Change{Kind: "contact", Record: c.Contact, Action: activity.Updated, Field: "consents", New: c.PurposeName}
	if c.State == Withdrawn {
		said.Old, said.New = c.PurposeName, ""
	}
	return activity.Record(ctx, tx, actor, said)
}

// isNewest says that c is the newest line of a contact about a purpose.
const isNewest = ` NOT EXISTS (SELECT 1 FROM consents n WHERE n.workspace_id = c.workspace_id AND n.contact_id = c.contact_id
	AND n.purpose_id = c.purpose_id AND (n.at > c.at OR n.at = c.at AND n.id > c.id))`

// settleConsents writes anew which purposes contacts agree to: those whose
// newest line says so.
func settleConsents(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, contacts []db.ID) error {
	var q db.SQL
	q.S("DELETE FROM contact_consents WHERE workspace_id = ").P(ws).S(" AND contact_id IN ")
	db.In(&q, contacts)
	if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
		return fmt.Errorf("settle consents: %w", err)
	}
	q = db.SQL{}
	q.S(`INSERT INTO contact_consents (workspace_id, contact_id, purpose_id) SELECT c.workspace_id, c.contact_id, c.purpose_id FROM consents c WHERE c.workspace_id = `).P(ws)
	q.S(" AND c.state = 'given' AND").S(isNewest).S(" AND c.contact_id IN ")
	db.In(&q, contacts)
	if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
		return fmt.Errorf("settle consents: %w", err)
	}
	return nil
}

// refused are the purposes that one of the contacts withdrew from last.
func refused(ctx context.Context, tx *db.Tx, ws db.WorkspaceID, contacts []db.ID) ([]db.ID, error) {
	var q db.SQL
	q.S(`SELECT DISTINCT c.purpose_id FROM consents c WHERE c.workspace_id = `).P(ws)
	q.S(" AND c.state = 'withdrawn' AND").S(isNewest).S(" AND c.contact_id IN ")
	db.In(&q, contacts)
	q.S(" ORDER BY c.purpose_id")
	all, err := db.Values[db.ID](ctx, tx, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read what was withdrawn: %w", err)
	}
	return all, nil
}

// mergeConsents keeps a withdrawal that one of the merged contacts said, even
// where another agreed later: only the person themselves can take it back. What
// they said is settled already.
func mergeConsents(ctx context.Context, tx *db.Tx, actor account.Actor, m *Merge, refused []db.ID) error {
	given, err := db.Values[db.ID](ctx, tx, `SELECT purpose_id FROM contact_consents WHERE workspace_id = $1 AND contact_id = $2`, actor.Workspace, m.Survivor.ID)
	if err != nil {
		return fmt.Errorf("read consents: %w", err)
	}
	for _, purpose := range refused {
		if !slices.Contains(given, purpose) {
			continue
		}
		c := Consent{Workspace: actor.Workspace, ID: db.NewID(), Contact: m.Survivor.ID, Purpose: purpose, State: Withdrawn, Method: byMerge, Member: actor.Member, Merge: m.ID, At: m.At, CreatedAt: m.At}
		if err := db.Insert(ctx, tx, "consents", &c); err != nil {
			return fmt.Errorf("keep withdrawal: %w", err)
		}
	}
	return settleConsents(ctx, tx, actor.Workspace, []db.ID{m.Survivor.ID})
}

// unmergeConsents takes back what a merge said, and settles who says what.
func unmergeConsents(ctx context.Context, tx *db.Tx, actor account.Actor, merge db.ID, contacts []db.ID) error {
	if _, err := tx.Exec(ctx, `DELETE FROM consents WHERE workspace_id = $1 AND merge_id = $2`, actor.Workspace, merge); err != nil {
		return fmt.Errorf("take back what a merge said: %w", err)
	}
	return settleConsents(ctx, tx, actor.Workspace, contacts)
}
