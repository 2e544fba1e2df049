// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package session gives out sessions of the provider's own user: values that Terraform never stores.
package session

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

var (
	_ ephemeral.EphemeralResourceWithConfigure = (*session)(nil)
	_ ephemeral.EphemeralResourceWithRenew     = (*session)(nil)
)

const (
	// expiryKey is where the private data holds when the session ends.
	expiryKey = "expires_at"
	// warnedAhead is how long before its end a session that is still in use is spoken of.
	warnedAhead = time.Minute
)

// session is the ephemeral resource naocloud_session.
type session struct {
	provider *crud.Provider
}

// model is what the ephemeral resource gives.
type model struct {
	JWT       types.String `tfsdk:"jwt"`
	ExpiresAt types.String `tfsdk:"expires_at"`
}

// Kind is the ephemeral resource of sessions.
func Kind() crud.Kind {
	return crud.Kind{EphemeralResources: []func() ephemeral.EphemeralResource{func() ephemeral.EphemeralResource { return &session{} }}}
}

func (s *session) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	s.provider = crud.FromProvider(req.ProviderData, &resp.Diagnostics)
}

func (s *session) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = "naocloud_session"
}

func (s *session) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Logs in to NAO Cloud with the provider's own `api_key`, or its `email` and `password`, and gives the session to other providers and " +
			"to provisioners. It is never stored, in no plan and in no state: each plan and each apply that needs it logs in anew. An `oauth_token` or a `jwt` " +
			"cannot be exchanged for a session.\n\nNAO Cloud has no way to end a session: it ends by itself, after about a day. " +
			"Ephemeral resources need Terraform 1.10 or OpenTofu 1.11.",
		Attributes: map[string]schema.Attribute{
			"jwt": schema.StringAttribute{
				MarkdownDescription: "The JWT of the session. It is sent as `Authorization: JWT`, without a scheme word.",
				Computed:            true,
				Sensitive:           true,
			},
			"expires_at": schema.StringAttribute{
				MarkdownDescription: "When the session ends, by NAO Cloud's clock: a date such as `2026-03-01T12:00:00Z` (RFC 3339).",
				Computed:            true,
			},
		},
	}
}

// Open logs in.
func (s *session) Open(ctx context.Context, _ ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	// An ephemeral resource has no timeouts block.
	ctx, cancel := context.WithTimeout(ctx, crud.DefaultTimeout)
	defer cancel()
	token, err := s.provider.Client.MintSession(ctx)
	if err != nil {
		resp.Diagnostics.Append(notOpened(err)...)
		return
	}
	expiry := token.ExpiresAt.UTC().Format(time.RFC3339)
	resp.RenewAt = token.EndsAt.Add(-warnedAhead)
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, expiryKey, private(expiry))...)
	resp.Diagnostics.Append(resp.Result.Set(ctx, model{JWT: types.StringValue(token.JWT), ExpiresAt: types.StringValue(expiry)})...)
}

// Renew is called when the session is about to end while others still use it. A session cannot be prolonged, and Terraform has no way to
// hand out another under the same name: what can be done is to say why later requests may fail.
func (s *session) Renew(ctx context.Context, req ephemeral.RenewRequest, resp *ephemeral.RenewResponse) {
	data, diagnostics := req.Private.GetKey(ctx, expiryKey)
	resp.Diagnostics.Append(diagnostics...)
	var expiry string
	if json.Unmarshal(data, &expiry) != nil {
		return
	}
	resp.Diagnostics.AddWarning("Session ends while it is in use",
		fmt.Sprintf("The session of this naocloud_session ends at %s, and NAO Cloud does not prolong sessions. What uses it after that fails; another run gets "+
			"another session.", expiry))
}

func private(expiry string) []byte { return fmt.Appendf(nil, "%q", expiry) }

func notOpened(err error) diag.Diagnostics {
	if login, ok := errors.AsType[*client.LoginError](err); ok {
		return diags.NotLoggedIn(login)
	}
	detail := fmt.Sprintf("No session was opened: %s.", err)
	if errors.Is(err, client.ErrNotExchangeable) {
		detail += "\n\nGive the provider an `api_key` (NAOCLOUD_API_KEY), or `email` and `password` (NAOCLOUD_EMAIL, NAOCLOUD_PASSWORD)."
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("Session could not be opened", detail)}
}
