// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package call

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

func TestProgress_tellsWhatChangesAndNowAndThenThatItLives(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var told []string
		p := progress{began: time.Now(), tell: func(message string) { told = append(told, message) }}
		seen := func(message string, times int) {
			for range times {
				p.report(client.Job{ID: "48156", Status: "In progress", Message: message})
				<-time.After(time.Second) // of the bubble's clock
			}
		}
		seen("", 15)
		seen("2 of 3", 5)
		p.report(client.Job{ID: "48156", Status: "success", Finished: true})

		want := []string{
			"In progress (background job 48156, 0s)",
			"In progress (background job 48156, 10s)",
			"In progress: 2 of 3 (background job 48156, 15s)",
		}
		if !slices.Equal(told, want) {
			t.Errorf("told %q, want %q", told, want)
		}
	})
}
