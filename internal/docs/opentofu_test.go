// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestAccOpenTofu_aProviderForEachCustomer plans the example of the page, with and without one of its customers.
func TestAccOpenTofu_aProviderForEachCustomer(t *testing.T) {
	t.Parallel()
	c := acceptance(t)
	c.needs(t, "provider blocks with for_each", "", "1.9")
	const page = "docs/guides/opentofu.md"
	found := fenced(page, read(t, page))
	at := slices.IndexFunc(found, func(b block) bool { return strings.Contains(b.hcl, "for_each = local.customers") })
	if at < 0 {
		t.Fatalf("%s has no provider block with for_each", page)
	}
	folder, account := t.TempDir(), naotest.Start(t, naotest.Behavior{})
	write(t, folder, found[at].hcl)
	for flag, expected := range map[string]string{
		"-no-color": "2 to add",
		`-exclude=naocloud_team.security["rhone-logistics"]`: "1 to add",
	} {
		command := c.on(account, folder, "plan", "-no-color", flag)
		command.Env = append(command.Env, fmt.Sprintf(`TF_VAR_api_keys={"chu-toulouse"=%q, "rhone-logistics"=%[1]q}`, naotest.APIKey))
		if out, err := command.CombinedOutput(); err != nil || !strings.Contains(string(out), expected) {
			t.Errorf("%s: expected %q, got %v\n%s", flag, expected, err, out)
		}
	}
}
