// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package providertest

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	acceptance "github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// RunMoving is Run beside a provider named restapi, whose restapi_object only remembers what its configuration says, and with a CLI that can
// move resources between providers.
func (a *Account) RunMoving(t *testing.T, steps ...acceptance.TestStep) {
	t.Helper()
	factories := Factories(a.adjust, nil)
	factories["restapi"] = providerserver.NewProtocol6WithError(restProvider{})
	acceptance.UnitTest(t, acceptance.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)},
		ProtoV6ProviderFactories: factories,
		Steps:                    steps,
	})
}

type restProvider struct{}

func (restProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "restapi"
}

func (restProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (restProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (restProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (restProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return restResource{} }}
}

// restResource is restapi_object.
type restResource struct{}

func (restResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "restapi_object"
}

func (restResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id":   schema.StringAttribute{Required: true},
		"path": schema.StringAttribute{Required: true},
		"data": schema.StringAttribute{Required: true},
	}}
}

func (restResource) Create(_ context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (restResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (restResource) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
}

func (restResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
