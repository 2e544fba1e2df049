// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// attemptLog is a transport that remembers when each attempt left, whether it arrived or not.
type attemptLog struct {
	next http.RoundTripper

	mu    sync.Mutex
	times []time.Time
}

func (l *attemptLog) RoundTrip(request *http.Request) (*http.Response, error) {
	l.mu.Lock()
	l.times = append(l.times, time.Now())
	l.mu.Unlock()
	return l.next.RoundTrip(request)
}

func (l *attemptLog) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.times)
}

// waits are the times between one attempt and the next.
func (l *attemptLog) waits() []time.Duration {
	var waits []time.Duration
	for i := 1; i < len(l.times); i++ {
		waits = append(waits, l.times[i].Sub(l.times[i-1]))
	}
	return waits
}

// logged makes a client of a simulated account whose attempts are remembered.
func logged(t *testing.T, server *naotest.Server, change ...func(*Config)) (*Client, *attemptLog) {
	t.Helper()
	l := &attemptLog{next: server.Transport()}
	return inProcess(t, server, append(change, func(config *Config) { config.Transport = l })...), l
}

var siteCalls = map[string]call{
	"GET":    {method: "GET", path: "/sites/1"},
	"PUT":    {method: "PUT", path: "/sites/1", body: map[string]any{"site": map[string]any{"name": "Depot"}}},
	"DELETE": {method: "DELETE", path: "/sites/1"},
	"POST":   {method: "POST", path: "/sites", body: map[string]any{"site": map[string]any{"name": "New", "latitude": 1, "longitude": 2}}},
}

// What is repeated: reads and idempotent writes after anything that may pass; a POST only where it cannot have been carried out.
func TestTransport_whatIsRepeated(t *testing.T) {
	t.Parallel()
	const always, exceptPOST, onlyGET, never = "GET PUT DELETE POST", "GET PUT DELETE", "GET", ""
	for name, test := range map[string]struct {
		fault    naotest.Fault
		repeated string
	}{
		"429":                     {naotest.TooManyRequests(""), always},
		"429 with Retry-After":    {naotest.TooManyRequests("3"), always},
		"429 page":                {naotest.ProxyPage(429), always},
		"connection refused":      {naotest.Refuse, always},
		"500":                     {naotest.Status(500), exceptPOST},
		"502":                     {naotest.ProxyPage(502), exceptPOST},
		"503":                     {naotest.Status(503), exceptPOST},
		"504":                     {naotest.ProxyPage(504), exceptPOST},
		"connection cut":          {naotest.CutBefore, exceptPOST},
		"answer lost":             {naotest.LoseAnswer, exceptPOST},
		"no answer":               {naotest.HangBefore, exceptPOST},
		"no answer to what ended": {naotest.HangAfter, exceptPOST},
		"body broken off":         {naotest.TruncateBody, onlyGET},
		"page":                    {naotest.HTMLPage, never},
		"400":                     {naotest.Status(400), never},
		"401":                     {naotest.Status(401), never},
		"403":                     {naotest.Status(403), never},
		"404":                     {naotest.Status(404), never},
		"408":                     {naotest.Status(408), never},
		"409":                     {naotest.Status(409), never},
		"422":                     {naotest.Status(422), never},
		"501":                     {naotest.Status(501), never},
	} {
		for method, request := range siteCalls {
			virtually(method+" "+name, t, func(t *testing.T) {
				server := naotest.New(naotest.Behavior{Answers: naotest.Answers{Deletes: naotest.Document}})
				server.AddSite(naotest.Site{ID: "1", Name: "Lab"})
				server.Inject(test.fault, naotest.On(method, "").Times(1))
				c, attempts := logged(t, server)
				c.reached.Store(true) // So a 404 needs no proof that it is the API's.
				_, err := c.send(t.Context(), request)
				want := 1
				if strings.Contains(test.repeated, method) {
					want = 2
					if err != nil && !(IsNotFound(err) && method == "DELETE") { // The first attempt may have done the work.
						t.Errorf("got %v", err)
					}
				}
				if got := attempts.count(); got != want {
					t.Errorf("got %d attempts, want %d", got, want)
				}
				if method == "POST" && len(server.Sites()) > 2 {
					t.Errorf("got %d sites: the POST was replayed", len(server.Sites()))
				}
			})
		}
	}
}

// What is known of a request that got no answer.
func TestTransport_whetherItWasSent(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults []naotest.Fault
		sent   bool
	}{
		"refused":                   {[]naotest.Fault{naotest.Refuse, naotest.Refuse}, false},
		"cut":                       {[]naotest.Fault{naotest.CutBefore, naotest.CutBefore}, true},
		"hangs":                     {[]naotest.Fault{naotest.HangAfter, naotest.HangAfter}, true},
		"refused after it was sent": {[]naotest.Fault{naotest.LoseAnswer, naotest.Refuse}, true},
		"refused after an answer":   {[]naotest.Fault{naotest.Status(503), naotest.Refuse}, false},
		"sent after it was refused": {[]naotest.Fault{naotest.Refuse, naotest.CutBefore}, true},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{})
			server.Schedule(test.faults...)
			_, err := inProcess(t, server, func(config *Config) { config.MaxRetries = 1 }).send(t.Context(), siteCalls["PUT"])
			var transport *TransportError
			if !errors.As(err, &transport) {
				t.Fatalf("got %v, want a TransportError", err)
			}
			if transport.Sent != test.sent {
				t.Errorf("sent: got %t, want %t", transport.Sent, test.sent)
			}
			wantError(t, err, "no answer to PUT /sites/1: ")
		})
	}
}

