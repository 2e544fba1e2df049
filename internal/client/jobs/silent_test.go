// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jobs

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// TestFollow_silentlyShowsNoWordOfAJob has jobs that repeat what nobody masks.
func TestFollow_silentlyShowsNoWordOfAJob(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ status, says string }{
		"failed":     {"failure", "the background job 7 failed: its message is not shown, since it may repeat a secret"},
		"another":    {"over for swordfish", `it has the status "other"`},
		"successful": {"success", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log strings.Builder
			body := fmt.Sprintf(`{"data":{"id":"7","type":"job_watcher","attributes":{"id":7,"status":%q,"message":"no graph for swordfish","has_finished":true}}}`, test.status)
			follower, _ := following(&log, poll{http.StatusOK, body})
			err := follower.Silent().Follow(t.Context(), "7", nil)
			said := fmt.Sprint(err)
			if (err == nil) != (test.says == "") || !strings.Contains(said, test.says) || strings.Contains(said+log.String(), "swordfish") {
				t.Errorf("got %v and the log %s", err, log.String())
			}
		})
	}
}

// TestFollow_silentlyShowsNoWordOfAnythingElse has the address of a job show what repeats a secret.
func TestFollow_silentlyShowsNoWordOfAnythingElse(t *testing.T) {
	t.Parallel()
	for name, shown := range map[string]poll{
		"a refusal":        {http.StatusForbidden, `{"errors":[{"detail":"no swordfish"}]}`},
		"another resource": {http.StatusOK, `{"data":{"id":"1","type":"swordfish","attributes":{}}}`},
		"odd attributes":   {http.StatusOK, `{"data":{"id":"7","type":"job_watcher","attributes":{"status":["swordfish"]}}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log strings.Builder
			follower, _ := following(&log, shown)
			err := follower.Silent().Follow(t.Context(), "7", nil)
			if said := fmt.Sprint(err); !IsUnclear(err) || strings.Contains(said+log.String(), "swordfish") {
				t.Errorf("got %v and the log %s", err, log.String())
			}
		})
	}
}
