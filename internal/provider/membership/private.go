// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package membership

import (
	"context"
	"crypto/rand"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
)

// memoryKey is where private state keeps the memory of a set.
const memoryKey = "members"

// recall reads the memory of a set.
func recall(ctx context.Context, private crud.PrivateState) (memory Memory, diagnostics diag.Diagnostics) {
	data, diagnostics := private.GetKey(ctx, memoryKey)
	if len(data) == 0 {
		return memory, diagnostics
	}
	if err := json.Unmarshal(data, &memory); err != nil {
		diagnostics.AddError("Private state could not be read", err.Error())
	}
	return memory, diagnostics
}

// memoryOf is the memory of a set, with the ids that no attribute shows.
func (s *set) memoryOf(state State) Memory {
	memory := state.Memory
	memory.IDs = nil
	if s.IDs {
		return memory
	}
	memory.IDs = map[string]string{}
	for key, member := range state.Declared {
		if member.ID != "" {
			memory.IDs[key] = member.ID
		}
	}
	return memory
}

// remember keeps the memory of a set.
func remember(ctx context.Context, private crud.PrivateState, memory Memory) diag.Diagnostics {
	data, err := json.Marshal(memory)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Private state could not be written", err.Error())}
	}
	return crud.WritePrivate(ctx, private, memoryKey, data)
}

// newToken tells a set from the other sets of its parent.
func newToken() string { return rand.Text()[:12] }
