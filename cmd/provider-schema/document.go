// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// document is the JSON of `terraform providers schema`, format version 1.0:
// https://developer.hashicorp.com/terraform/cli/commands/providers/schema.
type document struct {
	FormatVersion string                    `json:"format_version"`
	Schemas       map[string]providerSchema `json:"provider_schemas"`
}

type providerSchema struct {
	Provider           schema              `json:"provider"`
	Resources          map[string]schema   `json:"resource_schemas,omitempty"`
	DataSources        map[string]schema   `json:"data_source_schemas,omitempty"`
	EphemeralResources map[string]schema   `json:"ephemeral_resource_schemas,omitempty"`
	ListResources      map[string]schema   `json:"list_resource_schemas,omitempty"`
	Actions            map[string]schema   `json:"action_schemas,omitempty"`
	Functions          map[string]function `json:"functions,omitempty"`
	Identities         map[string]identity `json:"resource_identity_schemas,omitempty"`
}

type function struct {
	Description string       `json:"description,omitempty"`
	Summary     string       `json:"summary,omitempty"`
	Return      tftypes.Type `json:"return_type"`
	Parameters  []parameter  `json:"parameters,omitempty"`
}

type parameter struct {
	Name        string       `json:"name"`
	Description string       `json:"description,omitempty"`
	Type        tftypes.Type `json:"type"`
}

type schema struct {
	Version int64 `json:"version"`
	Block   block `json:"block"`
}

type block struct {
	Attributes      map[string]attribute   `json:"attributes,omitempty"`
	Blocks          map[string]nestedBlock `json:"block_types,omitempty"`
	Description     string                 `json:"description,omitempty"`
	DescriptionKind string                 `json:"description_kind,omitempty"`
	Deprecated      bool                   `json:"deprecated,omitempty"`
}

type attribute struct {
	Type            tftypes.Type `json:"type,omitempty"`
	Nested          *object      `json:"nested_type,omitempty"`
	Description     string       `json:"description,omitempty"`
	DescriptionKind string       `json:"description_kind,omitempty"`
	Deprecated      bool         `json:"deprecated,omitempty"`
	Required        bool         `json:"required,omitempty"`
	Optional        bool         `json:"optional,omitempty"`
	Computed        bool         `json:"computed,omitempty"`
	Sensitive       bool         `json:"sensitive,omitempty"`
	WriteOnly       bool         `json:"write_only,omitempty"`
}

type object struct {
	Attributes map[string]attribute `json:"attributes,omitempty"`
	Nesting    string               `json:"nesting_mode"`
}

type nestedBlock struct {
	Nesting  string `json:"nesting_mode"`
	Block    block  `json:"block"`
	MinItems int64  `json:"min_items,omitempty"`
	MaxItems int64  `json:"max_items,omitempty"`
}

type identity struct {
	Version    int64                        `json:"version"`
	Attributes map[string]identityAttribute `json:"attributes"`
}

type identityAttribute struct {
	Type              tftypes.Type `json:"type"`
	Description       string       `json:"description,omitempty"`
	RequiredForImport bool         `json:"required_for_import,omitempty"`
	OptionalForImport bool         `json:"optional_for_import,omitempty"`
}

// newDocument names the provider as tfplugindocs looks it up, by its short name.
func newDocument(s *tfprotov6.GetProviderSchemaResponse, i *tfprotov6.GetResourceIdentitySchemasResponse) document {
	return document{
		FormatVersion: "1.0",
		Schemas: map[string]providerSchema{
			"naocloud": {
				Provider:           newSchema(s.Provider),
				Resources:          each(s.ResourceSchemas, newSchema),
				DataSources:        each(s.DataSourceSchemas, newSchema),
				EphemeralResources: each(s.EphemeralResourceSchemas, newSchema),
				ListResources:      each(s.ListResourceSchemas, newSchema),
				Actions:            each(s.ActionSchemas, func(a *tfprotov6.ActionSchema) schema { return newSchema(a.Schema) }),
				Functions:          each(s.Functions, newFunction),
				Identities:         each(i.IdentitySchemas, newIdentity),
			},
		},
	}
}

// each converts the values of a map.
func each[From, To any](from map[string]From, convert func(From) To) map[string]To {
	to := make(map[string]To, len(from))
	for name, value := range from {
		to[name] = convert(value)
	}
	return to
}

// named converts a list to a map. The converter returns the name of each.
func named[From, To any](from []From, convert func(From) (string, To)) map[string]To {
	to := make(map[string]To, len(from))
	for _, value := range from {
		name, converted := convert(value)
		to[name] = converted
	}
	return to
}

func newFunction(f *tfprotov6.Function) function {
	converted := function{Description: f.Description, Summary: f.Summary, Return: f.Return.Type}
	for _, p := range f.Parameters {
		converted.Parameters = append(converted.Parameters, parameter{Name: p.Name, Description: p.Description, Type: p.Type})
	}
	return converted
}

func newSchema(s *tfprotov6.Schema) schema {
	return schema{Version: s.Version, Block: newBlock(s.Block)}
}

func newBlock(b *tfprotov6.SchemaBlock) block {
	return block{
		Attributes:      named(b.Attributes, newAttribute),
		Blocks:          named(b.BlockTypes, newNestedBlock),
		Description:     b.Description,
		DescriptionKind: lower(b.DescriptionKind),
		Deprecated:      b.Deprecated,
	}
}

func newAttribute(a *tfprotov6.SchemaAttribute) (string, attribute) {
	converted := attribute{
		Type:            a.Type,
		Description:     a.Description,
		DescriptionKind: lower(a.DescriptionKind),
		Deprecated:      a.Deprecated,
		Required:        a.Required,
		Optional:        a.Optional,
		Computed:        a.Computed,
		Sensitive:       a.Sensitive,
		WriteOnly:       a.WriteOnly,
	}
	if a.NestedType != nil {
		converted.Nested = &object{
			Attributes: named(a.NestedType.Attributes, newAttribute),
			Nesting:    lower(a.NestedType.Nesting),
		}
	}
	return a.Name, converted
}

func newNestedBlock(b *tfprotov6.SchemaNestedBlock) (string, nestedBlock) {
	return b.TypeName, nestedBlock{
		Nesting:  lower(b.Nesting),
		Block:    newBlock(b.Block),
		MinItems: b.MinItems,
		MaxItems: b.MaxItems,
	}
}

func newIdentity(i *tfprotov6.ResourceIdentitySchema) identity {
	return identity{
		Version: i.Version,
		Attributes: named(i.IdentityAttributes, func(a *tfprotov6.ResourceIdentitySchemaAttribute) (string, identityAttribute) {
			return a.Name, identityAttribute{
				Type:              a.Type,
				Description:       a.Description,
				RequiredForImport: a.RequiredForImport,
				OptionalForImport: a.OptionalForImport,
			}
		}),
	}
}

// lower spells the protocol's SINGLE, MARKDOWN… as the JSON does.
func lower(mode interface{ String() string }) string { return strings.ToLower(mode.String()) }
