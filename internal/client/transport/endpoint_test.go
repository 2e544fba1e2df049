// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/go-cleanhttp"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
)

func TestParseEndpoint(t *testing.T) {
	t.Parallel()
	for endpoint, want := range map[string]string{
		DefaultEndpoint:                    "https://www.nao-cloud.com/api/v2",
		"https://nao.example/api/v2/":      "https://nao.example/api/v2",
		"https://nao.example":              "https://nao.example",
		"https://nao.example:8443///":      "https://nao.example:8443",
		"HTTPS://nao.example/api":          "https://nao.example/api",
		"http://localhost:8080/api/v2":     "http://localhost:8080/api/v2",
		"http://LocalHost/api/v2":          "http://localhost/api/v2",
		"http://127.0.0.1/api/v2":          "http://127.0.0.1/api/v2",
		"http://127.8.9.1:1/api/v2":        "http://127.8.9.1:1/api/v2",
		"http://[::1]:8080/api/v2":         "http://[::1]:8080/api/v2",
		"https://nao.example/on%20premise": "https://nao.example/on%20premise",
	} {
		got, err := ParseEndpoint(endpoint)
		if err != nil || got.String() != want {
			t.Errorf("%s: got %v, %v; want %s", endpoint, got, err, want)
		}
	}
}

func TestParseEndpoint_refuses(t *testing.T) {
	t.Parallel()
	for endpoint, want := range map[string]string{
		"":                               "must be an absolute URL with a host, such as https://www.nao-cloud.com/api/v2",
		"nao.example/api/v2":             "must be an absolute URL with a host",
		"nao.example:8443/api/v2":        "must be an absolute URL with a host",
		"10.0.0.1:8443/api/v2":           "must start with https://, such as https://www.nao-cloud.com/api/v2",
		"/api/v2":                        "must be an absolute URL with a host",
		"https:///api/v2":                "must be an absolute URL with a host",
		"https://:443/api/v2":            "must be an absolute URL with a host",
		"https:nao.example":              "must be an absolute URL with a host",
		"http://nao.example/api/v2":      "must be https, since plain http would show the credentials",
		"http://10.0.0.1/api/v2":         "must be https",
		"http://localhost.evil.example/": "must be https",
		"http://[::2]/":                  "must be https",
		"ftp://nao.example/":             "must start with https://, not ftp://",
		"//nao.example/":                 "must start with https://, not ://",
		"https://me:hush@nao.example/":   "must not hold a user name or a password",
		"https://hush@nao.example/":      "must not hold a user name or a password",
		"https://nao.example/?key=hush":  "must end with its path",
		"https://nao.example/?":          "must end with its path",
		"https://nao.example/#hush":      "must end with its path",
		"https://nao.example/%zz":        "must be a URL (invalid URL escape",
		"https://nao.example:port/hush":  "must be a URL (invalid port",
		"https://nao.example/\nhush":     "must be a URL (",
		"https://me:hush/1@nao.example/": "must be a URL of scheme, host and path, without",
		"https://me:1%hush@nao.example/": "must be a URL of scheme, host and path, without",
	} {
		_, err := ParseEndpoint(endpoint)
		wantError(t, err, want)
		if strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: got %q, which quotes what it may not", endpoint, err)
		}
	}
}

func TestPath(t *testing.T) {
	t.Parallel()
	for want, segments := range map[string][]string{
		"/teams": nil, "/teams/392": {"392"}, "/sites/5/nao_trackables/a-1_B": {"5", "nao_trackables", "a-1_B"},
	} {
		collection := "/" + strings.Split(want, "/")[1]
		if got, err := Path(collection, segments...); err != nil || got != want {
			t.Errorf("got %q, %v; want %q", got, err, want)
		}
	}
	for _, id := range []string{"", ".", "..", "1/2", "12/../13", "a b", "1?x=1", "1#2", "%2e%2e", "ü", "1\n", `1\2`, "${x}", strings.Repeat("1", 300)} {
		_, err := Path("/teams", id)
		if bad, ok := errors.AsType[*PathError](err); !ok || len(bad.Error()) > 300 {
			t.Errorf("%q: got %v, want a PathError", id, err)
		}
	}
	for _, collection := range []string{"teams", "", "/", "//", "/teams/", "/teams//1", "/../teams", "https://evil.example/teams"} {
		if got, err := Path(collection); err == nil {
			t.Errorf("got %q, want an error", got)
		}
	}
}

