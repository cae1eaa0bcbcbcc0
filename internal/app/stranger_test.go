package app_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/app/apptest"
	"kontor/internal/contact"
	"kontor/internal/customfield"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/record"
	"kontor/internal/task"
	"kontor/internal/view"
)

// public are the routes for everybody; all others need somebody signed in.
var public = []string{
	"GET /health/{$}", "GET /health/live", "GET /health/ready", "GET /assets/", "GET /favicon.ico", "GET /favicon.svg", "GET /{$}",
	"GET /setup", "POST /setup", "GET /reset", "POST /reset", "GET /reset/{token}", "POST /reset/{token}", "GET /address/{token}", "POST /address/{token}", "GET /login/sso", "GET /login/sso/{workspace}", "GET /login/back/{workspace}", "POST /passkey/question", "POST /login/passkey", "GET /login/code", "POST /login/code", "GET /register", "POST /register", "GET /login", "POST /login", "POST /logout", "POST /language",
	"GET /join/{token}", "POST /join/{token}", "GET /api/openapi.json", "POST /csp-report", "GET /metrics", "GET /calendar/feed/{token}",
	"GET /.well-known/caldav", "PROPFIND /.well-known/caldav", "GET /.well-known/carddav", "PROPFIND /.well-known/carddav",
}

// sample says how a route with an id is tried: on whose record, with what, and
// what a member of the same workspace with the role "user" gets, to whom the
// record does not belong; 0 stands for "allowed".
type sample struct {
	record string
	form   url.Values
	body   any
	member int
}

var version1 = url.Values{"version": {"1"}}

