// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package providertest

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// expectedError is an error that a case expects.
type expectedError struct {
	member  *member
	pattern *regexp.Regexp
}

// expectedErrors are those of the step that is run.
type expectedErrors struct {
	now []expectedError
	met bool
}

// during returns a step that fails unless these errors are met.
func (e *expectedErrors) during(t *testing.T, step resource.TestStep, expected []expectedError) resource.TestStep {
	t.Helper()
	step.PreConfig = both(step.PreConfig, func() {
		if len(e.now) > 0 && !e.met {
			t.Error("the step before was to fail, and did not")
		}
		e.now, e.met = expected, false
	})
	if len(expected) > 0 {
		// It is called where nothing fails.
		step.PostApplyFunc = both(step.PostApplyFunc, func() { t.Error("the step was to fail, and did not") })
	}
	return step
}

// check returns nothing where each case has the error that it expects. A CLI writes "Error: " before each.
func (e *expectedErrors) check(err error) error {
	if len(e.now) == 0 {
		return err
	}
	e.met = true
	errs := strings.Split(err.Error(), "Error: ")
	for _, expected := range e.now {
		at := slices.IndexFunc(errs, func(text string) bool { return expected.pattern.MatchString(text) && e.concerns(text, expected.member) })
		if at < 0 {
			return fmt.Errorf("%s: expected an error that matches %s, got %w", expected.member.name, expected.pattern, err)
		}
		errs = slices.Delete(errs, at, at+1)
	}
	return nil
}

// concerns reports whether the text of an error names a resource of the case, or none. A destroy names none.
func (e *expectedErrors) concerns(text string, m *member) bool {
	named := func(m *member) bool { return regexp.MustCompile(`\w` + m.suffix() + `\b`).MatchString(text) }
	return named(m) || !slices.ContainsFunc(e.now, func(other expectedError) bool { return named(other.member) })
}
