// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package assertions

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider"
)

// attribute is one of the attributes that users see.
type attribute struct {
	// block is the kind of block that it is in: resource, data, list, ephemeral, action or provider; identity for those of an identity.
	block string
	// of is the type in that block, such as naocloud_team.
	of string
	// path are the names from the block's top down to the attribute's, with anyKey for the key of a map.
	path []string
	// given tells that only the configuration decides it, so that there is nothing to assert but what it leads to.
	given bool
}

// anyKey stands for whatever key a map has.
const anyKey = "*"

func (a attribute) String() string {
	return fmt.Sprintf("%s %q: %s", a.block, a.of, strings.Join(a.path, "."))
}

// schemas are all attributes of the provider.
func schemas(ctx context.Context) ([]attribute, error) {
	server := provider.NewServer(provider.New("test")())
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, fmt.Errorf("get the schemas: %w", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, fmt.Errorf("get the identities: %w", err)
	}
	all := attributesOf("provider", "naocloud", schemas.Provider.Block)
	for name, schema := range schemas.ResourceSchemas {
		all = append(all, attributesOf("resource", name, schema.Block)...)
	}
	for name, schema := range schemas.DataSourceSchemas {
		all = append(all, attributesOf("data", name, schema.Block)...)
	}
	for name, schema := range schemas.ListResourceSchemas {
		all = append(all, attributesOf("list", name, schema.Block)...)
	}
	for name, schema := range schemas.EphemeralResourceSchemas {
		all = append(all, attributesOf("ephemeral", name, schema.Block)...)
	}
	for name, schema := range schemas.ActionSchemas {
		all = append(all, attributesOf("action", name, schema.Schema.Block)...)
	}
	for name, schema := range identities.IdentitySchemas {
		for _, a := range schema.IdentityAttributes {
			all = append(all, attribute{block: "identity", of: name, path: []string{a.Name}})
		}
	}
	return all, nil
}

func attributesOf(block, of string, schema *tfprotov6.SchemaBlock, under ...string) []attribute {
	all := nested(block, of, schema.Attributes, under)
	for _, inner := range schema.BlockTypes {
		all = append(all, attributesOf(block, of, inner.Block, append(slices.Clone(under), inner.TypeName)...)...)
	}
	return all
}

func nested(block, of string, attributes []*tfprotov6.SchemaAttribute, under []string) []attribute {
	var all []attribute
	for _, a := range attributes {
		path := append(slices.Clone(under), a.Name)
		if a.NestedType != nil {
			if a.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeMap {
				path = append(path, anyKey)
			}
			all = append(all, nested(block, of, a.NestedType.Attributes, path)...)
			continue
		}
		// What a resource's own arguments lead to is in its state, but for what is in a block, such as timeouts.
		given := !a.Computed && (block != "resource" || len(under) > 0)
		all = append(all, attribute{block: block, of: of, path: path, given: given})
	}
	return all
}
