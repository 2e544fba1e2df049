// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// changedNames are the ways in which a service may store a name, with one that each of them changes.
var changedNames = map[string]struct {
	stored     naotest.Text
	sent, kept string
}{
	"blanks trimmed":      {naotest.Text{Trim: true}, " Lab 12 ", "Lab 12"},
	"blanks squeezed":     {naotest.Text{Squeeze: true}, "Lab   12", "Lab 12"},
	"lower case":          {naotest.Text{LowerCase: true}, "Lab ÉCOLE", "lab école"},
	"upper case":          {naotest.Text{UpperCase: true}, "Lab école", "LAB ÉCOLE"},
	"entities":            {naotest.Text{EscapeHTML: true}, "R&D <Lab>", "R&amp;D &lt;Lab&gt;"},
	"cut":                 {naotest.Text{Cut: 10}, "Laboratory of Lyon", "Laboratory"},
	"entities, then cut":  {naotest.Text{EscapeHTML: true, Cut: 12}, "Research & Development", "Research &am"},
	"lower case, and cut": {naotest.Text{LowerCase: true, Cut: 9}, "Lab of Éze and Lyon", "lab of éz"},
	"decomposed":          {naotest.Text{Decompose: true, LowerCase: true}, "Café", "cafe\u0301"},
}

// TestCreate_aChangedNameIsFound has a service that stores another name than it was sent, whatever it responds with.
func TestCreate_aChangedNameIsFound(t *testing.T) {
	t.Parallel()
	for name, test := range changedNames {
		for _, response := range []naotest.Response{naotest.Document, naotest.Empty, naotest.SeeOther, naotest.Accepted} {
			for _, ignored := range []bool{false, true} {
				virtually(fmt.Sprint(name, ", ", response, ", filters ignored: ", ignored), t, func(t *testing.T) {
					server := naotest.New(naotest.Behavior{
						Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"": test.stored}},
						Responses:  naotest.Responses{Creates: response}, Listing: naotest.Listing{IgnoreFilters: ignored, Lag: naotest.Lag{For: 30 * time.Second}},
					})
					server.SeedSites(40)
					server.SeedTeams(40)
					within(t, 3*time.Minute, func(t *testing.T) {
						c := inProcess(t, server)
						site, err := c.Sites.Create(t.Context(), siteInput(test.sent))
						if err != nil || site.ID != "11456" || site.Name != test.kept {
							t.Errorf("got %+v, %v; want the site with the name %q", site, err, test.kept)
						}
						team, err := c.Teams.Create(t.Context(), TeamInput{Name: Set(test.sent), Roles: Set([]string{"admin"}), LDAPGroup: Set(test.sent)})
						if err != nil || team.ID != "432" || team.Name != test.kept {
							t.Errorf("got %+v, %v; want the team with the name %q", team, err, test.kept)
						}
					})
					wantCount(t, server, "POST", "", 2)
				})
			}
		}
	}
}

// TestUpdate_aChangedNameComesBackAsItIs has a service change the name of an update, whatever it responds with.
func TestUpdate_aChangedNameComesBackAsItIs(t *testing.T) {
	t.Parallel()
	for name, test := range changedNames {
		for _, response := range []naotest.Response{naotest.Document, naotest.NoContent, naotest.SeeOther, naotest.AcceptedNothing} {
			virtually(fmt.Sprint(name, ", ", response), t, func(t *testing.T) {
				server := naotest.New(naotest.Behavior{
					Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"": test.stored}}, Responses: naotest.Responses{Updates: response},
				})
				server.AddSite(naotest.Site{ID: "1", Name: "Depot", Latitude: 43.5, Longitude: 1.25})
				within(t, 15*time.Second, func(t *testing.T) {
					site, err := inProcess(t, server).Sites.Update(t.Context(), Site{ID: "1"}, siteInput(test.sent))
					if err != nil || site.ID != "1" || site.Name != test.kept {
						t.Errorf("got %+v, %v; want the name %q", site, err, test.kept)
					}
				})
				wantCount(t, server, "PUT", "", 1)
			})
		}
	}
}

