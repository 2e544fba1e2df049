// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package providertest

import (
	"errors"
	"strings"
	"testing"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

const address = "naocloud_team.test"

func TestTogether_aCaseSeesItsOwnPlan(t *testing.T) {
	t.Parallel()
	change := func(address string, action tfjson.Action) *tfjson.ResourceChange {
		return &tfjson.ResourceChange{Address: address, Change: &tfjson.Change{Actions: tfjson.Actions{action}}}
	}
	plan := &tfjson.Plan{ResourceChanges: []*tfjson.ResourceChange{
		change(address+"_1", tfjson.ActionCreate), change(address+"_11", tfjson.ActionUpdate), change(address+"_2", tfjson.ActionUpdate),
	}}
	for number, fails := range map[int]bool{1: false, 2: true, 3: true} {
		check := ownPlan{&member{name: "the case", number: number}, plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate)}
		var resp plancheck.CheckPlanResponse
		check.CheckPlan(t.Context(), plancheck.CheckPlanRequest{Plan: plan}, &resp)
		if fails != (resp.Error != nil) || fails && !strings.HasPrefix(resp.Error.Error(), "the case: ") {
			t.Errorf("case %d: got %v", number, resp.Error)
		}
	}
}

func TestTogether_aCaseSeesItsOwnState(t *testing.T) {
	t.Parallel()
	value := func(address, name string) *tfjson.StateResource {
		return &tfjson.StateResource{Address: address, AttributeValues: map[string]any{"name": name}}
	}
	state := &tfjson.State{Values: &tfjson.StateValues{RootModule: &tfjson.StateModule{Resources: []*tfjson.StateResource{
		value(address+"_1", "Ops"), value(address+"_2", "Dev"),
	}}}}
	for number, fails := range map[int]bool{1: false, 2: true, 3: true} {
		check := ownState{&member{name: "the case", number: number}, Text(address, "name", "Ops")}
		var resp statecheck.CheckStateResponse
		check.CheckState(t.Context(), statecheck.CheckStateRequest{State: state}, &resp)
		if fails != (resp.Error != nil) {
			t.Errorf("case %d: got %v", number, resp.Error)
		}
	}
}

func TestTogether_anImportChangesNothing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change tfjson.Change
		fails  bool
	}{
		"imported":             {tfjson.Change{Actions: tfjson.Actions{tfjson.ActionNoop}, Importing: &tfjson.Importing{ID: "1"}}, false},
		"imported and changed": {tfjson.Change{Actions: tfjson.Actions{tfjson.ActionUpdate}, Importing: &tfjson.Importing{ID: "1"}}, true},
		"not imported":         {tfjson.Change{Actions: tfjson.Actions{tfjson.ActionNoop}}, true},
	} {
		var resp plancheck.CheckPlanResponse
		imported{member: &member{}, address: address}.CheckPlan(t.Context(), plancheck.CheckPlanRequest{
			Plan: &tfjson.Plan{ResourceChanges: []*tfjson.ResourceChange{{Address: address, Change: &test.change}}},
		}, &resp)
		if test.fails != (resp.Error != nil) {
			t.Errorf("%s: got %v", name, resp.Error)
		}
	}
}

func TestTogether_eachCaseNeedsAnErrorOfItsOwn(t *testing.T) {
	t.Parallel()
	first, second := &member{name: "first", number: 1}, &member{name: "second", number: 2}
	expected := []expectedError{{first, Message("name is taken")}, {second, Message("name is taken")}}
	const one, two, nameless = "Error: name is taken\n with naocloud_team.test_1,", "\nError: name is taken\n with naocloud_team.test_2,", "\nError: name is taken\n"
	for text, met := range map[string]bool{
		one + two: true, two + one: true, one + nameless: true, nameless + nameless: true,
		one: false, one + one: false, nameless: false, "": false, one + "\nError: no\n with naocloud_team.test_2,": false,
	} {
		errs := expectedErrors{now: expected}
		if err := errs.check(errors.New(text)); met != (err == nil) {
			t.Errorf("%q: got %v", text, err)
		}
	}
	unexpected := expectedErrors{}
	if err := unexpected.check(errors.New(one)); err == nil {
		t.Error("an error that nobody expects is none")
	}
}

func TestTogether_aCaseHasItsOwnProvider(t *testing.T) {
	t.Parallel()
	m := &member{name: "the case", number: 7, Case: Case{Account: Start(t, naotest.Behavior{})}}
	own := "data \"naocloud_team\" \"test\" {\n  id = \"1\"\n}\n\noutput \"name\" {\n  value = data.naocloud_team.test.name\n}\n"
	config := m.config(t, resource.TestStep{Config: m.Account.Config(own)})
	for _, text := range []string{
		`provider "naocloud-7" {`, "data \"naocloud_team\" \"test_7\" {\n  provider = naocloud-7\n",
		"output \"name_7\" {\n  value = data.naocloud_team.test_7.name\n",
	} {
		if !strings.Contains(config, text) {
			t.Errorf("expected %q in\n%s", text, config)
		}
	}
}
