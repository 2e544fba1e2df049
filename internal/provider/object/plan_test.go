// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package object

import (
	"strings"
	"testing"
)

// TestChange_warnsOfWhatIsNotDeclared has attributes that leave the configuration, as a whole or in part.
func TestChange_warnsOfWhatIsNotDeclared(t *testing.T) {
	t.Parallel()
	type object = map[string]any
	whole := object{"name": "Ops", "options": object{"mode": "x", "level": "1"}, "targets": []any{object{"host": "a", "port": "1"}}}
	for name, test := range map[string]struct {
		planned     map[string]any
		isUnapplied bool
		want        []string
	}{
		"all is declared":          {planned: whole},
		"no attribute":             {planned: object{"name": "Ops"}, want: []string{"No longer declared: options, targets. NAO Cloud keeps their values"}},
		"parts":                    {planned: object{"name": "Ops", "options": object{"mode": "x"}, "targets": []any{object{"host": "a"}}}, want: []string{"Not declared: options.level, targets[].port."}},
		"after an import":          {planned: object{"name": "Dev"}, isUnapplied: true},
		"parts after an import":    {planned: object{"name": "Dev", "options": object{"mode": "x"}}, isUnapplied: true, want: []string{"Not declared: options.level."}},
		"an attribute and a part":  {planned: object{"name": "Ops", "options": object{"mode": "x"}}, want: []string{"No longer declared: targets.", "Not declared: options.level."}},
		"another number of places": {planned: object{"name": "Ops", "options": whole["options"], "targets": []any{}}, want: nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := change{planned: test.planned, former: whole, isUnapplied: test.isUnapplied}.warnings()
			if len(got) != len(test.want) {
				t.Fatalf("got %v, want %q", got, test.want)
			}
			for i, want := range test.want {
				if !strings.Contains(got[i].Detail(), want) {
					t.Errorf("got %q, want it to say %q", got[i].Detail(), want)
				}
			}
		})
	}
}
