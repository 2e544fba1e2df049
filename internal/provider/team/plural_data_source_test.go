// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

func TestAccTeamsDataSource_showsWhatATeamIs(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	group := "cn=ops"
	account.AddTeam(naotest.Team{ID: "1000", Name: "Operations", Roles: []string{"admin"}, UserIDs: []string{"4840", "17"}, LDAPGroup: &group})
	account.AddAssociation("1000", "11416")
	account.Run(t, resource.TestStep{Config: list(account, ""), ConfigStateChecks: []statecheck.StateCheck{
		providertest.Value(many, "teams", knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectExact(map[string]knownvalue.Check{
			"id": knownvalue.StringExact("1000"), "name": knownvalue.StringExact("Operations"), "roles": roles("admin"), "roles_mask": knownvalue.Int64Exact(1),
			"ldap_group": knownvalue.StringExact("cn=ops"), "user_id": knownvalue.StringExact("4840"), "user_ids": listed("17", "4840"), "site_ids": listed("11416"),
		})})),
	}})
}
