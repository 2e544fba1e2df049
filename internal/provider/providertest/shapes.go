// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package providertest

import (
	"net/http"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// Shapes are the ways in which a NAO Cloud may answer: a provider has to do the same with each of them.
func Shapes() map[string]naotest.Behavior {
	answers := func(creates, updates, deletes naotest.Answer) naotest.Behavior {
		return naotest.Behavior{Answers: naotest.Answers{Creates: creates, Updates: updates, Deletes: deletes}, Jobs: naotest.Jobs{Polls: 2}}
	}
	relative := answers(naotest.SeeOther, naotest.SeeOther, naotest.SeeOther)
	relative.Jobs.Location, relative.Jobs.EmptyBody = naotest.LocationRelative, true
	tolerant := naotest.Behavior{
		Documents: naotest.Documents{
			NumericIDs: true, StringAttributes: true, UnknownAttributes: true, Relationships: naotest.RelationshipsNull, ContentType: "text/plain",
		},
		Sites:        naotest.Sites{CoordinateDigits: 7},
		Associations: naotest.Associations{Shape: naotest.AssociationAttributes},
	}
	return map[string]naotest.Behavior{
		"creates answered 201":                answers(naotest.Document, naotest.Document, naotest.NoContent),
		"creates answered 201 without a body": answers(naotest.Empty, naotest.Empty, naotest.Empty),
		"creates answered 202":                answers(naotest.Accepted, naotest.Accepted, naotest.Accepted),
		"creates answered 202 with an id":     answers(naotest.AcceptedID, naotest.NoContent, naotest.Document),
		"creates answered 303":                answers(naotest.SeeOther, naotest.SeeOther, naotest.SeeOther),
		"a relative Location":                 relative,
		"numeric ids, text attributes, unknown attributes, null relationships, rounded coordinates": tolerant,
		"plain roots": {Documents: naotest.Documents{PlainRoots: true}},
		"pages without meta": {
			Listing:      naotest.Listing{NoMeta: true, PageCap: 2},
			Associations: naotest.Associations{Shape: naotest.AssociationRelationships},
		},
		"filters ignored": {Listing: naotest.Listing{IgnoreFilters: true, PageCap: 2}, Answers: naotest.Answers{Creates: naotest.SeeOther}},
		"bare listings":   {Listing: naotest.Listing{OmitAttributes: []string{"roles", "latitude", "longitude"}, OmitRelationships: true}},
	}
}

// EachShape runs a test in an account of each of the Shapes, in which there are a few teams and sites already.
func EachShape(t *testing.T, test func(*testing.T, *Account)) {
	t.Helper()
	for name, behavior := range Shapes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := Start(t, behavior)
			account.SeedTeams(5)
			account.SeedSites(5)
			test(t, account)
		})
	}
}

// StartStalled starts an account whose first job is not heard of until the client gives up asking. Creates are answered with jobs.
func StartStalled(t *testing.T, change ...func(*naotest.Behavior)) *Account {
	t.Helper()
	behavior := naotest.Behavior{Answers: naotest.Answers{Creates: naotest.SeeOther}}
	for _, change := range change {
		change(&behavior)
	}
	account := Start(t, behavior)
	account.Inject(naotest.HangBefore, naotest.On(http.MethodGet, "/background_jobs/*").Times(1))
	return account
}
