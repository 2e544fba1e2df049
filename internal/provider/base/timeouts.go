// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// DefaultTimeout is how long an operation of a resource may take where its timeouts block does not say.
const DefaultTimeout = 20 * time.Minute

// Timeouts is the timeouts block of a resource that has these operations: of "create", "read", "update" and "delete".
func Timeouts(ctx context.Context, operations ...string) schema.Block {
	block := timeouts.Block(ctx, timeouts.Opts{
		Create:            slices.Contains(operations, "create"),
		CreateDescription: describe("creating the object"),
		Read:              slices.Contains(operations, "read"),
		ReadDescription:   describe("reading the object"),
		Update:            slices.Contains(operations, "update"),
		UpdateDescription: describe("changing the object"),
		Delete:            slices.Contains(operations, "delete"),
		DeleteDescription: describe("removing the object"),
	})
	if nested, ok := block.(schema.SingleNestedBlock); ok {
		for name, attribute := range nested.Attributes {
			if duration, ok := attribute.(schema.StringAttribute); ok {
				// The library's own validator lets a time pass that is over before it begins.
				duration.Validators = []validator.String{Duration()}
				nested.Attributes[name] = duration
			}
		}
		nested.MarkdownDescription = "How long each operation may take. Changing it sends no request."
		return nested
	}
	return block
}

func describe(operation string) string {
	return "How long " + operation + " may take, retries and background jobs included: a number with a unit, such as `90s` or `1h30m`. Default `20m`."
}

// WithTimeout bounds an operation by its entry in the timeouts block, such as plan.Timeouts.Create.
func WithTimeout(
	ctx context.Context, timeout func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), diagnostics *diag.Diagnostics,
) (context.Context, context.CancelFunc) {
	duration, problems := timeout(ctx, DefaultTimeout)
	diagnostics.Append(problems...)
	return context.WithTimeout(ctx, duration)
}

// NoTimeouts is a timeouts block with these operations that was left out.
func NoTimeouts(operations ...string) timeouts.Value {
	durations := make(map[string]attr.Type, len(operations))
	for _, operation := range operations {
		durations[operation] = types.StringType
	}
	return timeouts.Value{Object: types.ObjectNull(durations)}
}

// Duration accepts how long something may take, in the form of a timeouts block.
func Duration() validator.String {
	return textValidator{
		rule: "must be a positive number with a unit, such as `90s` or `1h30m`",
		fault: func(text string) string {
			if duration, err := time.ParseDuration(text); err != nil || duration <= 0 {
				return fmt.Sprintf("%q", text)
			}
			return ""
		},
	}
}
