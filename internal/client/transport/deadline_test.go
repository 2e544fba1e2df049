// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package transport

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestSender_aDeadlineDoesNotHideTheReason has a first attempt that fails, and a second one that the deadline ends: on the wire, or while it
// waits for its place in the rate.
func TestSender_aDeadlineDoesNotHideTheReason(t *testing.T) {
	t.Parallel()
	const timeUp = "no response to GET /sites/1: time was up; the attempt before it failed: "
	for name, test := range map[string]struct {
		first naotest.Fault
		// said is what the error says of the first attempt.
		said string
		// status is that of the first response; 0 where there was none.
		status int
	}{
		"too many requests":     {naotest.TooManyRequests("1"), "Too Many Requests (GET /sites/1: 429 Too Many Requests, request id ", 429},
		"the server failed":     {naotest.Status(503), "Service Unavailable (GET /sites/1: 503 Service Unavailable, request id ", 503},
		"a conflict":            {naotest.Status(409), "Conflict (GET /sites/1: 409 Conflict, request id ", 409},
		"the connection failed": {naotest.CutBefore, "", 0},
	} {
		for where, perSecond := range map[string]float64{"on the wire": 0, "waiting": 0.1} {
			virtually(name+", "+where, t, func(t *testing.T) {
				server := site()
				server.Inject(test.first, naotest.On("", "").Times(1))
				server.Inject(naotest.HangBefore, naotest.On("", ""))
				s, _ := inProcess(t, server, settings{perSecond: perSecond})
				ctx, cancel := withTimeout(t, 5*time.Second)
				defer cancel()
				err := get(ctx, s)
				if !errors.Is(err, context.DeadlineExceeded) || !strings.HasPrefix(err.Error(), timeUp+test.said) {
					t.Errorf("got %v, want %s", err, timeUp+test.said)
				}
				if HasStatus(err, test.status) != (test.status > 0) {
					t.Errorf("got %v, want one that is known to be a %d", err, test.status)
				}
				if got, want := OutcomeOf(err) == Unknown, perSecond == 0 || test.status == 503 || test.status == 0; got != want {
					t.Errorf("got the outcome %s", OutcomeOf(err))
				}
				if elapsed := ElapsedOf(err); perSecond == 0 && elapsed < 3*time.Second {
					t.Errorf("got an elapsed time of %s, want that of the last attempt", elapsed)
				}
			})
		}
	}
}

// TestSender_whatComesBeforeALongPOSTIsNoReason has a POST that is turned away once, and then takes all the time that there is.
func TestSender_whatComesBeforeALongPOSTIsNoReason(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := site()
		server.Inject(naotest.TooManyRequests("1"), naotest.On("", "").Times(1))
		server.Inject(naotest.HangBefore, naotest.On("", ""))
		s, _ := inProcess(t, server, settings{})
		ctx, cancel := withTimeout(t, time.Minute)
		defer cancel()
		_, err := s.Do(ctx, siteCalls["POST"])
		if err == nil || err.Error() != "no response to POST /sites: time was up" || OutcomeOf(err) != Unknown {
			t.Errorf("got %v", err)
		}
	})
}
