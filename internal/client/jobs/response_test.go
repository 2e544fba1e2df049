// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jobs

import (
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/jsonapi"
	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

func TestIn(t *testing.T) {
	t.Parallel()
	const at = "https://nao.example/api/v2/background_jobs/7"
	const page = `<html><body>You are being <a href="x">redirected</a>.</body></html>`
	const site = `{"data":{"id":"1","type":"site","attributes":{"name":"Lab"}}}`
	const none = ", found none"
	for name, test := range map[string]struct {
		status         int
		location, body string
		want, problem  string
	}{
		"303":                                  {status: 303, location: at, want: "7"},
		"303 with a page":                      {status: 303, location: at, body: page, want: "7"},
		"303 with a path":                      {status: 303, location: "/api/v2/background_jobs/7", want: "7"},
		"303 with a path from the endpoint":    {status: 303, location: "background_jobs/7", want: "7"},
		"303 to the host behind a proxy":       {status: 303, location: "http://nao.internal:3000/api/v2/background_jobs/7", want: "7"},
		"303 to another host":                  {status: 303, location: "https://evil.example/background_jobs/7?key=1#x", want: "7"},
		"303 with the job in the body":         {status: 303, body: jobDocument("In progress", false), want: "7"},
		"303 to nowhere":                       {status: 303, body: page, problem: "expected a background job in the Location header or in the body of a 303" + none},
		"303 to an object":                     {status: 303, location: "https://nao.example/api/v2/sites/7", body: page, problem: none},
		"303 to no URL":                        {status: 303, location: "/background_jobs/%zz", problem: none},
		"303 to an odd id":                     {status: 303, location: "/background_jobs/a%2Fb", problem: none},
		"302":                                  {status: 302, location: at, want: "7"},
		"202 with a job":                       {status: 202, body: jobDocument("In progress", false), want: "7"},
		"202 with a plain job":                 {status: 202, body: `{"job_watcher":{"id":7,"status":"In progress","has_finished":false}}`, want: "7"},
		"202 with a plain job by another name": {status: 202, body: `{"background_job":{"id":7}}`, want: "7"},
		"202 with an identifier":               {status: 202, body: `{"data":{"id":"7","type":"job_watcher"}}`, want: "7"},
		"202 with an id":                       {status: 202, body: `{"id":7}`, want: "7"},
		"202 with an id that is a string":      {status: 202, body: `{"id":"7"}`, want: "7"},
		"202 with an id as data":               {status: 202, body: `{"data":{"id":7}}`, want: "7"},
		"202 with a number":                    {status: 202, body: `7`, want: "7"},
		"202 with Location":                    {status: 202, location: "/api/v2/background_jobs/7", want: "7"},
		"202 with Location and another body":   {status: 202, location: at, body: jobDocument("In progress", false), want: "7"},
		"202 with the object's Location":       {status: 202, location: "/api/v2/sites/1", body: jobDocument("In progress", false), want: "7"},
		"202 with the object":                  {status: 202, body: site},
		"202 with nothing":                     {status: 202, problem: "of a 202" + none},
		"202 with a page":                      {status: 202, body: page, problem: "of a 202" + none},
		"202 with a list":                      {status: 202, body: `{"data":[]}`, problem: "of a 202" + none},
		"202 with an empty document":           {status: 202, body: `{"data":null}`, problem: "of a 202" + none},
		"202 with an id that is a path":        {status: 202, body: `{"id":"../../evil"}`, problem: "of a 202" + none},
		"200 with a job":                       {status: 200, body: jobDocument("In progress", false), want: "7"},
		"200 with the object":                  {status: 200, body: site},
		"201 with the object and Location":     {status: 201, location: "https://nao.example/api/v2/sites/1", body: site},
		"204":                                  {status: 204},
		"200 with nothing":                     {status: 200},
		"200 with a number":                    {status: 200, body: `7`},
		"200 with a page":                      {status: 200, body: page},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := (&Follower{}).In(&transport.Response{Status: test.status, Location: test.location, Body: []byte(test.body)})
			if test.problem == "" && err != nil || test.problem != "" && (err == nil || !strings.Contains(err.Error(), test.problem)) {
				t.Errorf("got the error %v, want %q", err, test.problem)
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func FuzzIDIn(f *testing.F) {
	for _, seed := range []string{
		"https://nao.example/api/v2/background_jobs/48156", "/background_jobs/48156/", "background_jobs/1", "", "?", "#", "..", "//", "/background_jobs/",
		"https:background_jobs/7", "/background_jobs/..", "/background_jobs/7/background_jobs/8", "\x00", "https://[::1/background_jobs/7",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, location string) {
		if id := idIn(location); id != "" && !jsonapi.ValidID(id) {
			t.Errorf("%q: got %q, which is no id", location, id)
		}
	})
}
