// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package client

import (
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

func TestParseCollection(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]struct{ name, pattern, of string }{
		"zones":                     {"zones", "zones", "zone"},
		"sites/5/notifiers":         {"notifiers", "sites/{}/notifiers", "notifier"},
		"sites/5/buildings/x-7/bus": {"bus", "sites/{}/buildings/{}/bus", "bu"},
		"sites/5/categories":        {"categories", "sites/{}/categories", "category"},
		"sites/5/boxes":             {"boxes", "sites/{}/boxes", "box"},
		"sites/5/nao_api_keys":      {"nao_api_keys", "sites/{}/nao_api_keys", "nao_api_key"},
	} {
		got, err := ParseCollection(path)
		if err != nil || got.String() != path || got.Name() != want.name || got.Pattern() != want.pattern || got.Type() != want.of {
			t.Errorf("%s: got %q, %q, %q, %v", path, got.Name(), got.Pattern(), got.Type(), err)
		}
	}
	for path, says := range map[string]string{ //nolint:gosec // Paths and messages.
		"":                   "empty part",
		"/zones":             "empty part",
		"zones/":             "empty part",
		"sites//notifiers":   "empty part",
		"sites/5":            "leave the id out",
		"Zones":              `"Zones" is no name`,
		"5/zones":            `"5" is no name`,
		"sites/../teams":     `".." is no id`,
		"sites/5%2f../teams": `"5%2f.." is no id`,
		"sites/5/zones?x=1":  `"zones?x=1" is no name`,
		"sites/5/zo.nes":     `"zo.nes" is no name`,
		"oauth/token/x":      `which "oauth" is not`,
		"sessions":           `which "sessions" is not`,
		"background_jobs":    `which "background_jobs" is not`,
		"sites/5/batch":      `which "batch" is not`,
		"sites/5/publish":    `which "publish" is not`,
		"a/1/b/2/c/3/d":      "at most 3 names",
		"sites/" + strings.Repeat("7", 65) + "/zones": "is no id",
	} {
		if _, err := ParseCollection(path); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: expected an error that says %q, got %v", path, says, err)
		}
	}
}

func TestParseCall(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"sites", "sites/5", "sites/5/notifiers/7", "sites/5/asset_tracking_config/publish", "sites/5/zones/7/reset"} {
		if got, err := ParseCall(path); err != nil || got != "/"+path {
			t.Errorf("%s: got %q, %v", path, got, err)
		}
	}
	for _, path := range []string{"", "/sites", "sites/", "sites/..", "sessions", "oauth/token", "sites/5/publish/7", "background_jobs/7", "a/1/b/2/c/3/d", "sites?x"} {
		if got, err := ParseCall(path); err == nil {
			t.Errorf("%s: expected an error, got %q", path, got)
		}
	}
}

func TestObjects_aCollectionThatIsNoneIsNeverSent(t *testing.T) {
	t.Parallel()
	c, server := account(t, withNotifiers(naotest.Behavior{}))
	wrong := Object{ID: "1", Collection: Collection{path: "sites/../teams"}, Type: "team"}
	_, created := c.Objects.Create(t.Context(), ObjectInput{Object: wrong})
	_, resumed := c.Objects.Resume(t.Context(), ObjectInput{Object: wrong}, Pending{})
	_, read := c.Objects.Get(t.Context(), wrong)
	_, found := c.Objects.Find(t.Context(), wrong)
	_, updated := c.Objects.Update(t.Context(), wrong, ObjectInput{Object: wrong})
	_, listed := untilError(c.Objects.List(t.Context(), wrong.Collection, "", nil, func(Object) bool { return true }))
	for _, err := range []error{created, resumed, read, found, updated, listed, c.Objects.Delete(t.Context(), wrong)} {
		if err == nil || !strings.Contains(err.Error(), `".." cannot be the id of a parent of a team`) {
			t.Errorf("got %v", err)
		}
	}
	wantSent(t, server)
}
