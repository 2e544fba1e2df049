// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"slices"
	"testing"
)

func TestSecretTexts_areFoundHowDeepTheyAre(t *testing.T) {
	t.Parallel()
	got := secretTexts(map[string]any{
		"name": "Ops", "token": "first", "steps": []any{"text", map[string]any{"password": []any{"second", "third"}}},
	})
	slices.Sort(got)
	if want := []string{"first", "second", "third"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