func TestTransport_neverMoreAtOnceThanConfigured(t *testing.T) {
	t.Parallel()
	for _, most := range []int{1, 3, 10} {
		virtually(fmt.Sprint(most), t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Latency: 100 * time.Millisecond})
			server.AddSite(naotest.Site{ID: "1", Name: "Lab"})
			server.Inject(naotest.Status(503), naotest.On("", "").Times(20))
			c := inProcess(t, server, func(config *Config) { config.MaxConcurrentRequests = most })
			var all sync.WaitGroup
			for range 60 {
				all.Go(func() {
					if _, err := c.send(t.Context(), siteCalls["GET"]); err != nil {
						t.Error(err)
					}
				})
			}
			all.Wait()
			if got := server.MaxInFlight(); got != most {
				t.Errorf("got %d at once, want %d", got, most)
			}
		})
	}
}

// closeable counts the bodies that are open.
type closeable struct {
	io.Reader
	open *atomic.Int32
}

func (c *closeable) Close() error {
	c.open.Add(-1)
	return nil
}

func TestTransport_bodiesAreReadAndClosed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var open atomic.Int32
		statuses := []int{503, 429, 500, 200, 404, 204, 302}
		var readers []*strings.Reader
		c := scripted(t, func(*http.Request) *http.Response {
			response := says(statuses[len(readers)], "")
			reader := strings.NewReader(`{"data":{"id":"1"}}`)
			readers = append(readers, reader)
			open.Add(1)
			response.Body = &closeable{reader, &open}
			return response
		})
		c.reached.Store(true) // So a 404 needs no proof that it is the API's.
		for range 4 {
			_, _ = c.send(t.Context(), siteCalls["GET"])
		}
		if len(readers) != len(statuses) {
			t.Fatalf("got %d attempts, want %d", len(readers), len(statuses))
		}
		for i, reader := range readers {
			if reader.Len() > 0 {
				t.Errorf("%d bytes of answer %d were left", reader.Len(), i+1)
			}
		}
		if got := open.Load(); got != 0 {
			t.Errorf("%d bodies were left open", got)
		}
	})
}

func TestTransport_redirectsAreNoAnswers(t *testing.T) {
	t.Parallel()
	for _, status := range []int{300, 301, 302, 304, 307, 308} {
		for method, request := range siteCalls {
			if status == http.StatusFound && method != http.MethodGet {
				continue // HTTP/1.0 has no other 303.
			}
			attempts := 0
			c := scripted(t, func(*http.Request) *http.Response {
				attempts++
				return says(status, "<html>", "Location", naotest.Endpoint+"/elsewhere", "X-Request-Id", "r-1")
			})
			_, err := c.send(t.Context(), request)
			if !isUnreadable(err) {
				t.Errorf("%d to %s: got %v, want an AnswerError", status, method, err)
				continue
			}
			wantError(t, err, fmt.Sprintf("got a redirect (%d %s), which is not followed", status, http.StatusText(status)), "(request id r-1)")
			if attempts != 1 {
				t.Errorf("%d to %s: got %d attempts, want 1", status, method, attempts)
			}
			// Nor would the library follow one whose Location it saw.
			if err := c.http.CheckRedirect(nil, nil); !errors.Is(err, http.ErrUseLastResponse) {
				t.Errorf("the library is told %v, want %v", err, http.ErrUseLastResponse)
			}
		}
	}
}

// The library would refuse a whole answer over its Location.
func TestTransport_malformedLocationDoesNotCostTheAnswer(t *testing.T) {
	t.Parallel()
	for _, location := range []string{"http://[::1", "/%zz", "://", "\x7f"} {
		for _, status := range []int{201, 303} {
			c := scripted(t, always(status, "<html>", "Location", location))
			a, err := c.send(t.Context(), siteCalls["POST"])
			if err != nil || a.status != status || a.location != location || string(a.body) != "<html>" {
				t.Errorf("%d with %q: got %+v, %v", status, location, a, err)
			}
		}
	}
}

func TestTransport_logsEachAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var lines bytes.Buffer
		server := naotest.New(naotest.Behavior{})
		server.AddSite(naotest.Site{ID: "1"})
		server.Inject(naotest.TooManyRequests("3"), naotest.On("", "").Times(1))
		server.Inject(naotest.Refuse, naotest.On("", "").Times(1))
		c := inProcess(t, server, func(config *Config) {
			config.Logger = slog.New(slog.NewTextHandler(&lines, &slog.HandlerOptions{Level: slog.LevelDebug}))
		})
		if _, err := c.send(t.Context(), siteCalls["GET"]); err != nil {
			t.Fatal(err)
		}
		for i, want := range [][]string{
			{"method=GET path=/sites/1 attempt=1 ", "status=429 request_id=0000", `why="rate limited" wait=3s`},
			{"attempt=2 ", "connection refused", `why="the connection failed" wait=`},
			{"attempt=3 ", "status=200 request_id=0000"},
		} {
			line, err := lines.ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			for _, part := range want {
				if !strings.Contains(line, part) {
					t.Errorf("line %d: got %s, want %s in it", i+1, line, part)
				}
			}
		}
	})
}
