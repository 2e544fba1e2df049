// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

// listBlock is what every list block has beside its own arguments, which no schema shows: it is Terraform's.
const listBlock = " It is for `terraform query`, which needs Terraform 1.14. Each result has a name that people know it by, and the identity to import " +
	"it with.\n\n" +
	"Its arguments stand in a `config` block. Beside that, Terraform itself gives every list block `limit` (at most so many results; `100` where it is " +
	"left out) and `include_resource` (`true` for all attributes of each, not its identity alone)."

// Parent is the object below which objects of a kind are.
type Parent struct {
	// Kind is how messages speak of the parent.
	Kind diags.Kind
	// Attribute is the argument that names the parent: "team_id".
	Attribute string
	// Description describes the argument.
	Description string
	// Example is "392".
	Example string
	// Required tells that the objects can only be listed for one parent.
	Required bool
}

// Listing makes the list resource of a kind. Its results are those of the kind's resource.
type Listing[M any, T Object, In any] struct {
	Definition[M, T, In]
	// Description says what is listed.
	Description string
	// Named tells that the objects have names, by which a list can be narrowed.
	Named bool
	// Parent is the argument that narrows the list to a parent; nil for none.
	Parent *Parent
	// Objects lists the objects.
	Objects Lister[T]
	// Arguments are the kind's own arguments, and Narrowed lists the objects that match them; both may be nil. Narrowed is called in place of
	// Objects.
	Arguments map[string]schema.Attribute
	Narrowed  func(ctx context.Context, config tfsdk.Config) (Lister[T], diag.Diagnostics)
	// Whole reports whether an object of a listing shows all attributes of the resource.
	Whole func(T) bool
	// Name begins a listing, and gives what names its objects as people know them; "" where an object has no name.
	Name func(ctx context.Context, c *client.Client) func(T) string
	// NotListed reports a listing that failed, in the place of a message about the kind; it may be nil.
	NotListed func(error) diag.Diagnostics
	// Problem is why an object cannot be imported; nil where every object can be.
	Problem func(T) diag.Diagnostics
}

// NamedBy is the Name of objects that have names of their own.
func NamedBy[T any](name func(T) string) func(context.Context, *client.Client) func(T) string {
	return func(context.Context, *client.Client) func(T) string { return name }
}

// listOf is the list resource of a kind.
type listOf[M any, T Object, In any] struct {
	Listing[M, T, In]
	resource resourceOf[M, T, In]
	provider *Provider
}

var _ list.ListResourceWithConfigure = (*listOf[any, Object, any])(nil)

// NewListResource makes the list resource of the kind.
func (l Listing[M, T, In]) NewListResource() list.ListResource {
	return &listOf[M, T, In]{Listing: l, resource: resourceOf[M, T, In]{Definition: l.Definition, schema: l.schema(context.Background())}}
}

func (l *listOf[M, T, In]) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.provider = FromProvider(req.ProviderData, &resp.Diagnostics)
}

func (l *listOf[M, T, In]) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = l.Kind.Type
}

func (l *listOf[M, T, In]) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{MarkdownDescription: l.Description + listBlock, Attributes: map[string]schema.Attribute{}}
	maps.Copy(resp.Schema.Attributes, l.Arguments)
	if l.Named {
		resp.Schema.Attributes["name_contains"] = schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("Only %s whose names contain this text, capitals included.", l.Kind.Plural()),
			Optional:            true,
			Validators:          []validator.String{validate.NotEmpty("leave name_contains out to have them all")},
		}
	}
	if l.Parent != nil {
		resp.Schema.Attributes[l.Parent.Attribute] = schema.StringAttribute{
			MarkdownDescription: l.Parent.Description,
			Optional:            !l.Parent.Required,
			Required:            l.Parent.Required,
			Validators:          []validator.String{validate.ID(l.Parent.Example)},
		}
	}
}

func (l *listOf[M, T, In]) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var query client.Query
	var parent string
	var diagnostics diag.Diagnostics
	if l.Named {
		query.NameContains = argument(ctx, req.Config, "name_contains", &diagnostics)
	}
	if l.Parent != nil {
		parent = argument(ctx, req.Config, l.Parent.Attribute, &diagnostics)
		diagnostics.Append(validate.Number(ctx, path.Root(l.Parent.Attribute), types.StringValue(cmp.Or(parent, "1")), l.Parent.Example)...)
	}
	lister := l.Objects
	if l.Narrowed != nil {
		var problems diag.Diagnostics
		lister, problems = l.Narrowed(ctx, req.Config)
		diagnostics.Append(problems...)
	}
	if diagnostics.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diagnostics)
		return
	}
	stream.Results = func(push func(list.ListResult) bool) {
		// A list block has no timeouts block.
		ctx, cancel := context.WithTimeout(ctx, DefaultTimeout)
		defer cancel()
		listing := lister(ctx, l.provider.Client, parent, query)
		if req.IncludeResource && l.Whole != nil {
			listing = client.Completed(ctx, listing, l.Whole, l.Definition.Objects(l.provider.Client).Get)
		}
		l.results(ctx, req, listing, parent)(push)
	}
}

// results streams the objects of a listing, one by one as they come, up to the limit of the request. A listing that breaks off ends in a
// result that is an error: it must not pass for a shorter list. For the same reason a list that the limit cuts ends in a warning.
func (l *listOf[M, T, In]) results(ctx context.Context, req list.ListRequest, objects iter.Seq2[T, error], parent string) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		name := l.Name(ctx, l.provider.Client)
		next, stop := iter.Pull2(objects)
		defer stop()
		object, err, ok := next()
		for pushed := int64(1); ok; pushed++ {
			if err != nil {
				push(list.ListResult{Diagnostics: l.notListed(err, parent)})
				return
			}
			result := l.result(ctx, req, object, name)
			last := pushed == req.Limit
			if last {
				if _, _, more := next(); more {
					result.Diagnostics.AddWarning(diags.Capital(l.Kind.Plural())+" were left out", fmt.Sprintf("There are more %s than the %d that the limit allows. "+
						"Write a higher `limit` into the list block; without one, Terraform asks for 100.", l.Kind.Plural(), req.Limit))
				}
			}
			if !push(result) || last {
				return
			}
			object, err, ok = next()
		}
	}
}

func (l *listOf[M, T, In]) result(ctx context.Context, req list.ListRequest, object T, name func(T) string) list.ListResult {
	result := req.NewListResult(ctx)
	if l.Problem != nil {
		result.Diagnostics.Append(l.Problem(object)...)
	}
	if result.Diagnostics.HasError() {
		return result
	}
	var none M
	values := tfsdk.State{Schema: l.resource.schema, Raw: blank(ctx, l.resource.schema.Type())}
	result.Diagnostics.Append(values.Get(ctx, &none)...)
	model := l.Model(none, object)
	result.Diagnostics.Append(values.Set(ctx, model)...)
	result.DisplayName = cmp.Or(name(object), l.Kind.Name+" "+object.ObjectID())
	result.Diagnostics.Append(l.resource.identify(ctx, result.Identity, values)...)
	if req.IncludeResource {
		result.Diagnostics.Append(result.Resource.Set(ctx, model)...)
	}
	return result
}

func (l *listOf[M, T, In]) notListed(err error, parent string) diag.Diagnostics {
	if l.NotListed != nil {
		return l.NotListed(err)
	}
	if parent != "" && client.IsNotFound(err) {
		return diags.NotFound(l.Parent.Kind, l.Parent.Attribute, parent, err)
	}
	return diags.NotListed(l.Kind, err)
}
