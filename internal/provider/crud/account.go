// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

// seenKey is where private state keeps in which accounts an object was seen.
const seenKey = "seen"

// seen is what private state remembers of the accounts of an object.
func seen(ctx context.Context, private privateState) client.Seen {
	var remembered client.Seen
	data, _ := private.GetKey(ctx, seenKey)
	// What cannot be read is not remembered.
	_ = json.Unmarshal(data, &remembered)
	return remembered
}

// see remembers that an object was seen in this account.
func (p *Provider) see(ctx context.Context, private privateState) diag.Diagnostics {
	data, err := json.Marshal(p.Client.See(seen(ctx, private)))
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Account of an object could not be remembered", err.Error())}
	}
	return write(ctx, private, seenKey, data)
}

// isAccountOf reports whether an object that does not show is gone, and not in another account.
func (p *Provider) isAccountOf(ctx context.Context, private privateState) bool {
	return p.AcceptGone || p.Client.IsExpected() || p.Client.IsSeen(seen(ctx, private))
}

// otherAccount reports an object that does not show, and was last seen with other credentials or at another endpoint.
func (r *resourceOf[M, T, In]) otherAccount(ctx context.Context, private privateState, state M) diag.Diagnostics {
	return diags.OtherAccount(r.Kind, r.Label(state), seen(ctx, private).Endpoint, r.provider.Client.See(client.Seen{}).Endpoint)
}
