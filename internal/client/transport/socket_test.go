// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// overSockets makes a sender that waits next to nothing, and uses the network: here it is the behaviour of net/http that counts.
func overSockets(t *testing.T, endpoint string) (*Sender, *attemptLog) {
	t.Helper()
	attempts := &attemptLog{next: DefaultRoundTripper(10)}
	return newSender(t, endpoint, attempts, settings{retryWait: time.Microsecond}), attempts
}

func TestSender_refusedOverSocketsIsRepeatedAndNeverSent(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // It is closed at once: nobody listens there.
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	s, attempts := overSockets(t, "http://"+address+"/api/v2")
	_, err = s.Do(t.Context(), siteCalls["POST"])
	unsent, ok := errors.AsType[*TransportError](err)
	if !ok || unsent.Sent {
		t.Errorf("got %v, want a TransportError of what was not sent", err)
	}
	wantError(t, err, "nobody listens at the endpoint")
	if got := attempts.count(); got != 3 {
		t.Errorf("got %d attempts, want 3", got)
	}
}

func TestSender_aPOSTIsNeverReplayedOverSockets(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]naotest.Fault{"response lost": naotest.LoseResponse, "cut": naotest.CutBefore, "broken off": naotest.TruncateBody, "503": naotest.Status(503).AfterWork()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := naotest.Start(t, naotest.Behavior{})
			server.AddSite(naotest.Site{ID: "1", Name: "Lab"})
			server.Inject(fault, naotest.On("POST", ""))
			s, _ := overSockets(t, server.URL)
			// A connection that was used before is one that net/http itself may replay on.
			if err := get(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			_, err := s.Do(t.Context(), siteCalls["POST"])
			if unsent, ok := errors.AsType[*TransportError](err); ok && !unsent.Sent {
				t.Errorf("got %v, which says that it was not sent", err)
			}
			if got := server.Count("POST", "/sites"); got != 1 {
				t.Errorf("got %d POSTs, want 1", got)
			}
		})
	}
}

// tlsServer is a simulated account behind a certificate that nobody trusts.
func tlsServer(t *testing.T) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(naotest.New(naotest.Behavior{}))
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}

func TestSender_distrustedCertificatesAreNoTroubleThatPasses(t *testing.T) {
	t.Parallel()
	attempts := &attemptLog{next: DefaultRoundTripper(10)}
	// The second request comes within the rest, however slow the machine is.
	s := newSender(t, tlsServer(t).URL+"/api/v2", attempts, settings{retryWait: time.Minute})
	wantError(t, get(t.Context(), s), "no response to GET /sites/1: ", "certificate")
	wantError(t, get(t.Context(), s), "not sent, for the same reason as an earlier request: ", "certificate")
	if got := attempts.count(); got != 1 {
		t.Errorf("got %d attempts, want 1", got)
	}
}

func TestSender_plainHTTPBehindHTTPSIsNoTroubleThatPasses(t *testing.T) {
	t.Parallel()
	server := naotest.Start(t, naotest.Behavior{})
	s, attempts := overSockets(t, strings.Replace(server.URL, "http://", "https://", 1))
	wantError(t, get(t.Context(), s), "the endpoint says https, and what listens there speaks plain http")
	if got := attempts.count(); got != 1 {
		t.Errorf("got %d attempts, want 1", got)
	}
}

// TestSender_aProxyThatWantsAPassword has the attempt to connect through it refused.
func TestSender_aProxyThatWantsAPassword(t *testing.T) {
	t.Parallel()
	for _, status := range []int{407, 403} {
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		t.Cleanup(proxy.Close)
		transport, ok := DefaultRoundTripper(1).(*http.Transport)
		if !ok {
			t.Fatal("got another transport")
		}
		through, err := url.Parse(proxy.URL)
		if err != nil {
			t.Fatal(err)
		}
		transport.Proxy = http.ProxyURL(through)
		attempts := &attemptLog{next: transport}
		s := newSender(t, "https://nao.example/api/v2", attempts, settings{retryWait: time.Microsecond, retries: 2})
		err = get(t.Context(), s)
		wants, tries := "407 Proxy Authentication Required. The proxy wants a user name and a password", 1
		if status == 403 {
			wants, tries = "Forbidden", 3
		}
		wantError(t, err, wants)
		if got := attempts.count(); got != tries || OutcomeOf(err) != NotSent {
			t.Errorf("%d: got %d attempts and the outcome %s, want %d of what was not sent", status, got, OutcomeOf(err), tries)
		}
	}
}

// TestSender_whatTheLibraryKnowsToBeInVainIsNotRepeated has a header that cannot be sent.
func TestSender_whatTheLibraryKnowsToBeInVainIsNotRepeated(t *testing.T) {
	t.Parallel()
	attempts := unreachable(errors.New(`net/http: invalid header field value for "Authorization"`), 0)
	s := newSender(t, naotest.Endpoint, attempts, settings{})
	wantError(t, get(t.Context(), s), "invalid header field value")
	if got := attempts.count(); got != 1 {
		t.Errorf("got %d attempts, want 1", got)
	}
}
