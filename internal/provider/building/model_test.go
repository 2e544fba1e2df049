// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package building

import (
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

func TestShown_emptyListsAreNotNull(t *testing.T) {
	t.Parallel()
	none := shown(nil)
	if none == nil || len(none) != 0 {
		t.Errorf("expected an empty list of buildings, got %v", none)
	}
	bare := shown([]client.Building{{ID: "2"}})
	if floors := bare[0].Floors; floors == nil || len(floors) != 0 {
		t.Errorf("expected an empty list of floors, got %v", floors)
	}
	if !bare[0].Name.IsNull() {
		t.Errorf("expected no name, got %s", bare[0].Name)
	}
}

func TestShown_whatAFloorLacksIsNull(t *testing.T) {
	t.Parallel()
	models := shown([]client.Building{{ID: "2", Floors: []client.Floor{{ID: "3"}}}})
	floor := models[0].Floors[0]
	if !floor.Name.IsNull() || !floor.LevelNumber.IsNull() || floor.Bounds != nil {
		t.Errorf("expected nulls, got %+v", floor)
	}
}
