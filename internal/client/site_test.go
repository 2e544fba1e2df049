// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/json"
	"fmt"
	"math"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestSite_decode(t *testing.T) {
	t.Parallel()
	attributes := func(a string) string { return `{"data":{"id":"7","type":"site","attributes":` + a + `}}` }
	for name, test := range map[string]struct {
		body     string
		want     Site
		complete bool
	}{
		"as documented":  {attributes(`{"id":7,"name":"My lovely site","longitude":1.3871262673941822,"latitude":43.56439230039133}`), Site{ID: "7", Name: "My lovely site", Latitude: Set(43.56439230039133), Longitude: Set(1.3871262673941822)}, true},
		"strings":        {attributes(`{"name":"Lab","longitude":"-1.5","latitude":"43"}`), Site{ID: "7", Name: "Lab", Latitude: Set(43.0), Longitude: Set(-1.5)}, true},
		"never placed":   {attributes(`{"name":"Lab","longitude":null,"latitude":null}`), Site{ID: "7", Name: "Lab", Latitude: Null[float64](), Longitude: Null[float64]()}, true},
		"at the origin":  {attributes(`{"name":"Lab","longitude":0,"latitude":-0.0}`), Site{ID: "7", Name: "Lab", Latitude: Set(0.0), Longitude: Set(0.0)}, true},
		"a thin listing": {attributes(`{"name":"Lab"}`), Site{ID: "7", Name: "Lab"}, false},
		"without a name": {attributes(`{"longitude":1,"latitude":2}`), Site{ID: "7", Latitude: Set(2.0), Longitude: Set(1.0)}, false},
		"extras":         {attributes(`{"name":"Lab","longitude":1,"latitude":2,"map":{"url":null}}`), Site{ID: "7", Name: "Lab", Latitude: Set(2.0), Longitude: Set(1.0)}, true},
		"plain":          {`{"site":{"id":7,"name":"Lab","longitude":1,"latitude":2}}`, Site{ID: "7", Name: "Lab", Latitude: Set(2.0), Longitude: Set(1.0)}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := decodeSite(nil, resourceOf(t, test.body))
			if err != nil || got != test.want || got.Complete() != test.complete {
				t.Errorf("got %+v, complete %t, %v; want %+v, %t", got, got.Complete(), err, test.want, test.complete)
			}
		})
	}
}

func TestSameCoordinate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		a, b float64
		want bool
	}{
		{43.5, 43.5, true},
		{43.56439230039133, 43.564392, true},
		{43.56439230039133, float64(float32(43.56439230039133)), true},
		{1, 1.00001, true},
		{-179.99999, -180, true},
		{1, 1.000011, false},
		{1, 0.99998, false},
		{180, -180, false}, // The same meridian, but not what was written down.
		{0, math.Copysign(0, -1), true},
		{math.NaN(), math.NaN(), false},
	} {
		if got := SameCoordinate(test.a, test.b); got != test.want {
			t.Errorf("%v and %v: got %t", test.a, test.b, got)
		}
		if got := SameCoordinate(test.b, test.a); got != test.want {
			t.Errorf("%v and %v: got %t", test.b, test.a, got)
		}
	}
}

func TestSiteKey_matches(t *testing.T) {
	t.Parallel()
	key := siteKey(siteInput("Lab").Wanted())
	for _, test := range []struct {
		site Site
		want bool
	}{
		{Site{Name: "Lab", Latitude: Set(43.5), Longitude: Set(1.25)}, true},
		{Site{Name: "Lab", Latitude: Set(43.500005), Longitude: Set(1.25)}, true},
		{Site{Name: "Lab"}, true},
		{Site{Name: "lab", Latitude: Set(43.5), Longitude: Set(1.25)}, false},
		{Site{Name: "Lab", Latitude: Set(43.6), Longitude: Set(1.25)}, false},
		{Site{Name: "Lab", Latitude: Set(43.5), Longitude: Set(1.26)}, false},
		{Site{Name: "Lab", Latitude: Null[float64](), Longitude: Set(1.25)}, false},
		{Site{Name: "Lab", Latitude: Set(43.5), Longitude: Null[float64]()}, false},
	} {
		if got := key.Matches(test.site); got != test.want {
			t.Errorf("%+v: got %t", test.site, got)
		}
	}
	if want := `"Lab" at 43.5, 1.25`; key.Text != want {
		t.Errorf("got the text %s, want %s", key.Text, want)
	}
}

