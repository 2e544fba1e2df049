// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestTransport_refusedOverSocketsIsRepeatedAndNeverSent(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // It is closed at once: nobody listens there.
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	attempts := &attemptLog{next: http.DefaultTransport}
	c := overSockets(t, "http://"+address+"/api/v2", func(config *Config) { config.MaxRetries, config.Transport = 2, attempts })
	_, err = c.send(t.Context(), siteCalls["POST"])
	var transport *TransportError
	if !errors.As(err, &transport) || transport.Sent {
		t.Errorf("got %v, want a TransportError of what was not sent", err)
	}
	if got := attempts.count(); got != 3 {
		t.Errorf("got %d attempts, want 3", got)
	}
}

// overSockets makes a client that waits next to nothing, and uses the network: here it is the behaviour of net/http that counts.
func overSockets(t *testing.T, endpoint string, change ...func(*Config)) *Client {
	t.Helper()
	config := Config{Endpoint: endpoint, Credentials: APIKey(naotest.APIKey), RetryWait: time.Microsecond}
	for _, change := range change {
		change(&config)
	}
	c, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTransport_postIsNeverReplayedOverSockets(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]naotest.Fault{"answer lost": naotest.LoseAnswer, "cut": naotest.CutBefore, "broken off": naotest.TruncateBody, "503": naotest.Status(503).AfterWork()} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := naotest.Start(t, naotest.Behavior{})
			server.AddSite(naotest.Site{ID: "1", Name: "Lab"})
			server.Inject(fault, naotest.On("POST", ""))
			c := overSockets(t, server.URL)
			// A connection that was used before is one that net/http itself may replay on.
			if _, err := c.send(t.Context(), siteCalls["GET"]); err != nil {
				t.Fatal(err)
			}
			_, err := c.send(t.Context(), siteCalls["POST"])
			var transport *TransportError
			if errors.As(err, &transport) && !transport.Sent {
				t.Errorf("got %v, which says that it was not sent", err)
			}
			if got := server.Count("POST", "/sites"); got != 1 {
				t.Errorf("got %d POSTs, want 1", got)
			}
		})
	}
}

func TestTransport_distrustedCertificatesAreNoTroubleThatPasses(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(naotest.New(naotest.Behavior{}))
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	server.StartTLS()
	t.Cleanup(server.Close)
	attempts := &attemptLog{next: http.DefaultTransport}
	c := overSockets(t, server.URL+"/api/v2", func(config *Config) { config.Transport = attempts })
	_, err := c.send(t.Context(), siteCalls["GET"])
	wantError(t, err, "no answer to GET /sites/1: ", "certificate")
	if got := attempts.count(); got != 1 {
		t.Errorf("got %d attempts, want 1", got)
	}
}
