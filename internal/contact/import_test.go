package contact_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/contact"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/jobs"
	"kontor/internal/kit/sheet"
	"kontor/internal/kit/storage"
	"kontor/internal/view"
)

// takingIn is a domain that can import, with a folder of its own for files.
type takingIn struct {
	*contact.Domain
	notes *activity.Notes
	db    *db.DB
	dir   string
}

func newTakingIn(t testing.TB, d *db.DB) takingIn {
	t.Helper()
	dir := t.TempDir()
	return takingIn{Domain: importDomain(d, dir, nil), db: d, dir: dir}
}

func importDomain(d *db.DB, dir string, q *jobs.Queue) *contact.Domain {
	files := &storage.Disk{Dir: dir}
	accounts := account.New(d, account.Config{Secret: []byte(strings.Repeat("s", 32)), DefaultLang: "en", Log: slog.New(slog.DiscardHandler), Files: files})
	return contact.New(contact.Needs{DB: d, Secret: []byte(strings.Repeat("k", 32)), Accounts: accounts, Activity: activity.New(d, nil), Views: view.New(d, nil), Queue: q,
		Files: files, Log: slog.New(slog.DiscardHandler)})
}

func sample(t testing.TB, name string) []byte {
	t.Helper()
	dir := "../kit/sheet/testdata"
	if strings.HasSuffix(name, ".vcf") {
		dir = "../kit/vcard/testdata"
	}
	b, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (im takingIn) upload(t testing.TB, actor account.Actor, name string, b []byte) importing.Import {
	t.Helper()
	imp, err := im.Imports.Imports.Upload(t.Context(), actor, importing.Contacts, name, bytes.NewReader(b), importing.ImportOptions{Duplicates: "skip", CreateCompanies: true})
	if err != nil {
		t.Fatalf("upload %s: %v", name, err)
	}
	return imp
}

// set changes the options and keeps the columns.
func (im takingIn) set(t testing.TB, actor account.Actor, imp importing.Import, change func(*importing.ImportOptions)) {
	t.Helper()
	opt := imp.Options
	change(&opt)
	if _, err := im.Imports.Imports.Map(t.Context(), actor, imp.ID, nil, opt); err != nil {
		t.Fatal(err)
	}
}

func (im takingIn) run(t testing.TB, actor account.Actor, imp importing.Import) importing.Import {
	t.Helper()
	done, err := im.Imports.Imports.Run(t.Context(), actor, imp.ID, nil)
	if err != nil {
		t.Fatalf("run %s: %v", imp.FileName, err)
	}
	if done.Created+done.Updated+done.Skipped+done.Failed != done.Total || done.Status != importing.ImportDone {
		t.Errorf("%s does not add up: %s", imp.FileName, counts(done))
	}
	return done
}

func counts(i importing.Import) string {
	return fmt.Sprintf("%d = %d+%d+%d+%d, %d companies", i.Total, i.Created, i.Updated, i.Skipped, i.Failed, i.Companies)
}

func mapping(i importing.Import) string {
	var all []string
	for _, c := range i.Columns {
		if c.Field != "" {
			all = append(all, c.Name+">"+c.Field+"/"+c.Match)
		}
	}
	return strings.Join(all, " ")
}

func (im takingIn) one(t testing.TB, actor account.Actor, email string) contact.Contact {
	t.Helper()
	id, err := db.Value[db.ID](t.Context(), im.db, `SELECT contact_id FROM contact_emails WHERE workspace_id = $1 AND email = $2`, actor.Workspace, email)
	if err != nil {
		t.Fatalf("no contact has %s: %v", email, err)
	}
	c, err := im.Contacts.Get(t.Context(), actor, id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (im takingIn) count(t testing.TB, actor account.Actor, table string) int64 {
	t.Helper()
	n, err := db.Value[int64](t.Context(), im.db, `SELECT count(*) FROM `+table+` WHERE workspace_id = $1`, actor.Workspace)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestImport_RealFiles(t *testing.T) {
	files := []struct{ name, encoding, columns, counts string }{
		{"google-contacts.csv", "UTF-8", "Name>full_name/sure Given Name>first_name/sure Additional Name>middle_name/sure Family Name>last_name/sure Birthday>birthday/sure Notes>notes/sure Group Membership>tags/sure " +
			"E-mail 1 - Type>email_kind/sure E-mail 1 - Value>email/sure E-mail 2 - Type>email_kind/sure E-mail 2 - Value>email/sure Phone 1 - Type>phone_kind/sure Phone 1 - Value>phone/sure Phone 2 - Type>phone_kind/sure Phone 2 - Value>phone/sure " +
			"Address 1 - City>city/sure Address 1 - Country>country/sure Organization 1 - Name>company/sure Organization 1 - Title>position/sure Website 1 - Value>company_website/sure", ""},
		{"outlook.csv", "UTF-8", "First Name>first_name/sure Middle Name>middle_name/sure Last Name>last_name/sure Company>company/sure Job Title>position/sure Business Street>address/sure Business City>city/sure Business Postal Code>postal_code/sure " +
			"Business Country/Region>country/sure Business Phone>phone/sure Mobile Phone>mobile/sure Birthday>birthday/sure Categories>tags/sure E-mail Address>email/sure Notes>notes/sure Web Page>company_website/sure", ""},
		{"hubspot-contacts.csv", "UTF-8", "First Name>first_name/sure Last Name>last_name/sure Email>email/sure Phone Number>phone/sure Contact owner>owner/sure Associated Company>company/sure Job Title>position/sure City>city/sure", ""},
		{"salesforce-report.csv", "UTF-8", "First Name>first_name/sure Last Name>last_name/sure Title>position/sure Account Name>company/sure Mailing Street>address/sure Mailing City>city/sure Mailing Zip/Postal Code>postal_code/sure Mailing Country>country/sure Phone>phone/sure Email>email/sure Account Owner>owner/sure", ""},
		{"klienti-cp1251.csv", "Windows-1251", "Име>first_name/sure Фамилия>last_name/sure Фирма>company/sure ЕИК>company_registration_number/sure ДДС номер>company_vat_number/sure Имейл>email/sure Телефон>phone/sure Град>city/sure Дата на раждане>birthday/sure Оборот>company_annual_revenue/sure", ""},
		{"excel-unicode.txt", "UTF-16 LE", "First name>first_name/sure Last name>last_name/sure Company>company/sure E-mail>email/sure Phone>phone/sure City>city/sure", ""},
		{"messy.csv", "UTF-8", "first_name>first_name/sure last_name>last_name/sure email>email/sure phone>phone/sure company>company/sure notes>notes/sure tags>tags/sure", ""},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		im := newTakingIn(t, d)
		for _, f := range files {
			actor := accounttest.Actor(t, d, account.Owner)
			imp := im.upload(t, actor, f.name, sample(t, f.name))
			equal(t, f.name+" encoding", imp.Details.Encoding, f.encoding)
			equal(t, f.name+" columns", mapping(imp), f.columns)
			preview, err := im.Imports.Imports.Preview(t.Context(), actor, imp.ID, importing.Showing{Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			done := im.run(t, actor, imp)
			equal(t, f.name+" preview", fmt.Sprint(preview.ImportCounts, preview.Companies), fmt.Sprint(importing.ImportCounts{Created: done.Created, Updated: done.Updated, Skipped: done.Skipped, Failed: done.Failed}, done.Companies))
			equal(t, f.name+" contacts", im.count(t, actor, "contacts"), done.Created)
			if f.name != "messy.csv" && done.Failed != 0 {
				rows, _ := im.Imports.Imports.Failures(t.Context(), actor, imp.ID, 0, 5)
				t.Errorf("%s: %s, such as %+v", f.name, counts(done), rows)
			}
			t.Logf("%s: %s", f.name, counts(done))
		}
	})
}

func TestImport_WhatARowBecomes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		im := newTakingIn(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		add := func(name string) {
			imp := im.upload(t, actor, name, sample(t, name))
			im.set(t, actor, imp, func(o *importing.ImportOptions) { o.Duplicates = "add" })
			done := im.run(t, actor, imp)
			equal(t, name+" failed", done.Failed, int64(0))
		}
		for _, name := range []string{"google-contacts.csv", "outlook.csv", "klienti-cp1251.csv", "salesforce-report.csv"} {
			add(name)
		}
		g := im.one(t, actor, "georgi.kolev0@tundzhametal.example")
		equal(t, "name", g.Name, "Георги Колев")
		equal(t, "birthday", *g.Birthday, "--01-17")
		equal(t, "notes", g.Notes, "Met at the fair.\nWants a call, \"soon\".")
		equal(t, "emails", fmt.Sprint(len(g.Emails), g.Emails[0].Kind, g.Emails[1].Kind, g.Emails[1].Email), "2workhomeprivate0@mail.example")
		equal(t, "phones", fmt.Sprint(g.Phones[0].Kind, g.Phones[0].E164, g.Phones[1].Kind, g.Phones[1].E164), "mobile+359889990608work+4922112340")
		equal(t, "company", g.CompanyName, "Тунджа Металс АД")
		equal(t, "source", g.Source, "import")
		equal(t, "tags", len(g.Tags), 0)
		equal(t, "tag", im.one(t, actor, "mariya.kolev1@balkanhydrau.example").Tags[0].Name, "Customers")
		o := im.one(t, actor, "helene.marchand0@moravskakera.example")
		equal(t, "outlook", fmt.Sprint(*o.Birthday, o.Country, o.PostalCode, o.Address, o.Position, len(o.Tags)), "1996-08-16BG1000Main St 5Управител2")
		k := im.one(t, actor, "ralitsa.todorov0@noordkadelog.example")
		equal(t, "klienti", fmt.Sprint(k.Name, *k.Birthday, k.City), "Ралица Тодоров1993-07-21Стара Загора")
		company, err := im.Companies.Get(t.Context(), actor, k.CompanyID)
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "company", company.Name, "Марица Стъкло ООД")
		s := im.one(t, actor, "jurgen.haas0@noordkadelog.example")
		equal(t, "salesforce", fmt.Sprint(s.Name, s.Position, s.Country), "Jürgen HaasCEOFR")
		found(t, d, actor, "ralitsa.todorov0@noordkadelog", k.ID)
		names, err := db.Values[string](t.Context(), d, `SELECT name_key FROM companies WHERE workspace_id = $1`, actor.Workspace)
		slices.Sort(names)
		if n := len(names); err != nil || len(slices.Compact(names)) != n {
			t.Errorf("companies were made twice: %v %q", err, names)
		}
	})
}

func TestImport_MessyFileRowByRow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		im := newTakingIn(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		imp := im.upload(t, actor, "messy.csv", sample(t, "messy.csv"))
		done := im.run(t, actor, imp)
		rows, err := im.Imports.Imports.Failures(t.Context(), actor, imp.ID, 0, 100)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, f := range rows {
			got = append(got, fmt.Sprintf("%d %s", f.Row, f.Reason))
		}
		want := []string{
			"36 E-mail: This is not an e-mail address. It looks like name@example.com.",
			"37 The row is empty.",
			"41 Description: This is longer than 10,000 characters.",
			"43 The row has 10 cells, but there are 7 columns.",
			"44 The row holds a character that cannot be stored (NUL).",
			"45 A quotation mark is opened and never closed.",
		}
		equal(t, "failed", strings.Join(got, "\n"), strings.Join(want, "\n"))
		equal(t, "value", rows[0].Value, "not-an-email")
		equal(t, "total", done.Total, int64(44))
		only, err := db.Value[string](t.Context(), d, `SELECT notes FROM contacts WHERE workspace_id = $1 AND first_name = 'Only'`, actor.Workspace)
		equal(t, "formula", only, `=HYPERLINK("http://evil.example","click")`)
		if err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := im.Imports.Imports.WriteFailures(t.Context(), actor, imp.ID, &file); err != nil {
			t.Fatal(err)
		}
		s, err := sheet.Open(bytes.NewReader(file.Bytes()), int64(file.Len()), sheet.Options{})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "header of failures", strings.Join(s.Header, ","), "Row,Reason,first_name,last_name,email,phone,company,notes,tags")
		r, _ := s.Next()
		equal(t, "first failure", strings.Join(r.Cells[:5], ","), "36,"+rows[0].Reason+",Иван,Иванов,not-an-email")
	})
}

