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
func seen(ctx context.Context, private PrivateState) client.Seen {
	var remembered client.Seen
	data, _ := private.GetKey(ctx, seenKey)
	// What cannot be read is not remembered.
	_ = json.Unmarshal(data, &remembered)
	return remembered
}

// See remembers that an object was seen in this account.
func (p *Provider) See(ctx context.Context, private PrivateState) diag.Diagnostics {
	data, err := json.Marshal(p.Client.See(seen(ctx, private)))
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Account of an object could not be remembered", err.Error())}
	}
	return WritePrivate(ctx, private, seenKey, data)
}

// IsAccountOf reports whether an object that does not show is gone, and not in another account.
func (p *Provider) IsAccountOf(ctx context.Context, private PrivateState) bool {
	return p.AcceptGone || p.Client.IsExpected() || p.Client.IsSeen(seen(ctx, private))
}

// OtherAccount reports an object that does not show, and was last seen with other credentials or at another endpoint.
func (p *Provider) OtherAccount(ctx context.Context, kind diags.Kind, label string, private PrivateState) diag.Diagnostics {
	return diags.OtherAccount(kind, label, seen(ctx, private).Endpoint, p.Client.See(client.Seen{}).Endpoint)
}
