package deal_test

import (
	"testing"

	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/list/listtest"
)

func TestDealList_Conforms(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		f := newFirm(t, d)
		f.make(f.input("Line 3 monitoring", "62400"))
		listtest.Conforms(t, d, deal.DealEntity(), f.actor.Scope("deal"))
	})
}
