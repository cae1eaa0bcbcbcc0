package db

// MonthOf is the month in UTC, such as "2026-04", of a column of milliseconds.
func MonthOf(engine Engine, column Expr) Expr {
	if engine == Postgres {
		return "to_char(to_timestamp(" + column + " / 1000) AT TIME ZONE 'UTC', 'YYYY-MM')"
	}
	return "strftime('%Y-%m', " + column + " / 1000, 'unixepoch')"
}
