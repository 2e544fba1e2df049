// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package site

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/text"
)

const example = "11416"

var definition = crud.Definition[model, client.Site, client.SiteInput]{
	Kind:     kind,
	Schema:   resourceSchema,
	Path:     "/sites",
	Identity: crud.ByID(kind.Name, example),
	Objects:  func(c *client.Client) crud.Objects[client.Site, client.SiteInput] { return c.Sites },
	Label:    model.label,
	Known:    model.site,
	Model:    model.with,
	Input:    model.input,
	Local:    []string{"force_destroy"},

	KeyAttributes: []string{"name", "latitude", "longitude"},
	Key:           func(m model) string { return text.Composed(m.Name.ValueString()) },
	SameKey:       model.isAt,
	WithID:        model.withID,
	Removable:     removable,
}

var listing = crud.Listing[model, client.Site, client.SiteInput]{
	Definition:  definition,
	Description: "The sites that the credentials reach: all of them, or those whose names match.",
	Named:       true,
	Objects:     listSites,
	Whole:       isPlaced,
	Name:        crud.NamedBy(func(site client.Site) string { return site.Name }),
}

var data = crud.Data[attributes, client.Site]{
	Kind:       kind,
	Example:    example,
	Singular:   "A site, found by its id or by its name.",
	Plural:     "The sites that the credentials reach: all of them, or those whose names match. No match is not an error.",
	Attributes: dataAttributes,
	Get:        func(c *client.Client) crud.Reader[client.Site] { return c.Sites },
	List:       listSites,
	Known:      func(id string) client.Site { return client.Site{ID: id} },
	Model:      shown,
	Whole:      isPlaced,
}

// Kind is the resource, the data sources and the list of sites.
func Kind() crud.Kind {
	return crud.Kind{
		Resources:     []func() resource.Resource{definition.NewResource},
		DataSources:   []func() datasource.DataSource{data.NewDataSource, data.NewPluralDataSource},
		ListResources: []func() list.ListResource{listing.NewListResource},
	}
}

func listSites(ctx context.Context, c *client.Client, _ string, query client.Query) iter.Seq2[client.Site, error] {
	return c.Sites.List(ctx, query)
}
