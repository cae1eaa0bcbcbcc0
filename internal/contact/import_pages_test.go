package contact_test

import (
	"bytes"
	"context"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

// works opens the queue of the house and works its jobs until the test ends.
func (h *house) works(t *testing.T) {
	t.Helper()
	h.Records.Jobs(h.queue)
	h.Jobs(h.queue)
	h.Imports.Jobs(h.queue)
	if err := h.queue.Open(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if err := h.queue.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.queue.Stop(context.WithoutCancel(t.Context())) })
}

func fileForm(field, name string, content []byte) (body *bytes.Buffer, contentType string) {
	body = &bytes.Buffer{}
	w := multipart.NewWriter(body)
	w.WriteField("other", "x")
	part, _ := w.CreateFormFile(field, name) // a buffer takes everything
	part.Write(content)
	w.Close()
	return body, w.FormDataContentType()
}

func (v *visitor) upload(name string, content []byte) answer {
	body, contentType := fileForm("file", name, content)
	r := httptest.NewRequest(http.MethodPost, "/import", body)
	r.Header.Set("Content-Type", contentType)
	r.AddCookie(v.cookie)
	return v.do(r)
}

func TestImportPages_FromUploadToUndo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.works(t)
		v := h.visitor(t, accounttest.Actor(t, d, account.User))
		v.get("/import").is(200).has("Bring your contacts in", `enctype="multipart/form-data"`, `type="file"`)
		path := v.upload("клиенти.csv", sample(t, "klienti-cp1251.csv")).location()
		v.get(path).is(200).has("клиенти.csv", "60 rows", "ЕИК", "Windows-1251 (found)", "Semicolon (found)", "Sure", "Ралица Тодоров", "Марица Стъкло ООД", "21 Jul 1993")
		form := url.Values{"duplicates": {"add"}, "match": {"email"}, "create_companies": {"1"}, "tags": {"Клиент, внос"}, "then": {""}}
		for range 10 {
			form.Add("field", "")
		}
		form["field"][0] = "city"
		v.send(path+"/map", form).is(422).has("Choose the column that holds the name")
		form["field"] = []string{"first_name", "first_name", "company", "company_registration_number", "", "email", "phone", "city", "birthday", ""}
		v.send(path+"/map", form).is(422).has("Another column goes there already")
		form["field"][1] = "last_name"
		equal(t, "after mapping", v.send(path+"/map", form).location(), path+"/check")
		v.get(path+"/check").is(200).has("Import 60 rows", "Create", "ralitsa.todorov0@noordkadelog.example", "8 companies would be created")
		v.get(path + "/check?outcome=failed").is(200).has("No row would do this")
		equal(t, "after start", v.post(path+"/start").location(), path)
		equal(t, "pressed twice", v.post(path+"/start").location(), path)
		wait(t, func() bool { return strings.Contains(v.get(path).body, "60 rows are done") })
		v.get(path).has("100%", "Undo import").lacks("hx-trigger", "Download as CSV")
		v.part(path + "/progress").is(200).has("60 rows are done").lacks("<main")
		equal(t, "progress without script", v.get(path+"/progress").location(), path)
		v.get("/import").has("клиенти.csv", "Done")
		v.post(path + "/undo").location()
		wait(t, func() bool {
			n, err := db.Value[int64](t.Context(), d, `SELECT count(*) FROM contacts WHERE workspace_id = $1 AND deleted_at IS NULL`, v.actor.Workspace)
			return err != nil || n == 0
		})
		v.get(path).has("The import was undone")
	})
}

func TestImportPages_ReadAgainInAnotherWay(t *testing.T) {
	d := dbtest.SQLite(t)
	h := newHouse(t, d)
	v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
	path := v.upload("a.csv", []byte("Name|Age, city\nIvan Petrov|40, Sofia\n")).location()
	equal(t, "read again", v.post(path+"/map", "separator", ",", "match", "email", "then", "again", "field", "", "field", "").location(), path)
	v.get(path).is(200).has("Name|Age")
	v.post(path+"/map", "encoding", "klingon", "match", "email", "then", "again").is(422).has("This encoding is not known")
	v.post(path+"/map", "shoe_size", "44").is(422)
	v.post(path + "/cancel").location()
	v.get(path).is(200).has("The import was stopped")
}

