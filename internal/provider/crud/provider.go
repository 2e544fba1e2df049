// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package crud is the resource, the data sources and the list that all kinds of objects share. A kind says what it is: its schema, its
// model, the mapping between model and object, and what is special to it.
package crud

import (
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

// Kind is what a kind of object adds to the provider: one line of its register.
type Kind struct {
	Resources          []func() resource.Resource
	DataSources        []func() datasource.DataSource
	ListResources      []func() list.ListResource
	EphemeralResources []func() ephemeral.EphemeralResource
	Actions            []func() action.Action
	Functions          []func() function.Function
}

// Provider is what a configured provider block shares with all its resources.
type Provider struct {
	Client *client.Client
	// OnExisting is what a create does where the natural key is taken.
	OnExisting client.OnExisting
	// AcceptGone tells to take an object that does not show for gone, whatever account it was last seen in.
	AcceptGone bool

	// keys are the registries of natural keys by resource types.
	keys sync.Map
	// looks is how many creates were looked for by a request while they were planned.
	looks atomic.Int64
	// reports is how many failures that concern all objects were reported.
	reports atomic.Int64
}

const (
	// mostLooks is for how many creates a plan asks whether the object exists already, where no listing tells.
	mostLooks = 3
	// mostReports is how many times a failure that concerns all objects is explained in full.
	mostReports = 5
)

// Report reports a failure. One that concerns all objects, such as credentials that are not accepted, is explained for the first few of them:
// thousands of equal explanations help nobody.
func (p *Provider) Report(f diags.Failure) diag.Diagnostics {
	if diags.IsGeneral(f.Err) && p.reports.Add(1) > mostReports {
		return f.Brief()
	}
	return f.Diagnostics()
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
