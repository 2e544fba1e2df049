// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// pendingKey is where private state keeps an interrupted create.
const pendingKey = "pending_create"

// PrivateState is the private state of a resource, which Terraform stores beside its attributes.
type PrivateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

var errNothingPending = errors.New("the state has no id for it, and does not know of a create that was interrupted")

// Remember keeps an interrupted create, so that a later Read, Update or Delete can go on with it.
func Remember(ctx context.Context, private PrivateState, pending client.Pending) diag.Diagnostics {
	data, err := json.Marshal(pending)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Interrupted create could not be remembered", err.Error())}
	}
	return private.SetKey(ctx, pendingKey, data)
}

// Forget drops an interrupted create that has come to its end.
func Forget(ctx context.Context, private PrivateState) diag.Diagnostics {
	return private.SetKey(ctx, pendingKey, nil)
}

// Resume goes on with the create that private state remembers. IsGone(err) when it made nothing.
func Resume[T any](ctx context.Context, private PrivateState, resume func(client.Pending) (T, error)) (T, error) {
	var none T
	data, diagnostics := private.GetKey(ctx, pendingKey)
	if diagnostics.HasError() {
		return none, fmt.Errorf("read the private state: %s", diagnostics[0].Detail())
	}
	if len(data) == 0 {
		return none, errNothingPending
	}
	var pending client.Pending
	if err := json.Unmarshal(data, &pending); err != nil {
		return none, fmt.Errorf("read the private state: %w", err)
	}
	return resume(pending)
}

// IsPending tells that private state remembers a create.
func IsPending(ctx context.Context, private PrivateState) bool {
	data, _ := private.GetKey(ctx, pendingKey)
	return len(data) > 0
}

// IsGone tells from the error of a read or of a Resume that there is no object: the API answered 404, or an interrupted create has ended
// without making one.
func IsGone(err error) bool {
	// A create that is still open may be so because of a 404, of its job for one.
	if isOpen(err) {
		return false
	}
	return client.IsNotFound(err) || client.IsNothingMade(err) || errors.Is(err, errNothingPending)
}
