package operate_test

import "testing"

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
