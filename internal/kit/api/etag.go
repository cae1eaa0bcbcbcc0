package api

import (
	"context"
	"strconv"
	"strings"

	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
)

// ETag names a version of a record.
func ETag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// IfMatch reads the version an update is based on; 0 when the header is
// missing or *, which means whatever is there.
func IfMatch(ctx context.Context, header string) (int64, error) {
	header = strings.TrimPrefix(strings.TrimSpace(header), "W/")
	if header == "" || header == "*" {
		return 0, nil
	}
	n, err := strconv.ParseInt(strings.Trim(header, `"`), 10, 64)
	if err != nil || n < 1 {
		return 0, fault.Malformed{Text: i18n.T(ctx, "If-Match must be the ETag of the record, such as \"3\".")}
	}
	return n, nil
}
