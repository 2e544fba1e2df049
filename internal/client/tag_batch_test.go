// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

const (
	siteTags  = "/sites/1/nao_trackables"
	siteBatch = siteTags + "/batch"
)

// badges are n tags of site 1: "badge-1" and so on.
func badges(n int) (tags []TagInput) {
	for i := range n {
		tags = append(tags, TagInput{SiteID: "1", TrackingID: fmt.Sprintf("badge-%d", i+1), Name: Set(fmt.Sprintf("Bed %d", i+1))})
	}
	return tags
}

// trackingIDs are those of the tags of site 1, in the order of their ids.
func trackingIDs(server *naotest.Server) (ids []string) {
	for _, tag := range server.Tags("1") {
		ids = append(ids, tag.TrackingID)
	}
	return ids
}

func wantTrackingIDs(t *testing.T, server *naotest.Server, want ...string) {
	t.Helper()
	if got := trackingIDs(server); !slices.Equal(got, want) {
		t.Errorf("got the tags %q, want %q", got, want)
	}
}

// commission commissions site 1 with three tags, and returns what the cached listing lacks then.
func commission(ctx context.Context, t *testing.T, c *Client) (lacking []string) {
	t.Helper()
	sent, err := c.Tags.Commission(ctx, "1", badges(3))
	if err != nil || !sent {
		t.Fatalf("got sent %t, %v", sent, err)
	}
	there, err := c.Tags.OfSite(ctx, "1", Cached)
	if err != nil {
		t.Fatal(err)
	}
	return lackingIn(there, []string{"badge-1", "badge-2", "badge-3"})
}

// wantPending commissions site 1 with three tags within a time, and wants that the outcome is not known. Its memory goes through JSON, as that
// of a state does.
func wantPending(t *testing.T, c *Client, within time.Duration) (pending PendingBatch) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	sent, err := c.Tags.Commission(ctx, "1", badges(3))
	unknown, ok := errors.AsType[*BatchError](err)
	if !ok || sent {
		t.Fatalf("got sent %t, %v, want a BatchError", sent, err)
	}
	data, err := json.Marshal(unknown.Pending)
	if err == nil {
		err = json.Unmarshal(data, &pending)
	}
	if err != nil {
		t.Fatal(err)
	}
	return pending
}

func TestCommission_oneRequestMakesAll(t *testing.T) {
	t.Parallel()
	creates := func(response naotest.Response) naotest.Behavior {
		return naotest.Behavior{PerType: map[string]naotest.Responses{"batch": {Creates: response}}, Jobs: naotest.Jobs{Duration: 20 * time.Second}}
	}
	lag := naotest.Lag{For: 50 * time.Second}
	slowJob := creates(naotest.SeeOther)
	slowJob.Jobs.ListingLag = naotest.Lag{For: 5 * time.Minute}
	methods := func(batch naotest.Batch) naotest.Behavior { return naotest.Behavior{Tags: naotest.Tags{Batch: batch}} }
	for name, test := range map[string]struct {
		behavior  naotest.Behavior
		put, post int
	}{
		"both methods":            {naotest.Behavior{}, 1, 0},
		"PUT":                     {methods(naotest.Batch{Method: "PUT"}), 1, 0},
		"POST, PUT is 405":        {methods(naotest.Batch{Method: "POST"}), 1, 1},
		"POST, PUT is 404":        {methods(naotest.Batch{Method: "POST", MissingStatus: http.StatusNotFound}), 1, 1},
		"no body":                 {creates(naotest.Empty), 1, 0},
		"204":                     {creates(naotest.NoContent), 1, 0},
		"303":                     {creates(naotest.SeeOther), 1, 0},
		"202":                     {creates(naotest.Accepted), 1, 0},
		"202 with an id":          {creates(naotest.AcceptedID), 1, 0},
		"202 without a job":       {creates(naotest.AcceptedNothing), 1, 0},
		"the listing lags":        {naotest.Behavior{Listing: naotest.Listing{Lag: lag}}, 1, 0},
		"it lags behind its job":  {slowJob, 1, 0},
		"a listing with no count": {naotest.Behavior{Listing: naotest.Listing{NoMeta: true}}, 1, 0},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := account(t, test.behavior)
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
			defer cancel()
			if lacking := commission(ctx, t, c); len(lacking) > 0 {
				t.Errorf("%q are lacking", lacking)
			}
			wantTrackingIDs(t, server, "badge-1", "badge-2", "badge-3")
			wantCount(t, server, "PUT", siteBatch, test.put)
			wantCount(t, server, "POST", siteBatch, test.post)
		})
	}
}

