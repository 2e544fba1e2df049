// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestTransport_maxRetries(t *testing.T) {
	t.Parallel()
	for retries, want := range map[int]int{-1: 1, 0: DefaultMaxRetries + 1, 1: 2, 5: 6} {
		for name, fault := range map[string]naotest.Fault{"503": naotest.Status(503), "429": naotest.TooManyRequests("1"), "refused": naotest.Refuse, "hangs": naotest.HangBefore} {
			virtually(fmt.Sprintf("%s, %d", name, retries), t, func(t *testing.T) {
				server := naotest.New(naotest.Behavior{})
				server.Inject(fault, naotest.On("", ""))
				c, attempts := logged(t, server, func(config *Config) { config.MaxRetries = retries })
				if _, err := c.send(t.Context(), siteCalls["GET"]); err == nil {
					t.Error("got no error")
				}
				if got := attempts.count(); got != want {
					t.Errorf("got %d attempts, want %d", got, want)
				}
			})
		}
	}
}

// The waits grow twofold, keep to a tenth of that at least, and are not all alike.
func TestTransport_backOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.Inject(naotest.Status(503), naotest.On("", ""))
		c, attempts := logged(t, server, func(config *Config) { config.MaxRetries = 12 })
		if _, err := c.send(t.Context(), siteCalls["GET"]); err == nil {
			t.Fatal("got no error")
		}
		ceiling := DefaultRetryWait
		for i, wait := range attempts.waits() {
			if wait < ceiling/10 || wait > ceiling {
				t.Errorf("wait %d was %s, want between a tenth of %s and all of it", i+1, wait, ceiling)
			}
			ceiling = min(2*ceiling, backoffCap*DefaultRetryWait)
		}
	})
	different := map[time.Duration]bool{}
	for range 100 {
		different[jitter(time.Second, 3)] = true
	}
	if len(different) < 50 {
		t.Errorf("100 waits had %d lengths", len(different))
	}
}

func TestTransport_retryAfter(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]time.Duration{ // 0 for the client's own back-off
		"":                                 0,
		"0":                                0,
		"1":                                time.Second,
		"7":                                7 * time.Second,
		"0.5":                              500 * time.Millisecond,
		"120":                              2 * time.Minute,
		"121":                              2 * time.Minute,
		"99999999":                         2 * time.Minute,
		"1e300":                            2 * time.Minute,
		"+Inf":                             2 * time.Minute,
		"NaN":                              0,
		"-1":                               0,
		"soon":                             0,
		"in 5 s":                           0,
		"Sat, 01 Jan 2000 00:00:05 GMT":    5 * time.Second,
		"Saturday, 01-Jan-00 00:00:05 GMT": 5 * time.Second,
		"Sat Jan  1 00:00:05 2000":         5 * time.Second,
		"Sat, 01 Jan 2000 01:00:00 GMT":    2 * time.Minute,
		"Fri, 31 Dec 1999 23:00:00 GMT":    0,
		"Sat, 01 Jan 2000 00:00:00 GMT":    0,
		"2000-01-01T00:00:05Z":             0,
	} {
		for _, status := range []int{429, 503} {
			virtually(fmt.Sprintf("%d %s", status, value), t, func(t *testing.T) {
				began := time.Now() // A bubble's time begins with the year 2000.
				attempts := 0
				c := scripted(t, func(*http.Request) *http.Response {
					if attempts++; attempts == 1 {
						return says(status, "", "Retry-After", value)
					}
					return says(200, `{"data":{"id":"1"}}`)
				})
				if _, err := c.send(t.Context(), siteCalls["GET"]); err != nil {
					t.Fatal(err)
				}
				waited := time.Since(began)
				if want > 0 && waited != want {
					t.Errorf("waited %s, want %s", waited, want)
				}
				if want == 0 && (waited < DefaultRetryWait/10 || waited > DefaultRetryWait) {
					t.Errorf("waited %s, want the client's own back-off", waited)
				}
			})
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{
		"", "0", "1", "120", "-1", "1e9", "NaN", "Inf", "0x10", " 5", "5 ", "999999999999999999999", "Sat, 01 Jan 2000 00:00:05 GMT",
		"Sat Jan  1 00:00:05 2000", "Saturday, 01-Jan-00 00:00:05 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "soon", "1_0",
	} {
		f.Add(seed)
	}
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value string) {
		wait, ok := retryAfter(value, now)
		if ok && (wait <= 0 || wait > maxRetryAfter) || !ok && wait != 0 {
			t.Errorf("%q: got %s, %t", value, wait, ok)
		}
	})
}

