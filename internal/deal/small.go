package deal

import (
	"context"
	"strconv"

	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/live"
)

func itoa(n int) string { return strconv.Itoa(n) }

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// amountIn is an amount as typed, in a currency.
func amountIn(text, currency string) *contact.Money {
	return &contact.Money{Amount: text, Currency: currency}
}

// noticeOf lets open pages know that the deal changed.
func noticeOf(ctx context.Context, d Deal) db.Notice {
	return db.Notice{Workspace: d.Workspace, Kind: "deal", ID: d.ID, Page: live.PageOf(ctx)}
}
