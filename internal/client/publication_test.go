// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

const publishPath = "/sites/*/asset_tracking_config/publish"

// tracked is an account with the site 11416, which has a configuration to publish.
func tracked(behavior naotest.Behavior) *naotest.Server {
	server := naotest.New(behavior)
	server.AddSite(naotest.Site{Name: "Hospital", TrackingConfig: true})
	return server
}

func TestPublish_followsTheJob(t *testing.T) {
	t.Parallel()
	for name, jobs := range map[string]naotest.Jobs{
		"absolute Location":                   {Polls: 3},
		"Location of the host behind a proxy": {Polls: 3, LocationBase: "http://nao.internal:3000"},
		"relative Location and an empty body": {Polls: 3, Location: naotest.LocationRelative, EmptyBody: true},
		"newer responses":                     {Polls: 3, Timestamps: true, Message: "Published."},
	} {
		virtually(name, t, func(t *testing.T) {
			server := tracked(naotest.Behavior{Jobs: jobs})
			var seen []string
			err := inProcess(t, server).PublishAssetTrackingConfig(t.Context(), "11416", func(job Job) { seen = append(seen, job.Status) })
			if err != nil {
				t.Fatal(err)
			}
			if want := []string{"In progress", "In progress", "In progress", "success"}; !slices.Equal(seen, want) {
				t.Errorf("reported %q, want %q", seen, want)
			}
			if got := server.Sites()[0].Publications; got != 1 {
				t.Errorf("published %d times, want once", got)
			}
			if got := server.Count(http.MethodPost, ""); got != 1 {
				t.Errorf("sent %d POSTs, want 1", got)
			}
		})
	}
}

func TestPublish_aFailedJobSaysWhy(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.SeedSites(1) // without a tracking configuration
		err := inProcess(t, server).PublishAssetTrackingConfig(t.Context(), "11416", nil)
		var failure *JobError
		if !errors.As(err, &failure) || failure.Message != "Missing graph or indoor area. Please add." {
			t.Errorf("got %v, want the job's message", err)
		}
	})
}

func TestPublish_whatIsRefusedWasNotStarted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault naotest.Fault
		tells func(error) bool
	}{
		"no such site":   {naotest.Status(http.StatusNotFound), IsNotFound},
		"not allowed":    {naotest.Status(http.StatusForbidden), IsForbidden},
		"bad key":        {naotest.Status(http.StatusUnauthorized), isStatus(http.StatusUnauthorized)},
		"never sent":     {naotest.Refuse, func(err error) bool { var e *TransportError; return errors.As(err, &e) && !e.Sent }},
		"too many, ever": {naotest.TooManyRequests("0"), func(err error) bool { var e *TransportError; return errors.As(err, &e) && !e.Sent }},
	} {
		virtually(name, t, func(t *testing.T) {
			server := tracked(naotest.Behavior{})
			server.Inject(test.fault, naotest.On(http.MethodPost, publishPath))
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
			defer cancel()
			err := inProcess(t, server).PublishAssetTrackingConfig(ctx, "11416", nil)
			var unknown *CallError
			if !test.tells(err) || errors.As(err, &unknown) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestPublish_isSentOnceWhereItMayHaveBeenSeen(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]naotest.Fault{
		"response lost":      naotest.LoseResponse,
		"connection cut":     naotest.CutBefore,
		"500 after work":     naotest.Status(http.StatusInternalServerError).AfterWork(),
		"502 from a proxy":   naotest.ProxyPage(http.StatusBadGateway),
		"never a response":   naotest.HangAfter,
		"a Location of none": naotest.Canned(http.StatusFound, "text/html", "<html></html>"),
		"202 without a job":  naotest.Canned(http.StatusAccepted, "text/html", "<html></html>"),
	} {
		virtually(name, t, func(t *testing.T) {
			server := tracked(naotest.Behavior{})
			server.Inject(fault, naotest.On(http.MethodPost, publishPath))
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
			defer cancel()
			err := inProcess(t, server).PublishAssetTrackingConfig(ctx, "11416", nil)
			var unknown *CallError
			if !errors.As(err, &unknown) || unknown.Job != "" || !strings.Contains(err.Error(), "may have been carried out") {
				t.Errorf("got %v, want a publication that may have been carried out", err)
			}
			if got := server.Count(http.MethodPost, ""); got != 1 {
				t.Errorf("sent %d POSTs, want 1", got)
			}
		})
	}
}

func TestPublish_isSentAgainWhereItCannotHaveBeenSeen(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]naotest.Fault{
		"connection refused": naotest.Refuse,
		"rate limited":       naotest.TooManyRequests("1"),
	} {
		virtually(name, t, func(t *testing.T) {
			server := tracked(naotest.Behavior{})
			server.Inject(fault, naotest.On(http.MethodPost, publishPath).Times(2))
			if err := inProcess(t, server).PublishAssetTrackingConfig(t.Context(), "11416", nil); err != nil {
				t.Fatal(err)
			}
			if got := server.Sites()[0].Publications; got != 1 {
				t.Errorf("published %d times, want once", got)
			}
		})
	}
}

func TestPublish_aJobOutOfSightIsNamed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault naotest.Fault
		text  string
	}{
		"never finished": {naotest.JobNeverFinishes, "its end was not seen: "},
		"gone":           {naotest.JobGone, "how the background job 48145 ended is not known"},
	} {
		virtually(name, t, func(t *testing.T) {
			server := tracked(naotest.Behavior{})
			server.Inject(test.fault, naotest.On(http.MethodPost, publishPath))
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
			defer cancel()
			err := inProcess(t, server).PublishAssetTrackingConfig(ctx, "11416", nil)
			var unknown *CallError
			if !errors.As(err, &unknown) || unknown.Job != "48145" || !strings.Contains(err.Error(), test.text) {
				t.Errorf("got %v, want the job's id and %q", err, test.text)
			}
		})
	}
}

func TestPublish_endsWithItsContext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := tracked(naotest.Behavior{Jobs: naotest.Jobs{NeverFinish: true}})
		ctx, cancel := context.WithCancel(t.Context())
		err := inProcess(t, server).PublishAssetTrackingConfig(ctx, "11416", func(Job) { cancel() })
		var unknown *CallError
		if !errors.Is(err, context.Canceled) || !errors.As(err, &unknown) || unknown.Job == "" {
			t.Errorf("got %v, want a cancelled publication that names its job", err)
		}
		if got := server.Count(http.MethodGet, "/background_jobs/*"); got != 1 {
			t.Errorf("polled %d times, want once", got)
		}
	})
}

func TestPublish_aResponseWithoutAJobIsTheEnd(t *testing.T) {
	t.Parallel()
	for name, response := range map[string]script{"204": always(204, ""), "200 with the site": always(200, `{"data":{"id":"11416","type":"site"}}`)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := scripted(t, response).PublishAssetTrackingConfig(t.Context(), "11416", nil); err != nil {
				t.Error(err)
			}
		})
	}
}
