package privacy

import (
	"archive/zip"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"kontor/internal/account"
	"kontor/internal/kit/api"
	"kontor/internal/kit/db"
)

// OwnPart is a part of what is kept about a member. Its query is given the
// workspace and the member; columns named at or …_at are moments.
type OwnPart struct{ Name, Query string }

// OwnParts are all of them. Secrets are left out, and what names customers: it is
// the workspace's.
func OwnParts() []OwnPart {
	const mine = ` m.workspace_id = $1 AND m.id = $2`
	const ofMember = ` JOIN members m ON m.workspace_id = x.workspace_id AND m.id = x.member_id WHERE` + mine
	const ofUser = ` JOIN members m ON m.user_id = x.user_id WHERE` + mine
	return []OwnPart{
		{"account", `SELECT x.email, x.new_email, x.first_name, x.last_name, x.phone, x.address, x.city, x.postal_code, x.country, x.language,
			x.timezone, x.email_proved_at, x.last_login_at, x.created_at, x.updated_at FROM users x JOIN members m ON m.user_id = x.id WHERE` + mine},
		{"membership", `SELECT w.name AS workspace, m.name, m.email, m.role, m.last_seen_at, m.created_at FROM members m JOIN workspaces w ON w.id = m.workspace_id WHERE` + mine},
		{"teams", `SELECT t.name FROM team_members x JOIN teams t ON t.workspace_id = x.workspace_id AND t.id = x.team_id` + ofMember + ` ORDER BY t.name_key`},
		{"sessions", `SELECT x.ip, x.agent, x.created_at, x.last_seen_at, x.expires_at FROM sessions x` + ofUser + ` ORDER BY x.created_at`},
		{"sign_ins", `SELECT x.at, x.way, CASE WHEN x.ok THEN 'yes' ELSE 'no' END AS succeeded, x.ip, x.agent FROM sign_ins x` + ofUser + ` ORDER BY x.at`},
		{"passkeys", `SELECT x.name, x.created_at, x.last_used_at FROM passkeys x` + ofUser + ` ORDER BY x.created_at`},
		{"authenticator", `SELECT x.created_at, x.confirmed_at FROM authenticators x` + ofUser},
		{"recovery_codes", `SELECT count(*) AS number, count(x.used_at) AS used FROM recovery_codes x` + ofUser},
		{"sign_in_providers", `SELECT x.issuer, x.subject, x.email, x.created_at FROM provider_accounts x` + ofMember},
		{"tokens", `SELECT x.name, x.hint, x.scope, x.created_at, x.last_used_at, x.expires_at FROM api_tokens x` + ofMember + ` ORDER BY x.created_at`},
		{"calendar_feeds", `SELECT x.created_at FROM calendar_feeds x` + ofMember},
		{"notifications", `SELECT x.event, x.title, x.body, x.created_at, x.read_at FROM notifications x` + ofMember + ` ORDER BY x.created_at`},
		{"notification_settings", `SELECT x.event, CASE WHEN x.inbox THEN 'yes' ELSE 'no' END AS inbox, CASE WHEN x.digest THEN 'yes' ELSE 'no' END AS digest FROM notification_settings x` + ofMember},
		{"digests", `SELECT x.day, x.created_at, x.sent_at FROM digests x` + ofMember + ` ORDER BY x.day`},
		{"targets", `SELECT x.quarter, x.amount AS amount_minor_units, x.currency FROM targets x` + ofMember + ` ORDER BY x.quarter, x.currency`},
		{"views", `SELECT x.list, x.name, x.audience, x.created_at FROM views x JOIN members m ON m.workspace_id = x.workspace_id AND m.id = x.owner_id WHERE` + mine + ` ORDER BY x.created_at`},
		{"home", `SELECT x.cards FROM home_cards x` + ofMember},
		{"looks", `SELECT x.list, x.look FROM looks x` + ofMember + ` ORDER BY x.list`},
		{"audit_log", `SELECT x.at, x.action, x.kind, x.records, x.via, x.ip FROM audit_entries x` + ofMember + ` ORDER BY x.at`},
	}
}

// WriteOwn writes what is kept about the actor as a ZIP: for programs as JSON,
// and the picture. It stands in the audit log.
func (s *People) WriteOwn(ctx context.Context, w io.Writer, actor account.Actor) error {
	if err := s.accounts.Witness(ctx, actor, account.Entry{Action: "export", Kind: "member", Record: actor.Member, Name: actor.Name}); err != nil {
		return err
	}
	var data bytes.Buffer // so that nobody who reads slowly holds a connection to the database
	if err := s.writeOwnParts(ctx, &data, actor); err != nil {
		return err
	}
	out, now := zip.NewWriter(w), time.Now()
	if err := put(out, partData, now, func(w io.Writer) error { _, err := data.WriteTo(w); return err }); err != nil {
		return err
	}
	key, err := db.Value[string](ctx, s.db, `SELECT u.avatar FROM members m JOIN users u ON u.id = m.user_id WHERE m.workspace_id = $1 AND m.id = $2`, actor.Workspace, actor.Member)
	if err != nil {
		return fmt.Errorf("find picture: %w", err)
	}
	if key != "" {
		if err := put(out, "picture.png", now, func(w io.Writer) error { return s.copyBytes(ctx, w, key) }); err != nil {
			return err
		}
	}
	return out.Close()
}

// writeOwnParts writes an object with a list for each part, row by row.
func (s *People) writeOwnParts(ctx context.Context, w io.Writer, actor account.Actor) error {
	before := "{\n"
	for _, p := range OwnParts() {
		if _, err := fmt.Fprintf(w, "%s%q: [", before, p.Name); err != nil {
			return err
		}
		if err := s.writeOwnRows(ctx, w, actor, p.Query); err != nil {
			return fmt.Errorf("read %s: %w", p.Name, err)
		}
		before = "],\n"
	}
	_, err := io.WriteString(w, "]\n}\n")
	return err
}

func (s *People) writeOwnRows(ctx context.Context, w io.Writer, actor account.Actor, query string) error {
	rows, err := s.db.Query(ctx, query, actor.Workspace, actor.Member)
	if err != nil {
		return err
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		return err
	}
	before := "\n"
	for rows.Next() {
		row, err := readRow(rows, names)
		if err != nil {
			return err
		}
		text, err := json.Marshal(row)
		if _, failed := fmt.Fprintf(w, "%s  %s", before, text); err != nil || failed != nil {
			return errors.Join(err, failed)
		}
		before = ",\n"
	}
	return rows.Err()
}

// readRow returns the values by column: bytes are texts, moments are RFC 3339.
func readRow(rows *sql.Rows, names []string) (map[string]any, error) {
	into, row := make([]any, len(names)), make(map[string]any, len(names))
	for i := range into {
		into[i] = new(any)
	}
	if err := rows.Scan(into...); err != nil {
		return nil, err
	}
	for i, name := range names {
		value := *into[i].(*any)
		switch v := value.(type) {
		case []byte:
			value = string(v)
		case int64:
			if name == "at" || strings.HasSuffix(name, "_at") {
				value = api.Moment(v).Format(time.RFC3339)
			}
		}
		row[name] = value
	}
	return row, nil
}
