package contact_test

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/contact"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/record"
)

// tickedForm is what the form of the rows posts.
func tickedForm(ids []db.ID, fields ...string) url.Values {
	form := url.Values{}
	for _, id := range ids {
		form.Add("id", id.String())
	}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Add(fields[i], fields[i+1])
	}
	return form
}

func TestBulkPages_TickedRowsAreDeletedAndBroughtBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		v := h.visitor(t, actor)
		ids := crowd(t, h.Domain, actor, 3)
		gone := v.send("/contacts/bulk", tickedForm(ids[:2], "action", "delete", "back", "/contacts?sort=name"))
		equal(t, "flash", gone.flash().Text, "2 records deleted")
		equal(t, "leads to", gone.location(), "/contacts?sort=name")
		v.get("/contacts").has("Person 002").lacks("Person 000", "Person 001")
		undone := v.post(gone.flash().Post, "back", "/contacts")
		equal(t, "leads to", undone.location(), "/contacts")
		equal(t, "undone", undone.flash().Text, "2 records are as they were")
		v.get("/contacts").has("Person 000", "Person 001", "Person 002")
		v.send("/contacts/bulk", tickedForm(ids[:2], "action", "delete")).location()
		back := v.send("/contacts/bulk", tickedForm(ids[:2], "action", "restore"))
		equal(t, "restored", back.flash().Text, "2 records restored")
		v.post("/contacts/bulk", "action", "delete").is(422)
		v.post("/contacts/bulk", "action", "delete", "id", "nonsense").is(422)
		v.send("/contacts/bulk", tickedForm(ids, "action", "burn")).is(422)
		equal(t, "elsewhere", v.send("/contacts/bulk", tickedForm(ids[:1], "action", "delete", "back", "https://evil.example")).location(), "/contacts")
	})
}

func TestBulkPages_FormsHaveTheControlOfTheField(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		v := h.visitor(t, actor)
		ids := crowd(t, h.Domain, actor, 2)
		v.send("/contacts/bulk/form", tickedForm(ids, "do", "change", "field", "country")).is(200).has("Change 2 records", "Bulgaria", ids[1].String())
		v.send("/contacts/bulk/form", tickedForm(ids, "do", "change", "field", "owner")).is(200).has(`role="combobox"`)
		v.send("/contacts/bulk/form", tickedForm(ids, "do", "assign")).is(200).has("Assign 2 records", "Team").lacks("Country")
		v.send("/contacts/bulk/form", tickedForm(ids, "do", "burn")).is(404)
		v.send("/contacts/bulk/form", tickedForm(nil, "do", "change")).is(422)

		wrong := v.send("/contacts/bulk", tickedForm(ids, "do", "change", "action", "set", "field", "country", "value", "Atlantis"))
		wrong.is(422).has("no such country", ids[0].String())
		v.send("/contacts/bulk", tickedForm(ids, "do", "tags", "action", "tag")).is(422).has("Choose a tag")

		set := v.send("/contacts/bulk", tickedForm(ids, "do", "change", "action", "set", "field", "country", "value", "AT"))
		equal(t, "set", set.flash().Text, "2 records changed")
		equal(t, "country", contactOf(t, h.Domain, actor, ids[1]).Country, "AT")
		v.send("/contacts/bulk", tickedForm(ids, "do", "tags", "action", "tag", "new", "VIP, Fair")).location()
		equal(t, "tags", tagNames(contactOf(t, h.Domain, actor, ids[0])), "Fair, VIP")
		tag := contactOf(t, h.Domain, actor, ids[0]).Tags[0].ID.String()
		v.send("/contacts/bulk/form", tickedForm(ids, "do", "tags")).is(200).has("Tag 2 records", tag)
		v.send("/contacts/bulk", tickedForm(ids, "do", "tags", "action", "untag", "tag", tag)).location()
		equal(t, "tags", tagNames(contactOf(t, h.Domain, actor, ids[0])), "VIP")
	})
}

func TestBulkPages_TellWhatWasLeftAndWhy(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		user := accounttest.Member(t, d, owner, account.User)
		foreign := crowd(t, h.Domain, accounttest.Stranger(t, d), 1)
		ids := append(append(crowd(t, h.Domain, owner, 1), crowd(t, h.Domain, user, 2)...), foreign...)
		v := h.visitor(t, user)
		done := v.send("/contacts/bulk", tickedForm(ids, "action", "set", "field", "city", "value", "Ruse"))
		flash := done.flash()
		equal(t, "flash", flash.Text, "2 records changed. 2 left as they are")
		page := v.get(flash.Href).is(200).has("Person 000", "It is not yours to change", "It is not there any more", "2 records were left as they are")
		if strings.Contains(page.body, foreign[0].String()) {
			t.Error("a stranger's record is linked")
		}
		v.get(flash.Href+"/failures.csv").is(200).has("ID,Record,Reason", ids[0].String()+",Person 000,It is not yours to change.")
		v.part(flash.Href + "/progress").is(200).has("bulk-run")
		h.visitor(t, owner).get(flash.Href).is(200)
		other := h.visitor(t, accounttest.Member(t, d, owner, account.User))
		for _, path := range []string{"", "/progress", "/failures.csv"} {
			other.get(flash.Href + path).is(404)
		}
		other.post(flash.Href + "/undo").is(404)
	})
}

// matched reads what the list says it has.
func matched(t *testing.T, a answer) (n string, at string) {
	t.Helper()
	m := regexp.MustCompile(`"count":(\d+).*"at":(\d+)`).FindStringSubmatch(a.is(200).body)
	if m == nil {
		t.Fatalf("no count: %s", a.body)
	}
	return m[1], m[2]
}

