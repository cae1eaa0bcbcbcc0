package attachment_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/activity"
	"kontor/internal/app/apptest"
	"kontor/internal/attachment"
	"kontor/internal/contact"
	"kontor/internal/deal"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/limit"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/storage/s3test"
	"kontor/internal/kit/web"
	"kontor/internal/task"
)

const pdf = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

func photo(t *testing.T, w, h int) string {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for x := range w {
		img.Set(x, h/2, color.RGBA{200, 0, 0, 255})
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// desk is an application with a record of each kind.
type desk struct {
	*apptest.Server
	owner account.Actor
	on    map[string]activity.Subject
	files string // the folder or bucket
}

// each runs a test on both engines, and on SQLite with a bucket.
func each(t *testing.T, f func(t *testing.T, d *desk)) {
	for name, url := range map[string]func(testing.TB) string{"sqlite": dbtest.SQLiteURL, "postgres": dbtest.PostgresURL} {
		t.Run(name, func(t *testing.T) {
			s := apptest.Start(t, url(t))
			f(t, newDesk(t, s, filepath.Join(s.Config.DataDir, "files")))
		})
	}
	t.Run("s3", func(t *testing.T) {
		address, dir := s3test.Start(t)
		f(t, newDesk(t, apptest.Start(t, dbtest.SQLiteURL(t), "STORAGE_URL="+address,
			"AWS_ACCESS_KEY_ID="+s3test.Login().ID, "AWS_SECRET_ACCESS_KEY="+s3test.Login().Secret), dir))
	})
}

func newDesk(t *testing.T, s *apptest.Server, files string) *desk {
	t.Helper()
	ctx, owner := t.Context(), accounttest.Actor(t, s.DB(), account.Owner)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	person := contact.NewContactInput(owner)
	person.FirstName = "Иван"
	c, err := s.Contacts.Contacts.Create(ctx, owner, person)
	must(err)
	firm := contact.NewCompanyInput(owner)
	firm.Name = "Tundzha Metals"
	k, err := s.Contacts.Companies.Create(ctx, owner, firm)
	must(err)
	offer := deal.NewDealInput(owner)
	offer.Name = "Line 3"
	sale, err := s.Deals.Deals.Create(ctx, owner, offer)
	must(err)
	todo := task.NewInput(owner)
	todo.Title = "Call back"
	made, err := s.Tasks.Tasks.Create(ctx, owner, todo)
	must(err)
	return &desk{Server: s, owner: owner, files: files, on: map[string]activity.Subject{
		"contact": {Kind: "contact", ID: c.ID}, "company": {Kind: "company", ID: k.ID}, "deal": {Kind: "deal", ID: sale.ID}, "task": {Kind: "task", ID: made.ID},
	}}
}

func (d *desk) add(t *testing.T, kind, name, content string) attachment.Attachment {
	t.Helper()
	a, err := d.Files.Attachments.Add(t.Context(), d.owner, d.on[kind], name, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// kept counts the files that lie in the storage.
func (d *desk) kept() (n int) {
	filepath.WalkDir(d.files, func(path string, e os.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			n++
		}
		return nil
	})
	return n
}

func holds(t *testing.T, a apptest.Answer, status int, words ...string) {
	t.Helper()
	if a.Status != status {
		t.Errorf("%d, want %d: %.300s", a.Status, status, a.Body)
	}
	for _, w := range words {
		if !strings.Contains(a.Body, w) {
			t.Errorf("%q is not in %.3000s", w, a.Body)
		}
	}
}

func TestFiles_OnEveryKindOfRecord(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b := d.Browser(t, d.owner)
		for kind, on := range d.on {
			page := on.Path()
			if a := b.Upload(page+"/attachments", "file", `..\Оферта "7".pdf`, pdf); a.Status != http.StatusSeeOther || a.Location() != page {
				t.Fatalf("%s: %d to %q", kind, a.Status, a.Location())
			}
			holds(t, b.Get(page), 200, "1 file added", "Оферта 7.pdf", "attached Оферта 7.pdf", "data-upload")
			all, writable, err := d.Files.Attachments.List(t.Context(), d.owner, on, db.ID{}, 10)
			if err != nil || len(all) != 1 || !writable || all[0].Subject() != on {
				t.Fatalf("%s: %v, %v", kind, all, err)
			}
			got := b.Get(all[0].Path())
			if got.Body != pdf {
				t.Errorf("%s: %d bytes came back", kind, len(got.Body))
			}
		}
	})
}

func TestFiles_AreServedSoThatNothingRuns(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		doc, pic := d.add(t, "contact", "Оферта.pdf", pdf), d.add(t, "contact", "photo.jpg", photo(t, 800, 600))
		b := d.Browser(t, d.owner)
		got := b.Get(doc.Path())
		for name, want := range map[string]string{
			"Content-Type": "application/pdf", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": web.InertPolicy,
			"Content-Disposition": "attachment; filename*=utf-8''%D0%9E%D1%84%D0%B5%D1%80%D1%82%D0%B0.pdf", "Accept-Ranges": "bytes", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if got.Header.Get(name) != want {
				t.Errorf("%s: %q", name, got.Header.Get(name))
			}
		}
		if again := b.Get(doc.Path(), "If-None-Match", got.Header.Get("ETag")); again.Status != http.StatusNotModified || again.Body != "" {
			t.Errorf("unchanged: %d", again.Status)
		}
		part := b.Get(doc.Path(), "Range", "bytes=1-3")
		if part.Status != http.StatusPartialContent || part.Body != "PDF" || part.Header.Get("Content-Range") != fmt.Sprintf("bytes 1-3/%d", len(pdf)) {
			t.Errorf("part: %d %q %q", part.Status, part.Body, part.Header.Get("Content-Range"))
		}
		if shown := b.Get(doc.Path() + "?show=1"); !strings.HasPrefix(shown.Header.Get("Content-Disposition"), "attachment") {
			t.Errorf("a document is shown: %q", shown.Header.Get("Content-Disposition"))
		}
		if shown := b.Get(pic.Path() + "?show=1"); shown.Header.Get("Content-Disposition") != `inline; filename=photo.jpg` {
			t.Errorf("a picture is not: %q", shown.Header.Get("Content-Disposition"))
		}
		small := b.Get(pic.Path() + "/small")
		c, err := jpeg.DecodeConfig(strings.NewReader(small.Body))
		if err != nil || c.Width != 320 || c.Height != 240 || small.Header.Get("Content-Type") != "image/jpeg" {
			t.Errorf("small: %d × %d %s, %v", c.Width, c.Height, small.Header.Get("Content-Type"), err)
		}
		holds(t, b.Get(doc.Path()+"/small"), 404)
	})
}

