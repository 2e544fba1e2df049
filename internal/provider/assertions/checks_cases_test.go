// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package assertions

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestChecks_whatTheyAssert(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		code     string
		expected []string
	}{
		"a value": {
			`func TestX() { statecheck.ExpectKnownValue("naocloud_team.test", tfjsonpath.New("name"), knownvalue.StringExact("roles")) }`,
			[]string{"naocloud_team: name"},
		},
		"by the shared functions, with constants": {
			`const at = "data.naocloud_team" + ".test"
			func TestX() { providertest.Text(at, "name", "roles") }`,
			[]string{"data.naocloud_team: name"},
		},
		"an index and the key of a map lead further": {
			`func TestX() {
				path := tfjsonpath.New("floors").AtSliceIndex(0).AtMapKey("key").AtMapKey("name")
				statecheck.ExpectKnownValue("naocloud_team.test", path, check)
			}`,
			[]string{"naocloud_team: floors.key.name"},
		},
		"objects in a list, made by functions with arguments": {
			`func TestX() {
				providertest.Value("naocloud_team.test", "floors", knownvalue.ListExact([]knownvalue.Check{
					floor("72", knownvalue.ObjectExact(map[string]knownvalue.Check{"north": number(1)})),
				}))
			}
			func floor(id string, bounds knownvalue.Check) knownvalue.Check {
				return knownvalue.ObjectExact(map[string]knownvalue.Check{"id": knownvalue.StringExact(id), "bounds": bounds})
			}`,
			[]string{"naocloud_team: floors", "naocloud_team: floors.bounds", "naocloud_team: floors.bounds.north", "naocloud_team: floors.id"},
		},
		"an identity is no state": {
			`func TestX() {
				identity := func(at string) statecheck.StateCheck {
					return statecheck.ExpectIdentity(at, map[string]knownvalue.Check{"team_id": knownvalue.StringExact("392")})
				}
				identity("naocloud_team.test")
				statecheck.ExpectIdentityValueMatchesState("naocloud_team.test", tfjsonpath.New("id"))
			}`,
			[]string{"identity.naocloud_team: id", "identity.naocloud_team: team_id"},
		},
		"a parameter is no constant of the same name": {
			`const at = "naocloud_team.test"
			func check(at string) { providertest.Text(at, "name", "Operations") }
			func TestX() { check("naocloud_site.test") }`,
			[]string{"naocloud_site: name"},
		},
		"a variable of another test": {
			`func TestX() { path := tfjsonpath.New("roles"); _ = path }
			func TestY(path tfjsonpath.Path) { statecheck.ExpectKnownValue("naocloud_team.test", path, check) }`,
			nil,
		},
		"a listing": {
			`func TestX() { querycheck.ExpectResourceKnownValues("naocloud_team.test", filter, []querycheck.KnownValueCheck{{Path: tfjsonpath.New("id")}}) }`,
			nil,
		},
		"a function that calls itself": {
			`func again(check knownvalue.Check) knownvalue.Check { again(check); return again(check) }
			func TestX() { providertest.Value("naocloud_team.test", "name", again(again(check))) }`,
			[]string{"naocloud_team: name"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asserted := assertedBy(map[string][]*ast.File{
				shared: {parse(t, `func Value(address, attribute string, expected knownvalue.Check) statecheck.StateCheck {
						return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), expected)
					}
					func Text(address, attribute, expected string) statecheck.StateCheck {
						return Value(address, attribute, knownvalue.StringExact(expected))
					}`)},
				"team": {parse(t, test.code)},
			})
			got := map[string]bool{}
			for block, paths := range asserted {
				for _, path := range paths {
					if len(path) > 0 {
						got[block+": "+strings.Join(path, ".")] = true
					}
				}
			}
			if sorted := slices.Sorted(maps.Keys(got)); !slices.Equal(sorted, test.expected) {
				t.Errorf("expected %v, got %v", test.expected, sorted)
			}
		})
	}
}

func TestAttribute_isAt(t *testing.T) {
	t.Parallel()
	for path, expected := range map[string]bool{
		"floors.ground.name":     true,
		"floors.ground.name.key": true, // in the attribute
		"floors.ground":          false,
		"floors.ground.bounds":   false,
		"name":                   false,
	} {
		if got := (attribute{path: []string{"floors", anyKey, "name"}}).isAt(strings.Split(path, ".")); got != expected {
			t.Errorf("%s: expected %t, got %t", path, expected, got)
		}
	}
}

func parse(t *testing.T, code string) *ast.File {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "", "package code\n"+code, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return file
}
