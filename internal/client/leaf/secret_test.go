// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package leaf

import (
	"encoding/json"
	"reflect"
	"slices"
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

func TestSecretTexts_areFoundHowDeepTheyAre(t *testing.T) {
	t.Parallel()
	got := SecretTexts(map[string]any{
		"name": "Ops", "token": "first", "steps": []any{"text", map[string]any{"password": []any{"second", "third"}}},
		"hooks": Set{map[string]any{"secret": "fourth", "colour": "red"}},
	})
	slices.Sort(got)
	if want := []string{"first", "fourth", "second", "third"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestEqual_whatIsOnlyAlmostAlikeIsNot(t *testing.T) {
	t.Parallel()
	for name, pair := range map[string][2]any{
		"a text and a list":          {"1", []any{"1"}},
		"a list and a text":          {[]any{"1"}, "1"},
		"a number and a switch":      {json.Number("1"), true},
		"a switch and a number":      {true, json.Number("1")},
		"two times, one is none":     {"2026-01-01T12:00:00Z", "2026-13-01T12:00:00Z"},
		"two times, the other way":   {"2026-13-01T12:00:00Z", "2026-01-01T12:00:00Z"},
		"an object and a list":       {map[string]any{"a": "1"}, []any{"1"}},
		"a text and nothing":         {"1", nil},
		"a list and a longer one":    {[]any{"1"}, []any{"1", "2"}},
		"a set and one with another": {Set{"1"}, []any{"2"}},
	} {
		if Equal(pair[0], pair[1]) {
			t.Errorf("%s: expected that they differ", name)
		}
	}
}
