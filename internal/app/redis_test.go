package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"kontor/internal/app/apptest"
	"kontor/internal/kit/redis/redistest"
)

// tells tells whether what one node writes reaches a page of the other.
func tells(t *testing.T, o office, other *apptest.Server, within time.Duration) bool {
	t.Helper()
	list := watch(t, other.Browser(t, o.boris), "list=contact")
	defer list.Close()
	settle(list)
	c := o.contact(t, "Иван")
	e, ok := list.Maybe("changed", within)
	return ok && strings.Contains(e.Data, c.ID.String())
}

func sharedLimit(t *testing.T, nodes ...*apptest.Server) (allowed int) {
	t.Helper()
	for i := range 12 {
		a := nodes[i%len(nodes)].Anonymous(t).Get("/api/v1/contacts")
		if a.Status == http.StatusUnauthorized {
			allowed++
		} else if a.Status != http.StatusTooManyRequests {
			t.Fatalf("status %d", a.Status)
		}
	}
	return allowed
}

// TestRedis_ClusterIsSharedByNodes runs two nodes on a Redis cluster.
func TestRedis_ClusterIsSharedByNodes(t *testing.T) {
	o, other := nodes(t, "RATE_LIMIT_ANON=6/hour", "REDIS_URL="+redistest.StartCluster(t))
	if n := sharedLimit(t, o.Server, other); n != 6 {
		t.Errorf("two nodes allowed %d together", n)
	}
	if !tells(t, o, other, soon) {
		t.Error("the nodes do not tell each other")
	}
}

// TestRedis_SentinelPutsAnotherInPlace kills the primary under two nodes: pages
// are answered all the while, and the nodes find the one that takes its place.
func TestRedis_SentinelPutsAnotherInPlace(t *testing.T) {
	group := redistest.StartSentinels(t)
	o, other := nodes(t, "RATE_LIMIT_ANON=6/hour", "REDIS_URL="+group.URL)
	if n := sharedLimit(t, o.Server, other); n != 6 {
		t.Errorf("two nodes allowed %d together", n)
	}
	if !tells(t, o, other, soon) {
		t.Error("the nodes do not tell each other")
	}
	group.Primary.Kill()
	page, end := other.Browser(t, o.boris), time.Now().Add(8*time.Second)
	for asked := 0; time.Now().Before(end); asked++ {
		if a := page.Get("/contacts"); a.Status != http.StatusOK {
			t.Fatalf("page %d without a primary: %d", asked, a.Status)
		}
	}
	for range 10 {
		if tells(t, o, other, soon) {
			return
		}
	}
	t.Error("the nodes do not tell each other after the failover")
}
