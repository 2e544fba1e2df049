// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
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

// A proxy reads what plain http sends. net/http itself lets none stand before a loopback host, so it takes another host to see the difference.
func TestProxy_forHTTPSAlone(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	t.Setenv("HTTPS_PROXY", "http://127.0.0.1:2")
	t.Setenv("NO_PROXY", "")
	for target, want := range map[string]string{
		"http://nao.example/api/v2": "", "http://LocalHost:9/": "", "http://[::1]/": "", "https://nao.example/api/v2": "http://127.0.0.1:2",
	} {
		u, err := url.Parse(target)
		if err != nil {
			t.Fatal(err)
		}
		through, err := proxy(&http.Request{URL: u})
		if err != nil || (through == nil) != (want == "") || through != nil && through.String() != want {
			t.Errorf("%s: got the proxy %v, %v; want %q", target, through, err, want)
		}
	}
}

func TestNew_refusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	for want, config := range map[string]Config{
		"no credentials": {},
		"must be https":  {Credentials: APIKey(naotest.APIKey), Endpoint: "http://nao.example"},
	} {
		_, err := New(config)
		wantError(t, err, want)
	}
}

func TestNew_takesWhatIsNotSetFromTheDefaults(t *testing.T) {
	t.Parallel()
	c, err := New(Config{Credentials: APIKey(naotest.APIKey)})
	if err != nil {
		t.Fatal(err)
	}
	got := c.config
	if got.Endpoint != DefaultEndpoint || got.OnExisting != Fail || got.MaxRetries != DefaultMaxRetries || got.RequestTimeout != DefaultRequestTimeout ||
		got.MaxConcurrentRequests != DefaultMaxConcurrentRequests || got.RetryWait != DefaultRetryWait || got.RequestsPerSecond != 0 {
		t.Errorf("got %+v", got)
	}
	transport, ok := got.Transport.(*http.Transport)
	if !ok || transport.MaxIdleConnsPerHost != DefaultMaxConcurrentRequests || transport.Proxy == nil {
		t.Errorf("got the transport %+v", got.Transport)
	}
}

func TestNew_hasRoomForOneRequestAtLeast(t *testing.T) {
	t.Parallel()
	c, err := New(Config{Credentials: APIKey(naotest.APIKey), MaxConcurrentRequests: -1})
	if err != nil || c.config.MaxConcurrentRequests != 1 {
		t.Errorf("got %d, %v; want 1", c.config.MaxConcurrentRequests, err)
	}
}
