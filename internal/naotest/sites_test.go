// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

const lovely = `{"site":{"name":"My lovely site","longitude":1.3871262673941822,"latitude":43.56439230039133}}`

func TestSite_createReadUpdateDelete(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	c := inProcess(t, s)

	created := c.do("POST", "/sites", lovely, 201)
	equal(t, "id", created.at("data", "id"), any("11416"))
	equal(t, "type", created.at("data", "type"), any("site"))
	equal(t, "latitude", created.at("data", "attributes", "latitude"), any(43.56439230039133))
	equal(t, "links.self", created.at("links", "self"), any(naotest.Endpoint+"/sites"))

	c.do("PUT", "/sites/11416", `{"site":{"longitude":"2.5"}}`, 200)
	read := c.do("GET", "/sites/11416", "", 200)
	equal(t, "name", read.at("data", "attributes", "name"), any("My lovely site"))
	equal(t, "longitude", read.at("data", "attributes", "longitude"), any(2.5))
	equal(t, "links.self", read.at("links", "self"), any(naotest.Endpoint+"/sites/11416"))

	c.do("DELETE", "/sites/11416", "", 204)
	c.do("GET", "/sites/11416", "", 404)
	equal(t, "sites", len(s.Sites()), 0)
}

func TestSite_rejectsInvalidAttributesWithTheirPointer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ body, pointer, detail string }{
		"too far north": {
			`{"site":{"name":"x","latitude":91,"longitude":0}}`,
			"/data/attributes/latitude", "Latitude must be less than or equal to 90",
		},
		"too far west": {
			`{"site":{"name":"x","latitude":0,"longitude":-180.5}}`,
			"/data/attributes/longitude", "Longitude must be greater than or equal to -180",
		},
		"not a number": {
			`{"site":{"name":"x","latitude":"north","longitude":0}}`,
			"/data/attributes/latitude", "Latitude is not a number",
		},
		"missing": {
			`{"site":{"name":"x","latitude":0}}`,
			"/data/attributes/longitude", "Longitude can't be blank",
		},
		"null": {
			`{"site":{"name":"x","latitude":null,"longitude":0}}`,
			"/data/attributes/latitude", "Latitude can't be blank",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := naotest.New(naotest.Behavior{})
			rejected := inProcess(t, s).do("POST", "/sites", test.body, 422)
			equal(t, "pointer", rejected.at("errors", 0, "source", "pointer"), any(test.pointer))
			equal(t, "detail", rejected.at("errors", 0, "detail"), any(test.detail))
			equal(t, "sites", len(s.Sites()), 0)
		})
	}
}

func TestSite_failedUpdateChangesNothing(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	site := s.AddSite(naotest.Site{Name: "old"})
	inProcess(t, s).do("PUT", "/sites/"+site.ID, `{"site":{"name":"new","latitude":91}}`, 422)
	equal(t, "name", s.Sites()[0].Name, "old")
}

func TestSite_coordinatesAreRounded(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{Sites: naotest.Sites{CoordinateDigits: 7}})
	created := inProcess(t, s).do("POST", "/sites", lovely, 201)
	equal(t, "longitude", created.at("data", "attributes", "longitude"), any(1.3871263))
	equal(t, "stored", s.Sites()[0].Latitude, 43.5643923)
}

func TestSite_namesAreUniqueByBehavior(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	c := inProcess(t, s)
	c.do("POST", "/sites", lovely, 201)
	c.do("POST", "/sites", lovely, 201)
	s.SetBehavior(func(b *naotest.Behavior) { b.Sites.UniqueNames = true })
	c.do("POST", "/sites", lovely, 422)
	c.do("PUT", "/sites/11416", `{"site":{"name":"another"}}`, 200)
	c.do("PUT", "/sites/11416", `{"site":{"name":"another"}}`, 200)
	c.do("PUT", "/sites/11416", `{"site":{"name":"My lovely site"}}`, 422)
}

func TestSite_creatingAndDeletingMayBeForbidden(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{Sites: naotest.Sites{ForbidCreate: true, ForbidDelete: true}})
	site := s.AddSite(naotest.Site{Name: "x"})
	c := inProcess(t, s)
	c.do("POST", "/sites", lovely, 403)
	c.do("DELETE", "/sites/"+site.ID, "", 403)
	c.do("GET", "/sites/"+site.ID, "", 200)
}

func TestPublish_followsTheConfiguration(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{})
	configured := s.AddSite(naotest.Site{Name: "configured", TrackingConfig: true})
	bare := s.AddSite(naotest.Site{Name: "bare"})
	c := inProcess(t, s)
	for _, test := range []struct {
		site, status string
		message      any
	}{
		{configured.ID, "success", nil},
		{bare.ID, "failure", "Missing graph or indoor area. Please add."},
	} {
		location := c.do("POST", "/sites/"+test.site+"/asset_tracking_config/publish", "", 303).header.Get("Location")
		job := c.do("GET", location, "", 200)
		equal(t, "status", job.at("data", "attributes", "status"), any(test.status))
		equal(t, "message", job.at("data", "attributes", "message"), test.message)
	}
	equal(t, "publications", s.Sites()[0].Publications, 1)
	equal(t, "publications without configuration", s.Sites()[1].Publications, 0)
	c.do("POST", "/sites/1/asset_tracking_config/publish", "", 404)

	s.SetBehavior(func(b *naotest.Behavior) { b.Sites.Publish = naotest.NoContent })
	c.do("POST", "/sites/"+configured.ID+"/asset_tracking_config/publish", "", 204)
	c.do("POST", "/sites/"+bare.ID+"/asset_tracking_config/publish", "", 422)
	equal(t, "publications at once", s.Sites()[0].Publications, 2)
}
