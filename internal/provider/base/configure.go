// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package base is what every noun of the provider is built on: how it gets its client, how it speaks about failures, how it remembers an
// interrupted create, and the types and validators that more than one of them uses.
package base

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// Resource gives the resource, or the list resource, that embeds it a client.
type Resource struct {
	// Client is nil until the provider is configured: not during validation.
	Client *client.Client
}

// Configure takes the client over from the provider.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.Client = clientFrom(req.ProviderData, &resp.Diagnostics)
}

// DataSource gives the data source that embeds it a client.
type DataSource struct {
	// Client is nil until the provider is configured: not during validation.
	Client *client.Client
}

// Configure takes the client over from the provider.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.Client = clientFrom(req.ProviderData, &resp.Diagnostics)
}

// Action gives the action that embeds it a client.
type Action struct {
	// Client is nil until the provider is configured: not during validation.
	Client *client.Client
}

// Configure takes the client over from the provider.
func (a *Action) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.Client = clientFrom(req.ProviderData, &resp.Diagnostics)
}

// Ephemeral gives the ephemeral resource that embeds it a client.
type Ephemeral struct {
	// Client is nil until the provider is configured: not during validation.
	Client *client.Client
}

// Configure takes the client over from the provider.
func (e *Ephemeral) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	e.Client = clientFrom(req.ProviderData, &resp.Diagnostics)
}

// clientFrom reads what the provider handed on; it hands on nothing before it is configured.
func clientFrom(data any, diagnostics *diag.Diagnostics) *client.Client {
	if data == nil {
		return nil
	}
	c, ok := data.(*client.Client)
	if !ok {
		diagnostics.AddError("Provider is not configured as expected",
			fmt.Sprintf("Expected a %T, got a %T. This is a defect of the provider; please report it.", c, data))
	}
	return c
}
