// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team

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

const example = "392"

var definition = crud.Definition[model, client.Team, client.TeamInput]{
	Kind:     kind,
	Schema:   resourceSchema,
	Path:     "/teams",
	Identity: crud.ByID(kind.Name, example),
	Objects:  func(c *client.Client) crud.Objects[client.Team, client.TeamInput] { return c.Teams },
	Label:    model.label,
	Known:    model.team,
	Model:    model.with,
	Input:    model.input,

	KeyAttributes: []string{"name"},
	Key:           func(m model) string { return text.Composed(m.Name.ValueString()) },
}

var listing = crud.Listing[model, client.Team, client.TeamInput]{
	Definition:  definition,
	Description: "The teams that the credentials reach: all of them, or those whose names match.",
	Named:       true,
	Objects:     listTeams,
	Whole:       hasRoles,
	Name:        crud.NamedBy(func(team client.Team) string { return team.Name }),
}

var data = crud.Data[dataModel, client.Team]{
	Kind:       kind,
	Example:    example,
	Singular:   "A team with its members and sites, found by its id or by its name.",
	Plural:     "The teams that the credentials reach: all of them, or those whose names match. No match is not an error.",
	Attributes: dataAttributes,
	Get:        func(c *client.Client) crud.Reader[client.Team] { return c.Teams },
	List:       listTeams,
	Known:      func(id string) client.Team { return client.Team{ID: id} },
	Model:      shown,
	Whole:      isWhole,
}

// Kind is the resource, the data sources and the list of teams.
func Kind() crud.Kind {
	return crud.Kind{
		Resources:     []func() resource.Resource{definition.NewResource},
		DataSources:   []func() datasource.DataSource{data.NewDataSource, data.NewPluralDataSource},
		ListResources: []func() list.ListResource{listing.NewListResource},
	}
}

func listTeams(ctx context.Context, c *client.Client, _ string, query client.Query) iter.Seq2[client.Team, error] {
	return c.Teams.List(ctx, query)
}
