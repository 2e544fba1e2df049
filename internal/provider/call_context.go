// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// The framework keeps the context of every call until the provider stops (terraform-plugin-framework, proto6server: registerContext), and
// with it the loggers of that call: more than 100 KiB for each object of a plan. So the calls of which there are many get a context that
// drops what it wraps when the call ends.

// callContext wraps a context while a call lasts.
type callContext struct {
	wrapped atomic.Pointer[context.Context]
}

// ended is what a callContext wraps after its call.
var ended = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// wrap wraps a context until it is released.
func wrap(ctx context.Context) (wrapped *callContext, release func()) {
	c := &callContext{}
	c.wrapped.Store(&ctx)
	return c, func() { c.wrapped.Store(&ended) } //nolint:contextcheck // The call has ended, and its context with it.
}

func (c *callContext) Deadline() (time.Time, bool) { return (*c.wrapped.Load()).Deadline() }
func (c *callContext) Done() <-chan struct{}       { return (*c.wrapped.Load()).Done() }
func (c *callContext) Err() error                  { return (*c.wrapped.Load()).Err() }
func (c *callContext) Value(key any) any           { return (*c.wrapped.Load()).Value(key) }

// wrapping makes a call with a context that the framework can keep without harm.
func wrapping[Request, Response any](ctx context.Context, req Request, call func(context.Context, Request) (Response, error)) (Response, error) {
	wrapped, release := wrap(ctx)
	defer release()
	return call(wrapped, req) //nolint:contextcheck // It wraps the one that was given.
}

// ValidateResourceConfig is called for every resource block.
func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return wrapping(ctx, req, s.streamingServer.ValidateResourceConfig)
}

// UpgradeResourceState is called for every object of a state.
func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return wrapping(ctx, req, s.streamingServer.UpgradeResourceState)
}

// UpgradeResourceIdentity is called for every object of a state.
func (s *server) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return wrapping(ctx, req, s.streamingServer.UpgradeResourceIdentity)
}

// ReadResource is called for every object of a state.
func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return wrapping(ctx, req, s.streamingServer.ReadResource)
}

// PlanResourceChange is called for every resource.
func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return wrapping(ctx, req, s.streamingServer.PlanResourceChange)
}

// ImportResourceState is called for every import.
func (s *server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return wrapping(ctx, req, s.streamingServer.ImportResourceState)
}

// ReadDataSource is called for every data source.
func (s *server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return wrapping(ctx, req, s.streamingServer.ReadDataSource)
}
