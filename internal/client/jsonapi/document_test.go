// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestDecode(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body        string
		ids         []string
		many, plain bool
	}{
		"a resource":                         {body: `{"data":{"id":"392","type":"team","attributes":{"id":392}}}`, ids: []string{"392"}},
		"a collection":                       {body: `{"data":[{"id":"1","type":"team"},{"id":"2","type":"team"}]}`, ids: []string{"1", "2"}, many: true},
		"an empty collection":                {body: `{"data":[]}`, many: true},
		"no resource":                        {body: `{"data":null}`},
		"an id as a number":                  {body: `{"data":{"id":392,"type":"team"}}`, ids: []string{"392"}},
		"an id beyond 2^53":                  {body: `{"data":{"id":9007199254740993}}`, ids: []string{"9007199254740993"}},
		"an id among the attributes alone":   {body: `{"data":{"type":"team","attributes":{"id":392}}}`, ids: []string{"392"}},
		"an id that is null beside another":  {body: `{"data":{"id":null,"type":"team","attributes":{"id":392}}}`, ids: []string{"392"}},
		"an empty id beside another":         {body: `{"data":{"id":"","attributes":{"id":"392"}}}`, ids: []string{"392"}},
		"no id anywhere":                     {body: `{"data":{"type":"team","attributes":null}}`, ids: []string{""}},
		"attributes that are no object":      {body: `{"data":{"type":"team","attributes":["id"]}}`, ids: []string{""}},
		"a plain resource":                   {body: `{"team":{"id":392,"name":"Ops"}}`, ids: []string{"392"}, plain: true},
		"a plain collection":                 {body: `{"teams":[{"id":1},{"id":2}]}`, ids: []string{"1", "2"}, many: true, plain: true},
		"an empty plain collection":          {body: `{"teams":[]}`, many: true, plain: true},
		"data before a plain root":           {body: `{"team":{"id":1},"data":{"id":2}}`, ids: []string{"2"}},
		"the roots in their order":           {body: `{"teams":[],"team":{"id":1}}`, ids: []string{"1"}, plain: true},
		"a root written with an escape":      {body: `{"te\u0061ms":[{"\u0069d":1}]}`, ids: []string{"1"}, many: true, plain: true},
		"a name twice":                       {body: `{"data":{"id":"1"},"data":{"id":"2","id":"3"}}`, ids: []string{"3"}},
		"a bare array":                       {body: ` [{"id":1}] `, ids: []string{"1"}, many: true},
		"blanks everywhere":                  {body: "\n { \"data\" : [ { \"id\" : \"1\" } , { \"id\" :\t2 } ] } \r\n", ids: []string{"1", "2"}, many: true},
		"brackets within strings":            {body: `{"data":[{"name":"]}\"],{\\","id":"1"},{"id":"2"}]}`, ids: []string{"1", "2"}, many: true},
		"members that nobody knows":          {body: `{"jsonapi":{},"data":{"id":"1","meta":{},"links":null,"lid":7},"links":[]}`, ids: []string{"1"}},
		"an odd included and an odd meta":    {body: `{"data":{"id":"1"},"included":7,"meta":"none"}`, ids: []string{"1"}},
		"relationships that are not objects": {body: `{"data":{"id":"1","relationships":[]}}`, ids: []string{"1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := Decode([]byte(test.body), "team", "teams")
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, r := range doc.Resources {
				ids = append(ids, r.ID)
			}
			if !slices.Equal(ids, test.ids) || doc.Many != test.many || doc.Plain != test.plain {
				t.Errorf("got ids %q, many %t, plain %t; want %q, %t, %t", ids, doc.Many, doc.Plain, test.ids, test.many, test.plain)
			}
		})
	}
}

