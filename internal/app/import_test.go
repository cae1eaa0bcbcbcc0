package app_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/app/apptest"
	"kontor/internal/kit/db"
)

// imported waits until every row of an import has its result, and returns the
// import as the API has it.
func imported(t *testing.T, api *apptest.Client, id string) string {
	t.Helper()
	for range 150 {
		body := string(api.Get("/api/v1/imports/" + id).Body)
		if strings.Contains(body, `"status":"done"`) || strings.Contains(body, `"status":"failed"`) {
			return body
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the import does not end")
	return ""
}

const dealsFile = `Deal name;Amount;Currency;Pipeline;Deal stage;Probability;Close date;Account name;Contact;Contact email;Owner;Lost reason;Closed on;Region
Line 3;62 400,50;EUR;Sales;Proposal;55 %;30.04.2027;Acme;Petrov, Ivan;ivan@acme.example;;;;North
Spare parts;1.200,00 лв.;;;Closed Won;;;Acme;Ivan Petrov;;;;14.02.2025;
Service;500;EUR;Sales;Lost;;;Delta;;;;Price;;
Twice;10;EUR;Sales;Lead;;;Acme;;;;;;
Twice;20;EUR;Sales;Lead;;;ACME;;;;;;
Negative;-5;EUR;Sales;Lead;;;;;;;;;
Too sure;5;EUR;Sales;Lead;101;;;;;;;;
No such day;5;EUR;Sales;Lead;;31.02.2027;;;;;;;
Elsewhere;5;EUR;Partners;Lead;;;;;;;;;
Not here;5;EUR;Sales;Signed;;;;;;;;;
Lost why;5;EUR;Sales;Lost;;;;;;;;;
;5;EUR;Sales;Lead;;;Acme;;;;;;
`

func TestImport_Deals(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		api, page := s.Program(t, owner, "read,write"), s.Browser(t, owner)
		want(t, page.Get("/import?kind=deals"), 200, "Bring your deals in", `action="/import?kind=deals"`)
		a := page.Upload("/import?kind=deals", "file", "deals.csv", dealsFile)
		want(t, a, 303)
		path := a.Location()
		id := strings.TrimPrefix(path, "/import/")
		want(t, page.Get(path), 200, "Deal name", "Line 3", "Acme", "Create missing companies and contacts", "Contact, e-mail")
		fields := []string{"name", "value", "currency", "pipeline", "stage", "probability", "expected_close_date", "company", "contact", "contact_email", "owner", "lost_reason", "actual_close_date", ""}
		want(t, api.Get("/api/v1/imports/"+id), 200, `"kind":"deals"`, `"name":"Deal stage","field":"stage","match":"sure"`, `"name":"Account name","field":"company"`, `"name":"Contact email","field":"contact_email"`)
		a = page.Post(path+"/map", url.Values{"field": fields, "duplicates": {"skip"}, "match": {"name"}, "create_companies": {"1"}, "remember": {"1"}})
		want(t, a, 303)
		if a.Location() != path+"/values" {
			t.Fatalf("values that are not understood are not asked about: %s", a.Location())
		}
		want(t, page.Get(path+"/values"), 200, "Partners", "Signed", "The first stage")
		want(t, page.Get(path+"/check"), 200, "Same name and company as row", "2 companies would be created", "1 contact would be created",
			"An amount here cannot be less than zero", "Enter a number from 0 to 100", "There is no such day", "There is no such pipeline", "This pipeline has no such stage", "Say why the deal was lost", "This is needed")
		want(t, page.Post(path+"/start", nil), 303)
		holds(t, imported(t, api, id), `"created":4`, `"skipped":1`, `"failed":7`, `"companies":2`, `"contacts":1`)
		want(t, api.Get("/api/v1/deals?sort=name"), 200, `"name":"Line 3"`, `"amount":"62400.50"`, `"probability":55`, `"expected_close_date":"2027-04-30"`,
			`"amount":"1200.00","currency":"BGN"`, `"actual_close_date":"2025-02-14"`)
		want(t, api.Get("/api/v1/contacts"), 200, "ivan@acme.example", `"first_name":"Ivan"`, `"last_name":"Petrov"`)
		want(t, page.Get(path+"/failures.csv"), 200, "Not here", "This pipeline has no such stage")
		want(t, page.Get("/import/history"), 200, "deals.csv", "Deals")
		again(t, page, api, id)
	})
}

