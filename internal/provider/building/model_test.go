// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package building

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

func TestDataFrom_emptyListsAreNotNull(t *testing.T) {
	t.Parallel()
	none := dataFrom(types.StringValue("1"), nil)
	if none.Buildings == nil || len(none.Buildings) != 0 {
		t.Errorf("expected an empty list of buildings, got %v", none.Buildings)
	}
	bare := dataFrom(types.StringValue("1"), []client.Building{{ID: "2"}})
	if floors := bare.Buildings[0].Floors; floors == nil || len(floors) != 0 {
		t.Errorf("expected an empty list of floors, got %v", floors)
	}
	if !bare.Buildings[0].Name.IsNull() {
		t.Errorf("expected no name, got %s", bare.Buildings[0].Name)
	}
}

func TestDataFrom_whatAFloorLacksIsNull(t *testing.T) {
	t.Parallel()
	model := dataFrom(types.StringValue("1"), []client.Building{{ID: "2", Floors: []client.Floor{{ID: "3"}}}})
	floor := model.Buildings[0].Floors[0]
	if !floor.Name.IsNull() || !floor.LevelNumber.IsNull() || floor.Bounds != nil {
		t.Errorf("expected nulls, got %+v", floor)
	}
}
