// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package text

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	composed   = "H\u00f4pital"
	decomposed = "Ho\u0302pital"
)

func TestValue_anotherNormalFormIsEqual(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		a, b     string
		expected bool
	}{
		"the same":        {composed, composed, true},
		"composed or not": {composed, decomposed, true},
		"another text":    {composed, "Hopital", false},
		"other capitals":  {composed, "H\u00d4pital", false},
		"a ligature":      {"ofice", "o\ufb01ce", false},
		"entities":        {"R&D d'Alès", "R&amp;D d&#39;Alès", true},
		"other entities":  {"R&D", "R&lt;D", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diagnostics := New(test.a).StringSemanticEquals(t.Context(), New(test.b))
			if got != test.expected || diagnostics.HasError() {
				t.Errorf("expected %t, got %t, %v", test.expected, got, diagnostics)
			}
		})
	}
}

func TestKeepSpelling_plansTheStateForTheSameCharacters(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ state, plan, expected types.String }{
		"a new object":   {types.StringNull(), types.StringValue(composed), types.StringValue(composed)},
		"the same":       {types.StringValue(composed), types.StringValue(decomposed), types.StringValue(composed)},
		"renamed":        {types.StringValue(composed), types.StringValue("Clinic"), types.StringValue("Clinic")},
		"not known yet":  {types.StringValue(composed), types.StringUnknown(), types.StringUnknown()},
		"left out again": {types.StringValue(composed), types.StringNull(), types.StringNull()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resp := planmodifier.StringResponse{PlanValue: test.plan}
			KeepSpelling().PlanModifyString(t.Context(), planmodifier.StringRequest{StateValue: test.state, PlanValue: test.plan}, &resp)
			if !resp.PlanValue.Equal(test.expected) {
				t.Errorf("expected %s, got %s", test.expected, resp.PlanValue)
			}
		})
	}
}
