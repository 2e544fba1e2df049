// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Package sitetags manages many tags of one site in one resource.
package sitetags

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/crud"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/membership"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/tag"
)

const siteExample = "11416"

var definition = membership.Definition{
	Set:             diags.Kind{Name: "set of tags", Type: "naocloud_site_tags", Forbidden: tag.Words.Forbidden},
	Member:          tag.Words,
	Parent:          diags.Kind{Name: "site"},
	Schema:          resourceSchema,
	Attribute:       "tags",
	Shape:           membership.Map,
	ParentAttribute: "site_id",
	Example:         siteExample,
	IDs:             true,
	Members: func(c *client.Client, siteID string) membership.Members {
		return &tags{client: c, siteID: siteID}
	},
	Probe: func(ctx context.Context, c *client.Client, siteID, trackingID string) error {
		_, err := c.Tags.Find(ctx, client.Tag{SiteID: siteID, TrackingID: trackingID})
		return err //nolint:wrapcheck // The client says what it did.
	},
}

// Kind is the resource.
func Kind() crud.Kind {
	return crud.Kind{Resources: []func() resource.Resource{definition.NewResource}}
}
