// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestSender_whatIsRepeated has reads and idempotent writes repeated after anything that may pass, and a POST only where it cannot have been
// carried out.
func TestSender_whatIsRepeated(t *testing.T) {
	t.Parallel()
	const always, exceptPOST, onlyGET, never = "GET PUT DELETE POST", "GET PUT DELETE", "GET", ""
	for name, test := range map[string]struct {
		fault    naotest.Fault
		repeated string
	}{
		"429":                       {naotest.TooManyRequests(""), always},
		"429 with Retry-After":      {naotest.TooManyRequests("3"), always},
		"429 page":                  {naotest.ProxyPage(429), always},
		"connection refused":        {naotest.Refuse, always},
		"409":                       {naotest.Status(409), always},
		"408":                       {naotest.Status(408), exceptPOST},
		"500":                       {naotest.Status(500), exceptPOST},
		"502":                       {naotest.ProxyPage(502), exceptPOST},
		"503":                       {naotest.Status(503), exceptPOST},
		"504":                       {naotest.ProxyPage(504), exceptPOST},
		"520":                       {naotest.Status(520), exceptPOST},
		"connection cut":            {naotest.CutBefore, exceptPOST},
		"response lost":             {naotest.LoseResponse, exceptPOST},
		"no response":               {naotest.HangBefore, exceptPOST},
		"no response to what ended": {naotest.HangAfter, exceptPOST},
		"body broken off":           {naotest.TruncateBody, onlyGET},
		"page":                      {naotest.HTMLPage, never},
		"400":                       {naotest.Status(400), never},
		"401":                       {naotest.Status(401), never},
		"403":                       {naotest.Status(403), never},
		"404":                       {naotest.Status(404), never},
		"407":                       {naotest.Status(407), never},
		"410":                       {naotest.Status(410), never},
		"422":                       {naotest.Status(422), never},
		"501":                       {naotest.Status(501), never},
		"505":                       {naotest.Status(505), never},
	} {
		for method, call := range siteCalls {
			virtually(method+" "+name, t, func(t *testing.T) {
				server := site()
				server.Inject(test.fault, naotest.On(method, "").Times(1))
				s, attempts := inProcess(t, server, settings{})
				ctx, cancel := withTimeout(t, time.Hour)
				defer cancel()
				_, err := s.Do(ctx, call)
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

// TestSender_whatIsKnownOfTheWork has a PUT end after two attempts.
func TestSender_whatIsKnownOfTheWork(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		faults []naotest.Fault
		want   Outcome
	}{
		"refused":                           {[]naotest.Fault{naotest.Refuse, naotest.Refuse}, NotSent},
		"cut":                               {[]naotest.Fault{naotest.CutBefore, naotest.CutBefore}, Unknown},
		"hangs":                             {[]naotest.Fault{naotest.HangAfter, naotest.HangAfter}, Unknown},
		"refused after it was sent":         {[]naotest.Fault{naotest.LoseResponse, naotest.Refuse}, Unknown},
		"refused after a 503":               {[]naotest.Fault{naotest.Status(503), naotest.Refuse}, Unknown},
		"refused after a 429":               {[]naotest.Fault{naotest.TooManyRequests("1"), naotest.Refuse, naotest.Refuse}, NotSent},
		"sent after it was refused":         {[]naotest.Fault{naotest.Refuse, naotest.CutBefore}, Unknown},
		"422 after it was sent":             {[]naotest.Fault{naotest.LoseResponse, naotest.Status(422)}, Refused},
		"401 after it was sent":             {[]naotest.Fault{naotest.LoseResponse, naotest.Status(401)}, Unknown},
		"a 422":                             {[]naotest.Fault{naotest.Status(422)}, Refused},
		"a 401":                             {[]naotest.Fault{naotest.Status(401)}, Refused},
		"a 503":                             {[]naotest.Fault{naotest.Status(503), naotest.Status(503)}, Unknown},
		"a 408":                             {[]naotest.Fault{naotest.Status(408), naotest.Status(408)}, Unknown},
		"a refusal that says 503":           {[]naotest.Fault{inSuccess("503"), inSuccess("503")}, Unknown},
		"a redirect":                        {[]naotest.Fault{naotest.Canned(301, "", "")}, Unknown},
		"a pause that is too long":          {[]naotest.Fault{naotest.TooManyRequests("86400")}, NotSent},
		"a pause after it was sent":         {[]naotest.Fault{naotest.LoseResponse, naotest.TooManyRequests("86400")}, Unknown},
		"a wait that is too long after 503": {[]naotest.Fault{naotest.Canned(503, "", "")}, Unknown},
	} {
		virtually(name, t, func(t *testing.T) {
			server := site()
			server.Schedule(test.faults...)
			ctx, cancel := withTimeout(t, time.Hour)
			defer cancel()
			s, _ := inProcess(t, server, settings{retries: 1})
			reach(t, s)
			_, err := s.Do(ctx, siteCalls["PUT"])
			if len(test.faults) == 1 && test.want == Unknown && err == nil {
				return // It was repeated, and carried out.
			}
			if err == nil {
				t.Fatal("got no error")
			}
			if got := OutcomeOf(fmt.Errorf("update site 1: %w", err)); got != test.want {
				t.Errorf("got %s of %v, want %s", got, err, test.want)
			}
			unsent, ok := errors.AsType[*TransportError](err)
			if ok && unsent.Sent != (test.want == Unknown) {
				t.Errorf("sent: got %t, want %t", unsent.Sent, test.want == Unknown)
			}
		})
	}
}

func inSuccess(status string) naotest.Fault {
	return naotest.Canned(200, "application/json", `{"errors":[{"status":"`+status+`","detail":"no"}]}`)
}

// TestSender_elapsedIsThatOfTheLastAttempt has attempts that take three seconds, with long waits between them.
func TestSender_elapsedIsThatOfTheLastAttempt(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]naotest.Fault{"no response": naotest.CutBefore, "a response": naotest.Status(503)} {
		virtually(name, t, func(t *testing.T) {
			server := site()
			server.Inject(fault.Delayed(3*time.Second), naotest.On("", ""))
			s, _ := inProcess(t, server, settings{retries: 2, retryWait: 10 * time.Second, perSecond: 0.1})
			err := get(t.Context(), s)
			var elapsed time.Duration
			if unsent, ok := errors.AsType[*TransportError](err); ok {
				elapsed = unsent.Elapsed
			}
			if refusal, ok := errors.AsType[*Error](err); ok {
				elapsed = refusal.Elapsed
			}
			if elapsed != 3*time.Second {
				t.Errorf("got %s of %v, want 3 s", elapsed, err)
			}
		})
	}
}

func TestSender_neverMoreAtOnceThanConfigured(t *testing.T) {
	t.Parallel()
	for _, most := range []int{1, 3, 10} {
		virtually(fmt.Sprint(most), t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Latency: 100 * time.Millisecond})
			server.AddSite(naotest.Site{ID: "1", Name: "Lab"})
			server.Inject(naotest.Status(503), naotest.On("", "").Times(20))
			s, _ := inProcess(t, server, settings{concurrent: most})
			if err := errors.Join(allAtOnce(60, func() error { return get(t.Context(), s) })...); err != nil {
				t.Error(err)
			}
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

func TestSender_bodiesAreReadAndClosed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var open atomic.Int32
		statuses := []int{503, 429, 500, 200, 404, 204, 302}
		var readers []*strings.Reader
		s := scripted(t, func(*http.Request) *http.Response {
			response := says(statuses[len(readers)], "")
			reader := strings.NewReader(`{"data":{"id":"1"}}`)
			readers = append(readers, reader)
			open.Add(1)
			response.Body = &closeable{reader, &open}
			return response
		}, settings{})
		for range 4 {
			_ = get(t.Context(), s)
		}
		if len(readers) != len(statuses) {
			t.Fatalf("got %d attempts, want %d", len(readers), len(statuses))
		}
		for i, reader := range readers {
			if reader.Len() > 0 {
				t.Errorf("%d bytes of response %d were left", reader.Len(), i+1)
			}
		}
		if got := open.Load(); got != 0 {
			t.Errorf("%d bodies were left open", got)
		}
	})
}

func TestSender_redirectsAreNoResponses(t *testing.T) {
	t.Parallel()
	for _, status := range []int{300, 301, 302, 304, 307, 308} {
		for method, call := range siteCalls {
			var asked []string
			s := scripted(t, func(request *http.Request) *http.Response {
				asked = append(asked, request.URL.String())
				return says(status, "<html>", "Location", "https://evil.example/api/v2/elsewhere", "X-Request-Id", "r-1")
			}, settings{})
			response, err := s.Do(t.Context(), call)
			if len(asked) != 1 || strings.Contains(asked[0], "evil") {
				t.Errorf("%d to %s: asked %q, want one request to the endpoint", status, method, asked)
			}
			if status == http.StatusFound && method != http.MethodGet {
				if err != nil || response.Location != "https://evil.example/api/v2/elsewhere" {
					t.Errorf("%d to %s: got %+v, %v; HTTP/1.0 has no other 303", status, method, response, err)
				}
				continue
			}
			if _, ok := errors.AsType[*ResponseError](err); !ok {
				t.Errorf("%d to %s: got %v, want a ResponseError", status, method, err)
				continue
			}
			wantError(t, err, fmt.Sprintf("got a redirect (%d %s), which is not followed", status, http.StatusText(status)), "(request id r-1)")
		}
	}
}

// TestSender_malformedLocationDoesNotCostTheResponse has a header over which net/http would refuse a whole response.
func TestSender_malformedLocationDoesNotCostTheResponse(t *testing.T) {
	t.Parallel()
	for _, location := range []string{"http://[::1", "/%zz", "://", "\x7f"} {
		for _, status := range []int{201, 303} {
			s := scripted(t, always(status, "<html>", "Location", location, "X-Request-Id", "r-1"), settings{})
			r, err := s.Do(t.Context(), siteCalls["POST"])
			if err != nil || r.Status != status || r.Location != location || string(r.Body) != "<html>" || r.RequestID() != "r-1" {
				t.Errorf("%d with %q: got %+v, %v", status, location, r, err)
			}
		}
	}
}