// again imports a file like the last, which is set up as that was and skips
// what is there, and takes the first one back.
func again(t *testing.T, page, api *apptest.Client, first string) {
	t.Helper()
	a := page.Upload("/import?kind=deals", "file", "more.csv", dealsFile)
	want(t, page.Get(a.Location()), 200, "set as for deals.csv")
	second := strings.TrimPrefix(a.Location(), "/import/")
	want(t, api.JSON("POST", "/api/v1/imports/"+second+"/start", nil), 200)
	holds(t, imported(t, api, second), `"created":0`, `"skipped":5`, `"failed":7`)
	want(t, page.Post("/import/"+first+"/undo", nil), 303)
	for range 150 {
		if strings.Contains(string(api.Get("/api/v1/imports/"+first).Body), `"status":"done","percent":100`) {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	want(t, api.Get("/api/v1/imports/"+first), 200, `"records":4,"contacts":1,"companies":2`)
	want(t, page.Get("/import/"+first), 200, "Deals in the bin", "Contacts in the bin")
	want(t, api.Get("/api/v1/deals"), 200, `"data":[]`)
}

func TestImport_DealsFillGapsOrReplace(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		api := s.Program(t, owner, "read,write")
		put := func(file, options string) string {
			a := api.Do("POST", "/api/v1/imports?kind=deals&name=d.csv", strings.NewReader(file), "Content-Type", "text/csv")
			want(t, a, 201)
			var made struct {
				ID string `json:"id"`
			}
			a.Decode(t, &made)
			want(t, api.Do("PATCH", "/api/v1/imports/"+made.ID, strings.NewReader(options), "Content-Type", "application/json"), 200)
			want(t, api.JSON("POST", "/api/v1/imports/"+made.ID+"/start", nil), 200)
			return imported(t, api, made.ID)
		}
		holds(t, put("Name,Company,Value,Stage,Source\nRoof,Acme,100,Lead,\n", `{"options":{"duplicates":"skip"}}`), `"created":1`)
		holds(t, put("Name,Company,Value,Stage,Source\nRoof,Acme,250,Proposal,Fair\n", `{"options":{"duplicates":"update"}}`), `"updated":1`)
		want(t, api.Get("/api/v1/deals"), 200, `"amount":"100.00"`, `"source":"Fair"`, `"name":"Lead"`)
		holds(t, put("Name,Company,Value,Stage,Source\nRoof,Acme,250,Proposal,Fair\n", `{"options":{"duplicates":"update","overwrite":true}}`), `"updated":1`)
		want(t, api.Get("/api/v1/deals"), 200, `"amount":"250.00"`, `"name":"Proposal"`)
	})
}

func TestImport_DealsKnowStagesInAnotherLanguage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		api := s.Program(t, accounttest.Actor(t, s.DB(), account.Owner), "read,write")
		file := "Име;Стойност;Етап\nПокрив;100;Възможност\nСтена;200;оферта\nВрата;300;Спечелена\nПод;400;Фаза 7\n"
		a := api.Do("POST", "/api/v1/imports?kind=deals&name=d.csv", strings.NewReader(file), "Content-Type", "text/csv")
		want(t, a, 201)
		var made struct {
			ID string `json:"id"`
		}
		a.Decode(t, &made)
		want(t, api.JSON("POST", "/api/v1/imports/"+made.ID+"/start", nil), 200)
		holds(t, imported(t, api, made.ID), `"created":3`, `"failed":1`)
		want(t, api.Get("/api/v1/deals"), 200, `"name":"Lead"`, `"name":"Proposal"`, `"name":"Won"`)
	})
}

const tasksFile = "Задача;Тип;Приоритет;Статус;Краен срок;Фирма;Сделка;Отговорник\n" +
	"Обади се;Обаждане;Висок;Отворена;30.04.2027 14:30;Акме;;\n" +
	"Изпрати оферта;Имейл;нормален;Готова;1.2.2025;Акме;;\n" +
	"Без ден;Среща;;в процес;;;;\n" +
	"Лоша дата;;;;31.02.2027;;;\n" +
	"Няма сделка;;;;;;Мост;\n" +
	"Странно;Полет;;;;;;\n"

func TestImport_TasksInBulgarian(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		api, page := s.Program(t, owner, "read,write"), s.Browser(t, owner)
		a := page.Upload("/import?kind=tasks", "file", "задачи.csv", tasksFile)
		want(t, a, 303)
		id := strings.TrimPrefix(a.Location(), "/import/")
		want(t, page.Get(a.Location()), 200, "Create missing companies and contacts", "task")
		want(t, api.Get("/api/v1/imports/"+id), 200, `"name":"Задача","field":"title","match":"sure"`, `"field":"task_type"`, `"field":"priority"`, `"field":"status"`, `"field":"due_date"`, `"field":"company"`, `"field":"deal"`, `"field":"assigned_to"`)
		want(t, page.Get(a.Location()+"/values"), 200, "Полет")
		want(t, page.Post(a.Location()+"/start", nil), 303)
		holds(t, imported(t, api, id), `"created":3`, `"failed":3`, `"companies":1`)
		want(t, api.Get("/api/v1/tasks?sort=title"), 200, `"title":"Обади се"`, `"task_type":"call"`, `"priority":"high"`, `"due_at":"2027-04-30T11:30:00Z"`, `"status":"done"`, `"status":"in_progress"`)
		want(t, api.Get("/api/v1/imports/"+id+"/failures"), 200, "There is no such deal", "This is none of the choices", "This is not a date")
		told, err := db.Value[int](t.Context(), s.DB(), `SELECT count(*) FROM notifications WHERE workspace_id = $1`, owner.Workspace)
		if err != nil || told != 0 {
			t.Errorf("%d notifications of what came in as a file, %v", told, err)
		}
	})
}

// holds asserts that a text holds all parts.
func holds(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("no %s in %.1500s", part, text)
		}
	}
}