var samples = map[string]sample{
	"POST /admin/users/{id}":                        {record: "user", form: url.Values{"active": {"0"}}, member: 404},
	"POST /admin/jobs/{id}/retry":                   {record: "user", member: 404},
	"POST /admin/jobs/{id}/cancel":                  {record: "user", member: 404},
	"GET /settings/outbox/{id}":                     {record: "member", member: 403},
	"GET /settings/audit/{id}":                      {record: "audit", member: 403},
	"GET /settings/audit/{id}/peek":                 {record: "audit", member: 403},
	"GET /contacts/{id}":                            {record: "contact"},
	"GET /contacts/{id}/peek":                       {record: "contact"},
	"GET /contacts/{id}/edit":                       {record: "contact", member: 403},
	"GET /contacts/{id}/edit/meanwhile":             {record: "contact", member: 403},
	"GET /companies/{id}/edit/meanwhile":            {record: "company", member: 403},
	"POST /contacts/{id}/edit":                      {record: "contact", form: url.Values{"first_name": {"Ivan"}, "version": {"1"}}, member: 403},
	"POST /contacts/{id}/delete":                    {record: "contact", form: version1, member: 403},
	"POST /contacts/{id}/restore":                   {record: "contact", member: 403},
	"POST /contacts/{id}/tags":                      {record: "contact", form: url.Values{"add": {"VIP"}}, member: 403},
	"POST /contacts/{id}/notes":                     {record: "contact", form: url.Values{"body": {"Hello"}}, member: 403},
	"GET /contacts/{id}/timeline":                   {record: "contact"},
	"GET /contacts/{id}/consents":                   {record: "contact"},
	"POST /contacts/{id}/consents":                  {record: "contact", form: url.Values{"state": {"given"}}, member: 403},
	"POST /settings/consent/{id}/archive":           {record: "member", member: 403},
	"DELETE /api/v1/purposes/{id}":                  {record: "member", member: 403},
	"GET /api/v1/contacts/{id}/consents":            {record: "contact"},
	"POST /api/v1/contacts/{id}/consents":           {record: "contact", body: map[string]any{"purpose_id": db.NewID().String(), "state": "given"}, member: 403},
	"GET /contacts/{id}/privacy":                    {record: "contact", member: 403},
	"GET /contacts/{id}/privacy/export":             {record: "contact", member: 403},
	"POST /contacts/{id}/privacy/erase":             {record: "contact", form: url.Values{"confirm": {"x"}}, member: 403},
	"GET /api/v1/contacts/{id}/personal-data":       {record: "contact", member: 403},
	"POST /api/v1/contacts/{id}/erase":              {record: "contact", body: map[string]any{"confirm": "x"}, member: 403},
	"POST /settings/privacy/erasures/{id}/lift":     {record: "member", member: 403},
	"POST /api/v1/erasures/{id}/lift":               {record: "member", member: 403},
	"GET /companies/{id}":                           {record: "company"},
	"GET /companies/{id}/peek":                      {record: "company"},
	"GET /companies/{id}/edit":                      {record: "company", member: 403},
	"POST /companies/{id}/edit":                     {record: "company", form: url.Values{"name": {"ACME"}, "version": {"1"}}, member: 403},
	"POST /companies/{id}/delete":                   {record: "company", form: version1, member: 403},
	"POST /companies/{id}/restore":                  {record: "company", member: 403},
	"POST /companies/{id}/tags":                     {record: "company", form: url.Values{"add": {"VIP"}}, member: 403},
	"POST /companies/{id}/notes":                    {record: "company", form: url.Values{"body": {"Hello"}}, member: 403},
	"GET /companies/{id}/timeline":                  {record: "company"},
	"POST /deals/{id}/notes":                        {record: "deal", form: url.Values{"body": {"Hello"}}, member: 403},
	"GET /deals/{id}":                               {record: "deal"},
	"GET /deals/{id}/peek":                          {record: "deal"},
	"GET /deals/{id}/edit":                          {record: "deal", member: 403},
	"POST /deals/{id}/edit":                         {record: "deal", form: url.Values{"name": {"Line 4"}}, member: 403},
	"POST /deals/{id}/move":                         {record: "deal", form: url.Values{"status": {"won"}}, member: 403},
	"POST /deals/{id}/tags":                         {record: "deal", form: url.Values{"name": {"VIP"}}, member: 403},
	"POST /deals/{id}/contacts":                     {record: "deal", form: url.Values{"role": {"Buyer"}}, member: 403},
	"GET /deals/{id}/lines":                         {record: "deal", member: 403},
	"POST /deals/{id}/lines":                        {record: "deal", form: url.Values{"line_name": {"Sensor"}, "line_price": {"1"}}, member: 403},
	"POST /deals/{id}/changes/{change}/restore":     {record: "deal", member: 404},
	"POST /deals/{id}/delete":                       {record: "deal", form: version1, member: 403},
	"POST /deals/{id}/restore":                      {record: "deal", member: 403},
	"GET /settings/pipelines/{id}":                  {record: "pipeline", member: 403},
	"POST /settings/pipelines/{id}":                 {record: "pipeline", form: url.Values{"name": {"x"}}, member: 403},
	"POST /settings/pipelines/{id}/up":              {record: "pipeline", member: 403},
	"POST /settings/pipelines/{id}/stages":          {record: "pipeline", form: url.Values{"name": {"x"}}, member: 403},
	"POST /settings/pipelines/reasons/{id}/archive": {record: "reason", member: 403},
	"POST /settings/stages/{id}":                    {record: "stage", form: url.Values{"name": {"x"}}, member: 403},
	"GET /settings/stages/{id}/delete":              {record: "stage", member: 403},
	"POST /settings/stages/{id}/delete":             {record: "stage", member: 403},
	"GET /api/v1/deals/{id}":                        {record: "deal"},
	"PATCH /api/v1/deals/{id}":                      {record: "deal", body: map[string]any{"name": "X"}, member: 403},
	"POST /api/v1/deals/{id}/move":                  {record: "deal", body: map[string]any{"stage_id": db.NewID().String()}, member: 403},
	"DELETE /api/v1/deals/{id}":                     {record: "deal", member: 403},
	"POST /api/v1/deals/{id}/restore":               {record: "deal", member: 403},
	"GET /api/v1/pipelines/{id}":                    {record: "pipeline"},
	"POST /api/v1/pipelines/{id}/raise":             {record: "pipeline", member: 403},
	"DELETE /api/v1/lost-reasons/{id}":              {record: "reason", member: 403},
	"PATCH /api/v1/pipelines/{id}":                  {record: "pipeline", body: map[string]any{"name": "X"}, member: 403},
	"PATCH /api/v1/stages/{id}":                     {record: "stage", body: map[string]any{"name": "X"}, member: 403},
	"DELETE /api/v1/stages/{id}":                    {record: "stage", member: 403},
	"GET /deals/{id}/timeline":                      {record: "deal"},
	"POST /inbox/{id}/open":                         {record: "notification", member: 404},
	"POST /inbox/{id}/read":                         {record: "notification", form: url.Values{"read": {"1"}}, member: 404},
	"POST /notes/{id}":                              {record: "note", form: url.Values{"body": {"x"}, "version": {"1"}}, member: 403},
	"GET /notes/{id}/edit":                          {record: "note", member: 403},
	"POST /notes/{id}/delete":                       {record: "note", form: version1, member: 403},
	"POST /notes/{id}/restore":                      {record: "note", member: 403},
	"POST /notes/{id}/pin":                          {record: "note", form: url.Values{"pinned": {"1"}}, member: 403},
	"GET /import/{id}":                              {record: "import", member: 404},
	"POST /import/{id}/map":                         {record: "import", member: 404},
	"GET /import/{id}/values":                       {record: "import", member: 404},
	"POST /import/{id}/values":                      {record: "import", member: 404},
	"POST /import/{id}/forget":                      {record: "import", member: 404},
	"GET /import/{id}/check":                        {record: "import", member: 404},
	"POST /import/{id}/rows":                        {record: "import", member: 404},
	"POST /import/{id}/start":                       {record: "import", member: 404},
	"POST /import/{id}/cancel":                      {record: "import", member: 404},
	"GET /import/{id}/progress":                     {record: "import", member: 404},
	"GET /import/{id}/failures.csv":                 {record: "import", member: 404},
	"POST /import/{id}/undo":                        {record: "import", member: 404},
	"POST /settings/tags/{id}":                      {record: "tag", form: url.Values{"name": {"x"}, "version": {"1"}}, member: 403},
	"POST /settings/tags/{id}/delete":               {record: "tag", member: 403},
	"POST /settings/tags/{id}/restore":              {record: "tag", member: 403},
	"GET /settings/teams/{id}":                      {record: "team", member: 403},
	"POST /settings/teams/{id}":                     {record: "team", form: url.Values{"name": {"x"}, "version": {"1"}}, member: 403},
	"POST /settings/teams/{id}/delete":              {record: "team", member: 403},
	"POST /settings/members/{id}/role":              {record: "member", form: url.Values{"role": {"user"}}, member: 403},
	"POST /settings/members/{id}/deactivate":        {record: "member", form: version1, member: 403},
	"POST /settings/members/{id}/reactivate":        {record: "member", form: version1, member: 403},
	"POST /settings/invitations/{id}/revoke":        {record: "invitation", member: 403},
	"POST /settings/sessions/{id}/end":              {record: "session", member: 404},
	"POST /settings/two-step/passkeys/{id}/remove":  {record: "member", member: 404},
	"POST /settings/tokens/{id}/revoke":             {record: "token", member: 404},
	"GET /avatars/{id}":                             {record: "member"},
	"POST /contacts/merges/{id}/undo":               {record: "contact merge", member: 403},
	"POST /companies/merges/{id}/undo":              {record: "company merge", member: 403},
	"GET /bulks/{id}":                               {record: "bulk", member: 404},
	"GET /bulks/{id}/progress":                      {record: "bulk", member: 404},
	"GET /bulks/{id}/failures.csv":                  {record: "bulk", member: 404},
	"POST /bulks/{id}/undo":                         {record: "bulk", member: 404},
	"POST /bulks/{id}/cancel":                       {record: "bulk", member: 404},
	"GET /views/{id}":                               {record: "view"},
	"GET /views/{id}/edit":                          {record: "view", member: 403},
	"POST /views/{id}/edit":                         {record: "view", form: url.Values{"name": {"x"}, "audience": {"shared"}}, member: 403},
	"POST /views/{id}/save":                         {record: "view", form: url.Values{"query": {"q=x"}}, member: 403},
	"POST /views/{id}/duplicate":                    {record: "view"},
	"POST /views/{id}/delete":                       {record: "view", member: 403},
	"POST /views/{id}/restore":                      {record: "view", member: 403},
	"POST /views/{id}/move":                         {record: "view", form: url.Values{"by": {"1"}}},
	"POST /views/{id}/tab":                          {record: "view", form: url.Values{"shown": {"1"}}},
	"GET /contacts/{id}/cell/{field}":               {record: "contact", member: 403},
	"PATCH /contacts/{id}":                          {record: "contact", form: url.Values{"field": {"city"}, "value": {"Ruse"}}, member: 403},
	"GET /companies/{id}/cell/{field}":              {record: "company", member: 403},
	"GET /deals/{id}/cell/{field}":                  {record: "deal", member: 403},
	"PATCH /deals/{id}":                             {record: "deal", form: url.Values{"field": {"source"}, "value": {"Fair"}}, member: 403},
	"GET /tasks/{id}/cell/{field}":                  {record: "task", member: 403},
	"PATCH /tasks/{id}":                             {record: "task", form: url.Values{"field": {"title"}, "value": {"Call"}}, member: 403},
	"POST /tasks/{id}/changes/{change}/restore":     {record: "task", member: 404},
	"POST /contacts/{id}/changes/{change}/restore":  {record: "contact", member: 404},
	"POST /companies/{id}/changes/{change}/restore": {record: "company", member: 404},
	"PATCH /companies/{id}":                         {record: "company", form: url.Values{"field": {"city"}, "value": {"Ruse"}}, member: 403},

	"GET /tasks/{id}":                  {record: "task"},
	"GET /tasks/{id}/peek":             {record: "task"},
	"GET /tasks/{id}/next":             {record: "task"},
	"GET /tasks/{id}/edit":             {record: "task", member: 403},
	"POST /tasks/{id}/edit":            {record: "task", form: url.Values{"title": {"x"}}, member: 403},
	"POST /tasks/{id}/complete":        {record: "task", form: url.Values{"done": {"1"}}, member: 403},
	"POST /tasks/{id}/delete":          {record: "task", member: 403},
	"POST /tasks/{id}/restore":         {record: "task", member: 403},
	"POST /tasks/{id}/notes":           {record: "task", form: url.Values{"body": {"Hello"}}, member: 403},
	"GET /tasks/{id}/timeline":         {record: "task"},
	"GET /api/v1/tasks/{id}":           {record: "task"},
	"PATCH /api/v1/tasks/{id}":         {record: "task", body: map[string]any{"title": "X"}, member: 403},
	"POST /api/v1/tasks/{id}/complete": {record: "task", member: 403},
	"DELETE /api/v1/tasks/{id}":        {record: "task", member: 403},
	"POST /api/v1/tasks/{id}/restore":  {record: "task", member: 403},

	"GET /contacts/{id}/attachments":        {record: "contact"},
	"POST /contacts/{id}/attachments":       {record: "contact", member: 403},
	"GET /companies/{id}/attachments":       {record: "company"},
	"POST /companies/{id}/attachments":      {record: "company", member: 403},
	"GET /deals/{id}/attachments":           {record: "deal"},
	"POST /deals/{id}/attachments":          {record: "deal", member: 403},
	"GET /tasks/{id}/attachments":           {record: "task"},
	"POST /tasks/{id}/attachments":          {record: "task", member: 403},
	"GET /attachments/{id}":                 {record: "attachment"},
	"GET /attachments/{id}/small":           {record: "attachment"},
	"GET /attachments/{id}/edit":            {record: "attachment", member: 403},
	"POST /attachments/{id}":                {record: "attachment", form: url.Values{"name": {"x"}}, member: 403},
	"POST /attachments/{id}/delete":         {record: "attachment", member: 403},
	"POST /attachments/{id}/restore":        {record: "attachment", member: 403},
	"GET /api/v1/attachments/{id}":          {record: "attachment"},
	"GET /api/v1/attachments/{id}/content":  {record: "attachment"},
	"PATCH /api/v1/attachments/{id}":        {record: "attachment", body: map[string]any{"name": "X"}, member: 403},
	"DELETE /api/v1/attachments/{id}":       {record: "attachment", member: 403},
	"POST /api/v1/attachments/{id}/restore": {record: "attachment", member: 403},

	"GET /api/v1/contacts/{id}":               {record: "contact"},
	"PATCH /api/v1/contacts/{id}":             {record: "contact", body: map[string]any{"first_name": "X"}, member: 403},
	"DELETE /api/v1/contacts/{id}":            {record: "contact", member: 403},
	"POST /api/v1/contacts/{id}/restore":      {record: "contact", member: 403},
	"POST /api/v1/contacts/merges/{id}/undo":  {record: "contact merge", member: 403},
	"POST /api/v1/companies/merges/{id}/undo": {record: "company merge", member: 403},
	"GET /api/v1/companies/{id}":              {record: "company"},
	"PATCH /api/v1/companies/{id}":            {record: "company", body: map[string]any{"name": "X"}, member: 403},
	"DELETE /api/v1/companies/{id}":           {record: "company", member: 403},
	"POST /api/v1/companies/{id}/restore":     {record: "company", member: 403},
	"GET /api/v1/tags/{id}":                   {record: "tag"},
	"PATCH /api/v1/tags/{id}":                 {record: "tag", body: map[string]any{"name": "X"}, member: 403},
	"DELETE /api/v1/tags/{id}":                {record: "tag", member: 403},
	"POST /api/v1/tags/{id}/restore":          {record: "tag", member: 403},
	"GET /api/v1/notifications/{id}":          {record: "notification", member: 404},
	"PATCH /api/v1/notifications/{id}":        {record: "notification", body: map[string]any{"read": true}, member: 404},
	"GET /api/v1/notes/{id}":                  {record: "note"},
	"PATCH /api/v1/notes/{id}":                {record: "note", body: map[string]any{"body": "X"}, member: 403},
	"DELETE /api/v1/notes/{id}":               {record: "note", member: 403},
	"POST /api/v1/notes/{id}/restore":         {record: "note", member: 403},

	"GET /api/v1/bulks/{id}":             {record: "bulk", member: 404},
	"GET /api/v1/bulks/{id}/failures":    {record: "bulk", member: 404},
	"POST /api/v1/bulks/{id}/undo":       {record: "bulk", member: 404},
	"POST /api/v1/bulks/{id}/cancel":     {record: "bulk", member: 404},
	"GET /settings/fields/{id}":          {record: "field", member: 403},
	"POST /settings/fields/{id}":         {record: "field", form: url.Values{"label": {"x"}}, member: 403},
	"GET /settings/fields/{id}/uses":     {record: "field", member: 403},
	"POST /settings/fields/{id}/delete":  {record: "field", member: 403},
	"POST /settings/fields/{id}/restore": {record: "field", member: 403},
	"POST /settings/fields/{id}/erase":   {record: "field", member: 403},
	"GET /api/v1/fields/{id}":            {record: "field"},
	"PATCH /api/v1/fields/{id}":          {record: "field", body: map[string]any{"label": "X"}, member: 403},
	"DELETE /api/v1/fields/{id}":         {record: "field", member: 403},
	"POST /api/v1/fields/{id}/restore":   {record: "field", member: 403},

	"GET /api/v1/views/{id}":          {record: "view"},
	"PATCH /api/v1/views/{id}":        {record: "view", body: map[string]any{"name": "X"}, member: 403},
	"DELETE /api/v1/views/{id}":       {record: "view", member: 403},
	"POST /api/v1/views/{id}/restore": {record: "view", member: 403},

	"GET /api/v1/members/{id}":              {record: "member"},
	"GET /api/v1/imports/{id}":              {record: "import", member: 404},
	"PATCH /api/v1/imports/{id}":            {record: "import", body: map[string]any{}, member: 404},
	"GET /api/v1/imports/{id}/preview":      {record: "import", member: 404},
	"POST /api/v1/imports/{id}/start":       {record: "import", member: 404},
	"POST /api/v1/imports/{id}/cancel":      {record: "import", member: 404},
	"POST /api/v1/imports/{id}/undo":        {record: "import", member: 404},
	"POST /api/v1/imports/{id}/forget":      {record: "import", member: 404},
	"GET /api/v1/imports/{id}/failures":     {record: "import", member: 404},
	"GET /api/v1/imports/{id}/leftovers":    {record: "import", member: 404},
	"GET /api/v1/imports/{id}/failures.csv": {record: "import", member: 404},
}

