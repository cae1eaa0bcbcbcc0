package operate_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestMonitor_ReadsWhatWeTell has Prometheus's own judge read the numbers of a
// server, and looks for each number that the alert rules and the dashboard ask
// for.
func TestMonitor_ReadsWhatWeTell(t *testing.T) {
	each(t, func(t *testing.T, url string) {
		s, port := newSite(t, url), freePort(t)
		p := s.serve(t, port)
		c := newClient("http://127.0.0.1:"+port, "", nil)
		a, err := c.get("/metrics")
		told := expect(t, 200, a, err).body
		judge := exec.Command(promtool(t), "check", "metrics")
		judge.Stdin = strings.NewReader(told)
		if out, err := judge.CombinedOutput(); err != nil {
			t.Errorf("promtool check metrics: %v\n%s", err, out)
		}
		for _, file := range []string{"prometheus/alerts.yml", "grafana/kontor.json"} {
			names := asked(t, "../../deploy/"+file)
			if len(names) < 5 {
				t.Errorf("%s asks for %v only: this shows nothing", file, names)
			}
			for _, name := range names {
				if !regexp.MustCompile(`(?m)^` + name + `[{ ]`).MatchString(told) {
					t.Errorf("%s asks for %s, which is not told", file, name)
				}
			}
		}
		p.stop(t)
	})
}

// asked are the names of numbers in a file; up is Prometheus's own.
func asked(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`\b(kontor|go|process)(_[a-z]+)+\b`).FindAllString(string(text), -1)
}

func promtool(t *testing.T) string {
	t.Helper()
	path, err := exec.Command("../../scripts/promtool.sh").Output()
	if err != nil {
		t.Fatal("promtool is missing: scripts/services.sh installs it")
	}
	return strings.TrimSpace(string(path))
}
