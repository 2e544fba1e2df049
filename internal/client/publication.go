// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/naocloud/terraform-provider-naocloud/internal/client/transport"
)

// PublishAssetTrackingConfig publishes the asset tracking configuration of a site and follows the background job to its end [doc: 7. NAO
// Track configuration publication]. Its errors are those of Client.Call. To publish once more does no harm: the site's configuration is what is
// published, whenever that is. IsNotFound(err) where there is no such site.
func (c *Client) PublishAssetTrackingConfig(ctx context.Context, siteID string, report func(Job)) error {
	path, err := transport.Path("/sites", siteID, "asset_tracking_config", "publish")
	if err == nil {
		err = c.Call(ctx, Call{Method: http.MethodPost, Path: strings.TrimPrefix(path, "/")}, report)
	}
	if err != nil {
		return fmt.Errorf("publish the asset tracking configuration of site %s: %w", siteID, err)
	}
	return nil
}
