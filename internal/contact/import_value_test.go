package contact_test

import (
	"errors"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/contact"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/fault"
)

const choices = "Name,E-mail,Country,Language,Active,Owner,Tags\n" +
	"Ivan Petrov,ivan@x.example,Bulgariaa,Deutsch,ja,Ivanova,\"VIP, neu\"\n" +
	"Maria Ilieva,maria@x.example,Bulgariaa,bulgarian,sometimes,nobody,neu\n" +
	"Petar Nikolov,petar@x.example,DE,en,no,,\n"

func TestImport_MeaningsOfValues(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		im := newTakingIn(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		if _, err := im.Tags.Create(t.Context(), actor, contact.TagInput{Name: "vip"}); err != nil {
			t.Fatal(err)
		}
		imp := im.upload(t, actor, "a.csv", []byte(choices))
		said := []importing.ImportMeaning{{Column: 2, Value: "BULGARIAA", Means: "Bulgaria"}, {Column: 4, Value: "sometimes", Means: "no"},
			{Column: 5, Value: "Ivanova", Means: actor.Member.String()}, {Column: 5, Value: "nobody", Means: ""}, {Column: 6, Value: "neu", Means: "vip"}}
		if _, err := im.Imports.Imports.Mean(t.Context(), actor, imp.ID, said); err != nil {
			t.Fatal(err)
		}
		p, err := im.Imports.Imports.Preview(t.Context(), actor, imp.ID, importing.Showing{Limit: 10})
		if err != nil || p.Failed != 0 {
			t.Errorf("dry run: %+v %v", p, err)
		}
		equal(t, "counts", counts(im.run(t, actor, imp)), "3 = 3+0+0+0, 0 companies")
		ivan, maria := im.one(t, actor, "ivan@x.example"), im.one(t, actor, "maria@x.example")
		equal(t, "ivan", strings.Join([]string{ivan.Country, ivan.Language, ivan.Tags[0].Name}, " "), "BG de vip")
		equal(t, "maria", strings.Join([]string{maria.Country, maria.Language}, " "), "BG bg")
		if !ivan.IsActive || maria.IsActive || len(ivan.Tags) != 1 || ivan.OwnerID != actor.Member || maria.OwnerID != actor.Member {
			t.Errorf("%+v %+v", ivan, maria)
		}
		equal(t, "tags", im.names(t, actor, "tags"), "vip")
	})
}

func TestImport_MeanRefuses(t *testing.T) {
	d := dbtest.SQLite(t)
	im := newTakingIn(t, d)
	actor := accounttest.Actor(t, d, account.Owner)
	imp := im.upload(t, actor, "a.csv", []byte(choices))
	_, err := im.Imports.Imports.Mean(t.Context(), actor, imp.ID, []importing.ImportMeaning{{Column: 2, Value: "x", Means: "BG"}, {Column: 2, Value: "y", Means: "Atlantis"}, {Column: 0, Value: "z", Means: "a"}, {Column: 99}})
	invalid, _ := errors.AsType[fault.Invalid](err)
	if len(invalid) != 3 || invalid["meanings.1"] != "This is none of the choices." || invalid["meanings.2"] == "" || invalid["meanings.3"] == "" {
		t.Errorf("%v", err)
	}
	if _, err := im.Imports.Imports.Mean(t.Context(), accounttest.Stranger(t, d), imp.ID, nil); !fault.IsNotFound(err) {
		t.Error(err)
	}
}

