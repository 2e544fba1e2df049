// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package providertest

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
)

// Case is an account, and the steps that it is taken through.
type Case struct {
	Account *Account
	Steps   []resource.TestStep
}

// RunTogether is Account.Run for several accounts with one CLI, because a process of the CLI costs more than what it does for one account.
// All cases have as many steps. Each step of RunTogether is that step of all cases: its configuration declares the resources and data sources of
// each under names of their own, with a provider of their own. A case's checks see only what is its own, under the names that the case gave.
//
// A step of a case applies, plans or destroys a configuration, or is one of ImportsByBlock. Where one case only plans, or expects an error, all do:
// each is to have an error of its own that matches. Creates that fail do not run together: Terraform 1.16.0 crashes now and then where several fail at
// once.
func RunTogether(t *testing.T, cases map[string]Case) {
	t.Helper()
	members := make([]*member, 0, len(cases))
	factories := map[string]func() (tfprotov6.ProviderServer, error){}
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		m := &member{Case: cases[name], name: name, number: len(members) + 1}
		m.left = m.Account.remains()
		members = append(members, m)
		factories[m.provider()] = Factories(m.Account.adjust, nil)["naocloud"]
	}
	errs := &expectedErrors{}
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps:                    merge(t, members, factories, errs),
		ErrorCheck:               errs.check,
		CheckDestroy: func(*terraform.State) error {
			var left []error
			for _, m := range members {
				left = append(left, m.about(m.left()))
			}
			return errors.Join(left...)
		},
	})
}

// member is a case among others.
type member struct {
	Case
	name   string
	number int
	// left is an error where more is left in the account than there was before.
	left func() error
}

func (m *member) provider() string { return fmt.Sprintf("naocloud-%d", m.number) }

func (m *member) suffix() string { return fmt.Sprintf("_%d", m.number) }

// about says of which case an error is.
func (m *member) about(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", m.name, err)
}

var (
	// block is the head of a block that is served by a provider.
	block = regexp.MustCompile(`(?m)^(\s*(?:resource|data) "\w+" "\w+)" {`)
	// reference names such a block, and output is the head of an output.
	reference = regexp.MustCompile(`\bnaocloud_\w+\.\w+`)
	output    = regexp.MustCompile(`(?m)^output "\w+`)
)

// config gives the blocks of the case their own names and their own provider.
func (m *member) config(t *testing.T, step resource.TestStep) string {
	t.Helper()
	const provider = `provider "naocloud" {`
	if !strings.Contains(step.Config, provider) || !block.MatchString(step.Config) {
		t.Fatalf("%s: expected a provider and a resource or a data source in\n%s", m.name, step.Config)
	}
	config := reference.ReplaceAllString(step.Config, "${0}"+m.suffix())
	config = output.ReplaceAllString(config, "${0}"+m.suffix())
	config = strings.Replace(config, provider, fmt.Sprintf("provider %q {", m.provider()), 1)
	return block.ReplaceAllString(config, fmt.Sprintf("${1}%s\" {\n  provider = %s\n", m.suffix(), m.provider())) + "\n"
}

// merge makes one step of each step of all cases. What is imported is planned after the step before, whose configuration it has.
func merge(t *testing.T, members []*member, factories map[string]func() (tfprotov6.ProviderServer, error), errs *expectedErrors) []resource.TestStep {
	t.Helper()
	var merged []resource.TestStep
	for i := range members[0].Steps {
		var step resource.TestStep
		var imports []imported
		var expected []expectedError
		for _, m := range members {
			own := m.Steps[i]
			switch {
			case own.ImportState && own.ImportStateKind == resource.ImportBlockWithID:
				imports = append(imports, imported{member: m, address: own.ResourceName + m.suffix(), id: own.ImportStateId})
			case own.Config != "" && !own.ImportState:
				step = m.join(t, step, own)
				if own.ExpectError != nil {
					expected = append(expected, expectedError{m, own.ExpectError})
				}
			default:
				t.Fatalf("%s: step %d cannot be run together with others", m.name, i+1)
			}
		}
		if len(expected) > 0 && len(expected) < len(members) {
			t.Fatalf("step %d: %d of %d cases expect an error", i+1, len(expected), len(members))
		}
		if imports == nil {
			merged = append(merged, errs.during(t, step, expected))
			continue
		}
		last := &merged[len(merged)-1]
		config := last.Config
		last.PostApplyFunc = both(last.PostApplyFunc, func() { planImports(t, config, imports, factories) })
	}
	return merged
}

// join adds the step of a case to what there is of those before it.
func (m *member) join(t *testing.T, step, own resource.TestStep) resource.TestStep {
	t.Helper()
	step.Config += m.config(t, own)
	step.Destroy, step.PlanOnly = own.Destroy, own.PlanOnly
	step.PreConfig = both(step.PreConfig, own.PreConfig)
	step.PostApplyFunc = both(step.PostApplyFunc, own.PostApplyFunc)
	step.ConfigPlanChecks.PreApply = append(step.ConfigPlanChecks.PreApply, m.planChecks(own.ConfigPlanChecks.PreApply)...)
	step.ConfigPlanChecks.PostApplyPreRefresh = append(step.ConfigPlanChecks.PostApplyPreRefresh, m.planChecks(own.ConfigPlanChecks.PostApplyPreRefresh)...)
	step.ConfigPlanChecks.PostApplyPostRefresh = append(step.ConfigPlanChecks.PostApplyPostRefresh, m.planChecks(own.ConfigPlanChecks.PostApplyPostRefresh)...)
	for _, check := range own.ConfigStateChecks {
		step.ConfigStateChecks = append(step.ConfigStateChecks, ownState{m, check})
	}
	return step
}

func (m *member) planChecks(checks []plancheck.PlanCheck) []plancheck.PlanCheck {
	own := make([]plancheck.PlanCheck, len(checks))
	for i, check := range checks {
		own[i] = ownPlan{m, check}
	}
	return own
}

func both(first, second func()) func() {
	switch {
	case first == nil:
		return second
	case second == nil:
		return first
	}
	return func() {
		first()
		second()
	}
}

// imported is an object that a case imports by a block.
type imported struct {
	member      *member
	address, id string
}

// planImports plans a configuration in which all is imported, without a state, and expects that nothing is to change.
func planImports(t *testing.T, config string, imports []imported, factories map[string]func() (tfprotov6.ProviderServer, error)) {
	t.Helper()
	var blocks strings.Builder
	checks := make([]plancheck.PlanCheck, len(imports))
	for i, what := range imports {
		fmt.Fprintf(&blocks, "import {\n  to = %s\n  id = %q\n}\n", what.address, what.id)
		checks[i] = what
	}
	// OpenTofu asks for the provider that the type of an imported resource implies, whatever provider its resource block names.
	factories = maps.Clone(factories)
	factories["naocloud"] = factories[imports[0].member.provider()]
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: factories,
		Steps: []resource.TestStep{{
			Config: config + blocks.String(), ImportState: true, ImportStateKind: resource.ImportBlockWithID, ImportStateConfigExact: true,
			ResourceName: imports[0].address, ImportStateId: imports[0].id,
			ImportPlanChecks: resource.ImportPlanChecks{PreApply: checks},
		}},
	})
}