const people = "First name,Last name,E-mail,Phone,Company,City,Tags\n"

func TestImport_Duplicates(t *testing.T) {
	first := people + "Ivan,Petrov,ivan@x.example,0888 123 456,Acme,,\n" + "Mariya,Ilieva,,02 981 2345,Acme,Sofia,\n"
	second := people +
		"Ivan,Petrov,IVAN@x.example,+359 888 999 111,,Plovdiv,vip\n" + // same e-mail
		"Vanyo,,vanyo@x.example,+359 888 123456,,,\n" + // same mobile
		"Georgi,Kolev,gk@x.example,+359 2 981 2345,Acme,,\n" + // shares a landline only
		"MARÍYA,ilieva,maria@x.example,,ACME,Varna,\n" + // same name and company, written differently
		"New,One,new@x.example,,,,\n" +
		"New,Once,NEW@x.example,,,Ruse,\n" // same e-mail as the row before
	for _, c := range []struct {
		policy    string
		overwrite bool
		counts    string
		cities    string
	}{
		{"skip", false, "6 = 2+0+4+0, 0 companies", "Ivan: Mariya:Sofia New:"},
		{"update", false, "6 = 2+4+0+0, 0 companies", "Ivan:Plovdiv Mariya:Sofia New:Ruse"},
		{"update", true, "6 = 2+4+0+0, 0 companies", "Vanyo:Plovdiv MARÍYA:Varna New:Ruse"},
		{"add", false, "6 = 6+0+0+0, 0 companies", ""},
	} {
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			im := newTakingIn(t, d)
			actor := accounttest.Actor(t, d, account.Owner)
			im.run(t, actor, im.upload(t, actor, "first.csv", []byte(first)))
			imp := im.upload(t, actor, "second.csv", []byte(second))
			im.set(t, actor, imp, func(o *importing.ImportOptions) { o.Duplicates, o.Overwrite = c.policy, c.overwrite })
			p, err := im.Imports.Imports.Preview(t.Context(), actor, imp.ID, importing.Showing{Limit: 10})
			if err != nil {
				t.Fatal(err)
			}
			done := im.run(t, actor, imp)
			equal(t, c.policy+" counts", counts(done), c.counts)
			equal(t, c.policy+" preview", p.Created+p.Updated*100+p.Skipped*10000, done.Created+done.Updated*100+done.Skipped*10000)
			if c.policy == "add" {
				return
			}
			equal(t, c.policy+" reason", p.Rows[0].Reason, "Same e-mail as an existing contact")
			equal(t, c.policy+" reason", p.Rows[5].Reason, "Same e-mail as row 6")
			ivan := im.one(t, actor, "ivan@x.example")
			if c.policy == "update" {
				equal(t, "phones of Ivan", len(ivan.Phones), 2)
				equal(t, "e-mails of Ivan", len(ivan.Emails), 2)
				equal(t, "primary e-mail", ivan.Email, "ivan@x.example")
				equal(t, "tags of Ivan", len(ivan.Tags), 1)
				hist, err := db.Values[string](t.Context(), d, `SELECT via FROM changes WHERE workspace_id = $1 AND record_id = $2 AND batch_id = $3 AND field = 'city'`, actor.Workspace, ivan.ID, imp.ID)
				if err != nil || len(hist) == 0 || hist[0] != "import" {
					t.Errorf("history: %v %v", hist, err)
				}
			}
			cities, err := db.Values[string](t.Context(), d, `SELECT first_name || ':' || city FROM contacts WHERE workspace_id = $1 AND first_name <> 'Georgi' ORDER BY id`, actor.Workspace)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, c.policy+" cities", strings.Join(cities, " "), c.cities)
		})
	}
}

