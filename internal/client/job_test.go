// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func jobDocument(status string, finished bool) string {
	return fmt.Sprintf(`{"data":{"id":"7","type":"job_watcher","attributes":{"id":7,"status":%q,"message":null,"has_finished":%t}}}`, status, finished)
}

func TestJobIn(t *testing.T) {
	t.Parallel()
	const at = naotest.Endpoint + "/background_jobs/7"
	const page = `<html><body>You are being <a href="x">redirected</a>.</body></html>`
	const site = `{"data":{"id":"1","type":"site","attributes":{"name":"Lab"}}}`
	for name, test := range map[string]struct {
		status         int
		location, body string
		want, problem  string
	}{
		"303":                                  {status: 303, location: at, want: at},
		"303 with a page":                      {status: 303, location: at, body: page, want: at},
		"303 with a path":                      {status: 303, location: "/api/v2/background_jobs/7", want: at},
		"303 with a path from the endpoint":    {status: 303, location: "background_jobs/7", want: at},
		"303 with the job in the body":         {status: 303, body: jobDocument("In progress", false), want: at},
		"303 to nowhere":                       {status: 303, body: page, problem: "expected a background job in the Location header or in the body of a 303, found none"},
		"303 to another host":                  {status: 303, location: "https://evil.example/api/v2/background_jobs/7", problem: "the answer points to https://evil.example"},
		"202 with a job":                       {status: 202, body: jobDocument("In progress", false), want: at},
		"202 with a plain job":                 {status: 202, body: `{"job_watcher":{"id":7,"status":"In progress","has_finished":false}}`, want: at},
		"202 with a plain job by another name": {status: 202, body: `{"background_job":{"id":7}}`, want: at},
		"202 with an identifier":               {status: 202, body: `{"data":{"id":"7","type":"job_watcher"}}`, want: at},
		"202 with an id":                       {status: 202, body: `{"id":7}`, want: at},
		"202 with an id that is a string":      {status: 202, body: `{"id":"7"}`, want: at},
		"202 with an id as data":               {status: 202, body: `{"data":{"id":7}}`, want: at},
		"202 with a number":                    {status: 202, body: `7`, want: at},
		"202 with Location":                    {status: 202, location: "/api/v2/background_jobs/7", want: at},
		"202 with Location and another body":   {status: 202, location: at, body: jobDocument("In progress", false), want: at},
		"202 with the object":                  {status: 202, body: site},
		"202 with nothing":                     {status: 202, problem: "expected a background job in the Location header or in the body of a 202, found none"},
		"202 with a page":                      {status: 202, body: page, problem: "of a 202, found none"},
		"202 with a list":                      {status: 202, body: `{"data":[]}`, problem: "of a 202, found none"},
		"202 with an empty document":           {status: 202, body: `{"data":null}`, problem: "of a 202, found none"},
		"202 with a job without id":            {status: 202, body: `{"data":{"type":"job_watcher"}}`, problem: "expected a background job with an id"},
		"202 with an id of another origin":     {status: 202, body: `{"id":"../../evil"}`, want: naotest.Endpoint + "/background_jobs/..%2F..%2Fevil"},
		"200 with a job":                       {status: 200, body: jobDocument("In progress", false), want: at},
		"200 with the object":                  {status: 200, body: site},
		"201 with the object and Location":     {status: 201, location: naotest.Endpoint + "/sites/1", body: site},
		"204":                                  {status: 204},
		"200 with nothing":                     {status: 200},
		"200 with a number":                    {status: 200, body: `7`},
		"200 with a page":                      {status: 200, body: page},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := scripted(t, always(500, ""))
			a := &answer{call: call{method: "POST", path: "/sites"}, status: test.status, location: test.location, body: []byte(test.body), secrets: c.secrets}
			got, err := c.jobIn(a)
			if test.problem != "" {
				wantError(t, err, test.problem)
			} else if err != nil {
				t.Error(err)
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestResolve(t *testing.T) {
	t.Parallel()
	const https = "https://nao.example/api/v2"
	for name, test := range map[string]struct{ endpoint, location, want, problem string }{
		"absolute":              {https, "https://nao.example/api/v2/background_jobs/7", "https://nao.example/api/v2/background_jobs/7", ""},
		"another path":          {https, "https://nao.example/jobs/7?x=1", "https://nao.example/jobs/7?x=1", ""},
		"an absolute path":      {https, "/api/v2/background_jobs/7", "https://nao.example/api/v2/background_jobs/7", ""},
		"a relative path":       {https, "background_jobs/7", "https://nao.example/api/v2/background_jobs/7", ""},
		"a path upwards":        {https, "../../../../7", "https://nao.example/7", ""},
		"without a scheme":      {https, "//nao.example/7", "https://nao.example/7", ""},
		"in capitals":           {https, "HTTPS://NAO.Example/7", "https://NAO.Example/7", ""},
		"with the port":         {https, "https://nao.example:443/7", "https://nao.example:443/7", ""},
		"with an empty port":    {https, "https://nao.example:/7", "https://nao.example:/7", ""},
		"the port of the base":  {"https://nao.example:8443/api", "https://nao.example:8443/7", "https://nao.example:8443/7", ""},
		"the default http port": {"http://127.0.0.1:80/api", "http://127.0.0.1/7", "http://127.0.0.1/7", ""},
		"IPv6":                  {"http://[::1]:8080/api", "http://[::1]:8080/7", "http://[::1]:8080/7", ""},
		"a user":                {https, "https://me:hush@nao.example/7", "https://nao.example/7", ""},
		"a fragment":            {https, "background_jobs/7#hush", "https://nao.example/api/v2/background_jobs/7", ""},

		"another host":            {https, "https://evil.example/7", "", "points to https://evil.example, which is not the endpoint's https://nao.example"},
		"a host below":            {https, "https://nao.example.evil.example/7", "", "points to https://nao.example.evil.example"},
		"a host as user":          {https, "https://nao.example@evil.example/7", "", "points to https://evil.example"},
		"another host, no scheme": {https, "//evil.example/7", "", "points to https://evil.example"},
		"backslashes":             {https, `https:\\evil.example\7`, "", "no request was sent there"},
		"another scheme":          {https, "http://nao.example/7", "", "points to http://nao.example"},
		"another port":            {https, "https://nao.example:8443/7", "", "points to https://nao.example:8443"},
		"no port but the base's":  {"https://nao.example:8443/api", "https://nao.example/7", "", "points to https://nao.example,"},
		"a file":                  {https, "file:///etc/passwd", "", "points to file://"},
		"an opaque URL":           {https, "https:background_jobs/7", "", "no request was sent there"},
		"a word before a colon":   {https, "javascript:hush", "", "no request was sent there"},
		"an invalid escape":       {https, "/%zz", "", "the Location header of the answer is not a URL"},
		"an invalid port":         {https, "https://nao.example:port/7", "", "is not a URL"},
		"a line break":            {https, "/7\r\nX-Hush: 1", "", "is not a URL"},
		"an invalid host":         {https, "https://[::1/7", "", "is not a URL"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := scripted(t, always(500, ""), func(config *Config) { config.Endpoint = test.endpoint })
			got, err := c.resolve(test.location)
			if test.problem == "" {
				if err != nil || got.String() != test.want {
					t.Errorf("got %q, %v; want %q", got, err, test.want)
				}
				return
			}
			wantError(t, err, test.problem)
			if strings.Contains(err.Error(), "hush") {
				t.Errorf("got %q, which quotes more than the origin", err)
			}
		})
	}
}

func FuzzResolveLocation(f *testing.F) {
	for _, seed := range []string{
		"https://nao.example/api/v2/background_jobs/48156", "/api/v2/background_jobs/48156", "background_jobs/1", "", "?", "#", "..", "//",
		"//evil.example", "https://evil.example/1", "https:evil", `https:\\evil.example`, "http://nao.example", "https://nao.example:443/", "https://nao.example:0443",
		"https://a:b@nao.example/", "https://nao.example@evil.example", "https://[::1]", "https://nao.example%2eevil.example/", "/%2e%2e/%zz", "javascript:1", "\x00", "é",
	} {
		f.Add(seed)
	}
	c := scripted(f, always(500, ""), func(config *Config) { config.Endpoint = "https://nao.example/api/v2" })
	f.Fuzz(func(t *testing.T, location string) {
		target, err := c.resolve(location)
		if err != nil {
			return
		}
		resolved := target.String()
		u, err := url.Parse(resolved)
		if err != nil {
			t.Fatalf("%q became %q, which is no URL: %v", location, resolved, err)
		}
		if u.Scheme != "https" || !strings.EqualFold(u.Hostname(), "nao.example") || u.Port() != "" && u.Port() != "443" || u.User != nil {
			t.Errorf("%q became %q, which is elsewhere", location, resolved)
		}
		again, err := c.resolve(resolved)
		if err != nil || again.String() != resolved {
			t.Errorf("%q became %q, and that %q, %v", location, resolved, again, err)
		}
	})
}
