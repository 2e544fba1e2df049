// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

var (
	_ resource.ResourceWithConfigure      = (*resourceOf[any, Object, any])(nil)
	_ resource.ResourceWithIdentity       = (*resourceOf[any, Object, any])(nil)
	_ resource.ResourceWithImportState    = (*resourceOf[any, Object, any])(nil)
	_ resource.ResourceWithModifyPlan     = (*resourceOf[any, Object, any])(nil)
	_ resource.ResourceWithMoveState      = (*resourceOf[any, Object, any])(nil)
	_ resource.ResourceWithValidateConfig = (*resourceOf[any, Object, any])(nil)
)

// resourceOf is the resource of a kind.
type resourceOf[M any, T Object, In any] struct {
	Definition[M, T, In]
	schema   schema.Schema
	provider *Provider
}

// NewResource makes the resource of the kind.
func (d Definition[M, T, In]) NewResource() resource.Resource {
	return &resourceOf[M, T, In]{Definition: d, schema: d.schema(context.Background())}
}

// schema is the kind's schema with the timeouts block.
func (d Definition[M, T, In]) schema(ctx context.Context) schema.Schema {
	whole := d.Schema
	whole.Blocks = ResourceTimeouts(ctx, !d.Fixed)
	maps.Copy(whole.Blocks, d.Schema.Blocks)
	return whole
}

func (r *resourceOf[M, T, In]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.provider = FromProvider(req.ProviderData, &resp.Diagnostics)
}

func (r *resourceOf[M, T, In]) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.Kind.Type
	// An object without a natural key may get its id long after its create.
	resp.ResourceBehavior.MutableIdentity = r.MayLackKey
}

func (r *resourceOf[M, T, In]) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	if r.Faults == nil {
		return
	}
	var config M
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(r.Faults(config)...)
	}
}

func (r *resourceOf[M, T, In]) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.schema
}

func (r *resourceOf[M, T, In]) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	change, asked, diagnostics := r.change(ctx, req.Plan, req.Config, tfsdk.State{})
	resp.Diagnostics.Append(diagnostics...)
	in, diagnostics := r.input(ctx, asked, req.Config, nil)
	resp.Diagnostics.Append(diagnostics...)
	ctx, cancel := WithTimeout(ctx, req.Plan, "create", &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	object, err := r.objects().Create(ctx, in)
	if notice, ok := errors.AsType[*client.AdoptedError](err); ok {
		resp.Diagnostics.Append(r.adopted(plan, notice)...)
		if resp.Diagnostics.HasError() {
			return
		}
		err = nil
	}
	if pending, ok := errors.AsType[*client.PendingError](err); ok {
		resp.Diagnostics.Append(r.saveModel(ctx, resp.Identity, &resp.State, r.Model(plan, object))...)
		resp.Diagnostics.Append(remember(ctx, resp.Private, pending.Pending)...)
		resp.Diagnostics.Append(r.provider.See(ctx, resp.Private)...)
	} else if err == nil || object.ObjectID() != "" {
		// An id means that there is an object, even beside an error.
		resp.Diagnostics.Append(r.save(ctx, diags.Created, change, resp.Identity, &resp.State, r.Model(plan, object))...)
		resp.Diagnostics.Append(r.provider.See(ctx, resp.Private)...)
	}
	if err != nil {
		resp.Diagnostics.Append(r.notCreated(ctx, req.Plan, plan, object.ObjectID() != "", err)...)
	}
}

func (r *resourceOf[M, T, In]) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state M
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := WithTimeout(ctx, req.State, "read", &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	object, err := r.find(ctx, req.State, state, req.Private)
	switch {
	case isGone(err) && r.NotImported != nil && has(ctx, req.Private, importedKey):
		resp.Diagnostics.Append(r.NotImported(ctx, r.provider.Client, state)...)
	case isGone(err) && !r.provider.IsAccountOf(ctx, req.Private):
		resp.Diagnostics.Append(r.provider.OtherAccount(ctx, r.Kind, r.Label(state), req.Private)...)
	case isWithoutKey(err):
		resp.Diagnostics.Append(r.unfinished(ctx, req.State, state, err)...)
		resp.Diagnostics.Append(r.identify(ctx, resp.Identity, req.State)...)
	case isGone(err):
		resp.Diagnostics.Append(diags.Gone(r.Kind, r.Label(state), err))
		resp.Diagnostics.Append(r.identify(ctx, resp.Identity, req.State)...)
		resp.State.RemoveResource(ctx)
	case err != nil:
		resp.Diagnostics.Append(r.failed(ctx, diags.Read, req.State, state, err)...)
	default:
		found := r.Model(state, object)
		r.objects().Hold(r.Known(found))
		resp.Diagnostics.Append(r.saveModel(ctx, resp.Identity, &resp.State, found)...)
		if has(ctx, req.Private, pendingKey) {
			resp.Diagnostics.Append(diags.Found(r.Kind, r.Label(found)))
		}
		resp.Diagnostics.Append(r.finish(ctx, resp.Private)...)
		if r.IsBare != nil && r.IsBare(state) {
			resp.Diagnostics.Append(WritePrivate(ctx, resp.Private, unappliedKey, []byte("true"))...)
		}
	}
}

