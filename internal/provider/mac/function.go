// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package mac

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/function"
)

// NewFunction makes the function tracking_id.
func NewFunction() function.Function { return trackingIDFunction{} }

type trackingIDFunction struct{}

func (trackingIDFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "tracking_id"
}

func (trackingIDFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "The spelling of a MAC that NAO Cloud uses.",
		MarkdownDescription: "Turns any spelling of a MAC (`aabbcc445566`, `aa-bb-cc-44-55-66`, `AABB.CC44.5566`…) into the one that NAO Cloud uses for the tracking id of a " +
			"tag: `AA:BB:CC:44:55:66`. A text that is no MAC comes back unchanged. Twelve decimal digits are taken for a MAC. " +
			"It needs Terraform 1.8 or OpenTofu 1.7.",
		Parameters: []function.Parameter{
			function.StringParameter{Name: "text", MarkdownDescription: "A MAC in any spelling, or another id."},
		},
		Return: function.StringReturn{},
	}
}

func (trackingIDFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	if resp.Error = req.Arguments.Get(ctx, &text); resp.Error != nil {
		return
	}
	resp.Error = resp.Result.Set(ctx, Normal(text))
}