func TestFiles_BadOnesAreToldOneByOne(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b, page := d.Browser(t, d.owner), d.on["contact"].Path()
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		for _, f := range []struct{ name, content string }{{"good.pdf", pdf}, {"bad.svg", "<svg onload=alert(1)>"}, {"huge.txt", strings.Repeat("a", 10<<20+1)}, {"fine.txt", "x"}} {
			part, err := form.CreateFormFile("file", f.name)
			if err != nil {
				t.Fatal(err)
			}
			io.WriteString(part, f.content)
		}
		form.Close()
		if a := b.Do(http.MethodPost, page+"/attachments", &body, "Content-Type", form.FormDataContentType()); a.Status != http.StatusSeeOther {
			t.Fatalf("%d %.300s", a.Status, a.Body)
		}
		holds(t, b.Get(page), 200, "good.pdf", "fine.txt", "bad.svg: Files of this kind cannot be kept.", "huge.txt: The file is larger than 10 MB.")
		if n := d.kept(); n != 2 {
			t.Errorf("%d files are kept", n)
		}
		bad := b.Upload(page+"/attachments", "file", "", "x")
		if holds(t, b.Get(page), 200, "Choose a file first."); bad.Status != http.StatusSeeOther {
			t.Errorf("none chosen: %d", bad.Status)
		}
		for name, a := range map[string]apptest.Answer{
			"no form":   b.Post(page+"/attachments", url.Values{"file": {"x"}}),
			"torn form": b.Do(http.MethodPost, page+"/attachments", strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nabc"), "Content-Type", "multipart/form-data; boundary=x"),
		} {
			if a.Status != http.StatusBadRequest {
				t.Errorf("%s: %d", name, a.Status)
			}
		}
	})
}

func TestFiles_SentByTheScript(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		b, to := d.Browser(t, d.owner), d.on["deal"].Path()+"/attachments"
		send := func(name, content string) apptest.Answer {
			var body bytes.Buffer
			form := multipart.NewWriter(&body)
			part, _ := form.CreateFormFile("file", name)
			io.WriteString(part, content)
			form.Close()
			return b.Do(http.MethodPost, to, &body, "Content-Type", form.FormDataContentType(), "HX-Request", "true")
		}
		holds(t, send("a.pdf", pdf), 200, `id="file-list"`, "a.pdf")
		bad := send("b.exe", "MZ\x00\x01")
		if holds(t, bad, 422, "b.exe: Files of this kind cannot be kept."); !strings.HasPrefix(bad.Header.Get("Content-Type"), "text/plain") {
			t.Errorf("the reason is %s", bad.Header.Get("Content-Type"))
		}
		for range 300 {
			d.Limits.Take(t.Context(), "upload:"+d.owner.User.String(), limit.Rate{Times: 300, Per: time.Hour})
		}
		if a := send("c.pdf", pdf); a.Status != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "" {
			t.Errorf("after too many: %d", a.Status)
		}
	})
}

