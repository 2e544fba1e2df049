// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider/coordinate"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/text"
)

var testSchema = schema.Schema{Attributes: map[string]schema.Attribute{
	"id":       schema.StringAttribute{Computed: true},
	"name":     schema.StringAttribute{Required: true, CustomType: text.Type{}},
	"group":    schema.StringAttribute{Optional: true},
	"roles":    schema.StringAttribute{Optional: true, Computed: true},
	"latitude": schema.Float64Attribute{Optional: true, CustomType: coordinate.Latitude},
	"force":    schema.BoolAttribute{Optional: true},
}}

// object is one of the test's schema, in which everything else is null.
func object(t *testing.T, attributes map[string]any) tftypes.Value {
	t.Helper()
	objectType, ok := testSchema.Type().TerraformType(t.Context()).(tftypes.Object)
	if !ok {
		t.Fatal("expected an object")
	}
	values := map[string]tftypes.Value{}
	for name, attributeType := range objectType.AttributeTypes {
		values[name] = tftypes.NewValue(attributeType, attributes[name])
	}
	return tftypes.NewValue(objectType, values)
}

func changeOf(t *testing.T, plan, config, state map[string]any) change {
	t.Helper()
	prior := tfsdk.State{}
	if state != nil {
		prior.Raw = object(t, state)
	}
	c, diagnostics := newChange(testSchema, []string{"force"}, tfsdk.Plan{Raw: object(t, plan)}, tfsdk.Config{Raw: object(t, config)}, prior)
	if diagnostics.HasError() {
		t.Fatal(diagnostics)
	}
	return c
}

func TestChange_asksForWhatIsConfigured(t *testing.T) {
	t.Parallel()
	unknown := tftypes.UnknownValue
	for name, test := range map[string]struct {
		plan, config, state map[string]any
		asked               []string
		isEmpty             bool
	}{
		"a create": {
			map[string]any{"id": unknown, "name": "a", "roles": unknown}, map[string]any{"name": "a"}, nil, []string{"name"}, false,
		},
		"an update sends all that is configured": {
			map[string]any{"id": "1", "name": "b", "group": "g", "roles": "r"},
			map[string]any{"name": "b", "group": "g"},
			map[string]any{"id": "1", "name": "a", "group": "g", "roles": "r"},
			[]string{"group", "name"},
			false,
		},
		"what is configured no longer is cleared": {
			map[string]any{"id": "1", "name": "a"}, map[string]any{"name": "a"}, map[string]any{"id": "1", "name": "a", "group": "g"}, []string{"group", "name"}, false,
		},
		"what is left to the server is not sent": {
			map[string]any{"id": "1", "name": "b", "roles": "r"}, map[string]any{"name": "b"}, map[string]any{"id": "1", "name": "a", "roles": "r"}, []string{"name"}, false,
		},
		"what the server does not see is no change": {
			map[string]any{"id": "1", "name": "a", "force": true}, map[string]any{"name": "a", "force": true}, map[string]any{"id": "1", "name": "a"}, []string{"name"}, true,
		},
		"what is ignored stays as it is": {
			map[string]any{"id": "1", "name": "a"}, map[string]any{"name": "a", "group": "g"}, map[string]any{"id": "1", "name": "a"}, []string{"name"}, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := changeOf(t, test.plan, test.config, test.state)
			asked, err := attributesOf(c.asked(t.Context()).Raw)
			if err != nil {
				t.Fatal(err)
			}
			var known []string
			for name, value := range asked {
				// What the API never sees may say how to ask.
				if value.IsKnown() && name != "force" {
					known = append(known, name)
				}
			}
			slices.Sort(known)
			if !slices.Equal(known, test.asked) {
				t.Errorf("expected %v to be asked for, got %v", test.asked, known)
			}
			if c.isEmpty() != test.isEmpty {
				t.Errorf("expected isEmpty to be %t", test.isEmpty)
			}
		})
	}
}

func TestChange_settles(t *testing.T) {
	t.Parallel()
	unknown := tftypes.UnknownValue
	plan := map[string]any{"id": unknown, "name": "H\u00f4pital", "group": nil, "roles": unknown, "latitude": 1.5, "force": true}
	config := map[string]any{"name": "H\u00f4pital", "latitude": 1.5, "force": true}
	for name, test := range map[string]struct {
		stored, expected map[string]any
		differences      []string
	}{
		"as asked": {
			map[string]any{"id": "1", "name": "H\u00f4pital", "roles": "r", "latitude": 1.5},
			map[string]any{"id": "1", "name": "H\u00f4pital", "roles": "r", "latitude": 1.5, "force": true},
			nil,
		},
		"as asked, in another spelling": {
			map[string]any{"id": "1", "name": "Ho\u0302pital", "roles": "r", "latitude": 1.500001},
			map[string]any{"id": "1", "name": "H\u00f4pital", "roles": "r", "latitude": 1.5, "force": true},
			nil,
		},
		"otherwise": {
			map[string]any{"id": "1", "name": "hopital", "roles": "r", "latitude": 2.5},
			map[string]any{"id": "1", "name": "hopital", "roles": "r", "latitude": 2.5, "force": true},
			[]string{"latitude", "name"},
		},
		"what nobody asked for waits for the next read": {
			map[string]any{"id": "1", "name": "H\u00f4pital", "group": "g", "roles": "r", "latitude": 1.5},
			map[string]any{"id": "1", "name": "H\u00f4pital", "roles": "r", "latitude": 1.5, "force": true},
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state, differences, err := changeOf(t, plan, config, nil).reconcile(t.Context(), object(t, test.stored))
			if err != nil {
				t.Fatal(err)
			}
			if expected := object(t, test.expected); !state.Equal(expected) {
				t.Errorf("expected the state %s, got %s", expected, state)
			}
			var names []string
			for _, d := range differences {
				names = append(names, d.name)
			}
			if !slices.Equal(names, test.differences) {
				t.Errorf("expected differences in %v, got %v", test.differences, names)
			}
		})
	}
}

func TestBlank_isAnObjectOfNulls(t *testing.T) {
	t.Parallel()
	attributes, err := attributesOf(blank(t.Context(), testSchema.Type()))
	if err != nil || len(attributes) != len(testSchema.Attributes) {
		t.Fatalf("expected all attributes, got %v, %v", attributes, err)
	}
	for name, value := range attributes {
		if !value.IsNull() {
			t.Errorf("expected %s to be null, got %s", name, value)
		}
	}
}