func TestImport_MatchOnlyByWhatWasChosen(t *testing.T) {
	d := dbtest.SQLite(t)
	im := newTakingIn(t, d)
	actor := accounttest.Actor(t, d, account.Owner)
	im.run(t, actor, im.upload(t, actor, "a.csv", []byte(people+"Ivan,Petrov,ivan@x.example,0888 123 456,Acme,,\n")))
	imp := im.upload(t, actor, "b.csv", []byte(people+"Ivan,Petrov,other@x.example,0888 123 456,Acme,,\n"))
	im.set(t, actor, imp, func(o *importing.ImportOptions) { o.Match = []string{"email"} })
	equal(t, "by e-mail only", counts(im.run(t, actor, imp)), "1 = 1+0+0+0, 0 companies")
}

func TestImport_VCards(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		im := newTakingIn(t, d)
		for name, want := range map[string]string{
			"gmail-list.vcf": "3 = 3+0+0+0, 0 companies", "rfc2426-example.vcf": "2 = 2+0+0+0, 2 companies", "rfc6350-example.vcf": "1 = 1+0+0+0, 1 companies",
			"John_Doe_IPHONE.vcf": "1 = 1+0+0+0, 1 companies", "John_Doe_MS_OUTLOOK.vcf": "1 = 1+0+0+0, 1 companies", "outlook-2007.vcf": "1 = 1+0+0+0, 1 companies",
			"John_Doe_MAC_ADDRESS_BOOK.vcf": "1 = 1+0+0+0, 1 companies", "John_Doe_EVOLUTION.vcf": "1 = 1+0+0+0, 1 companies", "John_Doe_GMAIL.vcf": "1 = 1+0+0+0, 1 companies",
		} {
			actor := accounttest.Actor(t, d, account.Owner)
			imp := im.upload(t, actor, strings.TrimSuffix(name, ".vcf")+".csv", sample(t, name)) // the content decides
			equal(t, name, counts(im.run(t, actor, imp)), want)
			if name == "rfc6350-example.vcf" {
				c := im.one(t, actor, "simon.perreault@viagenie.ca")
				equal(t, "card", fmt.Sprint(c.Name, *c.Birthday, c.Country, c.City, c.CompanyName, len(c.Phones)), "Simon Perreault--02-03CAQuebecViagenie2")
			}
		}
	})
}

