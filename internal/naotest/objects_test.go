// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

const (
	notifiersPath = "/sites/11416/notifiers"
	hook          = `{"notifier":{"name":"hook","url":"https://example.com","limit":9007199254740993}}`
)

// withNotifiers returns an account with two sites, whose notifiers are as declared.
func withNotifiers(t *testing.T, declared naotest.Collection) (*naotest.Server, *client) {
	t.Helper()
	declared.Path = "sites/{}/notifiers"
	s := naotest.New(naotest.Behavior{Collections: []naotest.Collection{declared}})
	s.SeedSites(2)
	return s, inProcess(t, s)
}

func TestObject_createReadUpdateDelete(t *testing.T) {
	t.Parallel()
	s, c := withNotifiers(t, naotest.Collection{FirstID: 50})
	created := c.do("POST", notifiersPath, hook, 201)
	equal(t, "id", created.at("data", "id"), any("50"))
	equal(t, "type", created.at("data", "type"), any("notifier"))
	if !strings.Contains(created.body, `"limit":9007199254740993`) {
		t.Errorf("a digit is lost: %s", created.body)
	}
	equal(t, "stored", s.Objects("sites/11416/notifiers")[0].Attributes["limit"], any(json.Number("9007199254740993")))

	c.do("PUT", notifiersPath+"/50", `{"notifier":{"url":null,"id":7,"deep":{"list":[1,{"x":1e3}]}}}`, 200)
	read := c.do("GET", notifiersPath+"/50", "", 200)
	equal(t, "attributes", fmt.Sprint(read.at("data", "attributes")),
		"map[deep:map[list:[1 map[x:1000]]] id:50 limit:9.007199254740992e+15 name:hook url:<nil>]")
	equal(t, "listed", strings.Join(c.do("GET", notifiersPath+"?filter[name_eq]=hook", "", 200).ids(), " "), "50")
	equal(t, "filtered", len(c.do("GET", notifiersPath+"?filter[limit_lt]=3", "", 200).ids()), 0)
	equal(t, "made", fmt.Sprint(s.Made("notifier")), "map[11416/hook:1]")

	c.do("GET", "/sites/11417/notifiers/50", "", 404) // another site's
	c.do("POST", "/sites/1/notifiers", hook, 404)
	c.do("DELETE", notifiersPath+"/50", "", 204)
	c.do("GET", notifiersPath+"/50", "", 404)
}

func TestObject_changesOutOfBandAndGoesWithItsSite(t *testing.T) {
	t.Parallel()
	s, c := withNotifiers(t, naotest.Collection{Defaults: map[string]any{"enabled": true}})
	const here = "sites/11416/notifiers"
	s.SeedObjects(here, 2)
	mine := map[string]any{"n": 1}
	added := s.AddObject(naotest.Object{Collection: here, ID: "9", Attributes: mine})
	equal(t, "attributes", fmt.Sprint(added.Attributes), "map[enabled:true n:1]")
	equal(t, "copied", len(mine), 1)
	equal(t, "updated", s.UpdateObject(here, "9", func(o *naotest.Object) { o.Attributes["n"], o.Collection = 2, "x" }), true)
	equal(t, "n", c.do("GET", "/"+here+"/9", "", 200).at("data", "attributes", "n"), any(2.0))
	equal(t, "unknown", s.UpdateObject(here, "8", func(*naotest.Object) { t.Error("called") }), false)
	equal(t, "removed", s.RemoveObject(here, "9"), true)
	equal(t, "removed twice", s.RemoveObject(here, "9"), false)
	s.SeedObjects("sites/11417/notifiers", 1)
	equal(t, "name", s.Objects("sites/11417/notifiers")[0].Attributes["name"], any("object-00001"))
	s.RemoveSite("11416")
	equal(t, "objects", len(s.Objects("sites/{}/notifiers")), 1)
}

