// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

func model(name string, latitude, longitude float64) resourceModel {
	return resourceModel{
		ID: types.StringValue("1"), Name: types.StringValue(name),
		Latitude:  base.Latitude.From(client.Set(latitude), base.Coordinate{}),
		Longitude: base.Longitude.From(client.Set(longitude), base.Coordinate{}),
	}
}

func TestModel_changesAreNoMoreThanWhatDiffers(t *testing.T) {
	t.Parallel()
	state := model("a", 1, 2)
	for name, test := range map[string]struct {
		plan, state resourceModel
		expected    string
	}{
		"nothing":      {state, state, `{}`},
		"name":         {model("b", 1, 2), state, `{"name":"b"}`},
		"latitude":     {model("a", 1.5, 2), state, `{"latitude":1.5}`},
		"longitude":    {model("a", 1, 0), state, `{"longitude":0}`},
		"a centimetre": {model("a", 1.00000005, 2), state, `{}`},
		"create":       {model("a", 0, 0), resourceModel{}, `{"name":"a","latitude":0,"longitude":0}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(test.plan.changes(test.state))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != test.expected {
				t.Errorf("expected %s, got %s", test.expected, got)
			}
		})
	}
}

func TestModel_overAnAnswer(t *testing.T) {
	t.Parallel()
	bare := model("a", 1, 2).over(client.Site{ID: "1"})
	if bare.Name.ValueString() != "a" || bare.Latitude.ValueFloat64() != 1 || bare.Longitude.ValueFloat64() != 2 {
		t.Errorf("expected what was known to be kept, got %+v", bare)
	}
	unplaced := model("a", 1, 2).over(client.Site{ID: "1", Name: "b", Latitude: client.Null[float64](), Longitude: client.Set(3.5)})
	if unplaced.Name.ValueString() != "b" || !unplaced.Latitude.IsNull() || unplaced.Longitude.ValueFloat64() != 3.5 {
		t.Errorf("expected b, null, 3.5, got %+v", unplaced)
	}
}

func TestDataFrom_whatAnAnswerLacksIsNull(t *testing.T) {
	t.Parallel()
	got := dataFrom(client.Site{ID: "1"})
	if !got.Name.IsNull() || !got.Latitude.IsNull() || !got.Longitude.IsNull() {
		t.Errorf("expected nulls, got %+v", got)
	}
	if !lacks(client.Site{ID: "1", Name: "a"}) || lacks(client.Site{ID: "1", Latitude: client.Null[float64](), Longitude: client.Set(1.0)}) {
		t.Error("expected a missing coordinate, but not a null one, to be lacking")
	}
}