func TestImport_BadFilesLeaveNothing(t *testing.T) {
	d := dbtest.SQLite(t)
	im := newTakingIn(t, d)
	actor := accounttest.Actor(t, d, account.Owner)
	for name, c := range map[string]struct{ text, want string }{
		"empty.csv":      {"", "The file is empty."},
		"spaces.csv":     {" \n\n", "The file is empty."},
		"header.csv":     {"name,email\n", "The file has column names but no rows."},
		"book.csv":       {"PK\x03\x04\x14\x00xl/workbook.xml", "This workbook is damaged or a part of it is missing: open it in a spreadsheet and save it again."},
		"bomb.csv":       {"PK\x03\x04\x14\x00\x00\x00\x08\x00bomb.csv", "This is an archive: unpack it and choose the file inside."},
		"bomb.vcf":       {"\x1f\x8b\x08\x00\x00\x00", "This is an archive: unpack it and choose the file inside."},
		"photo.csv":      {"\x89PNG\r\n\x1a\n", "This is a picture: export the list as CSV or vCard instead."},
		"noise.csv":      {strings.Repeat("\x00\x01\xfe\x90", 200), "This is no table and no address book: save it as an Excel workbook (.xlsx), CSV or vCard."},
		"cut.txt":        {"\xff\xfen\x00a\x00m\x00e\x00\n\x00a\x00b", "The file ends in the middle of a character, so a part of it is missing: export it again."},
		"no cards.vcf":   {"BEGIN:VCARD\nKIND:group\nFN:x\nEND:VCARD\n", "There is no row to import in this file."},
		"../../page.csv": {"<html><body>", "This is a web page: open it in a spreadsheet and save it as CSV."},
	} {
		_, err := im.Imports.Imports.Upload(t.Context(), actor, importing.Contacts, name, strings.NewReader(c.text), importing.ImportOptions{})
		invalid, ok := errors.AsType[fault.Invalid](err)
		if !ok || invalid["file"] != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	equal(t, "imports", im.count(t, actor, "imports"), int64(0))
	filepath.WalkDir(im.dir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			t.Errorf("left behind: %s", path)
		}
		return err
	})
	_, err := im.Imports.Imports.Upload(t.Context(), actor, importing.Contacts, "big.csv", &endless{left: importing.MaxImport + 10}, importing.ImportOptions{})
	if invalid, ok := errors.AsType[fault.Invalid](err); !ok || invalid["file"] != "The file is larger than 256 MB. Split it into smaller ones." {
		t.Errorf("too large: %v", err)
	}
}

