// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package publication

import (
	"context"
	"net/http"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

func TestNotPublished_timeIsAskedForWhereAnActionHasIt(t *testing.T) {
	t.Parallel()
	unsent := &client.TransportError{Method: http.MethodPost, Path: "/sites/11416/asset_tracking_config/publish", Err: context.DeadlineExceeded}
	for name, test := range map[string]struct {
		err    error
		detail string
	}{
		"before it was sent": {
			unsent,
			"Asset tracking configuration of site 11416: no response to POST /sites/11416/asset_tracking_config/publish: time was up.\n\n" +
				"Time ran out: allow more in the action's `timeout`.",
		},
		"while its job ran": {
			&client.CallError{Job: "48156", Err: context.DeadlineExceeded},
			"Site 11416: the publication goes on as the background job 48156, but its end was not seen: time was up.\n\n" +
				"To publish again does no harm: run `terraform apply -invoke=action.naocloud_publish_asset_tracking_config.NAME` (another apply does not publish). " +
				"If the time was too short, allow more in the action's `timeout`.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := notPublished("11416", test.err); len(got) != 1 || got[0].Detail() != test.detail {
				t.Errorf("expected:\n%s\ngot: %v", test.detail, got)
			}
		})
	}
}
