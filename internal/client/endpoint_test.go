// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// calls are one of each kind that a 404 may answer.
var calls = map[string]func(context.Context, *Client) error{
	"read a team": func(ctx context.Context, c *Client) error { _, err := c.Teams.Get(ctx, Team{ID: "1"}); return err },
	"read a site": func(ctx context.Context, c *Client) error { _, err := c.Sites.Get(ctx, Site{ID: "1"}); return err },
	"read an association": func(ctx context.Context, c *Client) error {
		_, err := c.Associations.Get(ctx, Association{TeamID: "1", SiteID: "2"})
		return err
	},
	"list teams": func(ctx context.Context, c *Client) error {
		for _, err := range c.Teams.List(ctx, Query{}) {
			return err
		}
		return nil
	},
	"find sites":     func(ctx context.Context, c *Client) error { _, err := c.Sites.Find(ctx, Site{Name: "Lab"}); return err },
	"list buildings": func(ctx context.Context, c *Client) error { _, err := c.Buildings(ctx, "1"); return err },
	"create a team": func(ctx context.Context, c *Client) error {
		_, err := c.Teams.Create(ctx, TeamInput{Name: Set("Ops")})
		return err
	},
	"create a site": func(ctx context.Context, c *Client) error {
		_, err := c.Sites.Create(ctx, siteInput("Lab"))
		return err
	},
	"create an association": func(ctx context.Context, c *Client) error {
		_, err := c.Associations.Create(ctx, AssociationInput{TeamID: "1", SiteID: "2"})
		return err
	},
	"update a team": func(ctx context.Context, c *Client) error {
		_, err := c.Teams.Update(ctx, Team{ID: "1"}, TeamInput{})
		return err
	},
	"delete a team": func(ctx context.Context, c *Client) error { return c.Teams.Delete(ctx, Team{ID: "1"}) },
	"delete a site": func(ctx context.Context, c *Client) error { return c.Sites.Delete(ctx, Site{ID: "1"}) },
	"delete an association": func(ctx context.Context, c *Client) error {
		return c.Associations.Delete(ctx, Association{ID: "1", TeamID: "2", SiteID: "3"})
	},
	"publish": func(ctx context.Context, c *Client) error { return c.PublishAssetTrackingConfig(ctx, "1", nil) },
}

// TestEndpoint_thatIsNotTheAPI answers everything with 404, as a server does that knows none of the API's paths: nothing is gone by that.
func TestEndpoint_thatIsNotTheAPI(t *testing.T) {
	t.Parallel()
	for name, call := range calls {
		for _, body := range []string{"", `{"status":404,"error":"Not Found"}`} {
			virtually(name+" "+body, t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
				defer cancel()
				err := call(ctx, scripted(t, always(404, body)))
				if _, ok := errors.AsType[*EndpointError](err); !ok || IsNotFound(err) {
					t.Errorf("got %v, want an EndpointError", err)
				}
			})
		}
	}
}

// TestEndpoint_whereThereIsNothing is the API, in an account without the objects, or one whose listings these credentials may not see.
func TestEndpoint_whereThereIsNothing(t *testing.T) {
	t.Parallel()
	for name, call := range calls {
		virtually(name, t, func(t *testing.T) {
			err := call(t.Context(), inProcess(t, naotest.New(naotest.Behavior{})))
			if strings.HasPrefix(name, "read") || strings.HasPrefix(name, "update") || strings.HasSuffix(name, "an association") || name == "list buildings" || name == "publish" {
				if name != "delete an association" && !IsNotFound(err) {
					t.Errorf("got %v, want a 404", err)
				}
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	virtually("and the listing is forbidden", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.Inject(naotest.Status(http.StatusForbidden), naotest.On("GET", "/teams"))
		if _, err := inProcess(t, server).Teams.Get(t.Context(), Team{ID: "1"}); !IsNotFound(err) {
			t.Errorf("got %v, want a 404", err)
		}
	})
}

// TestEndpoint_whoseListingDoesNotRespond has a gateway that answers what it does not know with a 404 in JSON, and has trouble besides: nothing
// says that the API is behind it.
func TestEndpoint_whoseListingDoesNotRespond(t *testing.T) {
	t.Parallel()
	for name, response := range map[string]func() *http.Response{
		"401":          func() *http.Response { return says(401, `{"errors":[]}`) },
		"429":          func() *http.Response { return says(429, "") },
		"503":          func() *http.Response { return says(503, "") },
		"a page":       func() *http.Response { return says(200, "<html>") },
		"a page's 404": func() *http.Response { return says(404, "<html>", "Content-Type", "text/html") },
	} {
		for kind, call := range calls {
			virtually(name+" "+kind, t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
				defer cancel()
				err := call(ctx, scripted(t, func(r *http.Request) *http.Response {
					if path := r.URL.Path; r.Method == http.MethodGet && (strings.HasSuffix(path, "/teams") || strings.HasSuffix(path, "/sites")) {
						return response()
					}
					return says(404, `{"message":"no Route matched"}`)
				}))
				if err == nil || IsNotFound(err) {
					t.Errorf("got %v, want an error that is no 404", err)
				}
			})
		}
	}
}
