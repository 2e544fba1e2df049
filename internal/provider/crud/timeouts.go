// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"context"
	"time"

	datatimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

// DefaultTimeout is how long an operation may take where its timeouts block does not say.
const DefaultTimeout = 20 * time.Minute

const timeoutsBlock = "timeouts"

// ResourceTimeouts is the timeouts block of a resource.
func ResourceTimeouts(ctx context.Context, hasUpdate bool) map[string]schema.Block {
	block := timeouts.Block(ctx, timeouts.Opts{
		Create:            true,
		CreateDescription: timeoutDescription("creating the object"),
		Read:              true,
		ReadDescription:   timeoutDescription("reading the object"),
		Update:            hasUpdate,
		UpdateDescription: timeoutDescription("changing the object"),
		Delete:            true,
		DeleteDescription: timeoutDescription("removing the object"),
	})
	if nested, ok := block.(schema.SingleNestedBlock); ok {
		for name, attribute := range nested.Attributes {
			if duration, ok := attribute.(schema.StringAttribute); ok {
				// The library's own validator accepts a time of zero and less.
				duration.Validators = []validator.String{validate.Duration()}
				nested.Attributes[name] = duration
			}
		}
		nested.MarkdownDescription = "How long each operation may take. Changing it sends no request."
		block = nested
	}
	return map[string]schema.Block{timeoutsBlock: block}
}

// DataSourceTimeouts is the timeouts block of a data source.
func DataSourceTimeouts(ctx context.Context) map[string]datasource.Block {
	block := datatimeouts.BlockWithOpts(ctx, datatimeouts.Opts{ReadDescription: timeoutDescription("reading")})
	if nested, ok := block.(datasource.SingleNestedBlock); ok {
		for name, attribute := range nested.Attributes {
			if duration, ok := attribute.(datasource.StringAttribute); ok {
				duration.Validators = []validator.String{validate.Duration()}
				nested.Attributes[name] = duration
			}
		}
		nested.MarkdownDescription = "How long the data source may take."
		block = nested
	}
	return map[string]datasource.Block{timeoutsBlock: block}
}

func timeoutDescription(operation string) string {
	return "How long " + operation + " may take, retries and background jobs included: a number with a unit, such as `90s` or `1h30m`. Default `20m`."
}

// WithTimeout bounds an operation of a resource by its entry in the timeouts block: "create", "read", "update" or "delete".
func WithTimeout(ctx context.Context, values Attributes, operation string, diagnostics *diag.Diagnostics) (context.Context, context.CancelFunc) {
	var block timeouts.Value
	diagnostics.Append(values.GetAttribute(ctx, path.Root(timeoutsBlock), &block)...)
	get := map[string]func(context.Context, time.Duration) (time.Duration, diag.Diagnostics){
		"create": block.Create, "read": block.Read, "update": block.Update, "delete": block.Delete,
	}[operation]
	duration, problems := get(ctx, DefaultTimeout)
	diagnostics.Append(problems...)
	return context.WithTimeout(ctx, duration)
}

// WithReadTimeout bounds a data source by its timeouts block.
func WithReadTimeout(ctx context.Context, config Attributes, diagnostics *diag.Diagnostics) (context.Context, context.CancelFunc) {
	var block datatimeouts.Value
	diagnostics.Append(config.GetAttribute(ctx, path.Root(timeoutsBlock), &block)...)
	duration, problems := block.Read(ctx, DefaultTimeout)
	diagnostics.Append(problems...)
	return context.WithTimeout(ctx, duration)
}