// A wait that would outlast the deadline is not begun: what the API said comes at once, and not the end of the context.
func TestTransport_givesUpEarly(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault naotest.Fault
		is    func(error) bool
	}{
		"429":     {naotest.TooManyRequests("60"), isStatus(http.StatusTooManyRequests)},
		"503":     {naotest.Status(503), isStatus(http.StatusServiceUnavailable)},
		"refused": {naotest.Refuse, func(err error) bool { return errors.Is(err, syscall.ECONNREFUSED) }},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{})
			server.Inject(test.fault, naotest.On("", ""))
			c := inProcess(t, server, func(config *Config) { config.RetryWait = 10 * time.Minute })
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			began := time.Now()
			_, err := c.send(ctx, siteCalls["GET"])
			if !test.is(err) || errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v", err)
			}
			if waited := time.Since(began); waited > 0 {
				t.Errorf("it took %s", waited)
			}
		})
	}
}

// Every wait ends with the context, at once.
func TestTransport_everyWaitEndsWithTheContext(t *testing.T) {
	t.Parallel()
	blocked := func(t *testing.T, c *Client, server *naotest.Server) {
		t.Helper()
		server.Inject(naotest.HangBefore, naotest.On("GET", "/teams").Times(1))
		go func() { _, _ = c.send(t.Context(), call{method: "GET", path: "/teams"}) }()
		synctest.Wait()
	}
	for name, prepare := range map[string]func(t *testing.T, c *Client, server *naotest.Server){
		"for an answer": func(_ *testing.T, _ *Client, server *naotest.Server) {
			server.Inject(naotest.HangBefore, naotest.On("", ""))
		},
		"for the next attempt": func(_ *testing.T, _ *Client, server *naotest.Server) {
			server.Inject(naotest.TooManyRequests("60"), naotest.On("", ""))
		},
		"for a slot": blocked,
		"for its rate": func(t *testing.T, c *Client, _ *naotest.Server) {
			t.Helper()
			if _, err := c.send(t.Context(), call{method: "GET", path: "/sites"}); err != nil {
				t.Fatal(err)
			}
		},
		"for the end of a pause": func(_ *testing.T, c *Client, _ *naotest.Server) { c.pace.pause(time.Minute) },
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{})
			server.AddSite(naotest.Site{ID: "1"})
			c := inProcess(t, server, func(config *Config) { config.MaxConcurrentRequests, config.RequestsPerSecond = 1, 0.1 })
			prepare(t, c, server)
			ctx, cancel := context.WithCancel(t.Context())
			time.AfterFunc(time.Second, cancel)
			began := time.Now()
			_, err := c.send(ctx, siteCalls["GET"])
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v, want the end of the context", err)
			}
			if waited := time.Since(began); waited != time.Second {
				t.Errorf("it took %s, want 1 s", waited)
			}
		})
	}
}

// The timeout is that of one attempt, its body included, but without the time that it waits for its turn.
func TestTransport_requestTimeout(t *testing.T) {
	t.Parallel()
	change := func(config *Config) { config.RequestTimeout, config.MaxRetries = 5*time.Second, 1 }
	virtually("no answer", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Latency: 6 * time.Second})
		c, attempts := logged(t, server, change)
		_, err := c.send(t.Context(), siteCalls["GET"])
		wantError(t, err, "no answer to GET /sites/1: no whole answer within 5s")
		if waits := attempts.waits(); len(waits) != 1 || waits[0] < 5*time.Second || waits[0] > 5*time.Second+DefaultRetryWait {
			t.Errorf("got the attempts %s after one another", waits)
		}
	})
	virtually("half an answer", t, func(t *testing.T) {
		c := scripted(t, func(request *http.Request) *http.Response {
			response := says(200, "")
			response.Body = &stalled{ctx: request.Context()}
			return response
		}, change)
		_, err := c.send(t.Context(), siteCalls["GET"])
		wantError(t, err, "no answer to GET /sites/1: no whole answer within 5s")
	})
	virtually("one slow answer", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.AddSite(naotest.Site{ID: "1"})
		server.Inject(naotest.Delay(6*time.Second), naotest.On("", "").Times(1))
		if _, err := inProcess(t, server, change).send(t.Context(), siteCalls["GET"]); err != nil {
			t.Error(err)
		}
	})
	virtually("a slow turn", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.AddSite(naotest.Site{ID: "1"})
		c, attempts := logged(t, server, change, func(config *Config) { config.RequestsPerSecond = 0.1 })
		for range 3 {
			if _, err := c.send(t.Context(), siteCalls["GET"]); err != nil {
				t.Error(err)
			}
		}
		if waits := attempts.waits(); len(waits) != 2 || waits[1] != 10*time.Second {
			t.Errorf("got the attempts %s after one another, want 10 s", waits)
		}
	})
}

// stalled is a body that never ends, but with its request.
type stalled struct{ ctx context.Context } //nolint:containedctx // io.Reader has no other way.

func (s *stalled) Read([]byte) (int, error) {
	<-s.ctx.Done()
	return 0, s.ctx.Err()
}

func (*stalled) Close() error { return nil }
