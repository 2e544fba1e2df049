// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package jsonapi

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/alloc"
)

func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"data":{"id":"392","type":"team","attributes":{"id":392,"name":"Test Team","user_id":4840,"roles_mask":1,"roles":["admin"],"ldap_group":null},` +
			`"relationships":{"users":{"data":[{"id":"4840","type":"user"}]},"sites":{"data":[]}}},"links":{"self":"https://www.nao-cloud.com/api/v2/teams"}}`,
		`{"data":[{"id":1,"type":"site","attributes":{"name":"Lab","latitude":"43.5","longitude":1e0}}],"meta":{"pagination":{"records":"1","last":2}}}`,
		`{"data":{"id":"1","type":"site","attributes":{"latitude":"NaN","longitude":"-Inf"}}}`,
		`{"sites":[]}`, `{"sites":[{"id":3,"name":null}]}`, `[{"id":"1"}]`, `[`, `null`, `{"data":null}`, `{"data":[null]}`, `<html>`,
		`{"data":{"id":"5","type":"floor","attributes":{"level_number":-1,"blueprint_latlonbox":{"north":null,"rotation":"0x1p-2"}}}}`,
		`{"data":{"id":"48145","type":"job_watcher","attributes":{"status":"failure","message":"Missing graph","has_finished":1}}}`,
		`{"data":{"id":"9","type":"site_team_association","relationships":{"site":{"data":{"id":7}},"team":{"data":null}}},"included":[{"id":{}}]}`,
		`{"data":{"id":"..","attributes":{"site_id":"../.."}}}`, strings.Repeat(`{"data":[`, 20) + strings.Repeat(`]}`, 20),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var doc Document
		var err error
		alloc.Bounded(t, len(body), func() { doc, err = Decode(body, "site", "sites", "team", "teams") })
		if err != nil {
			return
		}
		if !doc.Many && len(doc.Resources) > 1 {
			t.Errorf("got %d resources of what is no collection", len(doc.Resources))
		}
		if doc.Records < -1 || doc.Records > MaxRecords {
			t.Errorf("got %d records", doc.Records)
		}
		for _, r := range doc.Resources {
			checkResource(t, r)
		}
	})
}

func checkResource(t *testing.T, r Resource) {
	t.Helper()
	if r.ID != "" && !ValidID(r.ID) {
		t.Errorf("got the id %q", r.ID)
	}
	related := r.Related("sites")
	if !slices.IsSorted(related) || slices.ContainsFunc(related, func(id string) bool { return !ValidID(id) }) {
		t.Errorf("got the related ids %q", related)
	}
	if one := r.RelatedOne("site"); one != "" && !ValidID(one) {
		t.Errorf("got the related id %q", one)
	}
	var read struct {
		Name     Field[Text]    `json:"name"`
		Latitude Field[Decimal] `json:"latitude"`
		SiteID   ID             `json:"site_id"`
		Finished Field[Flag]    `json:"has_finished"`
		Roles    Field[[]Text]  `json:"roles"`
	}
	err := r.Attributes(&read)
	if _, refused := errors.AsType[*InvalidIDError](err); err == nil && read.SiteID != "" && !ValidID(string(read.SiteID)) {
		t.Errorf("got the id %q, refused %t", read.SiteID, refused)
	}
	if latitude, _ := read.Latitude.Get(); math.IsNaN(float64(latitude)) || math.IsInf(float64(latitude), 0) {
		t.Errorf("got the latitude %v", latitude)
	}
}