func TestImportPages_BadFiles(t *testing.T) {
	d := dbtest.SQLite(t)
	h := newHouse(t, d)
	v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
	v.upload("x.xlsx", []byte("PK\x03\x04\x14\x00xl/workbook.xml")).is(422).has("This workbook is damaged or a part of it is missing")
	v.upload("x.csv", nil).is(422).has("The file is empty.")
	v.post("/import", "file", "x").is(422).has("Choose a file.")
	body, contentType := fileForm("other_name", "x.csv", []byte("a"))
	r := httptest.NewRequest(http.MethodPost, "/import", body)
	r.Header.Set("Content-Type", contentType)
	r.AddCookie(v.cookie)
	v.do(r).is(422).has("Choose a file.")
	whole, contentType := fileForm("file", "x.csv", []byte(strings.Repeat("a,b\n", 5000)))
	r = httptest.NewRequest(http.MethodPost, "/import", io.LimitReader(whole, 9000)) // the line is cut
	r.Header.Set("Content-Type", contentType)
	r.AddCookie(v.cookie)
	v.do(r).is(422).has("The file did not arrive whole")
	v.get("/import/nonsense").is(404)
	v.get("/import/" + db.NewID().String()).is(404)
	v.get("/import").lacks("Recent imports")
}

func TestImportPages_FailuresAsFile(t *testing.T) {
	d := dbtest.SQLite(t)
	h := newHouse(t, d)
	h.works(t)
	v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
	path := v.upload("messy.csv", sample(t, "messy.csv")).location()
	v.get(path).has("4 rows are broken")
	v.post(path + "/start").location()
	wait(t, func() bool { return strings.Contains(v.get(path).body, "44 rows are done") })
	v.get(path).has("Rows that failed", "not-an-email", "This is not an e-mail address", "Download as CSV")
	file := v.get(path + "/failures.csv").is(200)
	if got := file.header.Get("Content-Disposition"); !strings.Contains(got, "messy-failed.csv") {
		t.Errorf("file name: %s", got)
	}
	file.has("\ufeffRow,Reason,first_name", "36,E-mail: This is not an e-mail address.", "Иван,Иванов,not-an-email")
}

func TestImportAPI(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.works(t)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		made := v.call("POST", "/imports?name=people.csv", people+"Ivan,Petrov,ivan@x.example,0888 123 456,Acme,,\nMaria,Ilieva,not-an-email,,,,\n", "Content-Type", "text/csv").is(201)
		id, _ := made.json()["id"].(string)
		equal(t, "location", made.header.Get("Location"), "/api/v1/imports/"+id)
		made.has(`"status":"mapping"`, `"file_name":"people.csv"`, `"total":2`, `"encoding":"UTF-8"`, `"field":"first_name","match":"sure"`)
		v.call("GET", "/imports", "").is(200).has(id)
		v.call("GET", "/imports/"+id+"/preview", "").is(200).has(`"created":1`, `"failed":1`, `"outcome":"failed"`, `"companies":1`)
		v.call("PATCH", "/imports/"+id, `{"options":{"duplicates":"add","tags":["Fair"]}}`).is(200).has(`"duplicates":"add"`, `"create_companies":true`)
		equal(t, "problems", v.call("PATCH", "/imports/"+id, `{"fields":["salary","","","","","",""]}`).is(422).problems(), "body.columns.0")
		v.call("PATCH", "/imports/"+id, `{"options":{"shoe_size":44}}`).is(422)
		v.call("POST", "/imports/"+id+"/start", "").is(200)
		v.call("POST", "/imports/"+id+"/start", "").is(409)
		wait(t, func() bool { return strings.Contains(v.call("GET", "/imports/"+id, "").body, `"status":"done"`) })
		v.call("GET", "/imports/"+id, "").has(`"created":1`, `"failed":1`, `"companies":1`, `"position":2`)
		v.call("GET", "/imports/"+id+"/failures", "").is(200).has(`"row":3`, `"value":"not-an-email"`, `"next_cursor":null`)
		v.call("GET", "/imports/"+id+"/failures?cursor=x", "").is(400)
		v.call("GET", "/imports/"+id+"/failures.csv", "").is(200).has("3,E-mail: This is not")
		v.call("GET", "/contacts?tags=has:Fair", "")
		equal(t, "contact", v.call("GET", "/contacts?q=ivan", "").is(200).json()["data"].([]any)[0].(map[string]any)["source"].(string), "import")

		body, contentType := fileForm("file", "john.vcf", sample(t, "John_Doe_IPHONE.vcf"))
		v.call("POST", "/imports", body.String(), "Content-Type", contentType).is(201).has(`"format":"vcard"`, `"file_name":"john.vcf"`)
		large := people + strings.Repeat("Ivan,Petrov,ivan@x.example,0888 123 456,Acme,,\n", 40_000) // more than a JSON body may have
		v.call("POST", "/imports?name=big.csv", large, "Content-Type", "text/csv", "Idempotency-Key", "k1").is(201).has(`"total":40000`)
		equal(t, "bad file", v.call("POST", "/imports", "PK\x03\x04xl/", "Content-Type", "text/csv").is(422).problems(), "body.file")
		v.call("POST", "/imports", "").is(422)
		v.call("GET", "/imports/"+db.NewID().String(), "").is(404)
	})
}