// TestCreate_manyChangedNamesAtOnce has creates under way that may not take each other's objects.
func TestCreate_manyChangedNamesAtOnce(t *testing.T) {
	t.Parallel()
	virtually("ten", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{
			Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"": {LowerCase: true}}}, Responses: asynchronousCreates,
		})
		server.SeedSites(5)
		c := inProcess(t, server)
		inParallel(t, 10, func(i int) error {
			name := fmt.Sprintf("Lab %d", i)
			if site, err := c.Sites.Create(t.Context(), siteInput(name)); err != nil || site.Name != fmt.Sprintf("lab %d", i) {
				return fmt.Errorf("%s: got %+v, %w", name, site, err)
			}
			return nil
		})
		if sites := len(server.Sites()); sites != 15 {
			t.Errorf("expected 15 sites, got %d", sites)
		}
	})
}

// TestCreate_whatMayBeAnothersIsNotTaken has objects that resemble the one that was made, or a service that made none that resembles.
func TestCreate_whatMayBeAnothersIsNotTaken(t *testing.T) {
	t.Parallel()
	lowered := naotest.Attributes{Stored: map[string]naotest.Text{"": {LowerCase: true}}}
	for name, test := range map[string]struct {
		attributes naotest.Attributes
		name       string
		before     func(*naotest.Server)
		after      func(*naotest.Server)
	}{
		"another name altogether": {
			attributes: naotest.Attributes{Stored: map[string]naotest.Text{"": {Cut: 2}}}, name: "Lab",
			before: func(s *naotest.Server) { s.AddSite(naotest.Site{Name: "LAB", Latitude: 43.5, Longitude: 1.25}) },
		},
		"a newer object of somebody else's": {
			attributes: lowered, name: "Lab",
			after: func(s *naotest.Server) { s.AddSite(naotest.Site{Name: "Depot", Latitude: 1, Longitude: 1}) },
		},
		"two that resemble": {
			attributes: lowered, name: "Lab",
			after: func(s *naotest.Server) { s.AddSite(naotest.Site{Name: "LAB", Latitude: 43.5, Longitude: 1.25}) },
		},
		"nothing that is shown": {
			attributes: lowered, name: "Lab",
			before: func(s *naotest.Server) { s.AddSite(naotest.Site{Name: "LAB", Latitude: 43.5, Longitude: 1.25}) },
			after:  func(s *naotest.Server) { s.RemoveSite("11422"); s.AddSite(naotest.Site{ID: "11423", Name: "x"}) },
		},
		"another place": {
			attributes: naotest.Attributes{Stored: map[string]naotest.Text{"": {Cut: 2}}}, name: "Lab",
			after: func(s *naotest.Server) { s.AddSite(naotest.Site{Name: "LAB", Latitude: 1, Longitude: 1}) },
		},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Attributes: test.attributes, Responses: asynchronousCreates})
			server.SeedSites(5)
			if test.before != nil {
				test.before(server)
			}
			c := inProcess(t, server)
			if test.after != nil {
				go func() {
					<-time.After(20 * time.Second)
					test.after(server)
				}()
			}
			within(t, 20*time.Minute+time.Second, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
				defer cancel()
				site, err := c.Sites.Create(ctx, siteInput(test.name))
				if _, pending := errors.AsType[*PendingError](err); !pending {
					t.Errorf("got %+v, %v; want that the create is pending", site, err)
				}
			})
			wantCount(t, server, "POST", "", 1)
		})
	}
}

