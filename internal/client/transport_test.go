// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
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
				answers := []*http.Response{says(status, "", "Retry-After", value), says(200, `{"data":{"id":"1"}}`)}
				var waited time.Duration
				c := scripted(t, func(*http.Request) *http.Response {
					waited = time.Since(began)
					answer := answers[0]
					answers = answers[1:]
					return answer
				})
				if _, err := c.send(t.Context(), siteCalls["GET"]); err != nil {
					t.Fatal(err)
				}
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
		"429":     {naotest.TooManyRequests("60"), IsRateLimited},
		"503":     {naotest.Status(503), func(err error) bool { return hasStatus(err, 503) }},
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

// The rest is shown over sockets, where it is net/http's behaviour that counts.

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

// overSockets makes a client of an endpoint that waits next to nothing.
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
