// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package crud is the resource, the data sources and the list that all kinds of objects share. A kind says what it is: its schema, its
// model, the mapping between model and object, and what is special to it.
package crud

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

// Kind is what a kind of object adds to the provider: one line of its register.
type Kind struct {
	Resources          []func() resource.Resource
	DataSources        []func() datasource.DataSource
	ListResources      []func() list.ListResource
	EphemeralResources []func() ephemeral.EphemeralResource
	Actions            []func() action.Action
}

// Provider is what a configured provider block shares with all its resources.
type Provider struct {
	Client *client.Client
}

// FromProvider reads what the provider hands to its resources; nil before the provider is configured, which is so during validation.
func FromProvider(data any, diagnostics *diag.Diagnostics) *Provider {
	if data == nil {
		return nil
	}
	provider, ok := data.(*Provider)
	if !ok {
		diagnostics.AddError("Provider is not configured as expected",
			fmt.Sprintf("Expected a %T, got a %T. This is a defect of the provider; please report it.", provider, data))
	}
	return provider
}