// TestCreate_aListingThatFailsIsAskedForAgain has a POST that fails early, and then a whole listing that fails for a while: the create does not wait
// for its deadline.
func TestCreate_aListingThatFailsIsAskedForAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		made bool
		post naotest.Fault
	}{
		"nothing made": {true, naotest.CutBefore},
		"changed":      {false, naotest.LoseResponse},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"": {LowerCase: true}}}})
			server.SeedSites(5)
			server.Inject(test.post, naotest.On("POST", "/sites").Times(1))
			c := inProcess(t, server, func(config *Config) { config.MaxRetries = 2 })
			// The whole listing has no filter. Two times all attempts fail.
			server.Inject(naotest.Status(503), naotest.On("GET", "/sites").Query("filter[name_eq]", "").Times(7))
			within(t, 21*time.Minute, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
				defer cancel()
				began := time.Now()
				site, err := c.Sites.Create(ctx, siteInput("Lab"))
				if made := err == nil && site.ID != ""; made != test.made || made && time.Since(began) > 2*time.Minute {
					t.Errorf("got %+v, %v after %v", site, err, time.Since(began))
				}
			})
		})
	}
}

// TestCreate_aListingThatFailsIsNoGuess has a name that the service changes behind a job, and a whole listing that fails more often than a create
// guesses.
func TestCreate_aListingThatFailsIsNoGuess(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{
			Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"": {LowerCase: true}}}, Responses: asynchronousCreates,
		})
		server.SeedSites(5)
		c := inProcess(t, server, func(config *Config) { config.MaxRetries = 2 })
		// A look asks three times.
		server.Inject(naotest.Status(503), naotest.On("GET", "/sites").Query("filter[name_eq]", "").Times(3*4))
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
		defer cancel()
		site, err := c.Sites.Create(ctx, siteInput("Lab"))
		if err != nil || site.Name != "lab" {
			t.Errorf("got %+v, %v", site, err)
		}
		wantCount(t, server, "POST", "", 1)
	})
}

// TestCreate_isFoundWhileTheListingFails has a POST that fails early and whose work ends later, and a whole listing that never works: the object is
// found by its name, and the POST is not sent again.
func TestCreate_isFoundWhileTheListingFails(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		server := naotest.New(naotest.Behavior{})
		server.SeedSites(5)
		server.Inject(naotest.CutBefore, naotest.On("POST", "/sites"))
		server.Inject(naotest.Status(503), naotest.On("GET", "/sites").Query("filter[name_eq]", ""))
		go func() {
			<-time.After(3 * time.Minute)
			server.AddSite(naotest.Site{ID: "11499", Name: "Lab", Latitude: 43.5, Longitude: 1.25})
		}()
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
		defer cancel()
		began := time.Now()
		site, err := inProcess(t, server).Sites.Create(ctx, siteInput("Lab"))
		if took := time.Since(began); err != nil || site.ID != "11499" || took > 10*time.Minute {
			t.Errorf("got %+v, %v after %v", site, err, took)
		}
		wantCount(t, server, "POST", "", 1)
	})
}

// TestCreate_aChangedNameBehindALostResponseIsMadeOnce has the response to the POST lost at once. Nothing says then that the object is that of
// this create: the create is pending, nothing is sent again, and in the end a person has to decide.
func TestCreate_aChangedNameBehindALostResponseIsMadeOnce(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		stored  naotest.Text
		sent    string
		fault   naotest.Fault
		pending bool
		posts   int
	}{
		"changed":     {naotest.Text{LowerCase: true}, "Lab", naotest.LoseResponse, true, 1},
		"cut":         {naotest.Text{Cut: 10}, "Laboratory of Lyon", naotest.LoseResponse, true, 1},
		"502":         {naotest.Text{LowerCase: true}, "Lab", naotest.Status(502).AfterWork(), true, 1},
		"not made":    {naotest.Text{Squeeze: true}, "Lab", naotest.CutBefore, false, 2},
		"not changed": {naotest.Text{}, "Lab", naotest.LoseResponse, false, 1},
		"entities":    {naotest.Text{EscapeHTML: true}, "R&D", naotest.LoseResponse, false, 1},
	} {
		virtually(name, t, func(t *testing.T) {
			server := naotest.New(naotest.Behavior{Attributes: naotest.Attributes{Stored: map[string]naotest.Text{"": test.stored}}})
			server.SeedSites(5)
			server.Inject(test.fault, naotest.On("POST", "/sites").Times(1))
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
			defer cancel()
			c := inProcess(t, server)
			site, err := c.Sites.Create(ctx, siteInput(test.sent))
			unknown, pending := errors.AsType[*PendingError](err)
			if pending != test.pending || err != nil && !pending {
				t.Errorf("got %+v, %v; want pending %t", site, err, test.pending)
			}
			if pending {
				pass(t, time.Hour)
				_, err := c.Sites.Resume(t.Context(), siteInput(test.sent), unknown.Pending)
				wantError(t, err, "with another spelling: ids 11421")
			}
			wantCount(t, server, "POST", "", test.posts)
			if sites := len(server.Sites()); sites != 6 {
				t.Errorf("expected 6 sites, got %d", sites)
			}
		})
	}
}

