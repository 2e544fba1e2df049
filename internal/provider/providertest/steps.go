// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package providertest

import (
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"
)

// Message matches a text in the output of a CLI, which breaks lines where it likes.
func Message(text string) *regexp.Regexp {
	words := strings.Fields(text)
	for i, word := range words {
		words[i] = regexp.QuoteMeta(word)
	}
	return regexp.MustCompile(strings.Join(words, `[\s│]+`))
}

// Fails applies a configuration, and expects an error with this text.
func Fails(config, text string) resource.TestStep {
	return resource.TestStep{Config: config, ExpectError: Message(text)}
}

// FailsWithOneOf applies a configuration, and expects an error with one of these texts: which one depends on the order of what is concurrent.
func FailsWithOneOf(config string, texts ...string) resource.TestStep {
	patterns := make([]string, len(texts))
	for i, text := range texts {
		patterns[i] = Message(text).String()
	}
	return resource.TestStep{Config: config, ExpectError: regexp.MustCompile(strings.Join(patterns, "|"))}
}

// FailsWithAll applies a configuration, and expects errors with these texts, in this order.
func FailsWithAll(config string, texts ...string) resource.TestStep {
	patterns := make([]string, len(texts))
	for i, text := range texts {
		patterns[i] = Message(text).String()
	}
	return resource.TestStep{Config: config, ExpectError: regexp.MustCompile("(?s)" + strings.Join(patterns, ".*"))}
}

// Applies applies a configuration, expects this action in the plan, and an empty plan afterwards.
func Applies(config, address string, action plancheck.ResourceActionType, checks ...statecheck.StateCheck) resource.TestStep {
	return resource.TestStep{
		Config: config,
		ConfigPlanChecks: resource.ConfigPlanChecks{
			PreApply:             []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)},
			PostApplyPostRefresh: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()},
		},
		ConfigStateChecks: checks,
	}
}

// Unchanged plans a configuration, from the state and after a refresh, and expects that there is nothing to do.
func Unchanged(config string) resource.TestStep {
	return resource.TestStep{Config: config, PlanOnly: true}
}

// Value expects an attribute in the state.
func Value(address, attribute string, expected knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), expected)
}

// Text expects an attribute in the state to be a text.
func Text(address, attribute, expected string) statecheck.StateCheck {
	return Value(address, attribute, knownvalue.StringExact(expected))
}

// Before does something before a step.
func Before(do func(), step resource.TestStep) resource.TestStep {
	step.PreConfig = do
	return step
}

// After does something after a step, such as counting requests.
func After(step resource.TestStep, do func()) resource.TestStep {
	step.PostApplyFunc = do
	return step
}

// Imports runs "terraform import", and expects the state that there is already. byAttribute tells which attribute knows the object again.
func Imports(address, importID, byAttribute string) resource.TestStep {
	return resource.TestStep{
		ResourceName: address, ImportState: true, ImportStateId: importID,
		ImportStateVerify: true, ImportStateVerifyIdentifierAttribute: byAttribute,
	}
}

// ImportsByBlock plans an import block with an id, and expects that nothing else is to change.
func ImportsByBlock(address, importID string) resource.TestStep {
	return resource.TestStep{
		ResourceName: address, ImportState: true, ImportStateId: importID, ImportStateKind: resource.ImportBlockWithID,
	}
}

// ImportsByIdentity plans an import block with the identity of the state, and expects that nothing else is to change.
func ImportsByIdentity(address string) resource.TestStep {
	return resource.TestStep{ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity}
}

// FailsToImport runs "terraform import" with an id, and expects an error with this text.
func FailsToImport(config, address, importID, text string) resource.TestStep {
	return resource.TestStep{
		Config: config, ResourceName: address, ImportState: true, ImportStateId: importID, ExpectError: Message(text),
	}
}