// A row beside the contact it is about: what will stand is chosen field by
// field.
func TestImportPages_ChoosesFieldByField(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.works(t)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		first := v.upload("there.csv", []byte("First name,E-mail,Job title,City\nIvan,ivan@x.example,Buyer,Ruse\n")).location()
		v.post(first + "/start").location()
		wait(t, func() bool { return strings.Contains(v.get(first).body, "1 row is done") })
		if n, err := db.Value[int64](t.Context(), d, `SELECT count(*) FROM files WHERE workspace_id = $1`, v.actor.Workspace); err != nil || n != 0 {
			t.Errorf("the sweep would take %d files of imports, %v", n, err)
		}
		path := v.upload("again.csv", []byte("First name,E-mail,Job title,City,Phone\nIvan,ivan@x.example,Director,Varna,0888 123 456\n")).location()
		v.post(path+"/rows", "do", "update").location()
		page := v.get(path + "/check?outcome=alike").is(200)
		page.has("In Kontor", "In file", `value="position there" aria-label="Job title: Buyer" aria-pressed="true">Buyer`, `value="position file" aria-label="Job title: Director" aria-pressed="false">Director`, `value="phones file" aria-label="Phone: 0888 123 456" aria-pressed="true">`, "empty")
		page.lacks(`value="emails `) // both say the same
		for _, take := range []string{"position file", "phones there"} {
			equal(t, take, v.post(path+"/rows", "row", "2", "take", take, "outcome", "alike").location(), path+"/check?outcome=alike#row-2")
		}
		v.post(path+"/rows", "row", "2", "take", "position elsewhere").is(422)
		v.get(path+"/check?outcome=alike").has(`value="position file" aria-label="Job title: Director" aria-pressed="true">Director`, `value="phones there" aria-label="Phone: empty" aria-pressed="true">`)
		v.call(http.MethodGet, "/imports/"+strings.TrimPrefix(path, "/import/")+"/preview?outcome=alike", "").is(200).has(`"field":"city"`, `"there":"Ruse"`, `"file":"Varna"`)
		v.post(path + "/start").location()
		wait(t, func() bool { return strings.Contains(v.get(path).body, "1 row is done") })
		v.call(http.MethodGet, "/contacts?q=ivan", "").is(200).has(`"position":"Director"`, `"city":"Ruse"`).lacks("0888")
	})
}

// What becomes of rows that are like a contact is said for all, and then row by
// row.
func TestImportPages_DecidesRowByRow(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		h := newHouse(t, d)
		h.works(t)
		v := h.visitor(t, accounttest.Actor(t, d, account.Owner))
		file := "First name,E-mail,Job title\nIvan,ivan@x.example,Buyer\nMaria,maria@x.example,Director\nPetar,petar@x.example,Engineer\n"
		first := v.upload("there.csv", []byte("First name,E-mail\nIvan,ivan@x.example\nMaria,maria@x.example\nPetar,petar@x.example\n")).location()
		v.post(first + "/start").location()
		wait(t, func() bool { return strings.Contains(v.get(first).body, "3 rows are done") })
		path := v.upload("again.csv", []byte(file)).location()
		v.get(path+"/check").is(200).has("3 rows are like records that are there", "Merge all", `href="/contacts/`, "Same e-mail as an existing contact")
		equal(t, "all", v.post(path+"/rows", "do", "update").location(), path+"/check")
		equal(t, "one", v.post(path+"/rows", "row", "2", "do", "skip", "outcome", "updated").location(), path+"/check?outcome=updated#row-2")
		v.post(path+"/rows", "row", "3", "do", "add").location()
		v.post(path+"/rows", "row", "3", "do", "burn").is(422)
		v.post(path+"/rows", "row", "x", "do", "add").is(422)
		v.get(path + "/check?outcome=skipped").has("Ivan").lacks("Maria")
		v.post(path + "/start").location()
		wait(t, func() bool { return strings.Contains(v.get(path).body, "3 rows are done") })
		v.post(path+"/rows", "row", "3", "do", "add").is(409)
		for name, want := range map[string]int64{"Buyer": 0, "Director": 1, "Engineer": 1} {
			n, err := db.Value[int64](t.Context(), d, `SELECT count(*) FROM contacts WHERE workspace_id = $1 AND position = $2`, v.actor.Workspace, name)
			if err != nil || n != want {
				t.Errorf("%d contacts are %s, %v", n, name, err)
			}
		}
		n, err := db.Value[int64](t.Context(), d, `SELECT count(*) FROM contacts WHERE workspace_id = $1`, v.actor.Workspace)
		if err != nil || n != 4 {
			t.Errorf("%d contacts, %v", n, err)
		}
	})
}
