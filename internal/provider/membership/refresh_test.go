// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package membership

import (
	"maps"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

func TestState_appeared(t *testing.T) {
	t.Parallel()
	before := client.Pending{Before: []string{"1"}}
	for name, test := range map[string]struct {
		pending map[string]client.Pending
		batch   *client.PendingBatch
		held    Held
		want    map[string]Member
	}{
		"nothing is there":           {pending: map[string]client.Pending{"a": {}}},
		"a new one":                  {pending: map[string]client.Pending{"a": {}}, held: Held{"a": {{ID: "2"}}}, want: map[string]Member{"a": {ID: "2"}}},
		"one that was there before":  {pending: map[string]client.Pending{"a": before}, held: Held{"a": {{ID: "1"}}}},
		"a new one beside an old":    {pending: map[string]client.Pending{"a": before}, held: Held{"a": {{ID: "1"}, {ID: "2"}}}, want: map[string]Member{"a": {ID: "2"}}},
		"one that a batch has made":  {batch: &client.PendingBatch{TrackingIDs: []string{"a", "b"}}, held: Held{"a": {{ID: "2"}}}, want: map[string]Member{"a": {ID: "2"}}},
		"one that nobody waited for": {held: Held{"a": {{ID: "2"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := State{Memory: Memory{Pending: test.pending, Batch: test.batch}}.clone()
			state.appeared(test.held)
			if !maps.Equal(state.Declared, test.want) {
				t.Errorf("got %v, want %v", state.Declared, test.want)
			}
			for key := range test.pending {
				if _, declared := test.want[key]; state.isPending(key) == declared {
					t.Errorf("%s: got pending %t", key, state.isPending(key))
				}
			}
			if test.batch != nil && (state.isInBatch("a") || !state.isInBatch("b")) {
				t.Errorf("got the batch %+v, want that of b", state.Batch)
			}
		})
	}
}
