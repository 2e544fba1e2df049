// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package siteteam

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

func pair(id types.String) model {
	return model{ID: id, TeamID: types.StringValue("392"), SiteID: types.StringValue("11416")}
}

func TestModel_goesBothWays(t *testing.T) {
	t.Parallel()
	expected := client.Association{ID: "1093", TeamID: "392", SiteID: "11416"}
	if got := pair(types.StringValue("1093")).association(); got != expected {
		t.Errorf("expected %+v, got %+v", expected, got)
	}
	if got := (model{}).with(expected).association(); got != expected {
		t.Errorf("expected %+v, got %+v", expected, got)
	}
}

func TestModel_whatAResponseLacksIsKept(t *testing.T) {
	t.Parallel()
	bare := pair(types.StringUnknown()).with(client.Association{})
	if !bare.ID.IsNull() || bare.TeamID.ValueString() != "392" || bare.SiteID.ValueString() != "11416" {
		t.Errorf("expected the pair without an id, got %+v", bare)
	}
}

func TestKind_aSecondAssociationIsNotOffered(t *testing.T) {
	t.Parallel()
	diagnostics := diags.Failure{
		Kind: kind, Verb: diags.Created, Label: pair(types.StringNull()).label(), ImportID: func(string) string { return "392/11416" },
		Err: &client.ExistsError{Kind: "site team association", Key: "of team 392 and site 11416", IDs: []string{"1093"}},
	}.Diagnostics()
	if len(diagnostics) != 1 || diagnostics[0].Summary() != "Site team association exists already" {
		t.Fatalf("expected one error, got %v", diagnostics)
	}
	if detail := diagnostics[0].Detail(); !strings.Contains(detail, `id = "392/11416"`) || strings.Contains(detail, "on_existing") {
		t.Errorf("expected the import block and no second association, got %s", detail)
	}
}
