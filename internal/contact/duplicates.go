package contact

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// Pair is two records that are probably one.
type Pair struct {
	A, B      Side
	Reason    string
	Certainty int // up to 100
}

// Side is what a pair shows of one of its records.
type Side struct {
	ID        db.ID  `db:"id"`
	Name      string `db:"name"`
	Sub       string `db:"sub"`
	Email     string `db:"email"`
	Phone     string `db:"phone"`
	City      string `db:"city"`
	Number    string `db:"number"` // VAT or registration number of a company
	UpdatedAt int64  `db:"updated_at"`
	Owner     db.ID  `db:"owner_id"`
	OwnerName string `db:"owner_name"`
	Team      db.ID  `db:"team_id"`
}

// pairRow is a pair as it is kept.
type pairRow struct {
	A         db.ID  `db:"a_id"`
	B         db.ID  `db:"b_id"`
	Reason    string `db:"reason"`
	Certainty int    `db:"certainty"`
}

func (p pairRow) mark() string {
	return strconv.Itoa(p.Certainty) + "." + p.A.String() + "." + p.B.String()
}

func readPairMark(ctx context.Context, s string) (p pairRow, err error) {
	parts := strings.Split(s, ".")
	if len(parts) == 3 {
		if p.Certainty, err = strconv.Atoi(parts[0]); err == nil {
			if p.A, err = db.ParseID(parts[1]); err == nil {
				p.B, err = db.ParseID(parts[2])
			}
		}
	}
	if len(parts) != 3 || err != nil {
		return p, fault.Malformed{Text: i18n.T(ctx, "This page of the list is no longer there. Start from the beginning.")}
	}
	return p, nil
}

// Duplicates returns pairs of contacts that are probably one person, the
// likeliest first, without those that somebody said are two; next is the
// cursor of the next page. The actor sees both contacts of each.
func (s *Contacts) Duplicates(ctx context.Context, actor account.Actor, cursor string, limit int) (pairs []Pair, next string, err error) {
	return duplicates(ctx, s.db, actor, duplicatesOf("contact"), cursor, limit)
}

// Duplicates is the same for companies.
func (s *Companies) Duplicates(ctx context.Context, actor account.Actor, cursor string, limit int) (pairs []Pair, next string, err error) {
	return duplicates(ctx, s.db, actor, duplicatesOf("company"), cursor, limit)
}

// Distinguish remembers that two contacts are not one; the actor may change
// both. Unite takes that back.
func (s *Contacts) Distinguish(ctx context.Context, actor account.Actor, a, b db.ID) error {
	return duplicatesOf("contact").distinguish(ctx, s.db, actor, a, b, true)
}

// Unite lets two contacts count as duplicates again.
func (s *Contacts) Unite(ctx context.Context, actor account.Actor, a, b db.ID) error {
	return duplicatesOf("contact").distinguish(ctx, s.db, actor, a, b, false)
}

// Distinguish is the same for companies.
func (s *Companies) Distinguish(ctx context.Context, actor account.Actor, a, b db.ID) error {
	return duplicatesOf("company").distinguish(ctx, s.db, actor, a, b, true)
}

// Unite is the same for companies.
func (s *Companies) Unite(ctx context.Context, actor account.Actor, a, b db.ID) error {
	return duplicatesOf("company").distinguish(ctx, s.db, actor, a, b, false)
}

// duplicateKind is where the pairs of a kind of record are kept.
type duplicateKind struct {
	shelf
	pairs, apart, side, sides db.Expr
}

func duplicatesOf(kind string) duplicateKind {
	if kind == "company" {
		return duplicateKind{companyShelf(), "company_duplicates", "company_distinct", "company_id", `SELECT r.id, r.name, r.industry AS sub, r.email, r.phone, r.city,
			CASE WHEN r.vat_number <> '' THEN r.vat_number ELSE r.registration_number END AS number, r.updated_at, r.owner_id, coalesce(m.name, '') AS owner_name, r.team_id FROM companies r`}
	}
	return duplicateKind{contactShelf(), "contact_duplicates", "contact_distinct", "contact_id", `SELECT r.id, r.name, r.email, CASE WHEN r.mobile <> '' THEN r.mobile ELSE r.phone END AS phone, r.city,
		CASE WHEN r.position <> '' AND o.name IS NOT NULL THEN r.position || ', ' || o.name ELSE coalesce(o.name, r.position) END AS sub,
		'' AS number, r.updated_at, r.owner_id, coalesce(m.name, '') AS owner_name, r.team_id
		FROM contacts r LEFT JOIN companies o ON o.workspace_id = r.workspace_id AND o.id = r.company_id`}
}

// duplicates are two queries, however many pairs there are.
func duplicates(ctx context.Context, d *db.DB, actor account.Actor, k duplicateKind, cursor string, limit int) ([]Pair, string, error) {
	rows, err := k.page(ctx, d, actor, cursor, limit+1)
	if err != nil || len(rows) == 0 {
		return nil, "", err
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = rows[limit-1].mark()
	}
	sides, err := k.readSides(ctx, d, actor, rows)
	if err != nil {
		return nil, "", err
	}
	var pairs []Pair
	for _, row := range rows {
		a, seenA := sides[row.A]
		b, seenB := sides[row.B]
		if seenA && seenB {
			pairs = append(pairs, Pair{a, b, row.Reason, row.Certainty})
		}
	}
	return pairs, next, nil
}

