// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// TestAccManyAccounts_eachCustomerIsApplied does what the pipeline of the example does, with a simulated account for each customer.
func TestAccManyAccounts_eachCustomerIsApplied(t *testing.T) {
	t.Parallel()
	c := acceptance(t)
	const example = "examples/many-accounts"
	customers, err := filepath.Glob(filepath.Join(root, example, "customers", "*.tfvars.json"))
	if err != nil || len(customers) < 2 {
		t.Fatalf("expected at least two customers, got %v, %v", customers, err)
	}
	for _, customer := range customers {
		t.Run(filepath.Base(customer), func(t *testing.T) {
			t.Parallel()
			folder, account := copyExample(t, example), naotest.Start(t, naotest.Behavior{})
			variables := "-var-file=customers/" + filepath.Base(customer)
			for _, args := range [][]string{{"get"}, {"apply", "-no-color", "-auto-approve", variables}, {"plan", "-no-color", "-detailed-exitcode", variables}} {
				command := c.on(account, folder, args...)
				if out, err := command.CombinedOutput(); err != nil {
					t.Fatalf("%v: %v\n%s", args, err, out)
				}
			}
			if len(account.Sites()) == 0 || len(account.Associations()) < len(account.Sites()) {
				t.Errorf("expected sites that teams reach, got %d sites and %d associations", len(account.Sites()), len(account.Associations()))
			}
		})
	}
}

// TestAccProtect_destroyKeepsWhatIsToBeForgotten shows prevent_destroy, destroy = false and the removed block of the guide.
func TestAccProtect_destroyKeepsWhatIsToBeForgotten(t *testing.T) {
	t.Parallel()
	c := acceptance(t)
	const site = "resource \"naocloud_site\" \"a\" {\n  name      = \"A\"\n  latitude  = 1\n  longitude = 2\n\n  lifecycle {\n    LIFECYCLE\n  }\n}\n"
	for _, test := range []struct {
		name, terraform, tofu string
		// before is applied, then after replaces it and the command runs.
		before, after string
		command       []string
		// says is part of what the CLI says.
		says string
	}{
		{
			name: "prevent_destroy", terraform: "1.5", tofu: "1.6",
			before: "prevent_destroy = true", after: "prevent_destroy = true",
			command: []string{"destroy", "-auto-approve"}, says: "cannot be destroyed",
		},
		{
			name: "destroy = false", terraform: "1.16", tofu: "1.12",
			before: "destroy = false", after: "destroy = false", command: []string{"destroy", "-auto-approve"}, says: "will not be destroyed",
		},
		{
			name: "removed", terraform: "1.7", tofu: "1.10",
			before: "prevent_destroy = true", after: "", command: []string{"apply", "-auto-approve"}, says: "will not be destroyed",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c.needs(t, test.name, test.terraform, test.tofu)
			folder, account := t.TempDir(), naotest.Start(t, naotest.Behavior{})
			write(t, folder, requirement+strings.Replace(site, "LIFECYCLE", test.before, 1))
			if out, err := c.on(account, folder, "apply", "-no-color", "-auto-approve").CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if test.after == "" {
				write(t, folder, requirement+"removed {\n  from = naocloud_site.a\n\n  lifecycle {\n    destroy = false\n  }\n}\n")
			}
			// Some of these commands end with an error: the site is what counts.
			out, _ := c.on(account, folder, append(test.command, "-no-color")...).CombinedOutput()
			if !strings.Contains(string(out), test.says) {
				t.Errorf("expected %q, got\n%s", test.says, out)
			}
			if len(account.Sites()) != 1 {
				t.Errorf("expected the site to stay, got %v", account.Sites())
			}
		})
	}
}
