// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package leaf

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"testing"
)

// decode reads one JSON value with all digits of its numbers.
func decode(data []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	err = decoder.Decode(&value)
	return value, err
}

func read(t *testing.T, text string) any {
	t.Helper()
	value, err := decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestEqual_comparesDeclaredLeavesAlone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		declared, shown string
		equal, same     bool
	}{
		"equal":                        {`{"a":1,"b":{"c":"x"}}`, `{"b":{"c":"x"},"a":1}`, true, true},
		"more is shown":                {`{"a":1}`, `{"a":1,"b":2}`, true, false},
		"less is shown":                {`{"a":1,"b":2}`, `{"a":1}`, true, false},
		"another value":                {`{"a":1}`, `{"a":2}`, false, false},
		"deep":                         {`{"a":{"b":[{"c":1}]}}`, `{"a":{"b":[{"c":1,"d":2}]}}`, true, false},
		"deep and other":               {`{"a":{"b":[{"c":1}]}}`, `{"a":{"b":[{"c":2}]}}`, false, false},
		"a longer list":                {`[1]`, `[1,2]`, false, false},
		"a list in another order":      {`[1,2]`, `[2,1]`, false, false},
		"an object and a list":         {`{"a":{}}`, `{"a":[]}`, false, false},
		"a number as a text":           {`1`, `"1"`, true, true},
		"a text as a number":           {`"1.50"`, `1.5`, true, true},
		"a flag as a text":             {`true`, `"true"`, true, true},
		"a text as a flag":             {`"false"`, `false`, true, true},
		"a flag is no number":          {`true`, `1`, false, false},
		"a flag is no other text":      {`true`, `"yes"`, false, false},
		"numbers by value":             {`1000000`, `1e6`, true, true},
		"1 and 1.0":                    {`1`, `1.0`, true, true},
		"all digits":                   {`9007199254740993`, `9007199254740992`, false, false},
		"six decimals":                 {`43.56439230039133`, `43.564392`, true, true},
		"single precision":             {`1.3871262673941822`, `1.387126326560974`, true, true},
		"single precision of a sum":    {`1234567.891`, `1234567.875`, true, true},
		"more digits than declared":    {`1234567.875`, `1234567.891`, false, false},
		"a fraction of an integer":     {`3`, `3.0000001`, false, false},
		"entities":                     {`"R&D <\u00e9>"`, `"R&amp;D &lt;e\u0301&gt;"`, true, false},
		"not six decimals":             {`43.564392`, `43.564393`, false, false},
		"small fractions":              {`0.000001`, `0.000002`, false, false},
		"integers are exact":           {`16777217`, `16777216`, false, false},
		"a huge number":                {`1e999999999`, `2e999999999`, false, false},
		"null":                         {`{"a":null}`, `{"a":null}`, true, true},
		"null and nothing":             {`{"a":null}`, `{}`, true, false},
		"null and a value":             {`{"a":null}`, `{"a":0}`, false, false},
		"the same instant":             {`"2026-01-01T12:00:00+02:00"`, `"2026-01-01T10:00:00.000Z"`, true, true},
		"another instant":              {`"2026-01-01T12:00:00+02:00"`, `"2026-01-01T12:00:00Z"`, false, false},
		"a date is a text":             {`"2026-01-01"`, `"2026-01-01T00:00:00Z"`, false, false},
		"composed and decomposed":      {`"\u00e9"`, `"e\u0301"`, true, true},
		"texts that look like numbers": {`"1"`, `"1.0"`, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			declared, shown := read(t, test.declared), read(t, test.shown)
			if got := Equal(declared, shown); got != test.equal {
				t.Errorf("expected Equal to be %t", test.equal)
			}
			if got := Same(declared, shown); got != test.same {
				t.Errorf("expected Same to be %t", test.same)
			}
			if got := len(Differences(declared, shown)) == 0; got != test.equal {
				t.Errorf("got the differences %v", Differences(declared, shown))
			}
			if laid := Overlay(declared, shown); !Equal(laid, shown) {
				t.Errorf("the overlay %v is not what is shown", laid)
			}
		})
	}
}