// endless is a file of zeros, or as many of them as are left.
type endless struct{ left int64 }

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, errors.New("read past the limit")
	}
	n := min(int64(len(p)), e.left)
	e.left -= n
	return int(n), nil
}

func TestImport_SpeaksTheReadersLanguage(t *testing.T) {
	d := dbtest.SQLite(t)
	im := newTakingIn(t, d)
	actor := accounttest.Actor(t, d, account.Owner)
	ctx := i18n.With(t.Context(), i18n.Locale{Lang: "bg"})
	_, err := im.Imports.Imports.Upload(ctx, actor, importing.Contacts, "x.csv", strings.NewReader(""), importing.ImportOptions{})
	if invalid, _ := errors.AsType[fault.Invalid](err); invalid["file"] != "Файлът е празен." {
		t.Errorf("%v", err)
	}
}

func TestImport_SurvivesARestart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if err := jobs.Migrate(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		actor := accounttest.Actor(t, d, account.Owner)
		dir, rows := t.TempDir(), 6000
		var text strings.Builder
		text.WriteString(people)
		for i := range rows {
			fmt.Fprintf(&text, "Person,No %d,p%d@x.example,,Firm %d,,\n", i, i, i%50)
		}
		text.WriteString("Person,No 1,p1@x.example,,,,\n")
		start := func() (*contact.Domain, *jobs.Queue) {
			q := jobs.New(d, slog.New(slog.DiscardHandler))
			c := importDomain(d, dir, q)
			c.Jobs(q)
			c.Imports.Jobs(q)
			if err := q.Open(t.Context(), true); err != nil {
				t.Fatal(err)
			}
			if err := q.Start(t.Context()); err != nil {
				t.Fatal(err)
			}
			return c, q
		}
		c, q := start()
		imp, err := c.Imports.Imports.Upload(t.Context(), actor, importing.Contacts, "many.csv", strings.NewReader(text.String()), importing.ImportOptions{CreateCompanies: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Imports.Imports.Start(t.Context(), actor, imp.ID); err != nil {
			t.Fatal(err)
		}
		wait(t, func() bool {
			imp, err = c.Imports.Imports.Get(t.Context(), actor, imp.ID)
			return err != nil || imp.Position > 0
		})
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		q.Stop(gone) // at once: whatever runs is cut off
		at, err := c.Imports.Imports.Get(t.Context(), actor, imp.ID)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("stopped after %d of %d rows", at.Position, at.Total)
		c, q = start()
		defer q.Stop(context.WithoutCancel(t.Context()))
		wait(t, func() bool {
			imp, err = c.Imports.Imports.Get(t.Context(), actor, imp.ID)
			return err != nil || imp.Done()
		})
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "counts", counts(imp), fmt.Sprintf("%d = %d+0+1+0, 50 companies", rows+1, rows))
		n, err := db.Value[int64](t.Context(), d, `SELECT count(*) FROM contacts WHERE workspace_id = $1`, actor.Workspace)
		equal(t, "contacts", n, int64(rows))
		if err != nil {
			t.Fatal(err)
		}
	})
}

