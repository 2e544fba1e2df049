// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package membership

import (
	"maps"
	"slices"
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
		"one in another case":        {batch: &client.PendingBatch{TrackingIDs: []string{"a", "b"}}, held: Held{"A": {{ID: "2"}}}, want: map[string]Member{"a": {ID: "2"}}},
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
			if test.batch != nil && !slices.Equal(state.Batch.TrackingIDs, []string{"b"}) {
				t.Errorf("got the batch %+v, want that of b", state.Batch)
			}
		})
	}
}

// TestRefresh_followsTheID has a member that is stored in another case than it is declared, beside somebody else's that is spelt as declared.
func TestRefresh_followsTheID(t *testing.T) {
	t.Parallel()
	p := &parent{held: map[string]string{"aa": "A", "AA": "theirs"}}
	prior := State{Declared: map[string]Member{"AA": {ID: "id of aa", Value: "A"}}}
	next, err := Refresh(t.Context(), p, prior)
	if err != nil || next.Declared["AA"] != prior.Declared["AA"] {
		t.Errorf("got %+v, %v", next.Declared, err)
	}
}

// TestApply_whatABatchHasMadeInAnotherCaseStays has an exclusive set whose batch is pending, and a service that stores capitals.
func TestApply_whatABatchHasMadeInAnotherCaseStays(t *testing.T) {
	t.Parallel()
	p := &parent{held: map[string]string{"AA": "A"}}
	prior := State{Declared: map[string]Member{}, Undeclared: map[string]string{"AA": "A"}, Memory: Memory{Batch: &client.PendingBatch{TrackingIDs: []string{"aa"}}}}
	next, result := Apply(t.Context(), p, prior, Plan{Values: map[string]string{"aa": "A"}, Exclusive: true})
	if result.Failed() || len(p.calls) > 0 || next.Declared["aa"].ID != "id of AA" {
		t.Errorf("got %+v, %+v, and the calls %q", next, result, p.calls)
	}
}

// TestRefresh_aDeclaredMemberIsNoNewOne has a create that is pending under another spelling of a declared key.
func TestRefresh_aDeclaredMemberIsNoNewOne(t *testing.T) {
	t.Parallel()
	p := &parent{held: map[string]string{"aa": "A"}}
	prior := declares(map[string]string{"aa": "A"})
	prior.Pending = map[string]client.Pending{"AA": {}}
	next, err := Refresh(t.Context(), p, prior)
	if err != nil || len(next.Declared) != 1 || !next.isPending("AA") {
		t.Errorf("got %+v, %v", next, err)
	}
}
