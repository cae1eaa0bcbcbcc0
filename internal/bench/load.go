package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// connections ask at the same time in a round: enough to keep the server busy,
// few enough that the two cores are not spent on switching.
const connections = 4

// shot is a request ready to be sent.
type shot struct {
	url    string
	form   string // posted, if there is one
	header http.Header
	status int
	tag    *atomic.Value // of the answer, where it is asked again
}

// browser asks over loopback and keeps its connections.
func browser(many int) *http.Client {
	return &http.Client{
		Transport:     &http.Transport{MaxIdleConns: many, MaxIdleConnsPerHost: many, MaxConnsPerHost: many, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       time.Minute,
	}
}

func (s shot) fire(ctx context.Context, c *http.Client) error {
	r, err := s.request(ctx)
	if err != nil {
		return err
	}
	if s.tag != nil {
		r.Header = s.header.Clone()
		r.Header.Set("If-None-Match", s.tag.Load().(string))
	}
	answer, err := c.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err
	}
	if s.tag != nil && answer.StatusCode == http.StatusOK {
		s.tag.Store(answer.Header.Get("ETag")) // a minute is over, or somebody was seen
		return nil
	}
	if answer.StatusCode != s.status {
		return fmt.Errorf("%s: %s", s.url, answer.Status)
	}
	return nil
}

func (s shot) request(ctx context.Context) (*http.Request, error) {
	method := http.MethodGet
	if s.form != "" {
		method = http.MethodPost
	}
	r, err := http.NewRequestWithContext(ctx, method, s.url, strings.NewReader(s.form))
	if err == nil {
		r.Header = s.header
	}
	return r, err
}

// volley fires the shots in turn for a while and returns how many and how long
// it took.
func volley(ctx context.Context, c *http.Client, shots []shot, last time.Duration) (int64, time.Duration, error) {
	var fired atomic.Int64
	var failed error
	var once sync.Once
	var wait sync.WaitGroup
	begin := time.Now()
	for range connections {
		wait.Go(func() {
			for time.Since(begin) < last && ctx.Err() == nil {
				n := fired.Add(1)
				if err := shots[int(n)%len(shots)].fire(ctx, c); err != nil {
					once.Do(func() { failed = err })
					return
				}
			}
		})
	}
	wait.Wait()
	if failed == nil {
		failed = ctx.Err()
	}
	return fired.Load(), time.Since(begin), failed
}