// dot is a picture of one pixel.
const dot = "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"

// world is one workspace with a record of each kind, and those who try.
type world struct {
	owner, member, stranger account.Actor
	ids                     map[string]db.ID
}

func newWorld(t *testing.T, s *apptest.Server) world {
	t.Helper()
	ctx := t.Context()
	owner := accounttest.Actor(t, s.DB(), account.Owner)
	w := world{owner: owner, member: accounttest.Member(t, s.DB(), owner, account.User), stranger: accounttest.Stranger(t, s.DB()), ids: map[string]db.ID{}}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	in := contact.NewContactInput(owner)
	in.FirstName, in.Tags = "Иван", []string{"VIP"}
	person, err := s.Contacts.Contacts.Create(ctx, owner, in)
	must(err)
	firm := contact.NewCompanyInput(owner)
	firm.Name = "Tundzha Metals"
	company, err := s.Contacts.Companies.Create(ctx, owner, firm)
	must(err)
	note, err := s.Activity.Notes.Create(ctx, owner, activity.Subject{Kind: "contact", ID: person.ID}, activity.NoteInput{Body: "Called"})
	must(err)
	w.ids["contact"], w.ids["company"], w.ids["note"] = person.ID, company.ID, note.ID
	bulk, err := s.Records.Bulks.Start(ctx, owner, record.BulkInput{Kind: "contact", Action: record.BulkSet, Field: "city", Value: "Ruse", IDs: []db.ID{person.ID}})
	must(err)
	w.ids["bulk"] = bulk.ID
	offer := deal.NewDealInput(owner)
	offer.Name = "Line 3 monitoring"
	sale, err := s.Deals.Deals.Create(ctx, owner, offer)
	must(err)
	w.ids["deal"], w.ids["stage"], w.ids["pipeline"] = sale.ID, sale.StageID, sale.PipelineID
	shared, err := s.Views.Views.Create(ctx, owner, "contacts", view.Input{Name: "Ours", Audience: view.Shared})
	must(err)
	w.ids["view"] = shared.ID
	field, err := s.Fields.Fields.Create(ctx, owner, customfield.Contact, customfield.Input{Label: "City", Type: customfield.Text})
	must(err)
	w.ids["field"] = field.ID
	todo := task.NewInput(owner)
	todo.Title = "Call back"
	made, err := s.Tasks.Tasks.Create(ctx, owner, todo)
	must(err)
	w.ids["task"] = made.ID
	file, err := s.Files.Attachments.Add(ctx, owner, activity.Subject{Kind: "contact", ID: person.ID}, "dot.gif", strings.NewReader(dot))
	must(err)
	w.ids["attachment"] = file.ID
	must(s.DB().InTx(ctx, func(tx *db.Tx) error {
		return activity.Notify(ctx, tx, w.member, owner.Member, activity.Notification{Event: activity.TaskDue, Kind: "task", Record: made.ID, Title: made.Title})
	}))
	w.ids["notification"] = w.one(t, s, "notifications", "id")
	w.ids["member"], w.ids["user"] = owner.Member, owner.User
	w.merged(t, s)
	w.madeByPages(t, s)
	w.ids["tag"] = w.one(t, s, "tags", "id")
	w.ids["reason"] = w.one(t, s, "lost_reasons", "id")
	return w
}

