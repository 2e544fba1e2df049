// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

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

func withTimeout(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), d)
}

func TestSender_maxRetries(t *testing.T) {
	t.Parallel()
	for retries, want := range map[int]int{-1: 1, 0: 9, 1: 2, 5: 6} {
		for name, fault := range map[string]naotest.Fault{"503": naotest.Status(503), "refused": naotest.Refuse, "cut": naotest.CutBefore, "hangs": naotest.HangBefore} {
			virtually(fmt.Sprintf("%s, %d", name, retries), t, func(t *testing.T) {
				server := naotest.New(naotest.Behavior{})
				server.Inject(fault, naotest.On("", ""))
				s, attempts := inProcess(t, server, settings{retries: retries})
				reach(t, s)
				if err := get(t.Context(), s); err == nil {
					t.Error("got no error")
				}
				if got := attempts.count(); got != want {
					t.Errorf("got %d attempts, want %d", got, want)
				}
			})
		}
	}
}

// TestSender_a429CostsTimeNotTries has a server that turns requests away for ten minutes, and a sender that never retries.
func TestSender_a429CostsTimeNotTries(t *testing.T) {
	t.Parallel()
	for method, call := range siteCalls {
		virtually(method, t, func(t *testing.T) {
			began := time.Now()
			sent := 0
			s := scripted(t, func(*http.Request) *http.Response {
				sent++
				if time.Since(began) < 10*time.Minute {
					return says(429, "")
				}
				return says(200, `{"data":{"id":"1"}}`)
			}, settings{retries: -1})
			ctx, cancel := withTimeout(t, 20*time.Minute)
			defer cancel()
			if _, err := s.Do(ctx, call); err != nil {
				t.Errorf("got %v", err)
			}
			if sent > 100 {
				t.Errorf("got %d requests in ten minutes, want a few", sent)
			}
		})
	}
}

// TestSender_backOff has waits that grow twofold, keep to a tenth of that at least, and are not all alike.
func TestSender_backOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.Inject(naotest.Status(503), naotest.On("", ""))
		s, attempts := inProcess(t, server, settings{retries: 12})
		if err := get(t.Context(), s); err == nil {
			t.Fatal("got no error")
		}
		ceiling := 500 * time.Millisecond
		for i, wait := range attempts.waits() {
			if wait < ceiling/10 || wait > ceiling {
				t.Errorf("wait %d was %s, want between a tenth of %s and all of it", i+1, wait, ceiling)
			}
			ceiling = min(2*ceiling, 30*time.Second)
		}
	})
	different := map[time.Duration]bool{}
	for range 100 {
		different[Jitter(time.Second, 3)] = true
	}
	if len(different) < 50 {
		t.Errorf("100 waits had %d lengths", len(different))
	}
}

func TestSender_retryAfter(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]time.Duration{ // 0 for the client's own back-off
		"":                                 0,
		"0":                                0,
		"1":                                time.Second,
		"7":                                7 * time.Second,
		"0.5":                              500 * time.Millisecond,
		"121":                              121 * time.Second,
		"99999999":                         365 * 24 * time.Hour,
		"1e300":                            365 * 24 * time.Hour,
		"+Inf":                             365 * 24 * time.Hour,
		"NaN":                              0,
		"-1":                               0,
		"soon":                             0,
		"in 5 s":                           0,
		"Sat, 01 Jan 2000 00:00:05 GMT":    5 * time.Second,
		"Saturday, 01-Jan-00 00:00:05 GMT": 5 * time.Second,
		"Sat Jan  1 00:00:05 2000":         5 * time.Second,
		"Sat, 01 Jan 2000 01:00:00 GMT":    time.Hour,
		"Sat, 01 Jan 2050 01:00:00 GMT":    365 * 24 * time.Hour,
		"Fri, 31 Dec 1999 23:00:00 GMT":    0,
		"Sat, 01 Jan 2000 00:00:00 GMT":    0,
		"2000-01-01T00:00:05Z":             0,
	} {
		for _, code := range []int{429, 503} {
			virtually(fmt.Sprintf("%d %s", code, value), t, func(t *testing.T) {
				began := time.Now() // A bubble's time begins with the year 2000.
				s := scripted(t, inTurn(status(code, "Retry-After", value), status(200)), settings{})
				if err := get(t.Context(), s); err != nil {
					t.Fatal(err)
				}
				waited := time.Since(began)
				if want > 0 && waited != want {
					t.Errorf("waited %s, want %s", waited, want)
				}
				if want == 0 && (waited < 20*time.Millisecond || waited > 500*time.Millisecond) {
					t.Errorf("waited %s, want the client's own back-off", waited)
				}
			})
		}
	}
}

