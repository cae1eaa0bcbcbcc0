package customfield

import (
	"fmt"
	"strconv"

	"kontor/internal/kit/db"
)

// How many slots of each pool a kind of record has. Those of texts and numbers
// have indexes, which come with the migrations; the others have none.
var pools = map[byte]int{'t': 20, 'n': 12, 'l': 12, 'm': 12}

// slotName is slot n of a pool.
func slotName(pool byte, n int) string { return string(pool) + strconv.Itoa(n) }

// checkSlot tells whether s names a slot: what passes may become a part of a
// statement.
func checkSlot(s string) error {
	if len(s) >= 2 {
		if n, err := strconv.Atoi(s[1:]); err == nil && n >= 1 && n <= pools[s[0]] && slotName(s[0], n) == s {
			return nil
		}
	}
	return fmt.Errorf("%q is no slot", s)
}

// The only places where what the database says becomes SQL text. An
// expression must be that of the index letter for letter.

// text is what is kept under a name of a slot: "t1", or "t1_" for its twin.
func text(alias db.Expr, name string) db.Expr {
	return alias + ".custom->>'" + db.Expr(name) + "'"
}

// key is the twin of a slot of texts: what is compared, sorted and indexed.
func key(engine db.Engine, alias db.Expr, slot string) db.Expr {
	if engine == db.Postgres {
		return "((" + text(alias, slot+"_") + `) COLLATE "C")` // by bytes, as SQLite does
	}
	return "(" + text(alias, slot+"_") + ")"
}

// number is a slot of numbers.
func number(engine db.Engine, alias db.Expr, slot string) db.Expr {
	if engine == db.Postgres {
		return "CAST(" + text(alias, slot) + " AS BIGINT)"
	}
	return "CAST(" + text(alias, slot) + " AS INTEGER)"
}

// literal is the name of a slot as a text in a statement.
func literal(slot string) db.Expr { return "'" + db.Expr(slot) + "'" }

// indexed is the expression of the slot's index.
func indexed(engine db.Engine, alias db.Expr, slot string) db.Expr {
	switch slot[0] {
	case 'n':
		return number(engine, alias, slot)
	case 't':
		return key(engine, alias, slot)
	}
	return text(alias, slot)
}

// without is the column custom with all that lies in a slot taken out.
func without(engine db.Engine, slot string) db.Expr {
	names := []db.Expr{db.Expr(slot), db.Expr(slot) + "_", db.Expr(slot) + "c"}
	if engine == db.Postgres {
		return "custom - '" + names[0] + "' - '" + names[1] + "' - '" + names[2] + "'"
	}
	return "json_remove(custom, '$." + names[0] + "', '$." + names[1] + "', '$." + names[2] + "')"
}
