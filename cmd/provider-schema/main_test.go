// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider"
)

// printed is the part of the document that is looked at here; types are text, so that the test reads what tfplugindocs reads.
type printed struct {
	Schemas map[string]struct {
		Resources map[string]struct {
			Block struct {
				Attributes map[string]struct {
					Type json.RawMessage `json:"type"`
				} `json:"attributes"`
				Blocks map[string]struct {
					Nesting string `json:"nesting_mode"`
				} `json:"block_types"`
			} `json:"block"`
		} `json:"resource_schemas"`
		DataSources map[string]struct {
			Block struct {
				Attributes map[string]struct {
					Nested struct {
						Nesting    string                     `json:"nesting_mode"`
						Attributes map[string]json.RawMessage `json:"attributes"`
					} `json:"nested_type"`
				} `json:"attributes"`
			} `json:"block"`
		} `json:"data_source_schemas"`
		Identities map[string]struct {
			Attributes map[string]struct {
				Required bool `json:"required_for_import"`
			} `json:"attributes"`
		} `json:"resource_identity_schemas"`
	} `json:"provider_schemas"`
}

func TestWrite_showsWhatACLIShows(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := write(t.Context(), &out, provider.NewServer(provider.New("test")())); err != nil {
		t.Fatal(err)
	}
	var document printed
	if err := json.Unmarshal(out.Bytes(), &document); err != nil {
		t.Fatal(err)
	}
	naocloud := document.Schemas["naocloud"]

	for name := range naocloud.Resources {
		if len(naocloud.Identities[name].Attributes) == 0 {
			t.Errorf("%s has no identity", name)
		}
	}
	if !naocloud.Identities["naocloud_site_team_association"].Attributes["site_id"].Required {
		t.Error("an association can be imported without site_id")
	}

	team := naocloud.Resources["naocloud_team"].Block
	if got, want := string(compact(t, team.Attributes["roles"].Type)), `["set","string"]`; got != want {
		t.Errorf("type of roles = %s, want %s", got, want)
	}
	if got, want := team.Blocks["timeouts"].Nesting, "single"; got != want {
		t.Errorf("nesting of timeouts = %q, want %q", got, want)
	}

	sites := naocloud.DataSources["naocloud_sites"].Block.Attributes["sites"].Nested
	if got, want := sites.Nesting, "list"; got != want {
		t.Errorf("nesting of sites = %q, want %q", got, want)
	}
	if _, ok := sites.Attributes["latitude"]; !ok {
		t.Error("a site in sites has no latitude")
	}
}

func compact(t *testing.T, text json.RawMessage) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := json.Compact(&out, text); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
