// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package team

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/base"
)

// refusedRoles reports where the team's roles are not those of the plan. The API says nothing of it: it keeps roles as a bit mask, which
// drops what it does not know [lib: role_model]. Unreported, Terraform would blame the provider for an inconsistent result.
func refusedRoles(plan attributes, team client.Team) diag.Diagnostics {
	asked := base.Texts(plan.Roles)
	if asked == nil || team.Roles == nil {
		return nil
	}
	var diagnostics diag.Diagnostics
	if dropped := without(asked, team.Roles); len(dropped) > 0 {
		diagnostics.AddAttributeError(path.Root("roles"), "Roles were not accepted",
			fmt.Sprintf("NAO Cloud saved the team %s, but without the roles that it does not accept: %s. It now has: %s.\n\n"+
				"Remove them from the configuration, or correct their spelling. If the team was just created, Terraform marks it as tainted and will replace it; "+
				"to keep it, run `terraform untaint` with the resource's address.", base.Label(plan.Name, plan.ID), quoted(dropped), quoted(team.Roles)))
	}
	if added := without(team.Roles, asked); len(added) > 0 {
		diagnostics.AddAttributeError(path.Root("roles"), "Roles were added",
			fmt.Sprintf("NAO Cloud saved the team %s, but with roles that were not asked for: %s.\n\n"+
				"Add them to the configuration, or leave `roles` out to let NAO Cloud decide.", base.Label(plan.Name, plan.ID), quoted(added)))
	}
	return diagnostics
}

func without(texts, others []string) []string {
	return slices.DeleteFunc(slices.Clone(texts), func(text string) bool { return slices.Contains(others, text) })
}

func quoted(texts []string) string {
	if len(texts) == 0 {
		return "none"
	}
	quotes := make([]string, 0, len(texts))
	for _, text := range slices.Sorted(slices.Values(texts)) {
		quotes = append(quotes, fmt.Sprintf("%q", text))
	}
	return strings.Join(quotes, ", ")
}
