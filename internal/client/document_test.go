// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestDecodeDocument(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body string
		ids  []string
		many bool
	}{
		"a resource":                         {body: `{"data":{"id":"392","type":"team","attributes":{"id":392}}}`, ids: []string{"392"}},
		"a collection":                       {body: `{"data":[{"id":"1","type":"team"},{"id":"2","type":"team"}]}`, ids: []string{"1", "2"}, many: true},
		"an empty collection":                {body: `{"data":[]}`, many: true},
		"no resource":                        {body: `{"data":null}`},
		"an id as a number":                  {body: `{"data":{"id":392,"type":"team"}}`, ids: []string{"392"}},
		"an id among the attributes alone":   {body: `{"data":{"type":"team","attributes":{"id":392}}}`, ids: []string{"392"}},
		"an id that is null beside another":  {body: `{"data":{"id":null,"type":"team","attributes":{"id":392}}}`, ids: []string{"392"}},
		"an empty id beside another":         {body: `{"data":{"id":"","attributes":{"id":"392"}}}`, ids: []string{"392"}},
		"no id anywhere":                     {body: `{"data":{"type":"team","attributes":null}}`, ids: []string{""}},
		"a plain resource":                   {body: `{"team":{"id":392,"name":"Ops"}}`, ids: []string{"392"}},
		"a plain collection":                 {body: `{"teams":[{"id":1},{"id":2}]}`, ids: []string{"1", "2"}, many: true},
		"an empty plain collection":          {body: `{"teams":[]}`, many: true},
		"a bare array":                       {body: ` [{"id":1}] `, ids: []string{"1"}, many: true},
		"blanks everywhere":                  {body: "\n { \"data\" : [ { \"id\" : \"1\" } ] } \r\n", ids: []string{"1"}, many: true},
		"members nobody knows":               {body: `{"jsonapi":{},"data":{"id":"1","meta":{},"links":null,"lid":7},"links":[]}`, ids: []string{"1"}},
		"an odd included and an odd meta":    {body: `{"data":{"id":"1"},"included":7,"meta":"none"}`, ids: []string{"1"}},
		"relationships that are not objects": {body: `{"data":{"id":"1","relationships":[]}}`, ids: []string{"1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := decodeDocument([]byte(test.body), "team", "teams")
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, r := range doc.resources {
				ids = append(ids, r.id())
			}
			if !slices.Equal(ids, test.ids) || doc.many != test.many {
				t.Errorf("got ids %q, many %t; want %q, %t", ids, doc.many, test.ids, test.many)
			}
		})
	}
}

func TestDecodeDocument_saysWhatCame(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ body, want string }{
		"nothing":               {"", "expected a JSON document, got an empty body"},
		"blanks":                {" \n", "expected a JSON document, got an empty body"},
		"an HTML page":          {"<html><body>token=hush</body></html>", "expected a JSON document, got an HTML page"},
		"plain text":            {"hush", "expected a JSON document, got something that is not JSON"},
		"a string":              {`"hush"`, "expected a JSON document, got a string"},
		"a number":              {`-1`, "expected a JSON document, got a number"},
		"a boolean":             {`false`, "expected a JSON document, got a boolean"},
		"null":                  {`null`, "got neither"},
		"another root":          {`{"hush":{}}`, "expected a JSON:API document or a root named after the type"},
		"a broken object":       {`{"data":{"id":"1","attributes":{"name":"hush`, "expected a JSON document, got an object that breaks off or is malformed"},
		"a broken array":        {`[{"id":"hush"`, "expected a JSON document, got an array that breaks off or is malformed"},
		"something behind":      {`{"data":{}} hush`, "expected a JSON document, got an object that breaks off or is malformed"},
		"data that is a string": {`{"data":"hush"}`, "expected a resource, got a string"},
		"an element of null":    {`{"data":[{"id":1},null]}`, "expected a resource, got null"},
		"an element of numbers": {`{"data":[7]}`, "expected a resource, got a number"},
		"an id that is no id":   {`{"data":{"id":{"hush":1}}}`, "expected a resource, got an object: expected a string, got an object"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := decodeDocument([]byte(test.body), "team", "teams")
			wantError(t, err, test.want)
			if strings.Contains(err.Error(), "hush") {
				t.Errorf("got %q, which quotes what came", err)
			}
		})
	}
}