func TestIsNear(t *testing.T) {
	t.Parallel()
	for name, test := range changedNames {
		if !isNear(test.kept, test.sent) {
			t.Errorf("%s: expected that %q is near %q", name, test.kept, test.sent)
		}
	}
	for stored, sent := range map[string]string{"": "Lab", "Lab": "Lab 2", "Lab 12": "Lab 1", "Laborat": "Laboratory", "Laboratory": "Lab", "R D": "R&D"} {
		if isNear(stored, sent) {
			t.Errorf("expected that %q is not near %q", stored, sent)
		}
	}
}

// TestCreate_whatTheServiceIgnoresIsMadeOnce has a site whose coordinates are not stored.
func TestCreate_whatTheServiceIgnoresIsMadeOnce(t *testing.T) {
	t.Parallel()
	for name, response := range map[string]naotest.Response{"a job": naotest.SeeOther, "a lost response": naotest.Document} {
		virtually(name, t, func(t *testing.T) {
			ignored := naotest.Attributes{IgnoredOnCreate: []string{"site.latitude", "site.longitude"}}
			c, server := account(t, naotest.Behavior{Responses: naotest.Responses{Creates: response}, Attributes: ignored})
			if response == naotest.Document {
				server.Inject(naotest.LoseResponse, naotest.On("POST", "/sites").Times(1))
			}
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Minute)
			defer cancel()
			_, err := c.Sites.Create(ctx, siteInput("Office"))
			if _, pending := errors.AsType[*PendingError](err); err != nil && !pending {
				t.Errorf("got %v", err)
			}
			wantCount(t, server, "POST", "/sites", 1)
		})
	}
}

// TestFind_byANameWithEntities has a service that stores HTML entities, and compares texts as it stored them.
func TestFind_byANameWithEntities(t *testing.T) {
	t.Parallel()
	virtually("", t, func(t *testing.T) {
		c, server := account(t, naotest.Behavior{})
		stored := []string{"R&amp;D", "Children&#39;s ward", "The &quot;Lab&quot;"}
		for _, name := range stored {
			server.AddTeam(naotest.Team{Name: name})
		}
		for _, name := range []string{"R&D", "Children's ward", `The "Lab"`} {
			if found := all(t, c.Teams.List(t.Context(), Query{Name: name})); len(found) != 1 {
				t.Errorf("%s: found %v", name, found)
			}
			if _, err := c.Teams.Create(t.Context(), TeamInput{Name: Set(name)}); err == nil {
				t.Errorf("%s was made again", name)
			}
		}
		wantCount(t, server, "POST", "", 0)
	})
}

// TestCreate_whatWasThereBeforeIsNotTaken has a service that responds to a create with an object that was there, and that only has the name.
func TestCreate_whatWasThereBeforeIsNotTaken(t *testing.T) {
	t.Parallel()
	const old = `{"id":"5","type":"site","attributes":{"name":"Lab","latitude":1,"longitude":1}}`
	virtually("", t, func(t *testing.T) {
		site, err := scripted(t, func(r *http.Request) *http.Response {
			if r.Method == http.MethodPost {
				return says(200, `{"data":`+old+`}`)
			}
			return says(200, `{"data":[`+old+`]}`)
		}).Sites.Create(t.Context(), siteInput("Lab"))
		if _, exists := errors.AsType[*ExistsError](err); !exists || site.ID != "" {
			t.Errorf("got site %q, %v, want an ExistsError", site.ID, err)
		}
	})
}
