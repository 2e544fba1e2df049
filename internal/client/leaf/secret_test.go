// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package leaf

import (
	"encoding/json"
	"reflect"
	"testing"
)

func TestWithoutSecrets_leavesOutHowDeepTheyAre(t *testing.T) {
	t.Parallel()
	value := map[string]any{
		"name": "Ops", "token": "a",
		"options": map[string]any{"colour": "red", "api_key": "b"},
		"steps":   []any{map[string]any{"url": "https://a.example", "password": "c"}, "text"},
		"sites":   Set{map[string]any{"id": json.Number("5"), "secret": "d"}},
	}
	want := map[string]any{
		"name":    "Ops",
		"options": map[string]any{"colour": "red"},
		"steps":   []any{map[string]any{"url": "https://a.example"}, "text"},
		"sites":   Set{map[string]any{"id": json.Number("5")}},
	}
	if got := WithoutSecrets(value); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestDecode_whatIsNoJSON(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "{", "1 2", "[1,]"} {
		if got, err := Decode([]byte(text)); err == nil {
			t.Errorf("%q: got %v, expected an error", text, got)
		}
	}
	if got, err := Decode([]byte(`{"n":9007199254740993}`)); err != nil || !reflect.DeepEqual(got, map[string]any{"n": json.Number("9007199254740993")}) {
		t.Errorf("got %v, %v", got, err)
	}
}