// TestCommission_ofANewSite has a site that this run has just made, and a service without PUT: nobody waits until there is one.
func TestCommission_ofANewSite(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"POST", "none"} {
		virtually(method, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Tags: naotest.Tags{Batch: naotest.Batch{Method: method, MissingStatus: http.StatusNotFound}}})
			c := inProcess(t, server)
			site, err := c.Sites.Create(t.Context(), siteInput("Lab"))
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			sent, err := c.Tags.Commission(t.Context(), site.ID, []TagInput{{SiteID: site.ID, TrackingID: "a"}, {SiteID: site.ID, TrackingID: "b"}})
			if tags := len(server.Tags(site.ID)); err != nil || !sent || tags == 2 != (method == "POST") {
				t.Errorf("got %d tags, sent %t, %v", tags, sent, err)
			}
			if waited := time.Since(began); waited > 5*time.Second {
				t.Errorf("waited %s", waited)
			}
		})
	}
}

func TestCommission_slowWorkMakesOneBatch(t *testing.T) {
	t.Parallel()
	gateways := map[string]naotest.Gateway{
		"no gateway":    {},
		"504 after 15s": {GivesUpAfter: 15 * time.Second},
		"504 after 1s":  {GivesUpAfter: time.Second, Form: naotest.GatewayJSON},
		"cut after 10s": {GivesUpAfter: 10 * time.Second, Form: naotest.GatewayCuts},
	}
	for _, work := range []time.Duration{0, 20 * time.Second, 90 * time.Second, 300 * time.Second} {
		for gateway, settings := range gateways {
			for _, fault := range []naotest.Fault{{}, naotest.LoseResponse, naotest.Status(500).AfterWork()} {
				virtually(fmt.Sprint(work, ", ", gateway, ", ", fault), t, func(t *testing.T) {
					c, server := account(t, naotest.Behavior{WorkPerType: map[string]naotest.Durations{"batch": {Creates: work}}, Gateway: settings})
					server.Inject(fault, naotest.On("PUT", siteBatch).Times(1))
					ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
					defer cancel()
					if lacking := commission(ctx, t, c); len(lacking) > 0 {
						t.Errorf("%q are lacking", lacking)
					}
					pass(t, 10*time.Minute)
					wantTrackingIDs(t, server, "badge-1", "badge-2", "badge-3")
					wantCount(t, server, "PUT", siteBatch, 1)
				})
			}
		}
	}
}

func TestCommission_aBatchThatFailedAtOnceIsSentAgain(t *testing.T) {
	t.Parallel()
	virtually("the service comes back", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.ProxyPage(503), naotest.On("PUT", siteBatch).Times(2))
		if lacking := commission(t.Context(), t, c); len(lacking) > 0 {
			t.Errorf("%q are lacking", lacking)
		}
		wantCount(t, server, "PUT", siteBatch, 3)
		wantTrackingIDs(t, server, "badge-1", "badge-2", "badge-3")
	})
	virtually("the service does not come back", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.ProxyPage(503), naotest.On("PUT", siteBatch))
		sent, err := c.Tags.Commission(t.Context(), "1", badges(3))
		if _, unknown := errors.AsType[*BatchError](err); sent || unknown || !isStatus(503)(err) {
			t.Errorf("got sent %t, %v, want the 503", sent, err)
		}
		wantTrackingIDs(t, server)
	})
	virtually("another program makes a tag meanwhile", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{Listing: naotest.Listing{Lag: naotest.Lag{For: time.Second}}})
		server.Inject(naotest.ProxyPage(503), naotest.On("PUT", siteBatch))
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
		defer cancel()
		go func() {
			pass(t, 3*time.Second)
			server.AddTag(naotest.Tag{SiteID: "1", TrackingID: "theirs", Name: "Theirs"})
		}()
		if sent, err := c.Tags.Commission(ctx, "1", badges(3)); sent || err == nil {
			t.Errorf("got sent %t, %v, want an error", sent, err)
		}
		wantCount(t, server, "PUT", siteBatch, 1)
		wantTrackingIDs(t, server, "theirs")
	})
	virtually("the last look before the second fails", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.ProxyPage(503), naotest.On("PUT", siteBatch).Times(1))
		commission(t.Context(), t, c)
		looks, puts := 0, 0
		for _, request := range server.Requests() {
			if request.Method == http.MethodPut {
				puts++
			} else if puts < 2 {
				looks++
			}
		}
		c, server = account(t, naotest.Behavior{})
		server.Inject(naotest.ProxyPage(503), naotest.On("PUT", siteBatch).Times(1))
		server.Inject(naotest.Status(403), naotest.On("GET", siteTags).Skip(looks-1).Times(1))
		wantPending(t, c, time.Minute)
		wantCount(t, server, "PUT", siteBatch, 1)
	})
	virtually("the time runs out", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.ProxyPage(503), naotest.On("PUT", siteBatch))
		wantPending(t, c, 3*time.Second)
	})
	virtually("the second is refused", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.ProxyPage(503), naotest.On("PUT", siteBatch).Times(1))
		server.Inject(naotest.Status(422), naotest.On("PUT", siteBatch).Times(1))
		within(t, 2*time.Minute, func(t *testing.T) {
			if lacking := commission(t.Context(), t, c); len(lacking) != 3 {
				t.Errorf("%q are lacking, want all", lacking)
			}
		})
		wantCount(t, server, "PUT", siteBatch, 2)
	})
}