func TestDecode_saysWhatCame(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ body, want string }{
		"nothing":                 {"", "expected a JSON document, got an empty body"},
		"blanks":                  {" \n", "expected a JSON document, got an empty body"},
		"an HTML page":            {"<html><body>token=hush</body></html>", "expected a JSON document, got an HTML page"},
		"plain text":              {"hush", "expected a JSON document, got something that is not JSON"},
		"text that begins like t": {"the hush", "expected a JSON document, got something that is not JSON"},
		"a string":                {`"hush"`, "expected a JSON document, got a string"},
		"a number":                {`-1`, "expected a JSON document, got a number"},
		"a boolean":               {`false`, "expected a JSON document, got a boolean"},
		"null":                    {`null`, "expected a JSON document, got null"},
		"another root":            {`{"hush":{}}`, "expected a JSON:API document or a root named after the type, got neither"},
		"a broken object":         {`{"data":{"id":"1","attributes":{"name":"hush`, "expected a JSON document, got an object that breaks off or is malformed"},
		"a broken escape":         {`{"data":"\`, "expected a JSON document, got an object that breaks off or is malformed"},
		"a broken array":          {`[{"id":"hush"`, "expected a JSON document, got an array that breaks off or is malformed"},
		"something behind":        {`{"data":{}} hush`, "expected a JSON document, got an object that breaks off or is malformed"},
		"data that is a string":   {`{"data":"hush"}`, "expected a resource, got a string"},
		"an element of null":      {`{"data":[{"id":1},null]}`, "expected a resource, got null"},
		"an element of numbers":   {`{"data":[7]}`, "expected a resource, got a number"},
		"an element of arrays":    {`{"data":[[]]}`, "expected a resource, got an array"},
		"a type that is no text":  {`{"data":{"id":"1","type":{"hush":1}}}`, "type of a resource: expected a string, got an object"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := Decode([]byte(test.body), "team", "teams")
			if err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
			if len(doc.Resources) > 1 {
				t.Errorf("got %+v together with an error", doc)
			}
		})
	}
}

func TestDecode_readsTypeWhereItIsOne(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ body, want string }{
		"JSON:API":                       {`{"data":{"id":"1","type":"site","attributes":{"type":"hospital"}}}`, "site"},
		"JSON:API without attributes":    {`{"data":{"id":"1","type":"site"}}`, "site"},
		"JSON:API below a plain root":    {`{"site":{"id":"1","type":"site","attributes":{}}}`, "site"},
		"an attribute in the plain form": {`{"site":{"id":"1","type":"hospital"}}`, ""},
		"null":                           {`{"data":{"id":"1","type":null}}`, ""},
		"missing":                        {`{"data":{"id":"1"}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := Decode([]byte(test.body), "site")
			if err != nil {
				t.Fatal(err)
			}
			if got := doc.Resources[0].Type; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestDecode_countsTheListing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		beside  string
		records int
		next    bool
	}{
		"all":                              {`"meta":{"pagination":{"current":1,"next":2,"last":4,"records":100},"resource_count":30}`, 100, true},
		"as strings":                       {`"meta":{"pagination":{"current":"1","next":"2","last":"4","records":"100"}}`, 100, true},
		"the last page":                    {`"meta":{"pagination":{"current":4,"first":1,"prev":3,"records":100}}`, 100, false},
		"the count of the page alone":      {`"meta":{"resource_count":30}`, -1, false},
		"null, and the count of the page":  {`"meta":{"pagination":null,"resource_count":"7"}`, -1, false},
		"nulls":                            {`"meta":{"pagination":{"records":null,"last":null,"next":null},"resource_count":null}`, -1, false},
		"an empty object":                  {`"meta":{}`, -1, false},
		"null itself":                      {`"meta":null,"links":null`, -1, false},
		"an empty array":                   {`"meta":[],"links":[]`, -1, false},
		"words":                            {`"meta":{"pagination":{"records":"many"}}`, -1, false},
		"not a number":                     {`"meta":{"pagination":{"records":"NaN","last":"Inf"}}`, -1, false},
		"negative":                         {`"meta":{"pagination":{"records":-1,"last":-4}}`, -1, false},
		"beyond any listing":               {`"meta":{"pagination":{"records":1e300,"last":2147483648}}`, -1, false},
		"nothing at all":                   {`"meta":{"pagination":{"current":1,"records":0,"next":false}}`, 0, false},
		"a link to the next page":          {`"links":{"self":"/sites","next":"/sites?page[number]=2"}`, -1, true},
		"a link that is an object":         {`"links":{"next":{"href":"/sites?page[number]=2"}}`, -1, true},
		"a link that is null":              {`"links":{"next":null}`, -1, false},
		"a link that is empty":             {`"links":{"next":""}`, -1, false},
		"a link beside a meta without one": {`"meta":{"pagination":{"next":null,"records":75}},"links":{"next":"/x"}`, 75, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := Decode(fmt.Appendf(nil, `{"data":[],%s}`, test.beside))
			if err != nil || doc.Records != test.records || doc.Next != test.next {
				t.Errorf("got %+v, %v; want %d records, next %t", doc, err, test.records, test.next)
			}
		})
	}
}

func TestDecode_holdsItsBounds(t *testing.T) {
	t.Parallel()
	nested := func(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }
	rows := func(n int) string { return strings.TrimSuffix(strings.Repeat(`{"id":1},`, n), ",") }
	for name, test := range map[string]struct{ body, want string }{
		"as deep as may be":    {`{"data":{"id":1,"attributes":{"a":` + nested(MaxDepth-3) + `}}}`, ""},
		"deeper":               {`{"data":{"id":1,"attributes":{"a":` + nested(MaxDepth-2) + `}}}`, "expected a JSON document at most 32 levels deep, got a deeper one"},
		"very deep":            {nested(1_000_000), "expected a JSON document at most 32 levels deep, got a deeper one"},
		"wide, not deep":       {`{"data":{"id":1,"attributes":{"a":[` + strings.Repeat("[],", 100) + `[]]}}}`, ""},
		"brackets in a string": {`{"data":{"id":1,"attributes":{"a":"` + strings.Repeat("[", 100) + `"}}}`, ""},
		"as many as may be":    {`{"data":[` + rows(MaxResources) + `]}`, ""},
		"more":                 {`{"data":[` + rows(MaxResources+1) + `]}`, "expected at most 100000 resources in a document, got more"},
		"too many values":      {`{"data":{"id":1,"attributes":{"a":[` + strings.Repeat("1,", MaxValues) + `1]}}}`, "expected a JSON document of at most 2000000 values, got more"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Decode([]byte(test.body))
			if test.want == "" && err != nil || test.want != "" && (err == nil || err.Error() != test.want) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}