func TestCollections_wherever(t *testing.T) {
	t.Parallel()
	s := naotest.New(naotest.Behavior{Collections: []naotest.Collection{
		{Path: "policies"},
		{Path: "sites/{}/zones", Type: "geo-zone"},
		{Path: "sites/{}/zones/{}/alerts", IDPrefix: "al_"},
		{Path: "sites/{}/buildings/{}/doors"},
	}})
	s.SeedSites(1)
	s.AddBuilding(naotest.Building{SiteID: "11416", Name: "x"})
	c := inProcess(t, s)
	c.do("POST", "/policies", `{"policy":{"name":"x"}}`, 201)
	equal(t, "type", c.do("POST", "/sites/11416/zones", `{"geo-zone":{"name":"x"}}`, 201).at("data", "type"), any("geo-zone"))
	c.do("POST", "/sites/11416/zones", `{"zone":{"name":"x"}}`, 422)
	const alerts = "/sites/11416/zones/1/alerts"
	created := c.do("POST", alerts, `{"alert":{"name":"x"}}`, 201)
	equal(t, "id", created.at("data", "id"), any("al_1"))
	equal(t, "id among the attributes", created.at("data", "attributes", "id"), any("al_1"))
	c.do("GET", alerts+"/al_1", "", 200)
	c.do("GET", alerts+"/1", "", 404)
	equal(t, "filtered", len(c.do("GET", alerts+"?filter[id_eq]=al_1", "", 200).ids()), 1)
	c.do("POST", "/sites/11416/zones/2/alerts", `{"alert":{"name":"x"}}`, 404)
	c.do("POST", "/sites/11416/buildings/2100/doors", `{"door":{"name":"x"}}`, 201)
	c.do("DELETE", "/sites/11416/zones/1", "", 204)
	equal(t, "alerts", len(s.Objects("sites/{}/zones/{}/alerts")), 0)
	s.RemoveBuilding("2100")
	equal(t, "doors", len(s.Objects("sites/{}/buildings/{}/doors")), 0)

	c.do("GET", "/policies", "", 200)
	c.do("GET", "/rules", "", 404)
	s.SetBehavior(func(b *naotest.Behavior) { b.Collections = []naotest.Collection{{Path: "rules"}} })
	c.do("GET", "/policies", "", 404)
	c.do("GET", "/rules", "", 200)
}

func TestCollections_panicOnWhatCannotBe(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/zones", "sites/zones", "Zones", "a/{}/b/{}/c/{}/d", "rooms/{}/beds", "teams"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			naotest.New(naotest.Behavior{Collections: []naotest.Collection{{Path: path}}})
		})
	}
}