func TestFiles_RenamedDeletedRestored(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		a, b, page := d.add(t, "company", "draft.pdf", pdf), d.Browser(t, d.owner), d.on["company"].Path()
		holds(t, b.Get(a.Path()+"/edit"), 200, `value="draft"`, ".pdf")
		if got := b.Post(a.Path(), url.Values{"name": {"../Договор.PDF"}, "version": {"1"}}); got.Status != http.StatusSeeOther {
			t.Fatalf("rename: %d %.300s", got.Status, got.Body)
		}
		holds(t, b.Get(page), 200, "Договор.pdf", "renamed the file draft.pdf to Договор.pdf")
		holds(t, b.Post(a.Path(), url.Values{"name": {"late"}, "version": {"1"}}), 422, "It is Договор.pdf now.")
		holds(t, b.Post(a.Path(), url.Values{"name": {" ... "}, "version": {"2"}}), 422, "Enter a name.")
		holds(t, b.Post(a.Path()+"/delete", nil, "HX-Request", "true"), 200, "No files yet.", "Договор.pdf deleted", a.Path()+"/restore")
		holds(t, b.Get(a.Path()), 404)
		b.Post(a.Path()+"/restore", nil)
		holds(t, b.Get(page), 200, "restored the file Договор.pdf", "deleted the file Договор.pdf", a.Path())
	})
}

func TestFiles_BelongToWhoMayChangeTheRecord(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		a := d.add(t, "contact", "a.pdf", pdf)
		colleague := accounttest.Member(t, d.DB(), d.owner, account.User)
		b := d.Browser(t, colleague)
		page := b.Get(d.on["contact"].Path())
		if holds(t, page, 200, "a.pdf"); strings.Contains(page.Body, "data-upload") {
			t.Error("who may not add files is asked for them")
		}
		holds(t, b.Get(a.Path()), 200)
		holds(t, b.Upload(d.on["contact"].Path()+"/attachments", "file", "b.pdf", pdf), 403)
		if err := d.DB().InTx(t.Context(), func(tx *db.Tx) error {
			_, err := tx.Exec(t.Context(), `UPDATE contacts SET deleted_at = 1`)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		holds(t, d.Browser(t, d.owner).Get(a.Path()), 404)
	})
}

func TestFiles_GoWithAMerge(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		a := d.add(t, "contact", "a.pdf", pdf)
		other := contact.NewContactInput(d.owner)
		other.FirstName = "Ivan"
		into, err := d.Contacts.Contacts.Create(t.Context(), d.owner, other)
		if err != nil {
			t.Fatal(err)
		}
		merge, err := d.Contacts.Contacts.Merge(t.Context(), d.owner, contact.MergeInput{Into: into.ID, Records: []db.ID{a.ContactID}})
		if err != nil {
			t.Fatal(err)
		}
		got, err := d.Files.Attachments.Get(t.Context(), d.owner, a.ID)
		if err != nil || got.ContactID != into.ID {
			t.Errorf("after the merge on %v, %v", got.Subject(), err)
		}
		if a := d.Browser(t, d.owner).Post("/contacts/merges/"+merge.ID.String()+"/undo", nil); a.Status != http.StatusSeeOther {
			t.Fatalf("undo: %d %.300s", a.Status, a.Body)
		}
		if got, err = d.Files.Attachments.Get(t.Context(), d.owner, a.ID); err != nil || got.ContactID != a.ContactID {
			t.Errorf("after its undo on %v, %v", got.Subject(), err)
		}
	})
}