func (r *resourceOf[M, T, In]) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state M
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	change, asked, diagnostics := r.change(ctx, req.Plan, req.Config, req.State)
	resp.Diagnostics.Append(diagnostics...)
	in, diagnostics := r.input(ctx, asked, req.Config, &state)
	resp.Diagnostics.Append(diagnostics...)
	operation := "update"
	if r.Fixed {
		operation = "read"
	}
	ctx, cancel := WithTimeout(ctx, req.Plan, operation, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	object := r.Known(state)
	if has(ctx, req.Private, pendingKey) || object.ObjectID() == "" {
		found, err := r.find(ctx, req.State, state, req.Private)
		if err != nil {
			resp.Diagnostics.Append(r.failed(ctx, diags.Updated, req.State, state, err)...)
			return
		}
		object, state = found, r.Model(state, found)
		resp.Diagnostics.Append(r.saveModel(ctx, resp.Identity, &resp.State, state)...)
		resp.Diagnostics.Append(r.finish(ctx, resp.Private)...)
	}
	if !r.Fixed && !change.isEmpty() {
		if err := r.keyIsFree(ctx, plan, state); err != nil {
			resp.Diagnostics.Append(r.failed(ctx, diags.Updated, req.State, state, err)...)
			return
		}
		updated, err := r.objects().Update(ctx, r.Known(state), in)
		if err != nil {
			resp.Diagnostics.Append(r.failed(ctx, diags.Updated, req.State, state, err)...)
			return
		}
		object = updated
	} else if r.MustRead != nil && r.MustRead(plan) {
		read, err := r.objects().Get(ctx, r.Known(plan))
		if err != nil {
			resp.Diagnostics.Append(r.failed(ctx, diags.Read, req.State, state, err)...)
			return
		}
		object, change.unsent = read, true
	}
	resp.Diagnostics.Append(r.save(ctx, diags.Updated, change, resp.Identity, &resp.State, r.Model(plan, object))...)
	resp.Diagnostics.Append(r.finish(ctx, resp.Private)...)
	if !change.isEmpty() {
		resp.Diagnostics.Append(WritePrivate(ctx, resp.Private, unappliedKey, nil)...)
	}
}

func (r *resourceOf[M, T, In]) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state M
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	ctx, cancel := WithTimeout(ctx, req.State, "delete", &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	if r.isEntry(state) && !has(ctx, req.Private, removableKey) {
		resp.Diagnostics.Append(r.entryStays(ctx, req, state)...)
		return
	}
	// In another account, an object that does not show is not gone.
	isRight := r.provider.IsAccountOf(ctx, req.Private)
	if has(ctx, req.Private, pendingKey) || r.Known(state).ObjectID() == "" || !isRight {
		object, err := r.find(ctx, req.State, state, req.Private)
		switch {
		case isGone(err) && !isRight && !r.provider.IsAccountOf(ctx, req.Private):
			resp.Diagnostics.Append(r.provider.OtherAccount(ctx, r.Kind, r.Label(state), req.Private)...)
			return
		case isGone(err) && r.mayBePending(ctx, state, req.Private):
			resp.Diagnostics.Append(diags.Unread(r.Kind, r.Label(state)))
			return
		case isGone(err):
			return
		case isWithoutKey(err) && has(ctx, req.Private, removableKey):
			resp.Diagnostics.Append(r.entryRemoved(state, err))
			return
		case err != nil:
			resp.Diagnostics.Append(r.failed(ctx, diags.Deleted, req.State, state, err)...)
			return
		}
		state = r.Model(state, object)
	}
	if r.Removable != nil && !has(ctx, req.Private, removableKey) {
		resp.Diagnostics.Append(r.removable(ctx, state, req.Private)...)
		if resp.Diagnostics.HasError() {
			return
		}
	}
	if err := r.objects().Delete(ctx, r.Known(state)); err != nil {
		resp.Diagnostics.Append(r.failed(ctx, diags.Deleted, req.State, state, err)...)
		// The next run looks again.
		resp.Diagnostics.Append(WritePrivate(ctx, resp.Private, removableKey, nil)...)
	}
}

// find reads the object, or resumes the create that was interrupted before its id was known.
func (r *resourceOf[M, T, In]) find(ctx context.Context, values tfsdk.State, state M, private PrivateState) (T, error) {
	var none T
	pending, isPending, err := remembered(ctx, private)
	if err != nil {
		return none, err
	}
	if isPending && r.Known(state).ObjectID() == "" || r.isEntry(state) {
		_, asked, diagnostics := r.change(ctx, tfsdk.Plan{Raw: values.Raw}, tfsdk.Config{Raw: values.Raw}, tfsdk.State{})
		if diagnostics.HasError() {
			return none, errors.New(diagnostics[0].Detail())
		}
		return r.objects().Resume(ctx, r.Input(asked), pending) //nolint:wrapcheck // The client says what it did.
	}
	if parts, _ := r.parts(ctx, values); slices.Contains(parts, "") {
		return none, errNothingPending
	}
	return r.objects().Get(ctx, r.Known(state)) //nolint:wrapcheck // The client says what it did.
}

func (r *resourceOf[M, T, In]) notCreated(ctx context.Context, values tfsdk.Plan, plan M, isStored bool, err error) diag.Diagnostics {
	_, isPending := errors.AsType[*client.PendingError](err)
	if client.IsNotFound(err) && !isPending && r.Missing != nil {
		if diagnostics := r.Missing(ctx, r.provider.Client, plan, err); diagnostics != nil {
			return diagnostics
		}
	}
	return r.provider.Report(diags.Failure{
		Kind: r.Kind, Verb: diags.Created, Label: r.Label(plan), ImportID: r.importID(ctx, values), IsStored: isStored, Err: err,
	})
}

// failed reports a failure of the object with these values.
func (r *resourceOf[M, T, In]) failed(ctx context.Context, verb diags.Verb, values Attributes, state M, err error) diag.Diagnostics {
	return r.provider.Report(diags.Failure{Kind: r.Kind, Verb: verb, Label: r.Label(state), ImportID: r.importID(ctx, values), Err: err})
}

func (r *resourceOf[M, T, In]) objects() Objects[T, In] { return r.Objects(r.provider.Client) }