// FuzzPath looks for an id that leads elsewhere than to one object of the collection.
func FuzzPath(f *testing.F) {
	for _, seed := range []string{"392", "..", ".", "", "%2e%2e", "1/..", "1;2", "1\x00", "．．", "1\\..", "-", "_"} {
		f.Add(seed)
	}
	endpoint, err := ParseEndpoint(DefaultEndpoint)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, id string) {
		path, err := Path("/teams", id)
		if (err == nil) != jsonapi.ValidID(id) {
			t.Errorf("%q: got %v", id, err)
		}
		if err != nil {
			return
		}
		u := endpoint.JoinPath(path)
		if got := u.String(); got != DefaultEndpoint+"/teams/"+id {
			t.Errorf("%q leads to %s", id, got)
		}
	})
}

// TestProxy_forHTTPSAlone looks at hosts that are not this machine: net/http itself lets no proxy stand before a loopback host.
func TestProxy_forHTTPSAlone(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:2")
	t.Setenv("NO_PROXY", "")
	for target, want := range map[string]string{
		"http://nao.example/api/v2": "", "http://LocalHost:9/": "", "http://[::1]/": "", "https://nao.example/api/v2": "http://127.0.0.1:2",
	} {
		through, err := proxy(&http.Request{URL: mustURL(t, target)})
		if err != nil || (through == nil) != (want == "") || through != nil && through.String() != want {
			t.Errorf("%s: got the proxy %v, %v; want %q", target, through, err, want)
		}
	}
}

func TestDefaultRoundTripper(t *testing.T) {
	t.Parallel()
	transport, ok := DefaultRoundTripper(7).(*http.Transport)
	if !ok || transport.MaxIdleConnsPerHost != 7 || transport.Proxy == nil {
		t.Fatalf("got %+v", transport)
	}
	if usual := cleanhttp.DefaultPooledTransport().IdleConnTimeout; transport.IdleConnTimeout > 30*time.Second || usual <= 30*time.Second {
		t.Errorf("an idle connection is kept for %s, want at most 30 s", transport.IdleConnTimeout)
	}
	if err := transport.OnProxyConnectResponse(t.Context(), nil, nil, says(200, "")); err != nil { //nolint:bodyclose // It has none.
		t.Errorf("got %v of a proxy that lets pass", err)
	}
	if err := transport.OnProxyConnectResponse(context.Background(), nil, nil, says(407, "")); !errors.Is(err, errProxyPassword) { //nolint:bodyclose // It has none.
		t.Errorf("got %v of a proxy that wants a password", err)
	}
}

func TestSender_libraryFollowsNoRedirect(t *testing.T) {
	t.Parallel()
	if err := followNone(nil, nil); !errors.Is(err, http.ErrUseLastResponse) {
		t.Errorf("the library is told %v, want %v", err, http.ErrUseLastResponse)
	}
}

func TestSender_knowsItsEndpoint(t *testing.T) {
	t.Parallel()
	if got := newSender(t, "https://nao.example/api/v2/", nil, settings{}).Endpoint().String(); got != "https://nao.example/api/v2" {
		t.Errorf("got %s", got)
	}
}

func TestJudge_takesErrorsAsTheyCome(t *testing.T) {
	t.Parallel()
	cause := errors.New("connection reset")
	for _, err := range []error{cause, &url.Error{Op: "Get", URL: "https://nao.example/?key=1", Err: cause}} {
		if got := judge(err, true); got.err.Error() != "connection reset" || got.tries != 0 {
			t.Errorf("got %+v", got)
		}
	}
}

func TestSleep_endsWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
