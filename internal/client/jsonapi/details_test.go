// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import (
	"slices"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/alloc"
)

func TestDetails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body string
		want []Detail
	}{
		"an error object": {
			`{"errors":[{"status":"422","source":{"pointer":"/data/attributes/name"},"title":"Unprocessable Entity","detail":"Name can't be blank","code":"blank"}]}`,
			[]Detail{{Status: "422", Code: "blank", Title: "Unprocessable Entity", Detail: "Name can't be blank", Pointer: "/data/attributes/name"}},
		},
		"several": {
			`{"errors":[{"detail":"one"},{"title":"two"},{"code":3}]}`,
			[]Detail{{Detail: "one"}, {Title: "two"}, {Code: "3"}},
		},
		"nulls": {
			`{"errors":[{"status":null,"source":null,"title":null,"detail":null,"code":null},{"source":{"pointer":null}},null]}`, nil,
		},
		"a null beside a reason":      {`{"errors":[null,{"detail":"one"}]}`, []Detail{{Detail: "one"}}},
		"an odd source":               {`{"errors":[{"detail":"one","source":["/data"]},{"detail":"two","source":{"pointer":{}}}]}`, []Detail{{Detail: "one"}, {Detail: "two"}}},
		"an odd code":                 {`{"errors":[{"detail":"one","code":{"n":1},"title":[]}]}`, []Detail{{Detail: "one"}}},
		"strings":                     {`{"errors":["one","","two"]}`, []Detail{{Detail: "one"}, {Detail: "two"}}},
		"one string":                  {`{"errors":"one"}`, []Detail{{Detail: "one"}}},
		"one error object":            {`{"errors":{"detail":"one","code":"c"}}`, []Detail{{Detail: "one", Code: "c"}}},
		"fields":                      {`{"errors":{"name":["is blank","is odd"],"roles":["is unknown"]}}`, []Detail{{Detail: "name is blank", Pointer: "/data/attributes/name"}, {Detail: "name is odd", Pointer: "/data/attributes/name"}, {Detail: "roles is unknown", Pointer: "/data/attributes/roles"}}},
		"a field with one message":    {`{"errors":{"name":"is blank"}}`, []Detail{{Detail: "name is blank", Pointer: "/data/attributes/name"}}},
		"a field that is no text":     {`{"errors":{"name":{"n":1},"roles":[null,"","is unknown"]}}`, []Detail{{Detail: "roles is unknown", Pointer: "/data/attributes/roles"}}},
		"a field of a member's name":  {`{"errors":{"title":["is blank"]}}`, []Detail{{Detail: "title is blank", Pointer: "/data/attributes/title"}}},
		"the object as a whole":       {`{"errors":{"base":["Too many sites"]}}`, []Detail{{Detail: "Too many sites"}}},
		"an error object under error": {`{"status":500,"error":{"status":"503","title":"no"}}`, []Detail{{Title: "no", Status: "503"}}},
		"a name with an escape":       {`{"errors":{"n\u0061me":["is blank"]}}`, []Detail{{Detail: "name is blank", Pointer: "/data/attributes/name"}}},
		"too deep":                    {strings.Repeat("[", 40) + strings.Repeat("]", 40), nil},
		"a number":                    {`{"errors":7}`, nil},
		"an empty list":               {`{"errors":[]}`, nil},
		"null":                        {`{"errors":null}`, nil},
		"Rails":                       {`{"status":404,"error":"Not Found"}`, []Detail{{Detail: "Not Found", Status: "404"}}},
		"Doorkeeper":                  {`{"error":"invalid_token","error_description":"The access token expired"}`, []Detail{{Code: "invalid_token", Detail: "The access token expired"}}},
		"Doorkeeper without words":    {`{"error":"invalid_token","error_description":null}`, []Detail{{Detail: "invalid_token"}}},
		"an odd description":          {`{"errors":["one"],"error_description":{"n":1}}`, []Detail{{Detail: "one"}}},
		"an object without reasons":   {`{"message":"hush"}`, nil},
		"an HTML page":                {`<html><title>502</title></html>`, nil},
		"nothing":                     {``, nil},
		"null itself":                 {`null`, nil},
		"a bare list":                 {`["hush"]`, nil},
		"a body that breaks off":      {`{"errors":[{"detail":"one"`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Details([]byte(test.body)); !slices.Equal(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestDetails_ofWhichThereAreTooMany(t *testing.T) {
	t.Parallel()
	body := `{"errors":[` + strings.Repeat(`{"detail":"no"},null,`, MaxDetails+5) + `"last"]}`
	details := Details([]byte(body))
	if len(details) != MaxDetails+1 || details[MaxDetails-1].Detail != "no" || details[MaxDetails] != (Detail{Detail: "and 6 more reasons"}) {
		t.Errorf("got %d: %+v", len(details), details)
	}
}

func TestDetail_attribute(t *testing.T) {
	t.Parallel()
	for pointer, want := range map[string]string{
		"/data/attributes/name": "name", "/data": "", "": "", "name": "name", "/data/attributes/": "", "/data/relationships/site": "site",
	} {
		if got := (Detail{Pointer: pointer}).Attribute(); got != want {
			t.Errorf("%q: got %q, want %q", pointer, got, want)
		}
	}
}

func TestDetail_message(t *testing.T) {
	t.Parallel()
	for want, detail := range map[string]Detail{
		"detail": {Detail: "detail", Title: "title", Code: "code"},
		"title":  {Title: "title", Code: "code"},
		"code":   {Code: "code", Pointer: "/data"},
		"":       {Status: "422", Pointer: "/data"},
	} {
		if got := detail.Message(); got != want {
			t.Errorf("%+v: got %q, want %q", detail, got, want)
		}
	}
}

func TestRefusal(t *testing.T) {
	t.Parallel()
	blank := []Detail{{Detail: "blank"}}
	for name, test := range map[string]struct {
		body    string
		details []Detail
		refused bool
	}{
		"error objects":               {`{"errors":[{"detail":"blank"}]}`, blank, true},
		"strings":                     {` {"errors":["blank"]} `, blank, true},
		"fields":                      {`{"errors":{"base":["blank"]}}`, blank, true},
		"null data beside":            {`{"data":null,"errors":["blank"]}`, blank, true},
		"an empty list beside":        {`{"data":[],"errors":["blank"]}`, blank, true},
		"an empty object beside":      {`{"data":{},"errors":["blank"]}`, blank, true},
		"an empty plain list":         {`{"sites":[],"errors":["blank"]}`, blank, true},
		"meta and links beside":       {`{"errors":["blank"],"meta":{"id":"1"},"links":{"id":{}},"jsonapi":{"id":"1"},"included":[{"id":"1"}]}`, blank, true},
		"a trace beside":              {`{"error":"blank","trace":{"application":[{"id":1}]},"lines":["a"]}`, blank, true},
		"Rails":                       {`{"status":404,"error":"Not Found"}`, []Detail{{Detail: "Not Found", Status: "404"}}, true},
		"Doorkeeper":                  {`{"error":"invalid_token","error_description":"expired"}`, []Detail{{Code: "invalid_token", Detail: "expired"}}, true},
		"errors of an unknown shape":  {`{"errors":[{"why":{"x":1}}]}`, nil, true},
		"an error that is true":       {`{"error":true,"reason":"x"}`, nil, true},
		"a resource":                  {`{"data":{"id":"1"}}`, nil, false},
		"a resource and errors":       {`{"data":{"id":"1"},"errors":["blank"]}`, nil, false},
		"a plain object and errors":   {`{"site":{"id":1},"errors":["blank"]}`, nil, false},
		"a plain list and errors":     {`{"sites":[{"id":1}],"errors":["blank"]}`, nil, false},
		"an attribute named error":    {`{"site":{"id":1,"error":"blank"}}`, nil, false},
		"no errors":                   {`{"errors":[]}`, nil, false},
		"errors that are none":        {`{"errors":{},"error":null}`, nil, false},
		"an error that is false":      {`{"error":false}`, nil, false},
		"an empty object":             {`{}`, nil, false},
		"a list":                      {`[{"errors":["blank"]}]`, nil, false},
		"nothing":                     {``, nil, false},
		"an HTML page":                {`<html>`, nil, false},
		"a document that breaks off":  {`{"errors":["blank"]`, nil, false},
		"a description without error": {`{"error_description":"expired"}`, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			details, refused := Refusal([]byte(test.body))
			if !slices.Equal(details, test.details) || refused != test.refused {
				t.Errorf("got %+v, %t; want %+v, %t", details, refused, test.details, test.refused)
			}
		})
	}
}

func FuzzDetails(f *testing.F) {
	for _, seed := range []string{
		`{"errors":[{"status":"422","source":{"pointer":"/data/attributes/name"},"title":"Unprocessable Entity","detail":"Name can't be blank","code":"blank"}]}`,
		`{"errors":{"name":["is blank",7,null],"base":"no"}}`, `{"errors":["one",null,[]]}`, `{"errors":"one"}`, `{"errors":{"title":{}}}`,
		`{"error":"invalid_token","error_description":"expired"}`, `{"error":{"message":"no"}}`, `<html>`, `null`, `[]`, ``,
		`{"errors":[` + strings.Repeat(`"no",`, MaxDetails) + `"no"]}`, `{"data":[],"errors":["no"]}`, `{"site":{"id":1},"errors":["no"]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var details []Detail
		alloc.Bounded(t, len(body), func() { details = Details(body) })
		if len(details) > MaxDetails+1 {
			t.Errorf("got %d reasons", len(details))
		}
		for _, detail := range details {
			if detail == (Detail{}) {
				t.Error("got a reason that says nothing")
			}
			if strings.Contains(detail.Attribute(), "/") {
				t.Errorf("got the attribute %q", detail.Attribute())
			}
			if message := detail.Message(); message != detail.Detail && message != detail.Title && message != detail.Code {
				t.Errorf("got the message %q of %+v", message, detail)
			}
		}
		refusal, refused := Refusal(body)
		if refused && !slices.Equal(refusal, details) || !refused && refusal != nil {
			t.Errorf("got the refusal %+v, %t beside the reasons %+v", refusal, refused, details)
		}
		if doc, err := Decode(body, "site", "sites"); refused && err == nil && len(doc.Resources) > 0 && doc.Resources[0].ID != "" {
			t.Errorf("got a refusal that holds the resource %s", doc.Resources[0].ID)
		}
	})
}
