package report_test

import (
	"html"
	"math"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/app/apptest"
	"kontor/internal/contact"
	"kontor/internal/deal"
	"kontor/internal/demo"
	"kontor/internal/kit/db"
	"kontor/internal/task"
)

var countedLink = regexp.MustCompile(`<a[^>]*href="([^"]*)"[^>]*data-counts="(-?\d+)"`)

// atWork is a server with a firm that has worked for a year: its owner, and a
// team that some of the deals and tasks belong to.
func atWork(t *testing.T, s *apptest.Server) (owner account.Actor, team db.ID) {
	t.Helper()
	owner = accounttest.Actor(t, s.DB(), account.Owner)
	other := accounttest.Member(t, s.DB(), owner, account.User)
	team, err := s.Accounts.Teams.Create(t.Context(), owner, "Field sales", []db.ID{owner.Member, other.Member})
	if err != nil {
		t.Fatal(err)
	}
	if err := demo.Fill(t.Context(), s.DB(), owner, demo.Options{Contacts: 300, Sales: demo.All, Seed: 2}); err != nil {
		t.Fatal(err)
	}
	err = s.DB().InTx(t.Context(), func(tx *db.Tx) error {
		for _, table := range []db.Expr{"deals", "tasks", "contacts"} {
			var q db.SQL
			q.S("UPDATE ").S(table).S(" SET team_id = ").P(team).S(" WHERE workspace_id = ").P(owner.Workspace).S(" AND created_at % 3 = 0")
			if _, err := tx.Exec(t.Context(), q.Text(), q.Args()...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	owner.Teams = []db.ID{team}
	return owner, team
}

// length counts what a list finds, through the API.
func length(t *testing.T, c *apptest.Client, href string) int {
	t.Helper()
	path, query, _ := strings.Cut(href, "?")
	n, cursor := 0, ""
	for {
		a := c.Get("/api/v1" + path + "?limit=200&cursor=" + url.QueryEscape(cursor) + "&" + query)
		if a.Status != http.StatusOK {
			t.Fatalf("%s: %d %.300s", href, a.Status, a.Body)
		}
		var page struct {
			Data       []any  `json:"data"`
			NextCursor string `json:"next_cursor"`
		}
		a.Decode(t, &page)
		n += len(page.Data)
		if cursor = page.NextCursor; cursor == "" {
			return n
		}
	}
}

// agree follows every number of a page that leads to a list and counts there.
func agree(t *testing.T, browser, program *apptest.Client, path string, least int) {
	t.Helper()
	a := browser.Get(path)
	if a.Status != http.StatusOK {
		t.Fatalf("%s: %d %.300s", path, a.Status, a.Body)
	}
	found := countedLink.FindAllStringSubmatch(a.Body, -1)
	if len(found) < least {
		t.Errorf("%s: %d numbers lead to lists, want %d", path, len(found), least)
	}
	sum := 0
	for _, link := range found {
		href, _ := strings.CutPrefix(html.UnescapeString(link[1]), "&")
		want, _ := strconv.Atoi(link[2])
		sum += want
		if got := length(t, program, href); got != want {
			t.Errorf("%s says %d, and %s has %d", path, want, href, got)
		}
	}
	if sum == 0 {
		t.Errorf("%s: nothing to compare", path)
	}
}

func TestHome_EveryNumberIsThatOfTheListBehindIt(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner, team := atWork(t, s)
		browser, program := s.Browser(t, owner), s.Program(t, owner, "read")
		for _, path := range []string{"/", "/?period=month", "/?period=year", "/?whose=me", "/?period=year&whose=team:" + team.String()} {
			agree(t, browser, program, path, 30)
		}
		for _, name := range []string{"funnel", "velocity", "outcomes", "members", "revenue"} {
			for _, query := range []string{"", "?period=quarter&whose=me", "?period=year&whose=team:" + team.String(), "?from=2026-08&to=2026-10"} {
				agree(t, browser, program, "/reports/"+name+query, 1)
			}
		}
	})
}

// A page asks the same number of questions however much there is.
func TestHome_QuestionsDoNotGrow(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner, other := accounttest.Actor(t, s.DB(), account.Owner), accounttest.Stranger(t, s.DB())
		for actor, contacts := range map[*account.Actor]int{&owner: 20, &other: 400} {
			if err := demo.Fill(t.Context(), s.DB(), *actor, demo.Options{Contacts: contacts, Sales: demo.All, Seed: 1}); err != nil {
				t.Fatal(err)
			}
		}
		few, many := s.Browser(t, owner), s.Browser(t, other)
		for path, most := range map[string]int64{"/": 27, "/reports/funnel": 14, "/reports/velocity": 14, "/reports/outcomes": 14, "/reports/members": 16, "/reports/revenue": 14} {
			a, b := questions(t, s, few, path), questions(t, s, many, path)
			if a != b || b > most {
				t.Errorf("%s: %d questions of little, %d of much, want at most %d", path, a, b, most)
			}
		}
	})
}

// questions are those of one answer; background work may ask at the same time,
// so the fewest of some tries count.
func questions(t *testing.T, s *apptest.Server, c *apptest.Client, path string) int64 {
	t.Helper()
	fewest := int64(math.MaxInt64)
	for range 12 {
		var n atomic.Int64
		s.DB().OnQuery = func(string, []any) { n.Add(1) }
		c.Get(path)
		s.DB().OnQuery = nil
		fewest = min(fewest, n.Load())
	}
	return fewest
}

