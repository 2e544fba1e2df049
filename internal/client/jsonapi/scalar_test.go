// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import (
	"encoding/json"
	"testing"
)

// tolerant decodes a scalar of any form that the API might choose.
func tolerant[T any](t *testing.T, cases map[string]T, bad map[string]string) {
	t.Helper()
	for wire, want := range cases {
		var value T
		if err := json.Unmarshal([]byte(wire), &value); err != nil || any(value) != any(want) {
			t.Errorf("%s: got %v, %v; want %v", wire, value, err, want)
		}
	}
	for wire, want := range bad {
		var value T
		err := json.Unmarshal([]byte(wire), &value)
		if err == nil || err.Error() != want {
			t.Errorf("%s: got %v, %v; want the error %q", wire, value, err, want)
		}
	}
}

func TestText_readsAnyScalar(t *testing.T) {
	t.Parallel()
	tolerant(t, map[string]Text{
		`"a"`: "a", `""`: "", `392`: "392", `-1.5`: "-1.5", `true`: "true", `null`: "", `"\u00e9"`: "é", ` "a" `: "a",
	}, map[string]string{
		`{}`:  "expected a string, got an object",
		`[1]`: "expected a string, got an array",
	})
}

func TestDecimal_readsNumbersAndStringsOfThem(t *testing.T) {
	t.Parallel()
	tolerant(t, map[string]Decimal{
		`1`: 1, `-43.5`: -43.5, `1e2`: 100, `"1.25"`: 1.25, `" 7 "`: 7, `null`: 0,
	}, map[string]string{
		`"many"`:      "expected a number, got a string",
		`""`:          "expected a number, got a string",
		`true`:        "expected a number, got a boolean",
		`{}`:          "expected a number, got an object",
		`[1]`:         "expected a number, got an array",
		`"NaN"`:       "expected a number, got a string",
		`"Inf"`:       "expected a number, got a string",
		`"-infinity"`: "expected a number, got a string",
		`1e999`:       "expected a number, got a number",
	})
}

func TestFlag_readsBooleansNumbersAndStringsOfThem(t *testing.T) {
	t.Parallel()
	tolerant(t, map[string]Flag{
		`true`: true, `false`: false, `1`: true, `0`: false, `"true"`: true, `"false"`: false, `"1"`: true, `null`: false,
	}, map[string]string{
		`"yes"`: "expected true or false, got a string",
		`2`:     "expected true or false, got a number",
		`[]`:    "expected true or false, got an array",
	})
}
