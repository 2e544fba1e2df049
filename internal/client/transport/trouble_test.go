// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestTrouble_aRejectedKeyIsSentAFewTimes reads 3,000 sites, ten at once, with a key that is wrong.
func TestTrouble_aRejectedKeyIsSentAFewTimes(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Latency: 50 * time.Millisecond})
		var lines bytes.Buffer
		s, _ := inProcess(t, server, settings{authorizer: &fixed{header: "canary-wrong-key"}, log: &lines})
		failures := allAtOnce(3000, func() error { return get(t.Context(), s) })
		skipped := 0
		for _, err := range failures {
			if !HasStatus(err, http.StatusUnauthorized) {
				t.Fatalf("got %v, want the 401", err)
			}
			if _, ok := errors.AsType[*SkippedError](err); ok {
				skipped++
				if got := OutcomeOf(err); got != NotSent || len(err.Error()) > 120 {
					t.Fatalf("got %s, %v; want a short error of what was not sent", got, err)
				}
			}
		}
		// Ten leave at once, and before their end is known each may leave its slot to one more.
		if got := len(server.Requests()); got > 20 || skipped != 3000-got {
			t.Errorf("got %d requests and %d that were skipped, want at most 20", got, skipped)
		}
		if got := strings.Count(lines.String(), "level=WARN"); got != 1 {
			t.Errorf("got %d warnings, want 1", got)
		}
	})
}

// TestTrouble_oneRequestTriesAgainAfterAWhile has a key rejected for a minute.
func TestTrouble_oneRequestTriesAgainAfterAWhile(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{Latency: 50 * time.Millisecond})
		server.AddSite(naotest.Site{ID: "1"})
		server.Inject(naotest.Status(401), naotest.On("", ""))
		s, _ := inProcess(t, server, settings{})
		for round := range 3 {
			server.ResetRequests()
			for _, err := range allAtOnce(100, func() error { return get(t.Context(), s) }) {
				if !HasStatus(err, 401) {
					t.Errorf("got %v, want a 401", err)
				}
			}
			if got := len(server.Requests()); round > 0 && got != 1 || got > 20 {
				t.Errorf("got %d requests in round %d, want one that tries", got, round)
			}
			pass(t, troubleRest*500*time.Millisecond)
		}
		server.ClearFaults()
		tried := get(t.Context(), s)
		if err := errors.Join(append(allAtOnce(100, func() error { return get(t.Context(), s) }), tried)...); err != nil {
			t.Errorf("after the trouble: %v", err)
		}
	})
}

// renewing are credentials that change: their 401 is that of one request.
type renewing struct{ fixed }

func (*renewing) Static() bool { return false }

func TestTrouble_otherRefusalsConcernOneRequest(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 403, 404, 409, 422, 501, 503} {
		virtually(fmt.Sprint(status), t, func(t *testing.T) {
			server := site()
			server.Inject(naotest.Status(status), naotest.On("", "/sites/1"))
			s, _ := inProcess(t, server, settings{retries: -1})
			if err := get(t.Context(), s); !HasStatus(err, status) {
				t.Fatalf("got %v", err)
			}
			if _, err := s.Do(t.Context(), Call{Method: "GET", Path: "/sites"}); err != nil {
				t.Error(err)
			}
		})
	}
	virtually("401 to a session", t, func(t *testing.T) {
		server := site()
		server.Inject(naotest.Status(401), naotest.On("", "/sites/1"))
		s, _ := inProcess(t, server, settings{authorizer: &renewing{fixed{naotest.APIKey}}})
		if err := get(t.Context(), s); !HasStatus(err, 401) {
			t.Fatalf("got %v", err)
		}
		if _, err := s.Do(t.Context(), Call{Method: "GET", Path: "/sites"}); err != nil {
			t.Error(err)
		}
	})
}

// unreachable is a transport whose connections fail, once some requests have been answered.
func unreachable(err error, answered int) *attemptLog {
	attempts := &attemptLog{}
	attempts.next = roundTripper(func(*http.Request) (*http.Response, error) {
		if attempts.count() > answered {
			return nil, err
		}
		return says(200, `{"data":{"id":"1"}}`), nil
	})
	return attempts
}

// TestTrouble_whatNoRepetitionMends reads 60 sites, ten at once, where every connection fails.
func TestTrouble_whatNoRepetitionMends(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err      error
		attempts int
		want     string
	}{
		"refused":            {&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, 3, "nobody listens at the endpoint"},
		"no such host":       {&net.OpError{Op: "dial", Err: &net.DNSError{Err: "no such host", Name: "nao.example", IsNotFound: true}}, 3, "no such host"},
		"plain http":         {http.ErrSchemeMismatch, 1, "plain http"},
		"a proxy's password": {errProxyPassword, 1, "407 Proxy Authentication Required. The proxy wants a user name and a password: set HTTPS_PROXY"},
		"authority":          {x509.UnknownAuthorityError{}, 1, "certificate"},
		"another host":       {x509.HostnameError{Certificate: &x509.Certificate{}, Host: "nao.example"}, 1, "certificate"},
	} {
		virtually(name, t, func(t *testing.T) {
			attempts := unreachable(test.err, 0)
			var lines bytes.Buffer
			s := newSender(t, "https://nao.example/api/v2", attempts, settings{log: &lines})
			began := time.Now()
			failures := tenAtOnce(60, func() error { return get(t.Context(), s) })
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("it took %s, want a few seconds", took)
			}
			if got := attempts.count(); got > 20*test.attempts {
				t.Errorf("got %d attempts, want at most %d for each of the first requests", got, test.attempts)
			}
			for _, err := range failures {
				if OutcomeOf(err) != NotSent || len(err.Error()) > 250 {
					t.Fatalf("got %s of %v", OutcomeOf(err), err)
				}
				wantError(t, err, test.want)
			}
			if !strings.Contains(lines.String(), "level=WARN msg=\"requests are not sent for a while: the server cannot be reached, and repetition does not help\"") {
				t.Error("there is no warning in the log")
			}
		})
	}
}

