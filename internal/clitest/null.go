// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package clitest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// withoutReads is a provider with the same schemas, whose reads answer what the state says.
func withoutReads(factory func() provider.Provider) func() provider.Provider {
	return func() provider.Provider { return stateProvider{factory()} }
}

type stateProvider struct{ provider.Provider }

func (p stateProvider) Resources(ctx context.Context) []func() resource.Resource {
	factories := p.Provider.Resources(ctx)
	for i, factory := range factories {
		factories[i] = func() resource.Resource { return stateResource{factory()} }
	}
	return factories
}

// stateResource keeps everything of a resource but its reads. Its identity has to be named, since embedding does not show it.
type stateResource struct{ resource.Resource }

func (r stateResource) IdentitySchema(ctx context.Context, req resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	if identified, ok := r.Resource.(resource.ResourceWithIdentity); ok {
		identified.IdentitySchema(ctx, req, resp)
	}
}

// Read leaves the response as it begins, as the state; but that it shows no identity, where it has never been read, is not allowed.
func (r stateResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var schema resource.IdentitySchemaResponse
	r.IdentitySchema(ctx, resource.IdentitySchemaRequest{}, &schema)
	for name := range schema.IdentitySchema.Attributes {
		var text types.String
		resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root(name), &text)...)
		resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root(name), text)...)
	}
}
