package operate_test

import (
	"path/filepath"
	"testing"
)

// TestStart_SeveralOnAnEmptyDatabase starts nodes and workers at the same time:
// one migrates, all of them serve.
func TestStart_SeveralOnAnEmptyDatabase(t *testing.T) {
	each(t, func(t *testing.T, url string) {
		s := newSite(t, url)
		var all []*process
		var ports []string
		for range 3 {
			port := freePort(t)
			ports = append(ports, port)
			all = append(all, s.start(t, "serve", "--addr", "127.0.0.1:"+port), s.start(t, "worker"))
		}
		for i, port := range ports {
			all[2*i].await(t, "http://127.0.0.1:"+port+"/health/ready")
		}
		s.setUp(t, "http://127.0.0.1:"+ports[0])
		for _, port := range ports {
			a, err := signIn(t, "http://127.0.0.1:"+port, nil).get("/contacts")
			expect(t, 200, a, err)
		}
		if twice := values[int64](t, url, `SELECT version_id FROM goose_db_version GROUP BY version_id HAVING count(*) > 1`); len(twice) > 0 {
			t.Errorf("steps %v were taken more than once", twice)
		}
		for _, p := range all {
			p.stop(t)
		}
	})
}

// TestStart_SecretKeyIsGoodForProduction takes what `kontor secretkey` prints.
func TestStart_SecretKeyIsGoodForProduction(t *testing.T) {
	s := newSite(t, "sqlite:///"+filepath.Join(t.TempDir(), "kontor.db"), "SITE_URL=https://crm.example.com", "ALLOWED_HOSTS=crm.example.com")
	key := s.run(t, "secretkey")
	if key == s.run(t, "secretkey") {
		t.Error("two keys are the same")
	}
	s.env = append(s.env, "SECRET_KEY=short")
	if out, err := s.try("check"); err == nil {
		t.Errorf("a short key is taken: %s", out)
	}
	s.env = append(s.env, "SECRET_KEY="+key) // the last one counts
	s.run(t, "check")
}
