// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package siteteam

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

func pair(id types.String) resourceModel {
	return resourceModel{ID: id, TeamID: types.StringValue("392"), SiteID: types.StringValue("11416")}
}

func TestModel_goesBothWays(t *testing.T) {
	t.Parallel()
	expected := client.Association{ID: "1093", TeamID: "392", SiteID: "11416"}
	if got := pair(types.StringValue("1093")).association(); got != expected {
		t.Errorf("expected %+v, got %+v", expected, got)
	}
	if got := (resourceModel{}).over(expected).association(); got != expected {
		t.Errorf("expected %+v, got %+v", expected, got)
	}
}

func TestModel_whatAnAnswerLacksIsKept(t *testing.T) {
	t.Parallel()
	bare := pair(types.StringUnknown()).over(client.Association{})
	if !bare.ID.IsNull() || bare.TeamID.ValueString() != "392" || bare.SiteID.ValueString() != "11416" {
		t.Errorf("expected the pair without an id, got %+v", bare)
	}
}

func TestModel_isImportedByTeamAndThenSite(t *testing.T) {
	t.Parallel()
	model := pair(types.StringValue("1093"))
	if got := model.importID(); got != "392/11416" {
		t.Errorf("expected 392/11416, got %s", got)
	}
	if got := model.identity(); got.TeamID.ValueString() != "392" || got.SiteID.ValueString() != "11416" {
		t.Errorf("expected team 392 and site 11416, got %+v", got)
	}
}

func TestNoun_aSecondAssociationIsNotOffered(t *testing.T) {
	t.Parallel()
	exists := &client.ExistsError{Noun: "site team association", Key: "of team 392 and site 11416", IDs: []string{"1093"}}
	diagnostics := noun.NotCreated(pair(types.StringNull()).label(), exists, func(string) string { return "392/11416" })
	if len(diagnostics) != 1 || diagnostics[0].Summary() != "Site team association exists already" {
		t.Fatalf("expected one error, got %v", diagnostics)
	}
	if detail := diagnostics[0].Detail(); !strings.Contains(detail, `id = "392/11416"`) || strings.Contains(detail, "on_existing") {
		t.Errorf("expected the import block and no second association, got %s", detail)
	}
}