func wait(t testing.TB, done func() bool) {
	t.Helper()
	for end := time.Now().Add(2 * time.Minute); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("waited in vain")
		}
	}
}

func TestImport_OfOthersIsNotThere(t *testing.T) {
	d := dbtest.SQLite(t)
	im := newTakingIn(t, d)
	owner := accounttest.Actor(t, d, account.Owner)
	imp := im.upload(t, owner, "a.csv", []byte(people+"Ivan,Petrov,ivan@x.example,,,,\n"))
	for who, actor := range map[string]account.Actor{"stranger": accounttest.Stranger(t, d), "colleague": accounttest.Member(t, d, owner, account.User)} {
		if _, err := im.Imports.Imports.Get(t.Context(), actor, imp.ID); !fault.IsNotFound(err) {
			t.Errorf("%s: %v", who, err)
		}
		if _, err := im.Imports.Imports.Start(t.Context(), actor, imp.ID); !fault.IsNotFound(err) {
			t.Errorf("%s starts it: %v", who, err)
		}
	}
}

func TestImport_MapRefuses(t *testing.T) {
	d := dbtest.SQLite(t)
	im := newTakingIn(t, d)
	actor := accounttest.Actor(t, d, account.Owner)
	imp := im.upload(t, actor, "a.csv", []byte("a,b,c\n1,2,3\n"))
	for name, c := range map[string]struct {
		fields []string
		opt    importing.ImportOptions
		field  string
	}{
		"unknown field": {[]string{"salary", "", ""}, importing.ImportOptions{}, "columns.0"},
		"twice":         {[]string{"city", "", "city"}, importing.ImportOptions{}, "columns.2"},
		"too few":       {[]string{"city"}, importing.ImportOptions{}, "columns"},
		"policy":        {nil, importing.ImportOptions{Duplicates: "burn"}, "duplicates"},
		"match":         {nil, importing.ImportOptions{Match: []string{"shoe size"}}, "match"},
		"encoding":      {nil, importing.ImportOptions{Encoding: "klingon"}, "file"},
		"separator":     {nil, importing.ImportOptions{Separator: ";;"}, "separator"},
	} {
		_, err := im.Imports.Imports.Map(t.Context(), actor, imp.ID, c.fields, c.opt)
		if invalid, ok := errors.AsType[fault.Invalid](err); !ok || invalid[c.field] == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := im.Imports.Imports.Run(t.Context(), actor, imp.ID, nil); err == nil {
		t.Error("an import of nobody begins")
	}
}
