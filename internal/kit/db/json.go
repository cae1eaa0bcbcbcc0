package db

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// JSON is a column of JSON text (TEXT on SQLite, JSONB on PostgreSQL).
// The zero value is written as {}.
type JSON []byte

// ToJSON encodes v; it fails only for values that cannot be JSON.
func ToJSON(v any) (JSON, error) {
	b, err := json.Marshal(v)
	return JSON(b), err
}

// Value writes text, never bytes: SQLite would store bytes as a BLOB.
func (j JSON) Value() (driver.Value, error) {
	if len(j) == 0 {
		return "{}", nil
	}
	return string(j), nil
}

// Scan takes what either engine returns.
func (j *JSON) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		*j = nil
	case string:
		*j = JSON(v)
	case []byte:
		*j = append((*j)[:0], v...)
	default:
		return fmt.Errorf("scan %T into JSON", src)
	}
	return nil
}

// Decode reads the JSON into v; an empty column leaves v as it is.
func (j JSON) Decode(v any) error {
	if len(j) == 0 {
		return nil
	}
	return json.Unmarshal(j, v)
}

// MarshalJSON writes the text as it is.
func (j JSON) MarshalJSON() ([]byte, error) {
	if len(j) == 0 {
		return []byte("{}"), nil
	}
	return j, nil
}