func TestDecodePagination(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		meta           string
		records, pages int
	}{
		"all":                      {`{"pagination":{"current":1,"next":2,"last":4,"records":100},"resource_count":100}`, 100, 4},
		"as strings":               {`{"pagination":{"current":"1","last":"4","records":"100"}}`, 100, 4},
		"the last page":            {`{"pagination":{"current":4,"first":1,"prev":3,"records":100}}`, 100, -1},
		"the count alone":          {`{"resource_count":100}`, 100, -1},
		"null, and the count":      {`{"pagination":null,"resource_count":"7"}`, 7, -1},
		"nulls":                    {`{"pagination":{"records":null,"last":null},"resource_count":null}`, -1, -1},
		"an empty object":          {`{}`, -1, -1},
		"null itself":              {`null`, -1, -1},
		"an empty array":           {`[]`, -1, -1},
		"words":                    {`{"pagination":{"records":"many"}}`, -1, -1},
		"not a number":             {`{"pagination":{"records":"NaN","last":"Inf"}}`, -1, -1},
		"negative":                 {`{"pagination":{"records":-1,"last":-4}}`, -1, -1},
		"beyond any listing":       {`{"pagination":{"records":1e300,"last":2147483648}}`, -1, -1},
		"nothing at all":           {`{"pagination":{"current":1,"records":0},"resource_count":0}`, 0, -1},
		"records prevail on count": {`{"pagination":{"records":5},"resource_count":9}`, 5, -1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, want := decodePagination([]byte(test.meta)), (pagination{test.records, test.pages}); got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
}

func TestResource_related(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		relationships string
		many          []string
		one           string
	}{
		"several":                {`{"sites":{"data":[{"id":"1","type":"site"},{"id":2,"type":"site"}]}}`, []string{"1", "2"}, ""},
		"one":                    {`{"sites":{"data":{"id":"1","type":"site"}}}`, []string{"1"}, "1"},
		"none":                   {`{"sites":{"data":[]}}`, []string{}, ""},
		"not shown":              {`{"users":{"data":[]}}`, nil, ""},
		"null":                   {`{"sites":null}`, nil, ""},
		"data null":              {`{"sites":{"data":null}}`, nil, ""},
		"links only":             {`{"sites":{"links":{"related":"https://example.com"}}}`, nil, ""},
		"relationships null":     {`null`, nil, ""},
		"relationships an array": {`[]`, nil, ""},
		"a relationship of ids":  {`{"sites":[1,2]}`, nil, ""},
		"data of ids":            {`{"sites":{"data":[1,2]}}`, nil, ""},
		"an element without id":  {`{"sites":{"data":[{"id":"1"},{"type":"site"}]}}`, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := resource{Relationships: []byte(test.relationships)}
			if got := r.related("sites"); !reflect.DeepEqual(got, test.many) {
				t.Errorf("got %#v, want %#v", got, test.many)
			}
			if got := r.relatedOne("sites"); got != test.one {
				t.Errorf("got one %q, want %q", got, test.one)
			}
		})
	}
}

func TestResource_attributesOfAnotherForm(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ body, want string }{
		"an array":       {`{"data":{"id":"7","type":"team","attributes":["hush"]}}`, "attributes of team 7: expected an object, got an array"},
		"a string":       {`{"data":{"id":"7","type":"team","attributes":"hush"}}`, "attributes of team 7: expected an object, got a string"},
		"odd roles":      {`{"data":{"id":"7","type":"team","attributes":{"roles":"hush"}}}`, "attributes of team 7: roles: expected an array, got a string"},
		"odd role":       {`{"data":{"id":"7","type":"team","attributes":{"roles":[{"hush":1}]}}}`, "attributes of team 7: roles: expected a string, got an object"},
		"an odd name":    {`{"data":{"id":"7","type":"team","attributes":{"name":["hush"]}}}`, "attributes of team 7: name: expected a string, got an array"},
		"an odd mask":    {`{"data":{"id":"7","type":"team","attributes":{"roles_mask":"hush"}}}`, "attributes of team 7: roles_mask: expected a number, got a string"},
		"a name twice":   {`{"data":{"id":"7","type":"team","attributes":{"name":["hush"],"name":"Ops"}}}`, "attributes of team 7: expected a string, got an array"},
		"a plain object": {`{"team":{"id":7,"name":["hush"]}}`, "attributes of 7: name: expected a string, got an array"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := scripted(t, always(200, test.body)).Team(t.Context(), "7")
			wantError(t, err, "read team 7: ", test.want)
			if strings.Contains(err.Error(), "hush") {
				t.Errorf("got %q, which quotes what came", err)
			}
		})
	}
}