// TestCommission_trackingIDsThatTheServiceChangesAreThere has a service that stores tracking ids in capitals.
func TestCommission_trackingIDsThatTheServiceChangesAreThere(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{
			Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"nao_trackable.tracking_id": {UpperCase: true}}},
		})
		if lacking := commission(t.Context(), t, c); len(lacking) > 0 {
			t.Errorf("%q are lacking", lacking)
		}
		wantTrackingIDs(t, server, "BADGE-1", "BADGE-2", "BADGE-3")
	})
}

func TestCommission_refused(t *testing.T) {
	t.Parallel()
	all := []string{"badge-1", "badge-2", "badge-3"}
	refused := naotest.Tags{RefusedIDs: []string{"badge-2"}}
	inPart := naotest.Tags{RefusedIDs: []string{"badge-2"}, Batch: naotest.Batch{LeavesOut: true}}
	for name, test := range map[string]struct {
		behavior naotest.Behavior
		fault    naotest.Fault
		lacking  []string
		within   time.Duration
	}{
		"no batch":         {naotest.Behavior{Tags: naotest.Tags{Batch: naotest.Batch{Method: "none"}}}, naotest.Fault{}, all, time.Second},
		"no batch, 404":    {naotest.Behavior{Tags: naotest.Tags{Batch: naotest.Batch{Method: "none", MissingStatus: 404}}}, naotest.Fault{}, all, time.Second},
		"too large":        {naotest.Behavior{Tags: naotest.Tags{Batch: naotest.Batch{Limit: 2, TooLargeStatus: 413}}}, naotest.Fault{}, all, time.Second},
		"forbidden":        {naotest.Behavior{Tags: naotest.Tags{Batch: naotest.Batch{Status: 403}}}, naotest.Fault{}, all, time.Second},
		"one tag":          {naotest.Behavior{Tags: refused}, naotest.Fault{}, all, time.Second},
		"a job that fails": {naotest.Behavior{}, naotest.JobFails("Not today."), all, 5 * time.Second},
		"in part":          {naotest.Behavior{Tags: inPart}, naotest.Fault{}, []string{"badge-2"}, 90 * time.Second},
		"in part by a job": {naotest.Behavior{Tags: inPart, Responses: asynchronousCreates}, naotest.Fault{}, []string{"badge-2"}, 90 * time.Second},
	} {
		virtually(name, t, func(t *testing.T) {
			c, server := account(t, test.behavior)
			server.Inject(test.fault, naotest.On("PUT", siteBatch).Times(1))
			within(t, test.within, func(t *testing.T) {
				if lacking := commission(t.Context(), t, c); !slices.Equal(lacking, test.lacking) {
					t.Errorf("%q are lacking, want %q", lacking, test.lacking)
				}
			})
			// Those that are lacking can be made one by one.
			for _, tag := range badges(3) {
				if slices.Contains(test.lacking, tag.TrackingID) {
					if _, err := c.Tags.Create(t.Context(), tag); err != nil && !(tag.TrackingID == "badge-2" && IsInvalid(err)) {
						t.Error(err)
					}
				}
			}
			for key, times := range server.Made("nao_trackable") {
				if times != 1 {
					t.Errorf("%s was made %d times", key, times)
				}
			}
		})
	}
}

func TestCommission_credentialsThatEnd(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		server.Inject(naotest.Status(401), naotest.On("", siteTags).Skip(1))
		server.Inject(naotest.Status(401), naotest.On("PUT", siteBatch))
		sent, err := c.Tags.Commission(t.Context(), "1", badges(3))
		if _, unknown := errors.AsType[*BatchError](err); sent || unknown || !isStatus(401)(err) {
			t.Errorf("got sent %t, %v, want the 401", sent, err)
		}
	})
}