// TestRetryAfter_byTheServersClock has a server whose clock is an hour ahead of this one's, and one whose clock is a year behind.
func TestRetryAfter_byTheServersClock(t *testing.T) {
	t.Parallel()
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, skew := range []time.Duration{time.Hour, -365 * 24 * time.Hour} {
		there := now.Add(skew)
		header := http.Header{"Date": {there.Format(http.TimeFormat)}, "Retry-After": {there.Add(7 * time.Second).Format(http.TimeFormat)}}
		if got := retryAfter(header, now); got != 7*time.Second {
			t.Errorf("a clock that is %s ahead: got %s", skew, got)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{
		"", "0", "1", "120", "-1", "1e9", "NaN", "Inf", "0x10", " 5", "5 ", "999999999999999999999", "Sat, 01 Jan 2000 00:00:05 GMT",
		"Sat Jan  1 00:00:05 2000", "Saturday, 01-Jan-00 00:00:05 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "Mon, 01 Jan 0001 00:00:00 GMT", "soon", "1_0",
	} {
		f.Add(seed, "")
		f.Add(seed, "Sat, 01 Jan 2000 00:00:00 GMT")
	}
	now := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value, date string) {
		if wait := retryAfter(http.Header{"Retry-After": {value}, "Date": {date}}, now); wait < 0 || wait > longestRetryAfter {
			t.Errorf("%q: got %s", value, wait)
		}
	})
}

// TestSender_givesUpEarly has waits that would outlast the deadline: they are not begun, and what happened is told at once.
func TestSender_givesUpEarly(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault    naotest.Fault
		status   int
		deadline bool
		want     string
	}{
		"429":              {fault: naotest.TooManyRequests("86400"), deadline: true, want: "no response to GET /sites/1: NAO Cloud asks to wait 24 hours"},
		"503":              {fault: naotest.Status(503), status: 503, want: "503 Service Unavailable"},
		"refused":          {fault: naotest.Refuse, want: "connection refused"},
		"503, Retry-After": {fault: naotest.LoseResponse, status: 503, deadline: true, want: "NAO Cloud asks to wait 24 hours"},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{})
			server.Inject(test.fault, naotest.On("", ""))
			s, _ := inProcess(t, server, settings{retryWait: 10 * time.Minute})
			if name == "503, Retry-After" {
				s = scripted(t, always(503, "", "Retry-After", "86400"), settings{})
			}
			ctx, cancel := withTimeout(t, 30*time.Second)
			defer cancel()
			began := time.Now()
			err := get(ctx, s)
			wantError(t, err, test.want)
			if errors.Is(err, context.DeadlineExceeded) != test.deadline || HasStatus(err, test.status) != (test.status > 0) {
				t.Errorf("got %v", err)
			}
			if name == "refused" && !errors.Is(err, syscall.ECONNREFUSED) {
				t.Errorf("got %v, want that the connection was refused", err)
			}
			if waited := time.Since(began); waited > 0 {
				t.Errorf("it took %s", waited)
			}
		})
	}
	virtually("every request of a paused account", t, func(t *testing.T) {
		s := scripted(t, inTurn(status(429, "Retry-After", "86400"), status(200)), settings{})
		ctx, cancel := withTimeout(t, time.Minute)
		defer cancel()
		for range 3 {
			wantError(t, get(ctx, s), "NAO Cloud asks to wait 24 hours")
		}
	})
}

// TestSender_everyWaitEndsWithTheContext says that the run was interrupted, and nothing of the network.
func TestSender_everyWaitEndsWithTheContext(t *testing.T) {
	t.Parallel()
	blocked := func(t *testing.T, s *Sender, server *naotest.Server) {
		t.Helper()
		server.Inject(naotest.HangBefore, naotest.On("GET", "/teams").Times(1))
		go func() { _, _ = s.Do(t.Context(), Call{Method: "GET", Path: "/teams"}) }()
		synctest.Wait()
	}
	for name, prepare := range map[string]func(t *testing.T, s *Sender, server *naotest.Server){
		"for a response": func(_ *testing.T, _ *Sender, server *naotest.Server) {
			server.Inject(naotest.HangBefore, naotest.On("", ""))
		},
		"for a pause": func(_ *testing.T, _ *Sender, server *naotest.Server) {
			server.Inject(naotest.TooManyRequests("60"), naotest.On("", ""))
		},
		"for the next attempt": func(_ *testing.T, _ *Sender, server *naotest.Server) {
			server.Inject(naotest.Status(503), naotest.On("", ""))
		},
		"for a slot": blocked,
		"for its rate": func(t *testing.T, s *Sender, _ *naotest.Server) {
			t.Helper()
			if _, err := s.Do(t.Context(), Call{Method: "GET", Path: "/sites"}); err != nil {
				t.Fatal(err)
			}
		},
	} {
		interrupted := map[string]error{"interrupted": context.Canceled}
		if name != "for a pause" && name != "for the next attempt" { // Those are told at once.
			interrupted["time is up"] = context.DeadlineExceeded
		}
		for how, want := range interrupted {
			virtually(name+", "+how, t, func(t *testing.T) {
				server := site()
				s, _ := inProcess(t, server, settings{concurrent: 1, perSecond: 0.1})
				prepare(t, s, server)
				ctx, cancel := context.WithCancel(t.Context())
				text := "the run was interrupted"
				time.AfterFunc(time.Second, cancel)
				if how == "time is up" {
					ctx, cancel = withTimeout(t, time.Second)
					text = "no response to GET /sites/1: time was up"
				}
				defer cancel()
				began := time.Now()
				err := get(ctx, s)
				if !errors.Is(err, want) || err.Error() != text {
					t.Errorf("got %v, want %s", err, text)
				}
				if waited := time.Since(began); waited != time.Second {
					t.Errorf("it took %s, want 1 s", waited)
				}
			})
		}
	}
}