func FuzzDecodeDocument(f *testing.F) {
	for _, seed := range []string{
		`{"data":{"id":"392","type":"team","attributes":{"id":392,"name":"Test Team","user_id":4840,"roles_mask":1,"roles":["admin"],"ldap_group":null},` +
			`"relationships":{"users":{"data":[{"id":"4840","type":"user"}]},"sites":{"data":[]}}},"links":{"self":"https://www.nao-cloud.com/api/v2/teams"}}`,
		`{"data":[{"id":1,"type":"site","attributes":{"name":"Lab","latitude":"43.5","longitude":1e0}}],"meta":{"pagination":{"records":"1","last":2}}}`,
		`{"data":{"id":"1","type":"site","attributes":{"latitude":"NaN","longitude":"-Inf"}}}`,
		`{"sites":[]}`, `{"sites":[{"id":3,"name":null}]}`, `[{"id":"1"}]`, `[`, `null`, `{"data":null}`, `{"data":[null]}`, `<html>`,
		`{"data":{"id":"5","type":"floor","attributes":{"level_number":-1,"blueprint_latlonbox":{"north":null,"rotation":"0x1p-2"}}}}`,
		`{"data":{"id":"48145","type":"job_watcher","attributes":{"status":"failure","message":"Missing graph","has_finished":1}}}`,
		`{"data":{"id":"9","type":"site_team_association","relationships":{"site":{"data":{"id":7}},"team":{"data":null}}},"included":[{"id":{}}]}`,
	} {
		f.Add([]byte(seed))
	}
	c := scripted(f, always(500, ""))
	f.Fuzz(func(t *testing.T, body []byte) {
		doc, err := decodeDocument(body, "site", "sites", "team", "teams")
		if err != nil {
			return
		}
		if !doc.many && len(doc.resources) > 1 {
			t.Errorf("got %d resources of what is no collection", len(doc.resources))
		}
		if p := doc.pagination; p.records < -1 || p.pages < -1 || p.records > mostRecords || p.pages > mostRecords {
			t.Errorf("got %+v", p)
		}
		for _, r := range doc.resources {
			if slices.Contains(r.related("sites"), "") {
				t.Error("got a related resource without an id")
			}
			floor, err := decodeFloor(r)
			level, _ := floor.LevelNumber.Get()
			box := Bounds{}
			if floor.Bounds != nil {
				box = *floor.Bounds
			}
			if err == nil {
				wantFinite(t, level, box.North, box.South, box.East, box.West, box.Rotation)
			}
			_, _ = decodeBuilding(r)
			_, _ = decodeAssociation("1")(r)
		}
		if teams, err := c.teams.decodeAll(doc); err == nil && slices.Contains(ids(teams), "") {
			t.Error("got a team without an id")
		}
		sites, err := c.sites.decodeAll(doc)
		if err != nil {
			return
		}
		for _, site := range sites {
			if site.ID == "" {
				t.Error("got a site without an id")
			}
			latitude, _ := site.Latitude.Get()
			longitude, _ := site.Longitude.Get()
			wantFinite(t, latitude, longitude)
		}
	})
}

func wantFinite(t *testing.T, values ...float64) {
	t.Helper()
	for _, value := range values {
		if math.IsNaN(value) || math.IsInf(value, 0) {
			t.Errorf("got %v, want a finite number", value)
		}
	}
}
