// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package call

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/value"
)

var (
	_ action.ActionWithConfigure      = (*callAction)(nil)
	_ action.ActionWithValidateConfig = (*callAction)(nil)
	_ action.ActionWithModifyPlan     = (*callAction)(nil)
)

// callAction is naocloud_call.
type callAction struct {
	provider *crud.Provider
}

// actionModel is what the action is given.
type actionModel struct {
	Path    types.String  `tfsdk:"path"`
	Method  types.String  `tfsdk:"method"`
	Body    types.Dynamic `tfsdk:"body"`
	Timeout types.String  `tfsdk:"timeout"`
}

// Kind is the action of calls.
func Kind() crud.Kind {
	return crud.Kind{Actions: []func() action.Action{func() action.Action { return &callAction{} }}}
}

func (a *callAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	a.provider = crud.FromProvider(req.ProviderData, &resp.Diagnostics)
}

func (a *callAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = "naocloud_call"
}

func (a *callAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Makes NAO Cloud do something that no resource stands for, such as a publication. Where NAO Cloud does it in the background, the action " +
			"waits until it is done, tells how far it is, and fails with NAO Cloud's own reason.\n\n" +
			"The request is sent once. Where its response is lost, the error says that it may have been carried out, and nothing sends it again. The response is not shown. " +
			"Actions need Terraform 1.14; OpenTofu has none.\n\n" +
			"To create, change or remove objects, take the resource `naocloud_object`: an action leaves no trace in the state.",
		Attributes: map[string]schema.Attribute{
			"path": schema.StringAttribute{
				MarkdownDescription: "Where the request goes, below the endpoint: names and ids in turn, and perhaps a verb at the end, such as " +
					"`sites/11416/asset_tracking_config/publish`. Sessions, `oauth` and background jobs are refused.",
				Required: true,
			},
			"method": schema.StringAttribute{
				MarkdownDescription: "`POST` or `PUT`.",
				Required:            true,
				Validators:          []validator.String{stringvalidator.OneOf(http.MethodPost, http.MethodPut)},
			},
			"body": schema.DynamicAttribute{
				MarkdownDescription: "What to send, in HCL: an object, which becomes JSON as it stands, with its root, such as `{ zone = { name = \"Hall\" } }`. " +
					"A saved plan holds it, so write no secret into it. Leave it out to send none.",
				Optional: true,
			},
			"timeout": TimeoutAttribute("the call is carried out"),
		},
	}
}

func (a *callAction) ValidateConfig(ctx context.Context, req action.ValidateConfigRequest, resp *action.ValidateConfigResponse) {
	_, diagnostics := read(ctx, req.Config)
	resp.Diagnostics.Append(diagnostics...)
}

// ModifyPlan checks what a validation does not know yet.
func (a *callAction) ModifyPlan(ctx context.Context, req action.ModifyPlanRequest, resp *action.ModifyPlanResponse) {
	_, diagnostics := read(ctx, req.Config)
	resp.Diagnostics.Append(diagnostics...)
}

func (a *callAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	config, diagnostics := read(ctx, req.Config)
	resp.Diagnostics.Append(diagnostics...)
	if resp.Diagnostics.HasError() {
		return
	}
	call := client.Call{Method: config.Method.ValueString(), Path: config.Path.ValueString(), Body: value.FromTerraform(config.Body)}
	err := Invocation{
		Send: func(ctx context.Context, report func(client.Job)) error {
			return a.provider.Client.Call(ctx, call, report)
		},
		Begins:  "sending " + call.Method + " " + call.Path,
		Ends:    "done",
		Timeout: config.Timeout,
	}.Run(ctx, resp)
	if err != nil {
		resp.Diagnostics.Append(notCalled(call, err)...)
	}
}

// read reads a configuration and reports what is wrong with it, as far as it is known.
func read(ctx context.Context, config tfsdk.Config) (actionModel, diag.Diagnostics) {
	var model actionModel
	diagnostics := config.Get(ctx, &model)
	if diagnostics.HasError() {
		return model, diagnostics
	}
	if !model.Path.IsNull() && !model.Path.IsUnknown() {
		if _, err := client.ParseCall(model.Path.ValueString()); err != nil {
			diagnostics.AddAttributeError(path.Root("path"), "Invalid path", "path "+err.Error()+".")
		}
	}
	switch body := value.FromTerraform(model.Body).(type) {
	case nil, value.Unknown, map[string]any:
	default:
		diagnostics.AddAttributeError(path.Root("body"), "Invalid body",
			"body must be an object in HCL, such as { zone = { name = \"Hall\" } }, got "+kindOf(body)+". Where there is JSON, write body = jsondecode(…).")
	}
	return model, diagnostics
}

// kindOf says what a value is, and does not quote it: it may be secret.
func kindOf(value any) string {
	switch value.(type) {
	case string:
		return "a string"
	case bool:
		return "a boolean"
	case json.Number:
		return "a number"
	case []any:
		return "a list"
	default:
		return "a set"
	}
}
