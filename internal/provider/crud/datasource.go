// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package crud

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/text"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

// Data makes the data sources of a kind whose objects have names: the one that finds an object by its id or its name, and the one that shows
// all of them. D is what they show of an object T.
type Data[D any, T Object] struct {
	// Kind is how messages speak of the kind.
	Kind diags.Kind
	// Example is an example of an id: "392".
	Example string
	// Singular and Plural describe the two data sources.
	Singular, Plural string
	// Attributes are what both show of an object: D as a schema, with "id" and "name".
	Attributes map[string]schema.Attribute

	// Get chooses the call that reads one object, and List lists them.
	Get  func(*client.Client) Reader[T]
	List Lister[T]
	// Known is the object of which nothing but the id is known.
	Known func(id string) T
	// Model shows an object.
	Model func(T) D
	// Whole reports whether an object of a listing shows all that the data source shows.
	Whole func(T) bool
}

// singular is the data source for one object.
type singular[D any, T Object] struct {
	Data[D, T]
	provider *Provider
}

var (
	_ datasource.DataSourceWithConfigure        = (*singular[any, Object])(nil)
	_ datasource.DataSourceWithConfigValidators = (*singular[any, Object])(nil)
)

// NewDataSource makes the data source that finds one object.
func (d Data[D, T]) NewDataSource() datasource.DataSource { return &singular[D, T]{Data: d} }

func (s *singular[D, T]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	s.provider = FromProvider(req.ProviderData, &resp.Diagnostics)
}

func (s *singular[D, T]) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = s.Kind.Type
}

func (s *singular[D, T]) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := maps.Clone(s.Attributes)
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("The number that NAO Cloud gave the %s, such as `%s`. Give either this or `name`.", s.Kind.Name, s.Example),
		Optional:            true,
		Computed:            true,
		Validators:          []validator.String{validate.ID(s.Example)},
	}
	attributes["name"] = schema.StringAttribute{
		MarkdownDescription: fmt.Sprintf("The %s's name, in full and with its capitals. Give either this or `id`; it is an error if no %s, or more than one, has the name.",
			s.Kind.Name, s.Kind.Name),
		Optional:   true,
		Computed:   true,
		CustomType: text.Type{},
		Validators: []validator.String{validate.NotEmpty(fmt.Sprintf("no %s has an empty name", s.Kind.Name))},
	}
	resp.Schema = schema.Schema{MarkdownDescription: s.Singular, Attributes: attributes, Blocks: DataSourceTimeouts(ctx)}
}

func (s *singular[D, T]) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("name"))}
}

func (s *singular[D, T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	id := argument(ctx, req.Config, "id", &resp.Diagnostics)
	if id != "" {
		resp.Diagnostics.Append(validate.Number(ctx, path.Root("id"), types.StringValue(id), s.Example)...)
	}
	ctx, cancel := WithReadTimeout(ctx, req.Config, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	object, diagnostics := s.find(ctx, id, req.Config)
	resp.Diagnostics.Append(diagnostics...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.State.Raw = req.Config.Raw
	resp.Diagnostics.Append(s.show(ctx, &resp.State, object)...)
}

func (s *singular[D, T]) find(ctx context.Context, id string, config tfsdk.Config) (object T, diagnostics diag.Diagnostics) {
	objects := s.Get(s.provider.Client)
	if id != "" {
		object, err := objects.Get(ctx, s.Known(id))
		if err != nil {
			return object, diags.NotFound(s.Kind, "id", id, err)
		}
		return object, nil
	}
	name := argument(ctx, config, "name", &diagnostics)
	var found []T
	for object, err := range s.List(ctx, s.provider.Client, "", client.Query{Name: name}) {
		if err != nil {
			return object, append(diagnostics, diags.NotListed(s.Kind, err)...)
		}
		found = append(found, object)
	}
	if len(found) != 1 {
		ids := make([]string, len(found))
		for i, object := range found {
			ids[i] = object.ObjectID()
		}
		return object, append(diagnostics, diags.NotTheOnlyOne(s.Kind, name, ids)...)
	}
	if s.Whole(found[0]) {
		return found[0], diagnostics
	}
	// A listing may show less than the object's own document.
	object, err := objects.Get(ctx, found[0])
	if err != nil {
		return object, append(diagnostics, diags.NotFound(s.Kind, "name", found[0].ObjectID(), err)...)
	}
	return object, diagnostics
}

// show puts an object into the state of the data source, beside its arguments.
func (s *singular[D, T]) show(ctx context.Context, state *tfsdk.State, object T) diag.Diagnostics {
	shown, diagnostics := types.ObjectValueFrom(ctx, attributeTypes(s.Attributes), s.Model(object))
	for name, value := range shown.Attributes() {
		diagnostics.Append(state.SetAttribute(ctx, path.Root(name), value)...)
	}
	return diagnostics
}

// plural is the data source for all objects of a kind.
type plural[D any, T Object] struct {
	Data[D, T]
	provider *Provider
}

var _ datasource.DataSourceWithConfigure = (*plural[any, Object])(nil)

// NewPluralDataSource makes the data source that shows all objects, or those with certain names.
func (d Data[D, T]) NewPluralDataSource() datasource.DataSource { return &plural[D, T]{Data: d} }

func (p *plural[D, T]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	p.provider = FromProvider(req.ProviderData, &resp.Diagnostics)
}

func (p *plural[D, T]) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = p.Kind.Type + "s"
}

func (p *plural[D, T]) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: p.Plural,
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("Only %s of exactly this name, capitals included.", p.Kind.Plural()),
				Optional:            true,
				Validators:          []validator.String{validate.NotEmpty(fmt.Sprintf("no %s has an empty name", p.Kind.Name))},
			},
			"name_contains": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("Only %s whose names contain this text, capitals included.", p.Kind.Plural()),
				Optional:            true,
				Validators:          []validator.String{validate.NotEmpty("leave name_contains out to have them all")},
			},
			p.Kind.Plural(): schema.ListNestedAttribute{
				MarkdownDescription: fmt.Sprintf("The %s, sorted by numeric id.", p.Kind.Plural()),
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: p.Attributes},
			},
		},
		Blocks: DataSourceTimeouts(ctx),
	}
}

func (p *plural[D, T]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	query := client.Query{
		Name:         argument(ctx, req.Config, "name", &resp.Diagnostics),
		NameContains: argument(ctx, req.Config, "name_contains", &resp.Diagnostics),
	}
	ctx, cancel := WithReadTimeout(ctx, req.Config, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}

	var found []T
	for object, err := range p.List(ctx, p.provider.Client, "", query) {
		if err != nil {
			resp.Diagnostics.Append(diags.NotListed(p.Kind, err)...)
			return
		}
		found = append(found, object)
	}
	slices.SortFunc(found, func(a, b T) int { return client.CompareIDs(a.ObjectID(), b.ObjectID()) })
	models := make([]D, len(found))
	for i, object := range found {
		models[i] = p.Model(object)
	}
	shown, diagnostics := types.ListValueFrom(ctx, types.ObjectType{AttrTypes: attributeTypes(p.Attributes)}, models)
	resp.Diagnostics.Append(diagnostics...)
	resp.State.Raw = req.Config.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(p.Kind.Plural()), shown)...)
}

func attributeTypes(attributes map[string]schema.Attribute) map[string]attr.Type {
	attributeTypes := make(map[string]attr.Type, len(attributes))
	for name, attribute := range attributes {
		attributeTypes[name] = attribute.GetType()
	}
	return attributeTypes
}
