// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"encoding/json"
	"testing"
)

func TestField_missingNullAndValueDiffer(t *testing.T) {
	t.Parallel()
	type body struct {
		Name Field[string] `json:"name,omitzero"`
	}
	for name, test := range map[string]struct {
		field        Field[string]
		wire         string
		value        string
		has, isNull  bool
		isZero       bool
		standingFree string
	}{
		"missing":      {Field[string]{}, `{}`, "", false, false, true, `null`},
		"null":         {Null[string](), `{"name":null}`, "", false, true, false, `null`},
		"a value":      {Set("Ops"), `{"name":"Ops"}`, "Ops", true, false, false, `"Ops"`},
		"an empty one": {Set(""), `{"name":""}`, "", true, false, false, `""`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			encoded, err := json.Marshal(body{test.field})
			if err != nil || string(encoded) != test.wire {
				t.Errorf("got %s, %v; want %s", encoded, err, test.wire)
			}
			if free, err := json.Marshal(test.field); err != nil || string(free) != test.standingFree {
				t.Errorf("alone: got %s, %v; want %s", free, err, test.standingFree)
			}
			var decoded body
			if err := json.Unmarshal([]byte(test.wire), &decoded); err != nil || decoded.Name != test.field {
				t.Errorf("got %+v, %v back; want %+v", decoded.Name, err, test.field)
			}
			value, has := test.field.Get()
			if value != test.value || has != test.has || test.field.IsNull() != test.isNull || test.field.IsZero() != test.isZero {
				t.Errorf("got %q, %t, null %t, zero %t", value, has, test.field.IsNull(), test.field.IsZero())
			}
		})
	}
}

func TestField_mapKeepsWhatItIs(t *testing.T) {
	t.Parallel()
	length := func(s string) int { return len(s) }
	for _, test := range []struct {
		from Field[string]
		want Field[int]
	}{
		{Field[string]{}, Field[int]{}},
		{Null[string](), Null[int]()},
		{Set("abc"), Set(3)},
	} {
		if got := mapField(test.from, length); got != test.want {
			t.Errorf("%+v: got %+v, want %+v", test.from, got, test.want)
		}
	}
}

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
	tolerant(t, map[string]text{
		`"a"`: "a", `""`: "", `392`: "392", `-1.5`: "-1.5", `true`: "true", `null`: "", `"\u00e9"`: "é", ` "a" `: "a",
	}, map[string]string{
		`{}`:  "expected a string, got an object",
		`[1]`: "expected a string, got an array",
	})
}

func TestDecimal_readsNumbersAndStringsOfThem(t *testing.T) {
	t.Parallel()
	tolerant(t, map[string]decimal{
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
	tolerant(t, map[string]flag{
		`true`: true, `false`: false, `1`: true, `0`: false, `"true"`: true, `"false"`: false, `"1"`: true, `null`: false,
	}, map[string]string{
		`"yes"`: "expected true or false, got a string",
		`2`:     "expected true or false, got a number",
		`[]`:    "expected true or false, got an array",
	})
}