func (k duplicateKind) page(ctx context.Context, d *db.DB, actor account.Actor, cursor string, limit int) ([]pairRow, error) {
	scope := actor.Scope(k.Kind)
	var q db.SQL
	q.S("SELECT p.a_id, p.b_id, p.reason, p.certainty FROM ").S(k.pairs).S(" p")
	for _, side := range []db.Expr{"a", "b"} {
		q.S(" JOIN ").S(k.Name).S(" AS ").S(side).S(" ON ").S(side).S(".workspace_id = p.workspace_id AND ").S(side).S(".id = p.").S(side).S("_id")
	}
	q.S(" WHERE p.workspace_id = ").P(actor.Workspace)
	for _, side := range []db.Expr{"a", "b"} {
		q.S(" AND ").S(side).S(".deleted_at IS NULL AND ")
		scope.Sees(&q, side+".owner_id", side+".team_id")
	}
	q.S(" AND NOT EXISTS (SELECT 1 FROM ").S(k.apart).S(" x WHERE x.workspace_id = p.workspace_id AND x.").S(k.side).S(" = p.a_id AND x.other_id = p.b_id)")
	if cursor != "" {
		after, err := readPairMark(ctx, cursor)
		if err != nil {
			return nil, err
		}
		q.S(" AND (p.certainty, p.a_id, p.b_id) < (").P(after.Certainty).S(", ").P(after.A[:]).S(", ").P(after.B[:]).S(")")
	}
	q.S(" ORDER BY p.certainty DESC, p.a_id DESC, p.b_id DESC LIMIT ").P(limit)
	rows, err := db.Select[pairRow](ctx, d, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read duplicates: %w", err)
	}
	return rows, nil
}

func (k duplicateKind) readSides(ctx context.Context, d *db.DB, actor account.Actor, rows []pairRow) (map[db.ID]Side, error) {
	wanted := ids(rows, func(p pairRow) db.ID { return p.A })
	wanted = slices.Concat(wanted, ids(rows, func(p pairRow) db.ID { return p.B }))
	var q db.SQL
	q.S(k.sides).S(" LEFT JOIN members m ON m.workspace_id = r.workspace_id AND m.id = r.owner_id WHERE r.workspace_id = ").P(actor.Workspace)
	q.S(" AND r.deleted_at IS NULL AND r.id IN ")
	db.In(&q, wanted)
	all, err := db.Select[Side](ctx, d, q.Text(), q.Args()...)
	if err != nil {
		return nil, fmt.Errorf("read records of duplicates: %w", err)
	}
	sides := make(map[db.ID]Side, len(all))
	for _, s := range all {
		sides[s.ID] = s
	}
	return sides, nil
}

func (k duplicateKind) distinguish(ctx context.Context, d *db.DB, actor account.Actor, a, b db.ID, apart bool) error {
	if a == b {
		return fault.Invalid{"records": i18n.T(ctx, "Choose two different records.")}
	}
	return d.InTx(ctx, func(tx *db.Tx) error {
		for _, id := range []db.ID{a, b} {
			if _, err := k.One(ctx, tx, actor, id); err != nil {
				return err
			}
		}
		for _, pair := range [][2]db.ID{{a, b}, {b, a}} {
			var q db.SQL
			if apart {
				q.S("INSERT INTO ").S(k.apart).S(" (workspace_id, ").S(k.side).S(", other_id, at) VALUES ")
				db.In(&q, []any{actor.Workspace, pair[0], pair[1], time.Now().UnixMilli()})
				q.S(" ON CONFLICT (workspace_id, ").S(k.side).S(", other_id) DO NOTHING")
			} else {
				q.S("DELETE FROM ").S(k.apart).S(" WHERE workspace_id = ").P(actor.Workspace).S(" AND ").S(k.side).S(" = ").P(pair[0]).S(" AND other_id = ").P(pair[1])
			}
			if _, err := tx.Exec(ctx, q.Text(), q.Args()...); err != nil {
				return fmt.Errorf("keep records apart: %w", err)
			}
		}
		return nil
	})
}

// words says why a pair was found.
func (p Pair) words(ctx context.Context) string {
	switch p.Reason {
	case "email":
		return i18n.T(ctx, "Same e-mail")
	case "mobile":
		return i18n.T(ctx, "Same mobile number")
	case "phone":
		return i18n.T(ctx, "Same phone, name alike")
	case "name_company":
		return i18n.T(ctx, "Same name and company")
	case "script_company":
		return i18n.T(ctx, "Name alike across scripts, same company: %s", p.names())
	case "name_city":
		return i18n.T(ctx, "Same name and city")
	case "script_city":
		return i18n.T(ctx, "Name alike across scripts, same city: %s", p.names())
	case "name":
		return i18n.T(ctx, "Same name")
	case "script":
		return i18n.T(ctx, "Name alike across scripts: %s", p.names())
	case "typo_company":
		return i18n.T(ctx, "One letter differs, same company: %s", p.names())
	case "typo_city":
		return i18n.T(ctx, "One letter differs, same city: %s", p.names())
	}
	return p.firmWords(ctx)
}

func (p Pair) firmWords(ctx context.Context) string {
	switch p.Reason {
	case "vat":
		return i18n.T(ctx, "Same VAT number")
	case "registration":
		return i18n.T(ctx, "Same registration number")
	case "domain":
		return i18n.T(ctx, "Same domain")
	case "firm_name":
		return i18n.T(ctx, "Same name but for the legal form")
	case "firm_script":
		return i18n.T(ctx, "Name alike across scripts: %s", p.names())
	}
	return p.Reason
}

// names are both names, that in Latin letters first.
func (p Pair) names() string {
	a, b := p.A.Name, p.B.Name
	if cmp.Or(b2i(isCyrillic(a))-b2i(isCyrillic(b)), strings.Compare(a, b)) > 0 {
		a, b = b, a
	}
	return a + " / " + b
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}
