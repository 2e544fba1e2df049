// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package assertions

import (
	"go/parser"
	"go/token"
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
		{block: "data", of: "naocloud_sites", path: []string{"name_ends"}, given: true},
		{block: "list", of: "naocloud_site", path: []string{"name_ends"}, given: true},
		{block: "ephemeral", of: "naocloud_session", path: []string{"scope"}},
		{block: "action", of: "naocloud_publish_asset_tracking_config", path: []string{"dry_run"}, given: true},
		{block: "provider", of: "naocloud", path: []string{"proxy_url"}, given: true},
		{block: "identity", of: "naocloud_team", path: []string{"account_id"}},
		// Names that are asserted, but of something else.
		{block: "identity", of: "naocloud_site", path: []string{"name"}},
		{block: "data", of: "naocloud_site", path: []string{"floors"}},
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

func TestScan_whatCountsAsAsserted(t *testing.T) {
	t.Parallel()
	const code = `package team_test
		const at = "naocloud_team.test"
		const config = "resource \"naocloud_team\" \"test\" { badge = 1 }"
		func TestX(t *testing.T) {
			statecheck.ExpectKnownValue(at, tfjsonpath.New("name"), knownvalue.StringExact("A"))
			providertest.Text(at, "user_id", "4840")
			providertest.Value(at, "floors", knownvalue.ObjectExact(map[string]knownvalue.Check{"level": number(1)}))
			statecheck.ExpectIdentityValue(at, tfjsonpath.New("id"), id)
			t.Log("roles")
		}`
	parsed, err := parser.ParseFile(token.NewFileSet(), "", code, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	file := scan(parsed)
	for _, test := range []struct {
		expected bool
		attribute
	}{
		{true, attribute{block: "resource", of: "naocloud_team", path: []string{"name"}}},
		{true, attribute{block: "resource", of: "naocloud_team", path: []string{"user_id"}}},
		{true, attribute{block: "resource", of: "naocloud_team", path: []string{"floors", anyKey, "level"}}},
		{true, attribute{block: "identity", of: "naocloud_team", path: []string{"id"}}},
		{true, attribute{block: "resource", of: "naocloud_team", path: []string{"badge"}, given: true}},
		{false, attribute{block: "resource", of: "naocloud_team", path: []string{"badge"}}},
		{false, attribute{block: "resource", of: "naocloud_team", path: []string{"roles"}}},
		{false, attribute{block: "identity", of: "naocloud_team", path: []string{"name"}}},
		{false, attribute{block: "data", of: "naocloud_team", path: []string{"name"}}},
		{false, attribute{block: "resource", of: "naocloud_site", path: []string{"name"}}},
	} {
		if got := file.asserts(test.attribute); got != test.expected {
			t.Errorf("%s: expected %t, got %t", test.attribute, test.expected, got)
		}
	}
}