func TestImport_RemembersLayout(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		im := newTakingIn(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		imp := im.upload(t, actor, "first.csv", []byte(choices))
		if _, err := im.Imports.Imports.Map(t.Context(), actor, imp.ID, []string{"full_name", "email_home", "country", "", "is_active", "", "tags"}, importing.ImportOptions{Duplicates: "update", Overwrite: true, Tags: []string{"fair"}}); err != nil {
			t.Fatal(err)
		}
		if _, err := im.Imports.Imports.Mean(t.Context(), actor, imp.ID, []importing.ImportMeaning{{Column: 2, Value: "Bulgariaa", Means: "BG"}, {Column: 6, Value: "neu", Means: ""}}); err != nil {
			t.Fatal(err)
		}
		im.run(t, actor, imp)
		again := im.upload(t, actor, "second.csv", []byte(strings.ToUpper(choices)))
		if again.Details.Recalled == nil || again.Details.Recalled.File != "first.csv" {
			t.Fatalf("not recalled: %+v", again.Details)
		}
		equal(t, "columns", mapping(again), "NAME>full_name/recalled E-MAIL>email_home/recalled COUNTRY>country/recalled ACTIVE>is_active/recalled TAGS>tags/recalled")
		equal(t, "options", again.Options.Duplicates+strings.Join(again.Options.Tags, ","), "updatefair")
		equal(t, "meaning", again.Columns[2].Meanings["bulgariaa"], "BG")
		fresh, err := im.Imports.Imports.Forget(t.Context(), actor, again.ID)
		if err != nil || fresh.Details.Recalled != nil || fresh.Columns[1].Field != "email" || fresh.Options.Duplicates != "skip" {
			t.Errorf("%s %+v %v", mapping(fresh), fresh.Options, err)
		}
		other := accounttest.Actor(t, d, account.Owner)
		if im.upload(t, other, "a.csv", []byte(choices)).Details.Recalled != nil {
			t.Error("another workspace remembers")
		}
		silent := im.upload(t, other, "a.csv", []byte(choices))
		im.set(t, other, silent, func(o *importing.ImportOptions) { o.Forget = true })
		im.run(t, other, silent)
		if im.upload(t, other, "a.csv", []byte(choices)).Details.Recalled != nil {
			t.Error("remembered although it was not to be")
		}
	})
}

func TestImportPages_Values(t *testing.T) {
	d := dbtest.SQLite(t)
	h := newHouse(t, d)
	v := h.visitor(t, accounttest.Actor(t, d, account.User))
	path := v.upload("a.csv", []byte(choices)).location()
	v.get(path).is(200).has("Match values", "1 value")
	form := func(fields ...string) []string {
		return append([]string{"duplicates", "skip", "match", "email", "remember", "1"}, fields...)
	}
	equal(t, "asks", v.post(path+"/map", form("field", "full_name", "field", "email", "field", "country", "field", "language", "field", "is_active", "field", "owner", "field", "tags")...).location(), path+"/values")
	v.get(path+"/values").is(200).has("What do these values mean?", "Bulgariaa", `value="Bulgaria"`, "sometimes", "nobody", "New tag", "Whoever imports")
	v.post(path+"/values", "column", "2", "value", "Bulgariaa", "means", "Atlantis").is(422).has("This is none of the choices.", "Atlantis")
	var said []string
	for _, line := range [][3]string{{"2", "Bulgariaa", "Bulgaria"}, {"4", "sometimes", "no"}, {"5", "Ivanova", ""}, {"5", "nobody", ""}, {"6", "VIP", "+"}, {"6", "neu", "+"}} {
		said = append(said, "column", line[0], "value", line[1], "means", line[2])
	}
	equal(t, "saved", v.post(path+"/values", said...).location(), path+"/check")
	v.get(path + "/check").is(200).has("Import 3 rows").lacks("There is no such country")
	equal(t, "decided", v.post(path+"/map", form()...).location(), path+"/check")
}

func TestImportPages_History(t *testing.T) {
	d := dbtest.SQLite(t)
	h := newHouse(t, d)
	owner := accounttest.Actor(t, d, account.Owner)
	v, colleague := h.visitor(t, owner), h.visitor(t, accounttest.Member(t, d, owner, account.User))
	v.get("/import/history").is(200).has("Nothing was imported yet")
	for range 51 {
		v.upload("mine.csv", []byte(choices)).location()
	}
	colleague.upload("theirs.csv", []byte(choices)).location()
	v.get("/import").has("All imports", `href="/import/history"`)
	page := v.get("/import/history").is(200).has("theirs.csv", "mine.csv", "Not started", "7 of 7", "Older")
	_, rest, _ := strings.Cut(page.body, `href="/import/history?cursor=`)
	cursor, _, _ := strings.Cut(rest, `"`)
	v.get("/import/history?cursor="+cursor).is(200).has("mine.csv", "Newest").lacks("theirs.csv", "Older")
	v.get("/import/history?cursor=nonsense").is(200).has("theirs.csv")
	colleague.get("/import/history").is(200).has("theirs.csv").lacks("mine.csv")
}
