package account_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"mime/multipart"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
)

func picture(w, h int) image.Image {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, color.RGBA{uint8(rand.IntN(256)), uint8(rand.IntN(256)), uint8(rand.IntN(256)), 255})
		}
	}
	return img
}

func pngOf(t *testing.T, w, h int) []byte {
	var b bytes.Buffer
	if err := png.Encode(&b, picture(w, h)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func (b *browser) upload(name string, content []byte) answer {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("avatar", name)
	if err != nil {
		b.t.Fatal(err)
	}
	part.Write(content)
	form.Close()
	return b.send("POST", "/settings/profile/avatar", form.FormDataContentType(), &body)
}

func TestAvatar_UploadShowRemove(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		s := newSite(t, d)
		a := accounttest.Actor(t, d, account.User)
		colleague, stranger := accounttest.Member(t, d, a, account.User), accounttest.Stranger(t, d)
		b := s.as(a)
		at := "/avatars/" + a.Member.String()
		b.get(at).expect(t, 404)
		var photo bytes.Buffer
		if err := jpeg.Encode(&photo, picture(900, 400), nil); err != nil {
			t.Fatal(err)
		}
		b.upload("../../evil.svg", photo.Bytes()).leads(t, "/settings/profile")
		b.get("/settings/profile").expect(t, 200, "Picture saved", `src="`+at)
		got := s.as(colleague).get(at).expect(t, 200)
		if h := got.header; h.Get("Content-Type") != "image/png" || h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("headers %v", h)
		}
		config, err := png.DecodeConfig(strings.NewReader(got.body))
		if err != nil || config.Width != 256 || config.Height != 256 {
			t.Errorf("kept %d × %d, %v", config.Width, config.Height, err)
		}
		s.as(stranger).get(at).expect(t, 404)
		s.browser().get(at).leads(t, "/login?next="+queryEscape(at))

		b.upload("me.png", pngOf(t, 40, 30)).leads(t, "/settings/profile")
		if n := len(s.files()); n != 1 {
			t.Errorf("%d files kept, want only the newest", n)
		}
		// What the sweep may take: the former picture, not the one that is shown.
		if n := s.count("SELECT count(*) FROM files WHERE workspace_id = $1 AND created_at = 0", a.Workspace); n != 1 {
			t.Errorf("%d former pictures are left to the sweep", n)
		}
		if n := s.count("SELECT count(*) FROM files WHERE file_key IN (SELECT avatar FROM users)"); n != 0 {
			t.Errorf("the sweep would take %d pictures that are shown", n)
		}
		b.post("/settings/profile/avatar/remove").leads(t, "/settings/profile")
		b.get(at).expect(t, 404)
		if n := len(s.files()); n != 0 {
			t.Errorf("%d files left", n)
		}
	})
}

func (s *site) files() (all []string) {
	filepath.WalkDir(s.filesDir, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			all = append(all, path)
		}
		return nil
	})
	return all
}

func TestAvatar_Refused(t *testing.T) {
	s := newSite(t, dbtest.SQLite(t))
	b := s.as(accounttest.Actor(t, s.db, account.User))
	whole := pngOf(t, 30, 30)
	for name, c := range map[string]struct {
		content []byte
		message string
	}{
		"not a picture":       {[]byte("<svg onload=alert(1)>"), "This is not a picture of one of the kinds JPG, PNG."},
		"empty":               {nil, "This is not a picture of one of the kinds JPG, PNG."},
		"GIF by another name": {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), "This is not a picture of one of the kinds JPG, PNG."},
		"truncated":           {whole[:len(whole)-40], "The picture is damaged."},
		"too wide":            {pngOf(t, 1001, 2), "The picture has 1001 × 2 pixels. At most 1000 × 1000 fit."},
		"too large":           {append(whole, make([]byte, 2<<20)...), "The picture is larger than 2 MB."},
		"10 MB":               {make([]byte, 10<<20), "The picture is larger than 2 MB."},
	} {
		t.Run(name, func(t *testing.T) { b.upload("me.png", c.content).expect(t, 422, c.message) })
	}
	b.post("/settings/profile/avatar", "avatar", "text").expect(t, 422, "Choose a picture first.")
	if n := len(s.files()); n != 0 {
		t.Errorf("%d files kept", n)
	}
}
