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
// with it that call's loggers: more than 100 KiB for each object of a plan. So the calls of which there are many get a context that lets
// go of what it stands for when the call is over.

// lent stands for a context while a call lasts.
type lent struct {
	lender atomic.Pointer[context.Context]
}

// over stands for every call that has ended.
var over = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// lend makes a context that stands for another until it is given back.
func lend(ctx context.Context) (borrowed *lent, giveBack func()) {
	l := &lent{}
	l.lender.Store(&ctx)
	return l, func() { l.lender.Store(&over) } //nolint:contextcheck // The call has ended, and its context with it.
}

func (l *lent) Deadline() (time.Time, bool) { return (*l.lender.Load()).Deadline() }
func (l *lent) Done() <-chan struct{}       { return (*l.lender.Load()).Done() }
func (l *lent) Err() error                  { return (*l.lender.Load()).Err() }
func (l *lent) Value(key any) any           { return (*l.lender.Load()).Value(key) }

// lending makes a call with a context that it cannot keep.
func lending[Request, Response any](ctx context.Context, req Request, call func(context.Context, Request) (Response, error)) (Response, error) {
	borrowed, giveBack := lend(ctx)
	defer giveBack()
	return call(borrowed, req) //nolint:contextcheck // It stands for the one that was given.
}

// ValidateResourceConfig is called for every resource block.
func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return lending(ctx, req, s.streamingServer.ValidateResourceConfig)
}

// UpgradeResourceState is called for every object of a state.
func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return lending(ctx, req, s.streamingServer.UpgradeResourceState)
}

// UpgradeResourceIdentity is called for every object of a state.
func (s *server) UpgradeResourceIdentity(ctx context.Context, req *tfprotov6.UpgradeResourceIdentityRequest) (*tfprotov6.UpgradeResourceIdentityResponse, error) {
	return lending(ctx, req, s.streamingServer.UpgradeResourceIdentity)
}

// ReadResource is called for every object of a state.
func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	return lending(ctx, req, s.streamingServer.ReadResource)
}

// PlanResourceChange is called for every resource.
func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	return lending(ctx, req, s.streamingServer.PlanResourceChange)
}

// ApplyResourceChange is called for every change.
func (s *server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return lending(ctx, req, s.streamingServer.ApplyResourceChange)
}

// ImportResourceState is called for every import.
func (s *server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return lending(ctx, req, s.streamingServer.ImportResourceState)
}

// ReadDataSource is called for every data source.
func (s *server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return lending(ctx, req, s.streamingServer.ReadDataSource)
}