func TestObject_whatTheServerMakesOfIt(t *testing.T) {
	t.Parallel()
	const sent = `{"notifier":{"name":"Ab","place":[1.3871262673941822,"N"],"on":1,"token":"mine","x":"x"}}`
	for name, test := range map[string]struct {
		declared naotest.Collection
		want     string
	}{
		"as it is":   {naotest.Collection{}, `{"id":1,"name":"Ab","on":1,"place":[1.3871262673941822,"N"],"token":"mine","x":"x"}`},
		"default":    {naotest.Collection{Defaults: map[string]any{"x": 1, "y": 1e6}}, `{"id":1,"name":"Ab","on":1,"place":[1.3871262673941822,"N"],"token":"mine","x":"x","y":1000000}`},
		"added":      {naotest.Collection{Added: map[string]any{"x": "z"}}, `{"id":1,"name":"Ab","on":1,"place":[1.3871262673941822,"N"],"token":"mine","x":"z"}`},
		"read-only":  {naotest.Collection{Readonly: []string{"x", "token"}}, `{"id":1,"name":"Ab","on":1,"place":[1.3871262673941822,"N"]}`},
		"permitted":  {naotest.Collection{Permitted: []string{"name"}}, `{"id":1,"name":"Ab"}`},
		"generated":  {naotest.Collection{Permitted: []string{}, Generated: []string{"token"}}, `{"id":1,"token":"` + naotest.ObjectSecret + `-1"}`},
		"normalised": {naotest.Collection{Permitted: []string{"name", "place", "on"}, Normalised: map[string]naotest.Normal{"name": naotest.Lowered(), "place": naotest.Rounded(6), "on": naotest.AsText()}}, `{"id":1,"name":"ab","on":"1","place":[1.387126,"N"]}`},
		"single":     {naotest.Collection{Permitted: []string{"place", "on"}, Normalised: map[string]naotest.Normal{"place": naotest.SinglePrecision(), "on": naotest.SinglePrecision()}}, `{"id":1,"on":1,"place":[1.3871263265609741,"N"]}`},
		"own":        {naotest.Collection{Permitted: []string{"on"}, Normalised: map[string]naotest.Normal{"on": func(any) any { return []int{2} }}}, `{"id":1,"on":[2]}`},
		"masked":     {naotest.Collection{Permitted: []string{"token"}, Secrets: map[string]naotest.SecretForm{"token": naotest.SecretMasked, "none": naotest.SecretMasked}}, `{"id":1,"token":"********"}`},
		"echoed":     {naotest.Collection{Permitted: []string{"token"}, Secrets: map[string]naotest.SecretForm{"token": naotest.SecretEchoed}}, `{"id":1,"token":"mine"}`},
		"null":       {naotest.Collection{Permitted: []string{"token"}, Secrets: map[string]naotest.SecretForm{"token": naotest.SecretNull}}, `{"id":1,"token":null}`},
		"omitted":    {naotest.Collection{Permitted: []string{"token"}, Secrets: map[string]naotest.SecretForm{"token": naotest.SecretOmitted}}, `{"id":1}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := withNotifiers(t, test.declared)
			for _, document := range []result{c.do("POST", notifiersPath, sent, 201), c.do("GET", notifiersPath+"/1", "", 200), c.do("GET", notifiersPath, "", 200)} {
				if !strings.Contains(document.body, `"attributes":`+test.want) {
					t.Errorf("got %s\nwant %s", document.body, test.want)
				}
			}
		})
	}
}

func TestObject_whatOnlySomeDocumentsShow(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		declared              naotest.Collection
		created, read, listed bool // whether they show the url
	}{
		"all":    {naotest.Collection{}, true, true, true},
		"thin":   {naotest.Collection{ThinListing: []string{"url"}}, true, true, false},
		"secret": {naotest.Collection{Secrets: map[string]naotest.SecretForm{"url": naotest.SecretOnce}}, true, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := withNotifiers(t, test.declared)
			equal(t, "created", strings.Contains(c.do("POST", notifiersPath, hook, 201).body, "example.com"), test.created)
			equal(t, "read", strings.Contains(c.do("GET", notifiersPath+"/1", "", 200).body, "example.com"), test.read)
			equal(t, "listed", strings.Contains(c.do("GET", notifiersPath, "", 200).body, "example.com"), test.listed)
		})
	}
}

func TestObject_movesAtEveryReadWhereThatIsWanted(t *testing.T) {
	t.Parallel()
	for _, moving := range [][]string{nil, {"seen"}} {
		_, c := withNotifiers(t, naotest.Collection{Moving: moving})
		c.do("POST", notifiersPath, hook, 201)
		before := c.do("GET", notifiersPath+"/1", "", 200).body
		after := c.do("GET", notifiersPath+"/1", "", 200).body
		equal(t, "same", before == after, moving == nil)
	}
}

func TestObject_updateOfAPart(t *testing.T) {
	t.Parallel()
	for replacing, want := range map[bool]any{false: "https://example.com", true: nil} {
		_, c := withNotifiers(t, naotest.Collection{Replacing: replacing, Added: map[string]any{"by": "us"}})
		c.do("POST", notifiersPath, hook, 201)
		updated := c.do("PUT", notifiersPath+"/1", `{"notifier":{"name":"new"}}`, 200)
		equal(t, "url", updated.at("data", "attributes", "url"), want)
		equal(t, "name", updated.at("data", "attributes", "name"), any("new"))
		equal(t, "added", updated.at("data", "attributes", "by"), any("us"))
	}
}

func TestObject_refusals(t *testing.T) {
	t.Parallel()
	refused := map[string]int{"DELETE": 405, "PUT": 403, "LIST": 404}
	for name, test := range map[string]struct {
		declared                        naotest.Collection
		nameless, invalid, again, third int
		list, read, update, removal     int
		elsewhere                       int
	}{
		"none":       {naotest.Collection{}, 201, 201, 201, 201, 200, 200, 200, 204, 201},
		"required":   {naotest.Collection{Required: []string{"name"}}, 422, 201, 201, 201, 200, 200, 200, 204, 201},
		"validated":  {naotest.Collection{Validate: noInvalidURL}, 201, 422, 201, 201, 200, 200, 200, 204, 201},
		"unique":     {naotest.Collection{Unique: naotest.UniqueBelowParent}, 201, 201, 422, 201, 200, 200, 200, 204, 201},
		"everywhere": {naotest.Collection{Unique: naotest.UniqueInAccount}, 201, 201, 422, 201, 200, 200, 200, 204, 422},
		"own key":    {naotest.Collection{Unique: naotest.UniqueBelowParent, Key: []string{"name", "url"}}, 201, 201, 422, 201, 200, 200, 200, 204, 201},
		"existing":   {naotest.Collection{ReturnExisting: true}, 201, 201, 200, 201, 200, 200, 200, 204, 201},
		"limit":      {naotest.Collection{Limit: 3}, 201, 201, 201, 422, 200, 200, 200, 204, 201},
		"methods":    {naotest.Collection{Refused: refused}, 201, 201, 201, 201, 404, 200, 403, 405, 201},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := withNotifiers(t, test.declared)
			c.do("POST", notifiersPath, hook, 201)
			c.do("POST", notifiersPath, `{"notifier":{"url":"x"}}`, test.nameless)
			c.do("POST", notifiersPath, `{"notifier":{"name":"bad","url":"invalid"}}`, test.invalid)
			got := c.do("POST", notifiersPath, hook, map[bool]int{true: 422, false: test.again}[test.third == 422])
			if test.again == 422 {
				equal(t, "pointer", got.at("errors", 0, "source", "pointer"), any("/data/attributes/name"))
			}
			c.do("POST", notifiersPath, `{"notifier":{"name":"third","url":"x"}}`, test.third)
			c.do("POST", "/sites/11417/notifiers", hook, test.elsewhere)
			c.do("GET", notifiersPath, "", test.list)
			c.do("GET", notifiersPath+"/1", "", test.read)
			c.do("PUT", notifiersPath+"/1", `{"notifier":{"url":"y"}}`, test.update)
			before := len(s.Objects("sites/{}/notifiers"))
			c.do("DELETE", notifiersPath+"/1", "", test.removal)
			equal(t, "removed", before-len(s.Objects("sites/{}/notifiers")), map[bool]int{true: 1}[test.removal == 204])
		})
	}
}

func noInvalidURL(attributes map[string]any) map[string]string {
	if attributes["url"] == "invalid" {
		return map[string]string{"url": "Url is invalid"}
	}
	return nil
}

func TestObject_isSubjectToTheCommonSwitches(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, c := withNotifiers(t, naotest.Collection{Unique: naotest.UniqueBelowParent})
		s.SetBehavior(func(b *naotest.Behavior) {
			b.PerType = map[string]naotest.Responses{"notifier": {Creates: naotest.SeeOther, Deletes: naotest.Empty}}
			b.WorkPerType = map[string]naotest.Durations{"notifier": {Creates: time.Minute}}
			b.DetailLag, b.Listing.Lag = naotest.Lag{For: time.Minute}, naotest.Lag{For: 2 * time.Minute}
			b.Removals = naotest.Removals{KeepName: time.Hour}
			b.Attributes.Stored = map[string]naotest.Text{"notifier.name": {UpperCase: true}}
			b.Gone, b.Documents.StringAttributes = true, true
		})
		c.do("POST", notifiersPath, hook, 303)
		equal(t, "made", maps.Equal(s.Made("notifier"), map[string]int{"11416/HOOK": 1}), true)
		c.do("GET", notifiersPath+"/1", "", 404)
		pass(time.Minute)
		equal(t, "limit", c.do("GET", notifiersPath+"/1", "", 200).at("data", "attributes", "limit"), any("9007199254740993"))
		equal(t, "listed", len(c.do("GET", notifiersPath, "", 200).ids()), 0)
		pass(time.Minute)
		equal(t, "listed", len(c.do("GET", notifiersPath, "", 200).ids()), 1)
		c.do("DELETE", notifiersPath+"/1", "", 200)
		c.do("GET", notifiersPath+"/1", "", 410)
		s.SetBehavior(func(b *naotest.Behavior) { b.PerType = nil })
		c.do("POST", notifiersPath, hook, 422) // the name is kept
	})
}