// merged makes a merge of each kind.
func (w *world) merged(t *testing.T, s *apptest.Server) {
	t.Helper()
	var people, firms [2]db.ID
	for i := range people {
		in := contact.NewContactInput(w.owner)
		in.FirstName = "Twin"
		person, err := s.Contacts.Contacts.Create(t.Context(), w.owner, in)
		if err != nil {
			t.Fatal(err)
		}
		firm := contact.NewCompanyInput(w.owner)
		firm.Name = "Twin"
		company, err := s.Contacts.Companies.Create(t.Context(), w.owner, firm)
		if err != nil {
			t.Fatal(err)
		}
		people[i], firms[i] = person.ID, company.ID
	}
	one, err := s.Contacts.Contacts.Merge(t.Context(), w.owner, contact.MergeInput{Into: people[0], Records: people[1:]})
	if err != nil {
		t.Fatal(err)
	}
	two, err := s.Contacts.Companies.Merge(t.Context(), w.owner, contact.MergeInput{Into: firms[0], Records: firms[1:]})
	if err != nil {
		t.Fatal(err)
	}
	w.ids["contact merge"], w.ids["company merge"] = one.ID, two.ID
}

// madeByPages makes what has no shelf for tests: as a person would.
func (w *world) madeByPages(t *testing.T, s *apptest.Server) {
	t.Helper()
	owner := s.Browser(t, w.owner)
	for path, form := range map[string]url.Values{
		"/settings/teams":       {"name": {"Sales"}},
		"/settings/invitations": {"email": {"new@x.example"}, "role": {"user"}},
		"/settings/tokens":      {"name": {"n8n"}, "scope": {"read"}},
	} {
		if a := owner.Post(path, form); a.Status >= 400 {
			t.Fatalf("POST %s: %d %.500s", path, a.Status, a.Body)
		}
	}
	if a := owner.Upload("/import", "file", "people.csv", "First name,E-mail\nAnna,anna@x.example\n"); a.Status >= 400 {
		t.Fatalf("upload: %d %.500s", a.Status, a.Body)
	}
	w.ids["team"] = w.one(t, s, "teams", "id")
	w.ids["invitation"] = w.one(t, s, "invitations", "id")
	w.ids["token"] = w.one(t, s, "api_tokens", "id")
	w.ids["import"] = w.one(t, s, "imports", "id")
	w.ids["audit"] = w.one(t, s, "audit_entries", "id")
	w.ids["session"] = w.one(t, s, "sessions", "public_id")
}

