package dav_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// client is vdirsyncer with a folder for each collection.
type client struct{ dir, config string }

func newClient(t *testing.T, d *desk) *client {
	t.Helper()
	c := &client{dir: t.TempDir()}
	c.config = filepath.Join(c.dir, "config")
	text := fmt.Sprintf("[general]\nstatus_path = %q\n", filepath.Join(c.dir, "status"))
	for kind, ending := range map[string]string{"carddav": ".vcf", "caldav": ".ics"} {
		text += fmt.Sprintf("[pair %[1]s]\na = \"%[1]s_here\"\nb = \"%[1]s_there\"\ncollections = [\"from b\"]\nconflict_resolution = \"b wins\"\n", kind)
		text += fmt.Sprintf("[storage %s_here]\ntype = \"filesystem\"\npath = %q\nfileext = %q\n", kind, c.dir, ending)
		text += fmt.Sprintf("[storage %[1]s_there]\ntype = %[1]q\nurl = %[2]q\nusername = %[3]q\npassword = %[4]q\n", kind, d.URL+"/", d.owner.Email, d.password)
	}
	if err := os.WriteFile(c.config, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c.run(t, "discover")
	return c
}

func (c *client) run(t *testing.T, verb string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "vdirsyncer", "-c", c.config, verb)
	cmd.Stdin = strings.NewReader(strings.Repeat("y\n", 10))
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "LANG=C.UTF-8")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("vdirsyncer %s: %v\n%s", verb, err, out)
	}
}

// files are those of a collection by what they hold.
func (c *client) files(t *testing.T, collection string) map[string]string {
	t.Helper()
	all := map[string]string{}
	names, err := filepath.Glob(filepath.Join(c.dir, collection, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = string(text)
	}
	return all
}

// one is the only file of a collection that holds some words.
func (c *client) one(t *testing.T, collection, words string) (name, text string) {
	t.Helper()
	for n, s := range c.files(t, collection) {
		if strings.Contains(s, words) {
			return n, s
		}
	}
	t.Fatalf("no file of %s holds %q: %v", collection, words, c.files(t, collection))
	return "", ""
}

func (c *client) write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestVdirsyncer_ReadsAndWrites lets a real client discover everything, take it,
// change it, add to it and hear of changes.
func TestVdirsyncer_ReadsAndWrites(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		person, todo := d.person(t, "Иван", "Колев"), d.todo(t, nil)
		c := newClient(t, d)
		c.run(t, "sync")
		card, text := c.one(t, "contacts", "Колев")
		c.write(t, card, strings.Replace(text, "N:Колев;Иван", "N:Колев;Иво", 1))
		file, text := c.one(t, "tasks", "Обади се на Иван")
		c.write(t, file, strings.Replace(text, "STATUS:NEEDS-ACTION", "STATUS:COMPLETED", 1))
		c.write(t, filepath.Join(c.dir, "tasks", "mine.ics"), lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN", "BEGIN:VTODO", "UID:mine",
			"DTSTAMP:20260101T000000Z", "SUMMARY:Купи хартия", "END:VTODO", "END:VCALENDAR"))
		c.run(t, "sync")
		got, err := d.Contacts.Contacts.Get(ctx, d.owner, person.ID)
		if err != nil || got.FirstName != "Иво" || got.Phone != "0888 123 456" {
			t.Errorf("contact: %q %q, %v", got.FirstName, got.Phone, err)
		}
		if now, err := d.Tasks.Tasks.Get(ctx, d.owner, todo.ID); err != nil || !now.IsDone() {
			t.Errorf("task: %q, %v", now.Status, err)
		}
		own, err := d.Tasks.Tasks.OnPhone(ctx, d.owner, nil, time.Now())
		if err != nil || len(own) != 2 || own[0].Title != "Купи хартия" {
			t.Fatalf("%d tasks, %v", len(own), err)
		}
		if _, err := d.Tasks.Tasks.Delete(ctx, d.owner, todo.ID, 0); err != nil {
			t.Fatal(err)
		}
		c.run(t, "sync")
		if left := c.files(t, "tasks"); len(left) != 1 {
			t.Errorf("%d files of tasks after one was deleted here: %v", len(left), left)
		}
		before := c.files(t, "contacts")
		c.run(t, "sync")
		if after := c.files(t, "contacts"); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("a sync without news changed %v to %v", before, after)
		}
	})
}
