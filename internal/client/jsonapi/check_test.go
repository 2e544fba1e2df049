// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import (
	"bytes"
	"encoding/json"
	"maps"
	"testing"
)

func TestKind(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		"":           "nothing",
		" \n":        "nothing",
		" {} ":       "an object",
		"[1]":        "an array",
		`"hush"`:     "a string",
		"true":       "a boolean",
		"false":      "a boolean",
		"null":       "null",
		"-1.5e3":     "a number",
		"<html>":     "an HTML page",
		`{"a":`:      "an object that breaks off or is malformed",
		"[1,":        "an array that breaks off or is malformed",
		"404 hush":   "something that is not JSON",
		`"hush`:      "something that is not JSON",
		"not found":  "something that is not JSON",
		"\xff\xfe{}": "something that is not JSON",
	} {
		if got := Kind([]byte(data)); got != want {
			t.Errorf("%q: got %q, want %q", data, got, want)
		}
	}
}

func TestIsEmpty(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]bool{
		"": true, "null": true, "false": true, "0": true, `""`: true, "[]": true, "{}": true, "[ ]": true,
		"true": false, "1": false, `"0"`: false, "[null]": false, `{"a":null}`: false, `" "`: false,
	} {
		if got := isEmpty([]byte(data)); got != want {
			t.Errorf("%q: got %t, want %t", data, got, want)
		}
	}
}

// FuzzWalk compares what members and elements yield with what encoding/json reads.
func FuzzWalk(f *testing.F) {
	for _, seed := range []string{
		`{}`, `[]`, `{"a":1,"b":[1,2],"a":{"c":"}"}}`, ` [ 1 , "," , "\"]" , {} , [ ] , null ] `, `{"\u0061\"":"\\","":""}`, `["\\\\\""]`, `[-1e5,true]`,
		"{\"a\xff\":1}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		if Check(body) != nil {
			return
		}
		body = bytes.TrimSpace(body)
		if body[0] == '{' {
			var want map[string]json.RawMessage
			if err := json.Unmarshal(body, &want); err != nil {
				t.Fatal(err)
			}
			got := maps.Collect(members(body))
			if !maps.EqualFunc(got, want, func(a, b json.RawMessage) bool { return bytes.Equal(a, b) }) {
				t.Errorf("got %s, want %s", got, want)
			}
			return
		}
		var want []json.RawMessage
		if err := json.Unmarshal(body, &want); err != nil {
			t.Fatal(err)
		}
		i := 0
		for element := range elements(body) {
			if i == len(want) || !bytes.Equal(element, want[i]) {
				t.Fatalf("got the element %s at %d, want those of %s", element, i, want)
			}
			i++
		}
		if i != len(want) {
			t.Errorf("got %d elements, want %d", i, len(want))
		}
	})
}