func (w *world) one(t *testing.T, s *apptest.Server, table, column string) db.ID {
	t.Helper()
	id, err := db.Value[db.ID](t.Context(), s.DB(), "SELECT "+column+" FROM "+table+" WHERE workspace_id = $1 LIMIT 1", w.owner.Workspace)
	if err != nil {
		t.Fatalf("no row in %s: %v", table, err)
	}
	return id
}

func (w *world) try(c *apptest.Client, pattern string, smp sample) apptest.Answer {
	method, path, _ := strings.Cut(pattern, " ")
	path = strings.NewReplacer("{id}", w.ids[smp.record].String(), "{field}", "team", "{change}", db.NewID().String()).Replace(path)
	if strings.HasPrefix(path, "/api/") {
		return c.JSON(method, path, smp.body)
	}
	if method == http.MethodPost || method == http.MethodPatch {
		return c.Do(method, path, strings.NewReader(smp.form.Encode()), "Content-Type", "application/x-www-form-urlencoded")
	}
	return c.Get(path)
}

func TestStranger_ReachesNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		w := newWorld(t, s)
		stranger, program := s.Browser(t, w.stranger), s.Program(t, w.stranger, "read,write")
		for _, pattern := range withID(t, s) {
			c := stranger
			if strings.Contains(pattern, " /api/") {
				c = program
			}
			if a := w.try(c, pattern, samples[pattern]); a.Status != http.StatusNotFound && a.Status != http.StatusForbidden {
				t.Errorf("%s: a stranger got %d", pattern, a.Status)
			}
		}
	})
}

