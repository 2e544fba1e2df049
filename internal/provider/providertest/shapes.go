// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package providertest

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// Shapes are the ways in which a NAO Cloud may respond: a provider has to do the same with each of them. Each shape has its own responses to
// writes, and its own documents and listings.
func Shapes() map[string]naotest.Behavior {
	writes := func(creates, updates, deletes naotest.Response) naotest.Behavior {
		return naotest.Behavior{Responses: naotest.Responses{Creates: creates, Updates: updates, Deletes: deletes}, Jobs: naotest.Jobs{Polls: 2}}
	}
	documents := writes(naotest.Document, naotest.Document, naotest.NoContent)
	documents.Documents.PlainRoots = true

	empty := writes(naotest.Empty, naotest.Empty, naotest.Empty)
	empty.Listing = naotest.Listing{NoMeta: true, PageCap: 2}
	empty.Associations.Shape = naotest.AssociationRelationships

	accepted := writes(naotest.Accepted, naotest.Accepted, naotest.Accepted)

	tolerant := writes(naotest.AcceptedID, naotest.NoContent, naotest.Document)
	tolerant.Documents = naotest.Documents{
		NumericIDs: true, StringAttributes: true, UnknownAttributes: true, Relationships: naotest.RelationshipsNull, ContentType: "text/plain",
	}
	tolerant.Sites.CoordinateDigits = 7
	tolerant.Associations.Shape = naotest.AssociationAttributes

	ignoring := writes(naotest.SeeOther, naotest.SeeOther, naotest.SeeOther)
	ignoring.Listing = naotest.Listing{IgnoreFilters: true, PageCap: 2}

	bare := writes(naotest.SeeOther, naotest.SeeOther, naotest.SeeOther)
	bare.Jobs.Location, bare.Jobs.EmptyBody = naotest.LocationRelative, true
	bare.Listing = naotest.Listing{OmitAttributes: []string{"roles", "latitude", "longitude"}, OmitRelationships: true}

	return map[string]naotest.Behavior{
		"201, plain roots":                       documents,
		"201 without a body, pages without meta": empty,
		"202":                                    accepted,
		"202 with an id, numeric ids, text, nulls, rounding": tolerant,
		"303, filters ignored":                               ignoring,
		"303 with a relative Location, bare listings":        bare,
	}
}

// EachShape takes an account of each of the Shapes, in which there are a few teams and sites already, through its steps: see RunTogether.
func EachShape(t *testing.T, steps func(*Account) []resource.TestStep) {
	t.Helper()
	cases := map[string]Case{}
	for name, behavior := range Shapes() {
		account := startShape(t, behavior)
		cases[name] = Case{account, steps(account)}
	}
	RunTogether(t, cases)
}

// QueryEachShape queries an account of each of the Shapes.
func QueryEachShape(t *testing.T, query func(*Account) resource.TestStep) {
	t.Helper()
	for name, behavior := range Shapes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := startShape(t, behavior)
			account.RunWithQuery(t, query(account))
		})
	}
}

func startShape(t *testing.T, behavior naotest.Behavior) *Account {
	t.Helper()
	account := Start(t, behavior)
	account.SeedTeams(5)
	account.SeedSites(5)
	return account
}

// StartStalled starts an account whose first job is not heard of until the client gives up asking. Creates are answered with jobs.
func StartStalled(t *testing.T, change ...func(*naotest.Behavior)) *Account {
	t.Helper()
	behavior := naotest.Behavior{Responses: naotest.Responses{Creates: naotest.SeeOther}}
	for _, change := range change {
		change(&behavior)
	}
	account := Start(t, behavior)
	account.Inject(naotest.HangBefore, naotest.On(http.MethodGet, "/background_jobs/*").Times(1))
	return account
}