func TestBulkPages_EverythingThatMatchedWhenItWasChosen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		v := h.visitor(t, actor)
		ids := crowd(t, h.Domain, actor, 4)
		patch(t, h.Domain, actor, ids[3], func(in *contact.ContactInput) { in.City = "Varna" })
		time.Sleep(2 * time.Millisecond)
		n, at := matched(t, v.get("/contacts/bulk/matching?list="+url.QueryEscape("city=Sofia")))
		equal(t, "matching", n, "3")
		time.Sleep(2 * time.Millisecond)
		late := crowd(t, h.Domain, actor, 1)[0]
		all := []string{"all", "1", "query", "city=Sofia", "shown", n, "at", at}
		v.send("/contacts/bulk/form", tickedForm(nil, append(all, "do", "change")...)).is(200).has("Change 3 records", `value="city=Sofia"`)
		file := v.send("/contacts/bulk/export", tickedForm(nil, append(all, "format", "csv")...)).is(200)
		equal(t, "lines", fmt.Sprint(strings.Count(strings.TrimSpace(file.body), "\n")), "3")
		v.send("/contacts/bulk", tickedForm(nil, append(all, "action", "set", "field", "city", "value", "Ruse")...)).location()
		equal(t, "late", contactOf(t, h.Domain, actor, late).City, "Sofia")
		equal(t, "other", contactOf(t, h.Domain, actor, ids[3]).City, "Varna")
		equal(t, "city", contactOf(t, h.Domain, actor, ids[0]).City, "Ruse")
		v.get("/contacts/bulk/matching?list=colour%3Dred").is(422)

		v.send("/contacts/bulk", tickedForm(ids, "action", "delete")).location()
		time.Sleep(2 * time.Millisecond)
		n, at = matched(t, v.get("/contacts/bulk/matching?bin=1&list="))
		equal(t, "in the bin", n, "4")
		back := v.send("/contacts/bulk", tickedForm(nil, "all", "1", "shown", n, "at", at, "action", "restore"))
		equal(t, "restored", back.flash().Text, "4 records restored")
	})
}

// Who is changed so that they match a moment later was not chosen; who does
// not match any more is left out, and told.
func TestBulkPages_WhatIsChangedAfterAllWereChosen(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.works(t)
		actor := accounttest.Actor(t, d, account.Owner)
		v := h.visitor(t, actor)
		for _, many := range []int{4, 130} { // at once, and as a job
			ids := crowd(t, h.Domain, actor, many)
			patch(t, h.Domain, actor, ids[3], func(in *contact.ContactInput) { in.City = "Varna" })
			time.Sleep(2 * time.Millisecond)
			n, at := matched(t, v.get("/contacts/bulk/matching?list="+url.QueryEscape("city=Sofia")))
			equal(t, "matching", n, fmt.Sprint(many-1))
			patch(t, h.Domain, actor, ids[3], func(in *contact.ContactInput) { in.City = "Sofia" })
			patch(t, h.Domain, actor, ids[0], func(in *contact.ContactInput) { in.City = "Plovdiv" })
			all := []string{"all", "1", "query", "city=Sofia", "shown", n, "at", at}
			file := v.send("/contacts/bulk/export", tickedForm(nil, append(all, "format", "csv")...)).is(200).has("Person 001").lacks("Person 003").lacks("Person 000")
			equal(t, "lines", fmt.Sprint(strings.Count(strings.TrimSpace(file.body), "\n")), fmt.Sprint(many-2))
			v.send("/contacts/bulk", tickedForm(nil, append(all, "action", "set", "field", "city", "value", "Ruse")...)).location()
			b, err := h.Records.Bulks.List(t.Context(), actor, db.ID{}, 1)
			if err != nil {
				t.Fatal(err)
			}
			adds(t, h.ended(t, actor, b[0].ID), record.BulkDone, int64(many-2), 0, 1)
			for i, city := range []string{"Plovdiv", "Ruse", "Ruse", "Sofia"} {
				equal(t, "city", contactOf(t, h.Domain, actor, ids[i]).City, city)
			}
			left, err := h.Records.Bulks.Failures(t.Context(), actor, b[0].ID, db.ID{}, 5)
			if err != nil || len(left) != 1 || left[0].Name != "Person 000" || left[0].Reason != "It is not in the list any more." {
				t.Errorf("left out: %+v, %v", left, err)
			}
			start(t, h.Domain, actor, record.BulkInput{Kind: "contact", Action: record.BulkDelete, IDs: ids})
		}
	})
}

func TestBulkPages_ExportOfTickedRows(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		owner := accounttest.Actor(t, d, account.Owner)
		ids := append(crowd(t, h.Domain, owner, 3), crowd(t, h.Domain, accounttest.Stranger(t, d), 1)...)
		v := h.visitor(t, owner)
		file := v.send("/contacts/bulk/export", tickedForm(ids[1:], "format", "csv")).is(200).has("Person 001", "Person 002").lacks("Person 000")
		if !strings.Contains(file.header.Get("Content-Disposition"), "contacts-") || strings.Count(file.body, "Person 000") > 0 {
			t.Errorf("the file: %v", file.header)
		}
		equal(t, "kind", v.send("/contacts/bulk/export", tickedForm(ids, "format", "xlsx")).is(200).body[:2], "PK")
		v.send("/contacts/bulk/export", tickedForm(ids, "format", "vcard")).is(200).has("BEGIN:VCARD")
		v.send("/contacts/bulk/export", tickedForm(ids, "format", "doc")).is(400)
		v.send("/contacts/bulk/export", tickedForm(nil, "format", "csv")).is(422)
	})
}
