// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package assertions

import (
	"path/filepath"
	"slices"
	"testing"
)

func TestAttributes_everyOneIsAsserted(t *testing.T) {
	t.Parallel()
	attributes, err := schemas(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(attributes) < 50 {
		t.Fatalf("expected at least 50 attributes, found %d", len(attributes))
	}
	for _, missing := range read(t, "..", filepath.FromSlash("../../../examples")).unasserted(attributes) {
		t.Errorf("no acceptance test asserts %s", missing)
	}
}

func TestAttributes_aNewOneIsMissed(t *testing.T) {
	t.Parallel()
	tests := read(t, "..", filepath.FromSlash("../../../examples"))
	invented := []attribute{
		{block: "resource", of: "naocloud_team", path: []string{"badge_color"}},
		{block: "resource", of: "naocloud_team", path: []string{"timeouts", "archive"}, given: true},
		{block: "resource", of: "naocloud_zone", path: []string{"id"}},
		{block: "data", of: "naocloud_buildings", path: []string{"buildings", "floors", "ceiling"}},
		// Names that are asserted, but elsewhere.
		{block: "data", of: "naocloud_buildings", path: []string{"floors", "name"}},
		{block: "data", of: "naocloud_buildings", path: []string{"buildings", "level_number"}},
		{block: "resource", of: "naocloud_team", path: []string{"sites", "id"}},
		{block: "identity", of: "naocloud_site", path: []string{"name"}},
		{block: "data", of: "naocloud_sites", path: []string{"name_ends"}, given: true},
		{block: "list", of: "naocloud_site", path: []string{"name_ends"}, given: true},
		{block: "ephemeral", of: "naocloud_session", path: []string{"scope"}},
		{block: "action", of: "naocloud_publish_asset_tracking_config", path: []string{"dry_run"}, given: true},
		{block: "provider", of: "naocloud", path: []string{"proxy_url"}, given: true},
		{block: "identity", of: "naocloud_team", path: []string{"account_id"}},
	}
	var expected []string
	for _, a := range invented {
		expected = append(expected, a.String())
	}
	slices.Sort(expected)
	if got := tests.unasserted(invented); !slices.Equal(got, expected) {
		t.Errorf("expected all of these to be missed:\n%v\ngot\n%v", expected, got)
	}
}