func TestMember_IsHeldToTheirRole(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		w := newWorld(t, s)
		member, program := s.Browser(t, w.member), s.Program(t, w.member, "read,write")
		for _, pattern := range withID(t, s) {
			c, smp := member, samples[pattern]
			if strings.Contains(pattern, " /api/") {
				c = program
			}
			a := w.try(c, pattern, smp)
			if smp.member != 0 && a.Status != smp.member {
				t.Errorf("%s: a member with the role user got %d, want %d", pattern, a.Status, smp.member)
			}
			if smp.member == 0 && a.Status >= 400 && pattern != "GET /avatars/{id}" {
				t.Errorf("%s: a member with the role user got %d", pattern, a.Status)
			}
		}
	})
}

func TestReadToken_ChangesNothing(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		w := newWorld(t, s)
		reader := s.Program(t, w.owner, "read")
		for _, pattern := range withID(t, s) {
			if strings.Contains(pattern, " /api/") && !strings.HasPrefix(pattern, "GET ") {
				if a := w.try(reader, pattern, samples[pattern]); a.Status != http.StatusForbidden {
					t.Errorf("%s: a token for reading got %d", pattern, a.Status)
				}
			}
		}
	})
}

// withID lists the routes with an id, and fails for those without a sample.
func withID(t *testing.T, s *apptest.Server) (all []string) {
	t.Helper()
	for _, pattern := range s.Patterns() {
		if !strings.Contains(pattern, "{id}") {
			continue
		}
		if _, ok := samples[pattern]; !ok {
			t.Errorf("%s has no sample: add one, so that strangers are tried on it", pattern)
			continue
		}
		all = append(all, pattern)
	}
	return all
}

func TestNobody_GetsToSignIn(t *testing.T) {
	apptest.Each(t, func(t *testing.T, s *apptest.Server) {
		w := newWorld(t, s)
		nobody := s.Anonymous(t)
		for _, pattern := range s.Patterns() {
			if slices.Contains(public, pattern) {
				continue
			}
			a := w.try(nobody, strings.NewReplacer("{$}", "", "{token}", "x").Replace(pattern), samples[pattern])
			switch {
			case strings.Contains(pattern, " /api/v1/"):
				if a.Status != http.StatusUnauthorized || a.Header.Get("Content-Type") != "application/problem+json" {
					t.Errorf("%s: nobody got %d %s", pattern, a.Status, a.Header.Get("Content-Type"))
				}
			case strings.Contains(pattern, " /dav/"):
				if a.Status != http.StatusUnauthorized || a.Header.Get("WWW-Authenticate") == "" {
					t.Errorf("%s: nobody got %d", pattern, a.Status)
				}
			case a.Status != http.StatusSeeOther || !strings.HasPrefix(a.Location(), "/login"):
				t.Errorf("%s: nobody got %d to %q", pattern, a.Status, a.Location())
			}
		}
	}, "RATE_LIMIT_ANON=off")
}
