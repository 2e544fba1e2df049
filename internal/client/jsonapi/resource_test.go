// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import (
	"errors"
	"reflect"
	"strings"
	"testing"
)

func TestResource_related(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		relationships string
		many          []string
		one           string
	}{
		"several":                {`{"sites":{"data":[{"id":"2","type":"site"},{"id":1,"type":"site"}]}}`, []string{"1", "2"}, ""},
		"one":                    {`{"sites":{"data":{"id":"1","type":"site"}}}`, []string{"1"}, "1"},
		"one in a list":          {`{"sites":{"data":[{"id":"1","type":"site"}]}}`, []string{"1"}, "1"},
		"none":                   {`{"sites":{"data":[]}}`, []string{}, ""},
		"not shown":              {`{"users":{"data":[]}}`, nil, ""},
		"null":                   {`{"sites":null}`, nil, ""},
		"data null":              {`{"sites":{"data":null}}`, nil, ""},
		"links only":             {`{"sites":{"links":{"related":"https://example.com"}}}`, nil, ""},
		"relationships null":     {`null`, nil, ""},
		"relationships missing":  {``, nil, ""},
		"relationships an array": {`[]`, nil, ""},
		"a relationship of ids":  {`{"sites":[1,2]}`, nil, ""},
		"data of ids":            {`{"sites":{"data":[1,2]}}`, nil, ""},
		"data that is a text":    {`{"sites":{"data":"1"}}`, nil, ""},
		"an element without id":  {`{"sites":{"data":[{"id":"1"},{"type":"site"}]}}`, nil, ""},
		"an id that climbs":      {`{"sites":{"data":[{"id":"1"},{"id":".."}]}}`, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Resource{relationships: []byte(test.relationships)}
			if got := r.Related("sites"); !reflect.DeepEqual(got, test.many) {
				t.Errorf("got %#v, want %#v", got, test.many)
			}
			if got := r.RelatedOne("sites"); got != test.one {
				t.Errorf("got one %q, want %q", got, test.one)
			}
		})
	}
}

// attributes has a field of each form.
type attributes struct {
	Name   Field[Text]    `json:"name"`
	Roles  Field[[]Text]  `json:"roles"`
	Mask   Field[Decimal] `json:"roles_mask"`
	SiteID ID             `json:"site_id"`
	Plain  string         `json:"plain"`
	Yes    bool           `json:"yes"`
	Count  int            `json:"count"`
	Box    struct{}       `json:"box"`
}

func TestResource_attributes(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"JSON:API": `{"data":{"id":"7","type":"team","attributes":{"name":"Ops","roles":["admin"],"site_id":5,"unknown":{}}}}`,
		"plain":    `{"team":{"id":7,"name":"Ops","roles":["admin"],"site_id":"5"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := Decode([]byte(body), "team")
			if err != nil {
				t.Fatal(err)
			}
			var got attributes
			err = doc.Resources[0].Attributes(&got)
			want := attributes{Name: Set(Text("Ops")), Roles: Set([]Text{"admin"}), SiteID: "5"}
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("got %+v, %v; want %+v", got, err, want)
			}
		})
	}
}

func TestResource_attributesThatAreNull(t *testing.T) {
	t.Parallel()
	doc, err := Decode([]byte(`{"data":{"id":"7","attributes":null}}`))
	if err != nil {
		t.Fatal(err)
	}
	var got attributes
	if err := doc.Resources[0].Attributes(&got); err != nil || !reflect.DeepEqual(got, attributes{}) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestResource_attributesOfAnotherForm(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ body, want string }{
		"an array":          {`{"data":{"id":"7","type":"team","attributes":["hush"]}}`, "attributes of team 7: expected an object, got an array"},
		"a string":          {`{"data":{"id":"7","type":"team","attributes":"hush"}}`, "attributes of team 7: expected an object, got a string"},
		"odd roles":         {`{"data":{"id":"7","type":"team","attributes":{"roles":"hush"}}}`, "attributes of team 7: roles: expected an array, got a string"},
		"odd role":          {`{"data":{"id":"7","type":"team","attributes":{"roles":[{"hush":1}]}}}`, "attributes of team 7: roles: expected a string, got an object"},
		"an odd name":       {`{"data":{"id":"7","type":"team","attributes":{"name":["hush"]}}}`, "attributes of team 7: name: expected a string, got an array"},
		"an odd mask":       {`{"data":{"id":"7","type":"team","attributes":{"roles_mask":"hush"}}}`, "attributes of team 7: roles_mask: expected a number, got a string"},
		"a Go string":       {`{"data":{"id":"7","attributes":{"plain":12345}}}`, "attributes of 7: plain: expected a string, got a number"},
		"a Go boolean":      {`{"data":{"id":"7","attributes":{"yes":12345}}}`, "attributes of 7: yes: expected true or false, got a number"},
		"a Go integer":      {`{"data":{"id":"7","attributes":{"count":"hush"}}}`, "attributes of 7: count: expected a number, got a string"},
		"a Go struct":       {`{"data":{"id":"7","attributes":{"box":[]}}}`, "attributes of 7: box: expected an object, got an array"},
		"an id that climbs": {`{"data":{"id":"7","attributes":{"site_id":".."}}}`, "attributes of 7: site_id: expected an id of 1 to 64 letters, digits, underscores and hyphens, got a string of length 2"},
		"a name twice":      {`{"data":{"id":"7","type":"team","attributes":{"name":["hush"],"name":"Ops"}}}`, "attributes of team 7: name: expected a string, got an array"},
		"a plain object":    {`{"team":{"id":7,"name":["hush"]}}`, "attributes of 7: name: expected a string, got an array"},
		"an odd type":       {`{"data":{"id":"7","type":"hush\u001b[2J","attributes":[]}}`, "attributes of 7: expected an object, got an array"},
		"neither id":        {`{"data":{"type":"a b","attributes":[]}}`, "attributes of a resource: expected an object, got an array"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := Decode([]byte(test.body), "team")
			if err != nil {
				t.Fatal(err)
			}
			if err := doc.Resources[0].Attributes(&attributes{}); err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestResource_attributesWithAnOddName(t *testing.T) {
	t.Parallel()
	r := Resource{ID: "7", attributes: []byte(`{"hush hush":[]}`)}
	err := r.Attributes(&map[string]Text{})
	if want := "attributes of 7: expected a string, got an array"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// whole refuses attributes that are not there together.
type whole struct{}

var errApart = errors.New("a and b belong together")

func (*whole) UnmarshalJSON(data []byte) error {
	if strings.Contains(string(data), `"a"`) && strings.Contains(string(data), `"b"`) {
		return errApart
	}
	return nil
}

func TestResource_attributesThatAreWrongTogether(t *testing.T) {
	t.Parallel()
	r := Resource{ID: "7", attributes: []byte(`{"a":1,"b":2}`)}
	if err := r.Attributes(&whole{}); !errors.Is(err, errApart) {
		t.Errorf("got %v, want %v", err, errApart)
	}
}
