// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// pendingKey is where private state keeps an interrupted create.
const pendingKey = "pending_create"

// unappliedKey marks an object whose attributes in the state are those that an import found, since no apply has changed them yet.
const unappliedKey = "unapplied"

// IsUnapplied reports whether the attributes in the state are those that an import found: nobody has declared them yet.
func IsUnapplied(ctx context.Context, private PrivateState) bool {
	return has(ctx, private, unappliedKey)
}

// PrivateState is what Terraform stores beside the attributes of a resource.
type PrivateState interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// errNothingPending is a state without an id and without a create that could be resumed.
var errNothingPending = errors.New("the state has no id for it, and does not know of a create that was interrupted")

// remember keeps an interrupted create, so that a later read, update or delete can resume it.
func remember(ctx context.Context, private PrivateState, pending client.Pending) diag.Diagnostics {
	data, err := json.Marshal(pending)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Interrupted create could not be remembered", err.Error())}
	}
	return WritePrivate(ctx, private, pendingKey, data)
}

// remembered is the create that private state keeps; false for none.
func remembered(ctx context.Context, private PrivateState) (pending client.Pending, ok bool, err error) {
	data, diagnostics := private.GetKey(ctx, pendingKey)
	if diagnostics.HasError() {
		return pending, false, fmt.Errorf("read the private state: %s", diagnostics[0].Detail())
	}
	if len(data) == 0 {
		return pending, false, nil
	}
	if err := json.Unmarshal(data, &pending); err != nil {
		return pending, false, fmt.Errorf("read the private state: %w", err)
	}
	return pending, true, nil
}

// WritePrivate changes a key where it has another value; nil removes it. Changed private state makes a `plan -refresh-only -detailed-exitcode` exit
// with 2, so what is equal is not written again.
func WritePrivate(ctx context.Context, private PrivateState, key string, value []byte) diag.Diagnostics {
	old, diagnostics := private.GetKey(ctx, key)
	if diagnostics.HasError() || bytes.Equal(old, value) {
		return diagnostics
	}
	return private.SetKey(ctx, key, value)
}

// has reports whether private state has this key.
func has(ctx context.Context, private PrivateState, key string) bool {
	data, _ := private.GetKey(ctx, key)
	return len(data) > 0
}

// mayBePending reports whether a state may be that of an interrupted create of which nothing is known here: it has no id, and its private state is
// empty. Terraform plans a tainted object as a new one, and gives Delete an empty private state then. A read before that ends or reports such a
// create, so that this happens without a refresh alone.
func (r *resourceOf[M, T, In]) mayBePending(ctx context.Context, state M, private PrivateState) bool {
	return r.Known(state).ObjectID() == "" && !has(ctx, private, pendingKey) && !has(ctx, private, seenKey)
}

// isGone reports whether the error of a read or of a resumed create says that there is no object: the API answered 404, or an interrupted
// create has ended without making one.
func isGone(err error) bool {
	// The cause of a pending create may be a 404, such as its job's.
	if _, pending := errors.AsType[*client.PendingError](err); pending {
		return false
	}
	return client.IsNotFound(err) || client.IsNothingMade(err) || errors.Is(err, errNothingPending)
}