func TestHome_BeforeThereIsAnything(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		a := s.Browser(t, owner).Get("/")
		if a.Status != http.StatusOK || !strings.Contains(a.Body, "Nothing is due today.") || !strings.Contains(a.Body, "Nothing here yet.") {
			t.Errorf("%d %.2000s", a.Status, a.Body)
		}
		if a := s.Anonymous(t).Get("/"); a.Status != http.StatusSeeOther || a.Location() != "/login" {
			t.Errorf("a stranger gets %d %s", a.Status, a.Location())
		}
	})
}

func TestHome_SaysWhatHappened(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		browser := s.Browser(t, owner)
		who, err := s.Contacts.Contacts.Create(t.Context(), owner, contact.ContactInput{ContactFields: contact.ContactFields{FirstName: "Vesela", IsActive: true}})
		if err != nil {
			t.Fatal(err)
		}
		in := deal.NewDealInput(owner)
		in.Name, in.Value, in.Status = "Kiln sensors", &contact.Money{Amount: "9840", Currency: "EUR"}, deal.Won
		if _, err := s.Deals.Deals.Create(t.Context(), owner, in); err != nil {
			t.Fatal(err)
		}
		todo := task.NewInput(owner)
		todo.Title = "Send samples"
		made, err := s.Tasks.Tasks.Create(t.Context(), owner, todo)
		if err == nil {
			_, _, err = s.Tasks.Tasks.Complete(t.Context(), owner, made.ID, true)
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Activity.Notes.Create(t.Context(), owner, activity.Subject{Kind: "contact", ID: who.ID}, activity.NoteInput{Kind: "call", Body: "Hello"}); err != nil {
			t.Fatal(err)
		}
		body := regexp.MustCompile(`\s+`).ReplaceAllString(browser.Get("/").Body, " ")
		for _, want := range []string{"logged a call about <a class=\"name\" href=\"/contacts/" + who.ID.String() + "\">Vesela</a>", "completed <a", "added <a"} {
			if !strings.Contains(body, want) {
				t.Errorf("home lacks %q", want)
			}
		}
		if !strings.Contains(body, "9,840") {
			t.Error("home lacks the won deal")
		}
	})
}

func TestReports_AsFileAndForPrograms(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner, _ := atWork(t, s)
		browser, program := s.Browser(t, owner), s.Program(t, owner, "read")
		file := browser.Get("/reports/revenue/export?period=last-12")
		if lines := strings.Split(strings.TrimSpace(file.Body), "\r\n"); file.Status != http.StatusOK || len(lines) != 13 || !strings.Contains(lines[0], "Value EUR") {
			t.Errorf("%d %.500s", file.Status, file.Body)
		}
		var got struct {
			From string
			Rows []map[string]any
		}
		program.Get("/api/v1/reports/outcomes?period=year").Decode(t, &got)
		if len(got.Rows) < 3 || got.Rows[0]["result"] != "Won" || got.Rows[0]["deals"].(float64) < 10 {
			t.Errorf("%+v", got)
		}
		for path, want := range map[string]int{
			"/api/v1/reports/funnel?from=2026-07&to=2026-01":                                               400,
			"/api/v1/reports/funnel?from=x&to=2026-01":                                                     400,
			"/api/v1/reports/funnel?pipeline_id=" + db.NewID().String():                                    404,
			"/api/v1/reports/revenue?member_id=" + db.NewID().String() + "&team_id=" + db.NewID().String(): 422,
		} {
			if a := program.Get(path); a.Status != want {
				t.Errorf("%s: %d %.200s, want %d", path, a.Status, a.Body, want)
			}
		}
		for path, want := range map[string]int{"/reports/revenue?period=century": 404, "/reports/revenue?whose=nobody": 404, "/reports/nothing": 404, "/reports": 200} {
			if a := browser.Get(path); a.Status != want {
				t.Errorf("%s: %d, want %d", path, a.Status, want)
			}
		}
		user := accounttest.Member(t, s.DB(), owner, account.User)
		if a := s.Browser(t, user).Get("/reports/revenue/export"); a.Status != http.StatusForbidden {
			t.Errorf("a user who may not export gets %d", a.Status)
		}
	})
}

// However much somebody has done today, home counts to 500 and says so.
func TestHome_CountsADayToFiveHundred(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		owner := accounttest.Actor(t, s.DB(), account.Owner)
		today := time.Now().In(owner.Zone).Format(time.DateOnly)
		for range task.MostCounted + 7 {
			in := task.NewInput(owner)
			in.Title, in.DueDate = "Call back", today
			if _, err := s.Tasks.Tasks.Create(t.Context(), owner, in); err != nil {
				t.Fatal(err)
			}
		}
		browser := s.Browser(t, owner)
		says := func(want string) {
			t.Helper()
			if body := strings.Join(strings.Fields(browser.Get("/").Body), " "); !strings.Contains(body, want) {
				t.Errorf("home lacks %q", want)
			}
		}
		says(">0 of 500+ done<")
		finish := func(n int) {
			err := s.DB().InTx(t.Context(), func(tx *db.Tx) error {
				_, err := tx.Exec(t.Context(), `UPDATE tasks SET status = 'done', completed_at = $1 WHERE workspace_id = $2 AND status <> 'done' AND id IN
					(SELECT id FROM tasks WHERE workspace_id = $2 AND status <> 'done' ORDER BY id LIMIT $3)`, time.Now().UnixMilli(), owner.Workspace, n)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		finish(10)
		says(`data-counts="497">10 of 507 done<`)
		finish(494)
		says(`data-counts="3">500+ of 503+ done<`)
	})
}
