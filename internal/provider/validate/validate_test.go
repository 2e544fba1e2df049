// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package validate

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestIDs(t *testing.T) {
	t.Parallel()
	for id, expected := range map[string]bool{
		"1": true, "392": true, "9223372036854775807": true,
		"": false, "0": false, "0392": false, "-1": false, "1.5": false, "abc": false, "12/": false, " 12": false, "12\n": false, "١٢": false, strings.Repeat("9", 20): false,
	} {
		if got := IsID(id); got != expected {
			t.Errorf("expected IsID(%q) to be %t, got %t", id, expected, got)
		}
	}
}

func TestID_acceptsWhatMocksMakeAndTheReadDoesNot(t *testing.T) {
	t.Parallel()
	for id, test := range map[string]struct{ valid, number bool }{
		"392":              {true, true},
		"aywu12k8":         {true, false}, // Terraform's
		"Qk3x":             {true, false}, // OpenTofu's
		"abc":              {false, false},
		"0":                {false, false},
		"team-392":         {false, false},
		"abcdefghijklmnop": {false, false},
	} {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			var resp validator.StringResponse
			ID("392").ValidateString(t.Context(), validator.StringRequest{Path: path.Root("id"), ConfigValue: types.StringValue(id)}, &resp)
			if resp.Diagnostics.HasError() == test.valid {
				t.Errorf("expected valid to be %t, got %v", test.valid, resp.Diagnostics)
			}
			if diagnostics := Number(t.Context(), path.Root("id"), types.StringValue(id), "392"); diagnostics.HasError() == test.number {
				t.Errorf("expected number to be %t, got %v", test.number, diagnostics)
			}
		})
	}
}
