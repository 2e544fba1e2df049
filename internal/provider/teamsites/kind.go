// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package teamsites manages many sites of one team in one resource.
package teamsites

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/membership"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/validate"
)

const (
	teamExample = "392"
	forbidden   = "Teams need the credentials of a corporate admin."
)

var definition = membership.Definition{
	Set:             diags.Kind{Name: "set of sites", Type: "naocloud_team_sites", Forbidden: forbidden},
	Member:          diags.Kind{Name: "site", Forbidden: forbidden},
	Parent:          diags.Kind{Name: "team"},
	Link:            "association with site",
	Schema:          resourceSchema,
	Attribute:       "site_ids",
	Shape:           membership.Set,
	ParentAttribute: "team_id",
	Example:         teamExample,
	Numbers:         true,
	Members: func(c *client.Client, teamID string) membership.Members {
		return &sites{client: c, teamID: teamID}
	},
	Probe: func(ctx context.Context, c *client.Client, teamID, _ string) error {
		_, err := c.Teams.Get(ctx, client.Team{ID: teamID})
		return err //nolint:wrapcheck // The client says what it did.
	},
}

// Kind is the resource.
func Kind() crud.Kind {
	return crud.Kind{Resources: []func() resource.Resource{definition.NewResource}}
}

var resourceSchema = schema.Schema{
	MarkdownDescription: "Many sites that one team reaches. It manages **the declared sites only**: what the team reaches beside them stays, and a destroy takes away only what " +
		"the set declares. With `exclusive` it manages all sites of the team. Managing teams takes the credentials of a corporate admin.\n\n" +
		"A team must not have both this resource and `naocloud_site_team_association` for the same site; where both are in one configuration, the plan says so. " +
		"Terraform's own cost of a set grows with the square of its size: keep to about a thousand sites.",
	Attributes: map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "The id of the team.",
			Computed:            true,
		},
		"team_id": schema.StringAttribute{
			MarkdownDescription: "The id of the team, such as `392`. Changing it takes the sites from that team and gives them to the other.",
			Required:            true,
			Validators:          []validator.String{validate.ID(teamExample)},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"site_ids": schema.SetAttribute{
			MarkdownDescription: "The ids of the sites that the team reaches, such as `11416`.",
			ElementType:         types.StringType,
			Required:            true,
			Validators:          []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(validate.ID("11416"))},
		},
		"exclusive": schema.BoolAttribute{
			MarkdownDescription: "`true` says that the team reaches these sites and no others. What is not declared is shown in `undeclared`; the plan shows its removal and the " +
				"apply removes just that. A create, and the apply that switches `exclusive` on, remove nothing: the next plan shows what will go. Default `false`.",
			Optional: true,
			Computed: true,
			Default:  booldefault.StaticBool(false),
		},
		"undeclared": schema.SetAttribute{
			MarkdownDescription: "The ids of the sites that the team reaches beside the declared ones: what an `exclusive` set will take away. It is null for a set that is not " +
				"exclusive.",
			ElementType: types.StringType,
			Computed:    true,
		},
	},
}
