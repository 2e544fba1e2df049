// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestServer_credentials(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	for name, test := range map[string]struct {
		authorization string
		status        int
	}{
		"API key":              {naotest.APIKey, 200},
		"OAuth token":          {"Bearer " + naotest.OAuthToken, 200},
		"JWT":                  {s.JWT(time.Hour), 200},
		"expired JWT":          {s.JWT(-time.Hour), 401},
		"API key as bearer":    {"Bearer " + naotest.APIKey, 401},
		"OAuth token alone":    {naotest.OAuthToken, 401},
		"JWT as bearer":        {"Bearer " + s.JWT(time.Hour), 401},
		"wrong":                {"wrong", 401},
		"none":                 {"", 401},
		"password for API key": {naotest.Password, 401},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := inProcess(t, s)
			c.auth = test.authorization
			response := c.do("GET", "/teams", "", test.status)
			if test.status == 401 {
				equal(t, "title", response.at("errors", 0, "title"), any("Unauthorized"))
			}
		})
	}
}

func TestServer_rejectsWhatItCannotServe(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		method, path, body, accept, contentType string
		status                                  int
	}{
		"unknown path":       {"GET", "/users", "", "application/json", "", 404},
		"outside the API":    {"GET", "/../../index.html", "", "application/json", "", 404},
		"unclean path":       {"GET", "//teams", "", "application/json", "", 404},
		"method":             {"PATCH", "/teams/392", "{}", "application/json", "application/json", 405},
		"accept":             {"GET", "/teams", "", "text/html", "", 406},
		"content type":       {"POST", "/teams", `{"team":{"name":"x"}}`, "application/json", "text/plain", 406},
		"malformed":          {"POST", "/teams", `{"team":`, "application/json", "application/json", 400},
		"missing root":       {"POST", "/teams", `{"name":"x"}`, "application/json", "application/json", 422},
		"null root":          {"POST", "/teams", `{"team":null}`, "application/json", "application/json", 422},
		"accept whatever":    {"GET", "/teams", "", "*/*", "", 200},
		"accept nothing set": {"GET", "/teams", "", "", "", 200},
		"id is no number":    {"GET", "/teams/abc", "", "", "", 404},
		"too large":          {"POST", "/teams", strings.Repeat(" ", 2<<20), "", "application/json", 413},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.Start(t, naotest.Behavior{})
			r, err := http.NewRequestWithContext(t.Context(), test.method, s.URL+test.path, strings.NewReader(test.body))
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Authorization", naotest.APIKey)
			for name, value := range map[string]string{"Accept": test.accept, "Content-Type": test.contentType} {
				if value != "" {
					r.Header.Set(name, value)
				}
			}
			response, err := (&http.Client{CheckRedirect: dontFollow}).Do(r)
			if err != nil {
				t.Fatal(err)
			}
			if err := response.Body.Close(); err != nil {
				t.Error(err)
			}
			equal(t, "status", response.StatusCode, test.status)
			if test.status == http.StatusMethodNotAllowed && response.Header.Get("Allow") == "" {
				t.Error("no Allow header")
			}
		})
	}
}

func TestServer_missingRootMayBeABadRequest(t *testing.T) {
	t.Parallel()
	c := inProcess(t, naotest.New(naotest.Behavior{MissingRoot: http.StatusBadRequest}))
	c.do("POST", "/teams", `{"name":"x"}`, 400)
}

func TestServer_everyResponseHasARequestID(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	s.Inject(naotest.ProxyPage(502), naotest.On("GET", "/sites"))
	c := inProcess(t, s)
	seen := map[string]bool{}
	for _, path := range []string{"/teams", "/teams", "/teams/1", "/nowhere", "/sites"} {
		response, err := c.send(t.Context(), "GET", path, "")
		if err != nil {
			t.Fatal(err)
		}
		request := response.header.Get("X-Request-Id")
		if request == "" || seen[request] {
			t.Errorf("%s: got x-request-id %q", path, request)
		}
		seen[request] = true
	}
	for _, request := range s.Requests() {
		if !seen[request.ID] {
			t.Errorf("the log has another id: %q", request.ID)
		}
	}
}
