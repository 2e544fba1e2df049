// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestRead_oneRequest(t *testing.T) {
	t.Parallel()
	c, server := account(t, naotest.Behavior{})
	site, err := c.Sites.Get(t.Context(), Site{ID: "1"})
	if want := (Site{ID: "1", Name: "Lab", Latitude: Set(43.5), Longitude: Set(1.25)}); err != nil || site != want {
		t.Errorf("got %+v, %v; want %+v", site, err, want)
	}
	wantSent(t, server, "GET /sites/1")
}

func TestRead_failures(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ body, want string }{
		"a job instead":     {jobDocument("success"), "expected a site, got a job_watcher"},
		"another site":      {`{"data":{"id":"2","type":"site","attributes":{"name":"Depot"}}}`, "expected site 1, got 2"},
		"another plain one": {`{"site":{"id":2}}`, "expected site 1, got 2"},
		"several":           {`{"data":[{"id":"1","type":"site"},{"id":"2","type":"site"}]}`, "expected one site, got 2 resources"},
		"none":              {`{"data":null}`, "expected one site, got 0 resources"},
		"no id":             {`{"data":{"type":"site","attributes":{"name":"Lab"}}}`, "with an id"},
		"a page":            {`<!DOCTYPE html><html></html>`, "expected a JSON document"},
		"half a document":   {`{"data":{"id":"1","ty`, "breaks off or is malformed"},
		"errors with a 200": {`{"errors":[{"detail":"no such luck"}]}`, "no such luck"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := scripted(t, always(200, test.body)).Sites.Get(t.Context(), Site{ID: "1"})
			wantError(t, err, "read site 1: ", test.want)
		})
	}
}

// TestRead_singly reads objects one by one where listings are switched off.
func TestRead_singly(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.SeedSites(30)
		c := inProcess(t, server, func(config *Config) { config.SingleReads = true })
		readSites(t, c, server, 30)
		wantCount(t, server, "GET", "/sites/*", 30)
		wantCount(t, server, "GET", "/sites", 0)
		// A look by a key is a look for it alone.
		if found, err := c.Sites.Find(t.Context(), Site{Name: "site-00007"}); err != nil || len(found) != 1 {
			t.Errorf("found %+v, %v", found, err)
		}
		wantCount(t, server, "GET", "/sites", 1)
	})
}