func TestSweep_TakesWhatNothingPointsTo(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx, shelf := t.Context(), d.Files.Attachments
		d.add(t, "contact", "stays.txt", "x")
		binned, purged := d.add(t, "contact", "binned.jpg", photo(t, 9, 9)), d.add(t, "company", "purged.txt", "x")
		if _, err := shelf.Delete(ctx, d.owner, binned.ID, 0); err != nil {
			t.Fatal(err)
		}
		orphan := storage.NewKey() // as a process leaves it that is killed in between
		err := d.DB().InTx(ctx, func(tx *db.Tx) error {
			if _, err := tx.Exec(ctx, `DELETE FROM companies WHERE id = $1`, purged.CompanyID); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `INSERT INTO files (workspace_id, file_key, size, created_at) VALUES ($1, $2, 1, $3)`, d.owner.Workspace, orphan, time.Now().UnixMilli())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		used, err := shelf.Usage(ctx, d.owner)
		if err != nil || used.Files != 5 || used.Bytes < 4 {
			t.Errorf("%+v, %v", used, err)
		}
		sweep := func(at time.Time, files int, left int64) {
			t.Helper()
			if more, err := shelf.Sweep(ctx, at); err != nil || more {
				t.Fatal(more, err)
			}
			used, err := shelf.Usage(ctx, d.owner)
			if err != nil || d.kept() != files || used.Files != left {
				t.Errorf("%d files lie there, want %d; %d rows, want %d; %v", d.kept(), files, used.Files, left, err)
			}
		}
		sweep(time.Now(), 4, 5) // what came just now may still be claimed
		sweep(time.Now().Add(25*time.Hour), 3, 3)
		sweep(time.Now().Add(31*24*time.Hour), 1, 1)
		sweep(time.Now().Add(99*24*time.Hour), 1, 1)
	})
}

func TestAPI_Attachments(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		c, on := d.Program(t, d.owner, "read,write"), "?contact_id="+d.on["contact"].ID.String()
		const path = "/api/v1/attachments"
		var one, two, got struct {
			ID      string `json:"id"`
			Name    string `json:"name"`
			Size    int64  `json:"size"`
			Media   string `json:"media_type"`
			Contact string `json:"contact_id"`
		}
		raw := c.Do(http.MethodPost, path+on+"&name=a.pdf", strings.NewReader(pdf), "Content-Type", "application/pdf")
		holds(t, raw, 201)
		raw.Decode(t, &one)
		form := c.Upload(path+on, "file", "b.png", pixel(t))
		holds(t, form, 201)
		form.Decode(t, &two)
		if one.Name != "a.pdf" || one.Size != int64(len(pdf)) || two.Media != "image/png" || raw.Header.Get("Location") != path+"/"+one.ID {
			t.Errorf("%+v %+v", one, two)
		}
		var page struct {
			Data []struct{ ID string } `json:"data"`
			Next string                `json:"next_cursor"`
		}
		c.Get(path+on+"&limit=1").Decode(t, &page)
		if len(page.Data) != 1 || page.Data[0].ID != two.ID {
			t.Errorf("%+v", page)
		}
		next := page.Next
		page.Next = ""
		c.Get(path+on+"&limit=1&cursor="+next).Decode(t, &page)
		if len(page.Data) != 1 || page.Data[0].ID != one.ID || page.Next != "" {
			t.Errorf("%+v", page)
		}
		file := c.Get(path + "/" + one.ID + "/content")
		if file.Body != pdf || file.Header.Get("Content-Security-Policy") != web.InertPolicy {
			t.Errorf("content: %d %q", file.Status, file.Header)
		}
		renamed := c.JSON(http.MethodPatch, path+"/"+one.ID, map[string]any{"name": "c"}, "If-Match", raw.Header.Get("ETag"))
		if renamed.Decode(t, &got); got.Name != "c.pdf" {
			t.Errorf("renamed: %d %s", renamed.Status, renamed.Body)
		}
		holds(t, c.JSON(http.MethodPatch, path+"/"+one.ID, map[string]any{"name": "d"}, "If-Match", raw.Header.Get("ETag")), 412)
		holds(t, c.JSON(http.MethodDelete, path+"/"+one.ID, nil), 204)
		holds(t, c.Get(path+"/"+one.ID), 404)
		holds(t, c.JSON(http.MethodPost, path+"/"+one.ID+"/restore", nil), 200)
		holds(t, c.Get(path+"/usage"), 200, `"files":3`)
		holds(t, c.Get(path), 422, "contact_id")
		holds(t, c.Do(http.MethodPost, path+on, strings.NewReader("<svg/>")), 422, "cannot be kept")
		holds(t, c.Do(http.MethodPost, path+on, strings.NewReader(strings.Repeat("a", 12<<20)), "Content-Type", "text/plain"), 413)
		holds(t, c.Upload(path+on, "file", "big.txt", strings.Repeat("a", 10<<20+1)), 422, "10 MB")
		holds(t, c.Do(http.MethodPost, path+"?contact_id="+db.NewID().String(), strings.NewReader(pdf)), 404)
	})
}

func pixel(t *testing.T) string {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 3, 3))); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
