// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"net/http"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestJobs_behindAProxy has every write handed to a job, whose address names the host behind a proxy: its id counts, and nothing is ever sent
// elsewhere.
func TestJobs_behindAProxy(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"", "http://nao.internal:3000", "https://127.0.0.1", "https://evil.example"} {
		for _, response := range []naotest.Response{naotest.SeeOther, naotest.Accepted} {
			virtually(base+" "+string(response), t, func(t *testing.T) {
				server := naotest.New(naotest.Behavior{
					Responses: naotest.Responses{Creates: response, Updates: response, Deletes: response},
					Sites:     naotest.Sites{Publish: response},
					Jobs:      naotest.Jobs{Polls: 2, Location: naotest.LocationAbsolute, LocationBase: base},
				})
				c := inProcess(t, server, func(config *Config) { config.Transport = onEndpoint{t, server.Transport()} })
				site, err := c.Sites.Create(t.Context(), siteInput("Lab"))
				if err != nil {
					t.Fatal(err)
				}
				if site, err = c.Sites.Update(t.Context(), site, siteInput("Depot")); err != nil || site.Name != "Depot" {
					t.Errorf("updated: got %+v, %v", site, err)
				}
				server.UpdateSite(site.ID, func(site *naotest.Site) { site.TrackingConfig = true })
				if err := c.PublishAssetTrackingConfig(t.Context(), site.ID, nil); err != nil {
					t.Errorf("published: %v", err)
				}
				if err := c.Sites.Delete(t.Context(), site); err != nil || len(server.Sites()) > 0 {
					t.Errorf("deleted: %v", err)
				}
				wantCount(t, server, "GET", "/background_jobs/*", 4*3)
			})
		}
	}
}

// onEndpoint fails the test where a request goes elsewhere.
type onEndpoint struct {
	t    *testing.T
	next http.RoundTripper
}

func (o onEndpoint) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Scheme != "http" || request.URL.Host != "127.0.0.1" {
		o.t.Errorf("a request went to %s", request.URL)
	}
	return o.next.RoundTrip(request) //nolint:wrapcheck // it is the transport's own
}
