package record_test

import (
	"net/http"
	"testing"

	"kontor/internal/app/apptest"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/record"
)

// reason is the first lost reason of the workspace.
func (o office) reason() deal.Reason {
	o.t.Helper()
	all, err := o.Deals.Reasons.List(o.t.Context(), o.actor)
	if err != nil || len(all) == 0 {
		o.t.Fatalf("%d reasons, %v", len(all), err)
	}
	return all[0]
}

// toLost is what a program says to move deals into the stage for lost ones.
func toLost(o office, besides map[string]string, ids ...db.ID) map[string]any {
	body := map[string]any{"action": "set", "field": "stage", "value": o.stage("Lost").ID.String(), "ids": ids}
	if besides != nil {
		body["besides"] = besides
	}
	return body
}

func TestDeals_AreLostTogetherForAReason(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		one, two, three := o.deal("One"), o.deal("Two"), o.deal("Three")
		api := s.Program(t, o.actor, "read,write")
		const path = "/api/v1/deals/bulk"
		bad := api.JSON(http.MethodPost, path, toLost(o, nil, one.ID, two.ID))
		equal(t, "without a reason", bad.Status, 422)
		has(t, string(bad.Body), "body.besides.lost_reason", "Say why the deal was lost")
		filter := map[string]any{"action": "set", "field": "status", "value": "lost", "filter": "name=One"}
		equal(t, "by a filter without a reason", api.JSON(http.MethodPost, path, filter).Status, 422)
		odd := api.JSON(http.MethodPost, path, toLost(o, map[string]string{"lost_reason": "Price", "city": "Ruse"}, one.ID))
		has(t, string(odd.Body), "body.besides.city", "not needed here")
		equal(t, "nothing was changed", o.again(one).Status, deal.Open)

		good := api.JSON(http.MethodPost, path, toLost(o, map[string]string{"lost_reason": o.reason().ID.String()}, one.ID, two.ID))
		has(t, string(good.Body), `"changed":2`, `"failed":0`)
		equal(t, "reason", o.again(one).ReasonID, o.reason().ID)
		again := api.JSON(http.MethodPost, path, toLost(o, map[string]string{"lost_reason": "Went quiet"}, two.ID, three.ID))
		has(t, string(again.Body), `"changed":1`, `"unchanged":1`, `"besides":{"lost_reason":"Went quiet"}`)
		equal(t, "the reason it had", o.again(two).LostReason, "")
		equal(t, "words", o.again(three).LostReason, "Went quiet")
		equal(t, "all are lost already", api.JSON(http.MethodPost, path, toLost(o, nil, one.ID)).Status, 200)
	})
}

func TestDeals_AreAskedForWhatAStageNeeds(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		day := "2026-12-24"
		one, two := o.deal("One"), o.deal("Two", func(in *deal.DealInput) { in.ExpectedClose = day })
		api := s.Program(t, o.actor, "read,write")
		stage := o.stage("Proposal").ID.String()
		equal(t, "the stage", api.JSON(http.MethodPatch, "/api/v1/stages/"+stage, map[string]any{"required": []string{"expected_close_date", "source"}}).Status, 200)
		body := map[string]any{"action": "set", "field": "stage", "value": stage, "ids": []db.ID{one.ID, two.ID}}
		bad := api.JSON(http.MethodPost, "/api/v1/deals/bulk", body)
		equal(t, "without a day", bad.Status, 422)
		has(t, string(bad.Body), "body.besides.expected_close_date", "needs this")
		body["besides"] = map[string]string{"expected_close_date": "2026-02-30"}
		has(t, string(api.JSON(http.MethodPost, "/api/v1/deals/bulk", body).Body), "body.besides.expected_close_date", "There is no such day")
		body["besides"] = map[string]string{"expected_close_date": "2027-01-15"}
		a := api.JSON(http.MethodPost, "/api/v1/deals/bulk", body)
		has(t, string(a.Body), `"failed":2`) // the source, which is told for each
		has(t, string(api.Get(a.Location()+"/failures").Body), "Source: The stage “Proposal” needs this.")
		equal(t, "nothing was changed", o.again(one).ExpectedClose == nil, true)
		equal(t, "no longer", api.JSON(http.MethodPatch, "/api/v1/stages/"+stage, map[string]any{"required": []string{"expected_close_date"}}).Status, 200)
		has(t, string(api.JSON(http.MethodPost, "/api/v1/deals/bulk", body).Body), `"changed":2`)
		equal(t, "the day it lacked", *o.again(one).ExpectedClose, "2027-01-15")
		equal(t, "the day it had", *o.again(two).ExpectedClose, day)
	})
}

func TestDeals_BulkBarAsksForTheReason(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		one, two := o.deal("One"), o.deal("Two")
		said := []string{"do", "change", "action", record.BulkSet, "field", "stage", "value", o.stage("Lost").ID.String(), "value_text", "Lost", "id", one.ID.String(), "id", two.ID.String()}
		asked := o.post("/deals/bulk", 422, said...)
		has(t, string(asked.Body), `name="besides.lost_reason"`, `id="cell-lost_reason-error"`, "Say why the deal was lost", `value="Lost"`)
		equal(t, "nothing was changed", o.again(one).Status, deal.Open)
		o.post("/deals/bulk", 303, append(said, "besides.lost_reason", "", "besides.lost_reason_text", "Too dear")...)
		equal(t, "words", o.again(one).LostReason, "Too dear")
		equal(t, "both", o.again(two).Status, deal.Lost)
	})
}

func TestDeals_ReopenedTogetherGetTheirReasonBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		o := newOffice(t, s)
		one, two := o.deal("One"), o.deal("Two")
		api := s.Program(t, o.actor, "read,write")
		const path = "/api/v1/deals/bulk"
		api.JSON(http.MethodPost, path, toLost(o, map[string]string{"lost_reason": o.reason().ID.String()}, one.ID))
		api.JSON(http.MethodPost, path, toLost(o, map[string]string{"lost_reason": "Went quiet"}, two.ID))
		reopened := o.bulk(record.BulkInput{Kind: "deal", Action: record.BulkSet, Field: "stage", Value: o.stage("Lead").ID.String(), IDs: []db.ID{one.ID, two.ID}})
		equal(t, "an open deal has no reason", o.again(one).ReasonID.IsZero(), true)
		equal(t, "undone", o.undo(reopened).Changed, 2)
		equal(t, "lost again", o.again(one).Status, deal.Lost)
		equal(t, "for the same reason", o.again(one).ReasonID, o.reason().ID)
		equal(t, "in the same words", o.again(two).LostReason, "Went quiet")
	})
}
