// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	"encoding/json"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/coordinate"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/text"
)

func known(name string, latitude, longitude float64) model {
	return model{attributes: attributes{
		ID: types.StringValue("1"), Name: text.New(name),
		Latitude:  coordinate.Latitude.From(client.Set(latitude), coordinate.Value{}),
		Longitude: coordinate.Longitude.From(client.Set(longitude), coordinate.Value{}),
	}}
}

func TestModel_inputIsWhatIsAskedFor(t *testing.T) {
	t.Parallel()
	unknown := model{attributes: attributes{
		Name:      text.Value{StringValue: types.StringUnknown()},
		Latitude:  coordinate.Value{Float64Value: types.Float64Unknown()},
		Longitude: coordinate.Value{Float64Value: types.Float64Unknown()},
	}}
	renamed := unknown
	renamed.Name = text.New("b")
	for expected, asked := range map[string]model{
		`{}`:           unknown,
		`{"name":"b"}`: renamed,
		`{"name":"a","latitude":0,"longitude":0}`: known("a", 0, 0),
	} {
		got, err := json.Marshal(asked.input())
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != expected {
			t.Errorf("expected %s, got %s", expected, got)
		}
	}
}

func TestModel_withAResponse(t *testing.T) {
	t.Parallel()
	bare := known("a", 1, 2).with(client.Site{ID: "1"})
	if bare.Name.ValueString() != "a" || bare.Latitude.ValueFloat64() != 1 || bare.Longitude.ValueFloat64() != 2 {
		t.Errorf("expected what was known to be kept, got %+v", bare)
	}
	unplaced := known("a", 1, 2).with(client.Site{ID: "1", Name: "b", Latitude: client.Null[float64](), Longitude: client.Set(3.5)})
	if unplaced.Name.ValueString() != "b" || !unplaced.Latitude.IsNull() || unplaced.Longitude.ValueFloat64() != 3.5 {
		t.Errorf("expected b, null, 3.5, got %+v", unplaced)
	}
}

func TestShown_whatAResponseLacksIsNull(t *testing.T) {
	t.Parallel()
	got := shown(client.Site{ID: "1"})
	if !got.Name.IsNull() || !got.Latitude.IsNull() || !got.Longitude.IsNull() {
		t.Errorf("expected nulls, got %+v", got)
	}
	if isPlaced(client.Site{ID: "1", Name: "a"}) || !isPlaced(client.Site{ID: "1", Latitude: client.Null[float64](), Longitude: client.Set(1.0)}) {
		t.Error("expected a missing coordinate, but not a null one, to be lacking")
	}
}
