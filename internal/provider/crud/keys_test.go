// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import "testing"

func TestKeys_aSecondObjectWithTheKeyIsTold(t *testing.T) {
	t.Parallel()
	always := func(string, string) bool { return true }
	for name, test := range map[string]struct {
		first, second holder[string]
		taken         bool
	}{
		"two new ones":                       {holder[string]{}, holder[string]{}, true},
		"a new one and one that has it":      {holder[string]{id: "1", holds: true}, holder[string]{}, true},
		"a new one and one that gets it":     {holder[string]{id: "1"}, holder[string]{}, true},
		"one that gets it from one that has": {holder[string]{id: "1", holds: true}, holder[string]{id: "2"}, true},
		"two that have it already":           {holder[string]{id: "1", holds: true}, holder[string]{id: "2", holds: true}, false},
		"the same object, planned twice":     {holder[string]{id: "1", holds: true}, holder[string]{id: "1"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newKeys[string]()
			if _, taken := k.register("Ops", test.first, always); taken {
				t.Fatal("expected the first to get the key")
			}
			other, taken := k.register("Ops", test.second, always)
			if taken != test.taken || taken && other.id != test.first.id {
				t.Errorf("expected %t and the id %q, got %t and %q", test.taken, test.first.id, taken, other.id)
			}
		})
	}
}

func TestKeys_anObjectThatIsPlannedAnewGivesItsFormerKeyUp(t *testing.T) {
	t.Parallel()
	always := func(string, string) bool { return true }
	k := newKeys[string]()
	k.register("Ops", holder[string]{id: "1", holds: true}, always)
	k.register("Operations", holder[string]{id: "1"}, always)
	if _, taken := k.register("Ops", holder[string]{}, always); taken {
		t.Error("expected the former key to be free")
	}
	if !k.has("1") || k.has("2") {
		t.Error("expected that object 1 alone is planned")
	}
}

func TestKeys_objectsOfOneTextMayDiffer(t *testing.T) {
	t.Parallel()
	same := func(a, b string) bool { return a == b }
	k := newKeys[string]()
	k.register("Purpan", holder[string]{model: "here"}, same)
	if _, taken := k.register("Purpan", holder[string]{model: "there"}, same); taken {
		t.Error("expected two sites of one name at two places")
	}
	if _, taken := k.register("Purpan", holder[string]{model: "here"}, same); !taken {
		t.Error("expected one site at a place")
	}
}
