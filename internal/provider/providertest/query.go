// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package providertest

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck/queryfilter"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"
)

// RunWithQuery is Run with a CLI that knows list blocks.
func (a *Account) RunWithQuery(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	a.run(t, []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_14_0)}, steps)
}

// Queries runs "terraform query" on a configuration with list blocks.
func Queries(config string, checks ...querycheck.QueryResultCheck) resource.TestStep {
	return resource.TestStep{Query: true, Config: config, QueryResultChecks: checks}
}

// FailsToQuery runs "terraform query", and expects an error with this text.
func FailsToQuery(config, text string) resource.TestStep {
	return resource.TestStep{Query: true, Config: config, ExpectError: Message(text)}
}

// Listed expects that a list block, such as "naocloud_site.test", shows this many objects.
func Listed(address string, count int) querycheck.QueryResultCheck {
	return querycheck.ExpectLength(address, count)
}

// ListedAs expects that a list block shows an object with this identity under this name.
func ListedAs(address, name string, identity map[string]string) querycheck.QueryResultCheck {
	return querycheck.ExpectResourceDisplayName(address, queryfilter.ByResourceIdentity(exactly(identity)), knownvalue.StringExact(name))
}

// ListedWith expects that a list block with include_resource shows an object with this identity and these values.
func ListedWith(address string, identity map[string]string, values ...querycheck.KnownValueCheck) querycheck.QueryResultCheck {
	return querycheck.ExpectResourceKnownValues(address, queryfilter.ByResourceIdentity(exactly(identity)), values)
}

func exactly(texts map[string]string) map[string]knownvalue.Check {
	checks := make(map[string]knownvalue.Check, len(texts))
	for name, text := range texts {
		checks[name] = knownvalue.StringExact(text)
	}
	return checks
}