// TestTrouble_aDeadServerIsFoundOutOnce has a server that has been there, and lets every request hang, or cuts it.
func TestTrouble_aDeadServerIsFoundOutOnce(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]naotest.Fault{"hangs": naotest.HangBefore, "cuts": naotest.CutBefore, "refuses": naotest.Refuse} {
		virtually(name, t, func(t *testing.T) {
			server := site()
			s, attempts := inProcess(t, server, settings{retries: 3})
			if err := get(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			server.Inject(fault, naotest.On("", ""))
			pass(t, time.Second)
			for range 2 {
				for _, err := range tenAtOnce(60, func() error { return get(t.Context(), s) }) {
					if err == nil {
						t.Error("got no error")
					}
				}
			}
			if got := attempts.count(); got > 1+10*4 {
				t.Errorf("got %d attempts, want four for each of ten requests", got)
			}
			before := attempts.count()
			pass(t, troubleRest*500*time.Millisecond)
			if err := get(t.Context(), s); err == nil || attempts.count() != before+1 {
				t.Errorf("got %v after %d attempts, want one try", err, attempts.count()-before)
			}
		})
	}
}

// TestTrouble_aRequestThatWasUnderWayKeepsWhatIsKnownOfIt has a PUT wait for its next attempt when the trouble begins.
func TestTrouble_aRequestThatWasUnderWayKeepsWhatIsKnownOfIt(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		s := newSender(t, naotest.Endpoint, inTurn(status(503, "Retry-After", "10"), status(401)), settings{})
		put := make(chan error)
		go func() {
			_, err := s.Do(t.Context(), siteCalls["PUT"])
			put <- err
		}()
		pass(t, time.Second)
		if err := get(t.Context(), s); !HasStatus(err, 401) {
			t.Errorf("got %v", err)
		}
		err := <-put
		if _, skipped := errors.AsType[*SkippedError](err); !skipped || OutcomeOf(err) != Unknown {
			t.Errorf("got %s of %v, want unknown", OutcomeOf(err), err)
		}
	})
}

// TestTrouble_aTryThatIsInterruptedLetsAnotherTry cancels the one request that tries.
func TestTrouble_aTryThatIsInterruptedLetsAnotherTry(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := site()
		server.Inject(naotest.Status(401), naotest.On("", "").Times(1))
		server.Inject(naotest.HangBefore, naotest.On("", "").Times(1))
		s, _ := inProcess(t, server, settings{})
		_ = get(t.Context(), s)
		pass(t, time.Minute)
		ctx, cancel := withTimeout(t, time.Second)
		defer cancel()
		if err := get(ctx, s); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		if err := get(t.Context(), s); err != nil {
			t.Errorf("got %v, want that another request tries", err)
		}
	})
}

// TestTrouble_a407IsNotRepeatedByOthers has a proxy that speaks for the endpoint.
func TestTrouble_a407IsNotRepeatedByOthers(t *testing.T) {
	t.Parallel()
	sent := 0
	s := scripted(t, func(*http.Request) *http.Response {
		sent++
		return says(407, "<html>")
	}, settings{})
	first, second := get(t.Context(), s), get(t.Context(), s)
	wantError(t, first, "407 Proxy Authentication Required", "HTTPS_PROXY")
	wantError(t, second, "not sent, for the same reason as an earlier request: 407 Proxy Authentication Required (GET /sites/1)")
	if sent != 1 {
		t.Errorf("got %d requests, want 1", sent)
	}
}

func TestTrouble_aResponseThatCannotBeReadEndsIt(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		s := scripted(t, inTurn(status(401), status(301), status(200)), settings{})
		_ = get(t.Context(), s)
		pass(t, time.Minute)
		_ = get(t.Context(), s)
		if err := get(t.Context(), s); err != nil {
			t.Error(err)
		}
	})
}

// TestSender_connectionsThatAreTornDownLaterAreRepeated has the connection refused after the server has responded.
func TestSender_connectionsThatAreTornDownLaterAreRepeated(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		attempts := unreachable(&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, 1)
		s := newSender(t, naotest.Endpoint, attempts, settings{})
		if err := get(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		if err := get(t.Context(), s); err == nil || attempts.count() != 10 {
			t.Errorf("got %v after %d attempts, want 1 and 9", err, attempts.count())
		}
	})
}
