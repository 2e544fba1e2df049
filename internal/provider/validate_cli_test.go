// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"strings"
	"testing"
)

const wrongBlock = `
variable "endpoint" {
  default = "https://nao.example/api/v2"
}
provider "naocloud" {
  endpoint    = var.endpoint
  api_key     = "key"
  jwt         = "token"
  on_existing = "adapt"
  max_retries = -1
}
data "naocloud_teams" "all" {}
`

func TestAccProvider_validateFindsWhatIsWrongInTheBlock(t *testing.T) {
	t.Parallel()
	cli, base := buildProvider(t)
	w := open(t, cli, base, map[string]string{"NAOCLOUD_REQUEST_TIMEOUT": "5"})
	w.configure(t, wrongBlock)
	// A plan validates too: nobody should read the same thing twice.
	for _, command := range []string{"validate", "plan"} {
		output := w.run(t, command)
		for _, summary := range []string{"Error: Invalid on_existing", "Error: Invalid max_retries"} {
			if got := strings.Count(output, summary); got != 1 {
				t.Errorf("%s: got %q %d times, want once:\n%s", command, summary, got, output)
			}
		}
		// One on each of the two arguments.
		if got := strings.Count(output, "Error: More than one way to authenticate"); got != 2 {
			t.Errorf("%s: got the conflict %d times, want 2:\n%s", command, got, output)
		}
		if strings.Contains(output, "NAOCLOUD_REQUEST_TIMEOUT") {
			t.Errorf("%s: got the environment too:\n%s", command, output)
		}
	}
}

func TestAccProvider_validateNeedsNoCredentials(t *testing.T) {
	t.Parallel()
	cli, base := buildProvider(t)
	w := open(t, cli, base, map[string]string{"NAOCLOUD_REQUEST_TIMEOUT": "5"})
	w.configure(t, "provider \"naocloud\" {}\ndata \"naocloud_teams\" \"all\" {}\n")
	if output := w.run(t, "validate"); !strings.Contains(output, "Success!") {
		t.Errorf("expected a success without credentials, got:\n%s", output)
	}
}
