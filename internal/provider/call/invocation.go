// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package call makes NAO Cloud do something: an operation, and so an action.
package call

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

// Invocation is one call that an action makes, and what it tells of it.
type Invocation struct {
	// Send makes the call, and hands on every state of its background job.
	Send func(ctx context.Context, report func(client.Job)) error
	// Begins and Ends are told before and after it: "publishing …", "published".
	Begins, Ends string
	// Timeout is how long it may take, as the configuration says; null for the default.
	Timeout types.String
}

// Run makes the call, and tells how far it is.
func (i Invocation) Run(ctx context.Context, resp *action.InvokeResponse) error {
	ctx, cancel := context.WithTimeout(ctx, duration(i.Timeout))
	defer cancel()
	tell := func(message string) { resp.SendProgress(action.InvokeProgressEvent{Message: message}) }
	tell(i.Begins)
	progress := progress{tell: tell, began: time.Now()}
	if err := i.Send(ctx, progress.report); err != nil {
		return err
	}
	tell(i.Ends)
	return nil
}

func duration(timeout types.String) time.Duration {
	duration, err := time.ParseDuration(timeout.ValueString())
	if err != nil {
		return crud.DefaultTimeout
	}
	return duration
}

// TimeoutAttribute is the argument that says how long a call may take; ends completes "how long to wait until".
func TimeoutAttribute(ends string) schema.Attribute {
	return schema.StringAttribute{
		MarkdownDescription: "How long to wait until " + ends + ": a number with a unit, such as `90s` or `1h30m`. Default `20m`. " +
			"NAO Cloud goes on when the time is over.",
		Optional:   true,
		Validators: []validator.String{validate.Duration()},
	}
}
