// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

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
		if got := MapField(test.from, length); got != test.want {
			t.Errorf("%+v: got %+v, want %+v", test.from, got, test.want)
		}
	}
}