func TestSiteInput_onTheWire(t *testing.T) {
	t.Parallel()
	for want, input := range map[string]SiteInput{
		`{}`:             {},
		`{"latitude":0}`: {Latitude: Set(0.0)},
		`{"name":"My lovely site","latitude":43.56439230039133,"longitude":1.3871262673941822}`: {
			Name: Set("My lovely site"), Latitude: Set(43.56439230039133), Longitude: Set(1.3871262673941822),
		},
	} {
		if got, err := json.Marshal(input); err != nil || string(got) != want {
			t.Errorf("got %s, %v; want %s", got, err, want)
		}
	}
}

func TestSite_requests(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{})
	c := inProcess(t, server)
	made, err := c.Sites.Create(t.Context(), siteInput("Lab"))
	if want := (Site{ID: "11416", Name: "Lab", Latitude: Set(43.5), Longitude: Set(1.25)}); err != nil || made != want {
		t.Fatalf("got %+v, %v; want %+v", made, err, want)
	}
	wantSent(t, server, "GET /sites", `POST /sites {"site":{"name":"Lab","latitude":43.5,"longitude":1.25}}`)
	server.ResetRequests()
	changed, err := c.Sites.Update(t.Context(), Site{ID: made.ID}, SiteInput{Latitude: Set(-12.5)})
	if want := (Site{ID: "11416", Name: "Lab", Latitude: Set(-12.5), Longitude: Set(1.25)}); err != nil || changed != want {
		t.Errorf("got %+v, %v; want %+v", changed, err, want)
	}
	wantSent(t, server, `PUT /sites/11416 {"site":{"latitude":-12.5}}`)
	server.ResetRequests()
	if err := c.Sites.Delete(t.Context(), Site{ID: made.ID}); err != nil {
		t.Error(err)
	}
	wantSent(t, server, "DELETE /sites/11416")
}

func TestSites_foundByName_whereverTheyAre(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{})
	server.AddSite(naotest.Site{ID: "1", Name: "Lab", Latitude: 1})
	server.AddSite(naotest.Site{ID: "2", Name: "Lab", Latitude: 2})
	server.AddSite(naotest.Site{ID: "3", Name: "Depot"})
	sites, err := inProcess(t, server).Sites.Find(t.Context(), Site{Name: "Lab"})
	if err != nil || fmt.Sprint(ids(sites)) != "[1 2]" {
		t.Errorf("got %+v, %v", sites, err)
	}
}

// A site that is looked for by its whole key is found within a metre.
func TestSites_foundByTheirKey(t *testing.T) {
	t.Parallel()
	server := naotest.New(naotest.Behavior{})
	server.AddSite(naotest.Site{ID: "1", Name: "Lab", Latitude: 1, Longitude: 1})
	server.AddSite(naotest.Site{ID: "2", Name: "Lab", Latitude: 2, Longitude: 1})
	sites, err := inProcess(t, server).Sites.Find(t.Context(), Site{Name: "Lab", Latitude: Set(2.000004), Longitude: Set(1.0)})
	if err != nil || fmt.Sprint(ids(sites)) != "[2]" {
		t.Errorf("got %+v, %v", sites, err)
	}
}

func TestSite_whoMayNotCreateMayRead(t *testing.T) {
	t.Parallel()
	c, server := account(t, naotest.Behavior{Sites: naotest.Sites{ForbidCreate: true, ForbidDelete: true}})
	if _, err := c.Sites.Get(t.Context(), Site{ID: "1"}); err != nil {
		t.Error(err)
	}
	_, err := c.Sites.Create(t.Context(), siteInput("Depot"))
	wantError(t, err, `create site "Depot" at 43.5, 1.25: `)
	if !IsForbidden(err) {
		t.Errorf("got %v, want a 403", err)
	}
	if err := c.Sites.Delete(t.Context(), Site{ID: "1"}); !IsForbidden(err) || len(server.Sites()) != 1 {
		t.Errorf("got %v, want a 403", err)
	}
}