func TestEqual_setsHaveNoOrder(t *testing.T) {
	t.Parallel()
	object := func(text string) any { return read(t, text) }
	for name, test := range map[string]struct {
		declared    Set
		shown       any
		equal, same bool
	}{
		"another order":        {Set{"a", "b", "c"}, []any{"c", "a", "b"}, true, true},
		"one more":             {Set{"a"}, []any{"a", "b"}, false, false},
		"twice":                {Set{"a", "b"}, []any{"a", "a"}, false, false},
		"as texts":             {Set{object(`1`), object(`2`)}, []any{"2", "1"}, true, true},
		"two sets":             {Set{"a", "b"}, Set{"b", "a"}, true, true},
		"more is shown":        {Set{object(`{"x":1}`), object(`{"x":2}`)}, []any{object(`{"x":2,"y":0}`), object(`{"x":1}`)}, true, false},
		"one may be either":    {Set{object(`{}`), object(`{"x":1}`)}, []any{object(`{"x":1}`), object(`{"x":2}`)}, true, false},
		"no list":              {Set{"a"}, "a", false, false},
		"both are none":        {Set{}, []any{}, true, true},
		"one of them declared": {Set{object(`{"x":1}`), object(`{"x":1}`)}, []any{object(`{"x":1}`), object(`{"x":2}`)}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Equal(test.declared, test.shown); got != test.equal {
				t.Errorf("expected Equal to be %t", test.equal)
			}
			if got := Same(test.declared, test.shown); got != test.same {
				t.Errorf("expected Same to be %t", test.same)
			}
			if list, ok := test.shown.([]any); ok && Same(list, test.declared) != test.same {
				t.Errorf("expected Same to be %t the other way round", test.same)
			}
		})
	}
}

func TestDifferences_nameTheLeaves(t *testing.T) {
	t.Parallel()
	declared := read(t, `{"a":1,"b":{"c":"x","d":2},"e":[{"f":1},{"f":2}],"g":[1],"h":true}`)
	shown := read(t, `{"a":1,"b":{"c":"y"},"e":[{"f":1},{"f":3}],"g":[1,2],"h":{}}`)
	var paths []string
	for _, difference := range Differences(declared, shown) {
		paths = append(paths, difference.Path)
	}
	if want := []string{"b.c", "e[1].f", "g", "h"}; !slices.Equal(paths, want) {
		t.Errorf("got %v, want %v", paths, want)
	}
	if missing := Missing(declared, shown); !slices.Equal(missing, []string{"b.d"}) {
		t.Errorf("got %v", missing)
	}
	if missing := Missing(declared, read(t, `{"e":[{},{"x":1}]}`)); !slices.Equal(missing, []string{"a", "b", "e[].f", "g", "h"}) {
		t.Errorf("got %v", missing)
	}
}

func TestOverlay_keepsWhatIsDeclaredAndEqual(t *testing.T) {
	t.Parallel()
	laid := Overlay(read(t, `{"a":"1","b":{"c":1,"d":2},"e":[1]}`), read(t, `{"a":1,"b":{"c":3,"x":4},"e":[{"token":"x","y":1}],"z":5}`))
	if want := read(t, `{"a":"1","b":{"c":3,"d":2},"e":[{"y":1}]}`); !reflect.DeepEqual(laid, want) {
		t.Errorf("got %v, want %v", laid, want)
	}
}

func TestIsSecret(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"token": true, "api_token": true, "Secret": true, "client_secret": true, "password": true, "auth": true, "basic_auth": true, "key": true,
		"api_key": true, "blueprint_url": true, "url": false, "keyboard": false, "name": false, "author": false, "tokens": false, "monkey": false,
	} {
		if IsSecret(name) != want {
			t.Errorf("expected IsSecret(%q) to be %t", name, want)
		}
	}
	if !IsSecretPath("options.auth.user") || !IsSecretPath("keys[0].api_key") || IsSecretPath("options.colour") {
		t.Error("expected a path to be secret where a part of it is")
	}
	kept := WithoutSecrets(read(t, `{"a":{"token":1,"b":[{"key":1,"c":2}]},"auth":{}}`))
	if want := read(t, `{"a":{"b":[{"c":2}]}}`); !reflect.DeepEqual(kept, want) {
		t.Errorf("got %v", kept)
	}
	texts := Texts(read(t, `{"a":["x",{"b":1}],"c":true,"d":null}`))
	slices.Sort(texts)
	if !slices.Equal(texts, []string{"1", "x"}) {
		t.Errorf("got %v", texts)
	}
}

func FuzzEqual(f *testing.F) {
	f.Add([]byte(`{"a":[1,{"b":null}],"c":"2026-01-01T00:00:00Z"}`), []byte(`{"a":[1.0,{"b":0}],"c":1}`))
	f.Add([]byte(`[1e999999999,"é"]`), []byte(`["1e5",true]`))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		declared, err := decode(a)
		if err != nil {
			return
		}
		shown, err := decode(b)
		if err != nil {
			return
		}
		if !Equal(declared, declared) || !Same(declared, declared) {
			t.Error("expected a value to equal itself")
		}
		if Same(declared, shown) && !Equal(declared, shown) {
			t.Error("expected what is the same to be equal")
		}
		if Equal(declared, shown) != (len(Differences(declared, shown)) == 0) {
			t.Error("expected differences where values differ")
		}
	})
}
