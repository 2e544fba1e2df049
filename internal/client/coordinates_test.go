// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestSite_onServicesThatRound makes a site once, whatever number of digits the service keeps, and finds it again.
func TestSite_onServicesThatRound(t *testing.T) {
	t.Parallel()
	for rounding, sites := range map[string]naotest.Sites{
		"all digits":       {},
		"six decimals":     {CoordinateDigits: 6},
		"five decimals":    {CoordinateDigits: 5},
		"single precision": {SinglePrecision: true},
	} {
		for ending, test := range map[string]struct {
			response naotest.Response
			fault    naotest.Fault
		}{
			"201": {naotest.Document, naotest.Fault{}}, "lost response": {naotest.Document, naotest.LoseResponse}, "303": {naotest.SeeOther, naotest.Fault{}},
		} {
			virtually(rounding+", "+ending, t, func(t *testing.T) {
				server := naotest.New(naotest.Behavior{Sites: sites, Responses: naotest.Responses{Creates: test.response}})
				server.Schedule(test.fault)
				c := inProcess(t, server)
				in := SiteInput{Name: Set("Lab"), Latitude: Set(43.56439230039133), Longitude: Set(-179.3871262673941822)}
				site, err := c.Sites.Create(t.Context(), in)
				if err != nil || site.ID != "11416" || len(server.Sites()) != 1 {
					t.Fatalf("got %+v, %v, and %d sites", site, err, len(server.Sites()))
				}
				wantCount(t, server, "POST", "", 1)
				wantCount(t, server, "PUT", "", 0)
				if !in.ShownBy(site) {
					t.Errorf("got %+v, which is not what was sent", site)
				}
				// Another run finds it taken, and looks it up.
				other := inProcess(t, server)
				if _, err := other.Sites.Create(t.Context(), in); !isExists(err) {
					t.Errorf("the same again: got %v, want an ExistsError", err)
				}
				if found, err := other.Sites.Find(t.Context(), in.Wanted()); err != nil || len(found) != 1 || found[0].ID != site.ID {
					t.Errorf("found %+v, %v", found, err)
				}
				// Nothing waits for digits that never come.
				within(t, 0, func(t *testing.T) {
					in.Latitude = Set(-43.56439230039133)
					if site, err := c.Sites.Update(t.Context(), site, in); err != nil || !in.ShownBy(site) {
						t.Errorf("updated: %+v, %v", site, err)
					}
				})
			})
		}
	}
}
