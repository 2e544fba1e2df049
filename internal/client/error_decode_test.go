// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"slices"
	"testing"
)

func TestDecodeDetails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body string
		want []Detail
	}{
		"an error object": {
			`{"errors":[{"status":"422","source":{"pointer":"/data/attributes/name"},"title":"Unprocessable Entity","detail":"Name can't be blank","code":"blank"}]}`,
			[]Detail{{Code: "blank", Title: "Unprocessable Entity", Detail: "Name can't be blank", Pointer: "/data/attributes/name"}},
		},
		"several": {
			`{"errors":[{"detail":"one"},{"title":"two"},{"code":3}]}`,
			[]Detail{{Detail: "one"}, {Title: "two"}, {Code: "3"}},
		},
		"nulls": {
			`{"errors":[{"status":null,"source":null,"title":null,"detail":null,"code":null},{"source":{"pointer":null}},null]}`, nil,
		},
		"a null beside a reason":     {`{"errors":[null,{"detail":"one"}]}`, []Detail{{Detail: "one"}}},
		"an odd source":              {`{"errors":[{"detail":"one","source":["/data"]},{"detail":"two","source":{"pointer":{}}}]}`, []Detail{{Detail: "one"}, {Detail: "two"}}},
		"an odd code":                {`{"errors":[{"detail":"one","code":{"n":1},"title":[]}]}`, []Detail{{Detail: "one"}}},
		"strings":                    {`{"errors":["one","","two"]}`, []Detail{{Detail: "one"}, {Detail: "two"}}},
		"one string":                 {`{"errors":"one"}`, []Detail{{Detail: "one"}}},
		"one error object":           {`{"errors":{"detail":"one","code":"c"}}`, []Detail{{Detail: "one", Code: "c"}}},
		"fields":                     {`{"errors":{"name":["is blank","is odd"],"roles":["is unknown"]}}`, []Detail{{Detail: "name is blank", Pointer: "/data/attributes/name"}, {Detail: "name is odd", Pointer: "/data/attributes/name"}, {Detail: "roles is unknown", Pointer: "/data/attributes/roles"}}},
		"a field with one message":   {`{"errors":{"name":"is blank"}}`, []Detail{{Detail: "name is blank", Pointer: "/data/attributes/name"}}},
		"a field that is no text":    {`{"errors":{"name":{"n":1},"roles":[null,"","is unknown"]}}`, []Detail{{Detail: "roles is unknown", Pointer: "/data/attributes/roles"}}},
		"a field of a member's name": {`{"errors":{"title":["is blank"]}}`, []Detail{{Detail: "title is blank", Pointer: "/data/attributes/title"}}},
		"the object as a whole":      {`{"errors":{"base":["Too many sites"]}}`, []Detail{{Detail: "Too many sites"}}},
		"a number":                   {`{"errors":7}`, nil},
		"an empty list":              {`{"errors":[]}`, nil},
		"null":                       {`{"errors":null}`, nil},
		"Rails":                      {`{"status":404,"error":"Not Found"}`, []Detail{{Detail: "Not Found"}}},
		"Doorkeeper":                 {`{"error":"invalid_token","error_description":"The access token expired"}`, []Detail{{Code: "invalid_token", Detail: "The access token expired"}}},
		"Doorkeeper without words":   {`{"error":"invalid_token","error_description":null}`, []Detail{{Detail: "invalid_token"}}},
		"an odd description":         {`{"errors":["one"],"error_description":{"n":1}}`, []Detail{{Detail: "one"}}},
		"an object without reasons":  {`{"message":"hush"}`, nil},
		"an HTML page":               {`<html><title>502</title></html>`, nil},
		"nothing":                    {``, nil},
		"null itself":                {`null`, nil},
		"a bare list":                {`["hush"]`, nil},
		"a body that breaks off":     {`{"errors":[{"detail":"one"`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := decodeDetails([]byte(test.body)); !slices.Equal(got, test.want) {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func FuzzDecodeDetails(f *testing.F) {
	for _, seed := range []string{
		`{"errors":[{"status":"422","source":{"pointer":"/data/attributes/name"},"title":"Unprocessable Entity","detail":"Name can't be blank","code":"blank"}]}`,
		`{"errors":{"name":["is blank",7,null],"base":"no"}}`, `{"errors":["one",null,[]]}`, `{"errors":"one"}`, `{"errors":{"title":{}}}`,
		`{"error":"invalid_token","error_description":"expired"}`, `{"error":{"message":"no"}}`, `<html>`, `null`, `[]`, ``,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		e := newError(&answer{call: call{method: "GET", path: "/sites/1"}, status: 422, body: body})
		for _, detail := range e.Details {
			if detail == (Detail{}) {
				t.Error("got a reason that says nothing")
			}
			_ = detail.Attribute()
		}
		if e.Error() == "" {
			t.Error("got an error without a text")
		}
	})
}
