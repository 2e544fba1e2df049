// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package membership

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

const (
	// mostNamed is how many members one message names.
	mostNamed = 20
	// mostReports is how many members have a message of their own. The rest is named in one.
	mostReports = 100
)

// Result is what went otherwise than planned in an apply.
type Result struct {
	Failures []Failure
	// Differs are the members that the service stored otherwise than asked.
	Differs []Difference
	// Exist are the members that exist, and that may not be taken over.
	Exist []Existing
	// Unexpected are the values of members that the plan of an exclusive set did not show: nothing was changed.
	Unexpected map[string]string
	// Adopted are the keys of members that existed and were taken over, and Recorded what a parent holds beside an exclusive set.
	Adopted  []string
	Recorded map[string]string
	// Whole is a failure of the set as a whole, and Untried are the keys of members that were left after a failure that concerns them all.
	Whole   error
	Untried []string

	over bool
}

// Failure is a member with which something failed.
type Failure struct {
	Key  string
	Verb diags.Verb
	Err  error
}

// Difference is a member that the service stored otherwise than asked.
type Difference struct{ Key, Asked, Stored string }

// Existing is a member that exists. The ids are those of all with its key.
type Existing struct {
	Key string
	IDs []string
}

func (r *Result) fail(key string, verb diags.Verb, err error) {
	r.Failures = append(r.Failures, Failure{Key: key, Verb: verb, Err: err})
}

func (r *Result) addUnexpected(key, value string) {
	if r.Unexpected == nil {
		r.Unexpected = map[string]string{}
	}
	r.Unexpected[key] = value
}

func (r *Result) exists(key string, found []Member) {
	ids := make([]string, len(found))
	for i, member := range found {
		ids[i] = member.ID
	}
	r.Exist = append(r.Exist, Existing{Key: key, IDs: ids})
}

// Failed reports whether anything is not as it was planned.
func (r *Result) Failed() bool {
	return len(r.Failures)+len(r.Differs)+len(r.Exist)+len(r.Unexpected)+len(r.Untried) > 0 || r.Whole != nil
}

// Words are how messages speak of a set and its members.
type Words struct {
	// Verb is what was being done to the set.
	Verb diags.Verb
	// Set is the resource, with a Type for the commands in messages. Member is a member, and ParentKind what holds it.
	Set, Member, ParentKind diags.Kind
	// Link is what failures are about, where that is not the member itself: nobody should read that a site is being deleted.
	Link string
	// Attribute is the attribute that declares the members, and ParentAttribute the one that names the parent.
	Attribute, ParentAttribute string
	// Parent says which parent: "site 11416"; ParentID is its id.
	Parent, ParentID string
	// At is the path of the member with a key.
	At func(key string) path.Path
	// Report turns a failure into diagnostics. Failures that concern all members alike may be shortened.
	Report func(diags.Failure) diag.Diagnostics
}

// Diagnostics reports all that went otherwise than planned. What concerns one member is reported on it.
func (r *Result) Diagnostics(words Words) diag.Diagnostics {
	var diagnostics diag.Diagnostics
	diagnostics.Append(r.whole(words)...)
	diagnostics.Append(r.unexpected(words)...)
	diagnostics.Append(r.exist(words)...)
	slices.SortFunc(r.Failures, func(a, b Failure) int { return strings.Compare(a.Key, b.Key) })
	for _, failure := range r.Failures[:min(len(r.Failures), mostReports)] {
		diagnostics.Append(words.failure(failure)...)
	}
	if rest := r.Failures[min(len(r.Failures), mostReports):]; len(rest) > 0 {
		keys := make([]string, len(rest))
		for i, failure := range rest {
			keys[i] = failure.Key
		}
		diagnostics.AddAttributeError(path.Root(words.Attribute), words.Member.Count(len(rest))+" failed as well", "The same way as those above: "+strings.Join(keys, ", ")+".")
	}
	diagnostics.Append(r.differs(words)...)
	if len(r.Untried) > 0 {
		slices.Sort(r.Untried)
		diagnostics.AddAttributeError(path.Root(words.Attribute), words.Member.Count(len(r.Untried))+" not tried",
			fmt.Sprintf("The failure above concerns these as well: %s. None of them was tried singly. Remove its cause, then run again.", Named(r.Untried)))
	}
	diagnostics.Append(r.notices(words)...)
	return diagnostics
}

// Tainted reports that a create of a set was not completed: Terraform taints the resource, whose state holds what was made.
func Tainted(words Words, made, wanted int) diag.Diagnostic {
	return diag.NewErrorDiagnostic(fmt.Sprintf("%s of %s are not as planned", diags.Capital(words.Member.Plural()), words.Parent), fmt.Sprintf(
		"There, and in the state: %d of %s. Terraform marks the resource as tainted and would remove and make them all again. To keep them, run %s. The next apply "+
			"then does only what is missing.", made, words.Member.Count(wanted), words.Set.Untaint()))
}

func (r *Result) whole(words Words) (diagnostics diag.Diagnostics) {
	var batch *client.BatchError
	switch {
	case r.Whole == nil:
	case errors.As(r.Whole, &batch):
		diagnostics.AddAttributeError(path.Root(words.Attribute), diags.Capital(words.Member.Plural())+" are not created for certain", fmt.Sprintf(
			"%s.\n\nNothing is lost, and nothing was made one by one: the state remembers the batch. The next run waits for its %s first.",
			diags.Capital(batch.Error()), words.Member.Plural()))
	case client.IsNotFound(r.Whole):
		diagnostics.Append(diags.NotFound(words.ParentKind, words.ParentAttribute, words.ParentID, r.Whole)...)
	default:
		diagnostics.Append(words.Report(diags.Failure{Kind: words.Set, Verb: words.Verb, Label: "of " + words.Parent, Err: r.Whole})...)
	}
	return diagnostics
}

func (r *Result) unexpected(words Words) (diagnostics diag.Diagnostics) {
	if len(r.Unexpected) == 0 {
		return nil
	}
	keys := slices.Sorted(maps.Keys(r.Unexpected))
	diagnostics.AddAttributeError(path.Root("undeclared"), "The plan did not show all that would be removed", fmt.Sprintf(
		"Since the plan was made, %s appeared on %s without being declared: %s. Nothing was changed. Plan again to see what would go, then apply, or declare what is to stay.",
		words.Member.Count(len(keys)), words.Parent, Named(keys)))
	return diagnostics
}

// exist reports the members that exist already. It names the first twenty.
func (r *Result) exist(words Words) (diagnostics diag.Diagnostics) {
	if len(r.Exist) == 0 {
		return nil
	}
	slices.SortFunc(r.Exist, func(a, b Existing) int { return strings.Compare(a.Key, b.Key) })
	named := make([]string, len(r.Exist))
	several := false
	for i, existing := range r.Exist {
		named[i] = existing.Key
		several = several || len(existing.IDs) > 1
		if ids := strings.Join(existing.IDs, ", "); ids != "" {
			named[i] += " (id " + ids + ")"
		}
	}
	at := path.Root(words.Attribute)
	if len(r.Exist) == 1 {
		at = words.At(r.Exist[0].Key)
	}
	detail := fmt.Sprintf("%s has %d of the declared %s already: %s.\n\nTo take them over, set on_existing = \"adopt\" in the provider block, or NAOCLOUD_ON_EXISTING=adopt for "+
		"one run. Or import the set (with the address of your resource, after `terraform state rm` if it is in the state); the first apply then takes over what is "+
		"declared:\n\nimport {\n  to = %s.example\n  id = %q\n}\n\nIf another resource manages them, remove them from one of the two.",
		diags.Capital(words.Parent), len(r.Exist), words.Member.Plural(), Named(named), words.Set.Type, words.ParentID)
	if several {
		detail += fmt.Sprintf(" Several ids of one key are duplicates: remove each %s of that key but one on NAO Cloud first, and nothing else.", cmp.Or(words.Link, words.Member.Name))
	}
	diagnostics.AddAttributeError(at, diags.Capital(words.Member.Plural())+" exist already", detail)
	return diagnostics
}

func (r *Result) differs(words Words) (diagnostics diag.Diagnostics) {
	slices.SortFunc(r.Differs, func(a, b Difference) int { return strings.Compare(a.Key, b.Key) })
	for _, d := range r.Differs[:min(len(r.Differs), mostReports)] {
		diagnostics.AddAttributeError(words.At(d.Key), "Name was not stored as asked", fmt.Sprintf(
			"NAO Cloud saved the %s %s of %s, but not with the name that was asked for. Asked: %q. Stored: %q.\n\nWrite what NAO Cloud stores, or ask its support why it does not "+
				"take this value.", words.Member.Name, d.Key, words.Parent, d.Asked, d.Stored))
	}
	return diagnostics
}

func (r *Result) notices(words Words) (diagnostics diag.Diagnostics) {
	if len(r.Adopted) > 0 {
		slices.Sort(r.Adopted)
		diagnostics.AddWarning(diags.Capital(words.Member.Plural())+" were adopted", fmt.Sprintf(
			"%s of %s existed already: %s. on_existing is \"adopt\": this resource manages what it adopted, and a destroy removes it from %s.",
			words.Member.Count(len(r.Adopted)), words.Parent, Named(r.Adopted), words.Parent))
	}
	if len(r.Recorded) > 0 {
		keys := slices.Sorted(maps.Keys(r.Recorded))
		diagnostics.AddWarning("The next plan will remove "+words.Member.Count(len(keys))+" from "+words.Parent, fmt.Sprintf(
			"The set is exclusive, and %s holds %s beside the declared ones: %s. Nothing was removed yet. The next plan shows what will go; declare what is to stay.",
			words.Parent, words.Member.Count(len(keys)), Named(keys)))
	}
	return diagnostics
}

// failure reports what failed with one member.
func (w Words) failure(failure Failure) diag.Diagnostics {
	at, member := w.At(failure.Key), w.Member
	member.Name = cmp.Or(w.Link, member.Name)
	if pending, ok := errors.AsType[*client.PendingError](failure.Err); ok {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, diags.Capital(member.Name)+" is not created yet", fmt.Sprintf(
			"%s.\n\nNothing is lost: the state remembers what was begun. The next run looks for it before anything is sent again.", diags.Capital(pending.Error())))}
	}
	if several, ok := errors.AsType[*client.AmbiguousError](failure.Err); ok {
		advice := "Remove all of them but one on NAO Cloud, then apply again."
		if several.Near {
			advice = "If NAO Cloud made one of these for it, declare the key as NAO Cloud spells it. If not, apply again."
		}
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, diags.Capital(member.Name)+" could not be created for certain",
			diags.Capital(several.Error())+".\n\n"+advice)}
	}
	if failure.Verb == diags.Updated && client.IsNotFound(failure.Err) {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(at, diags.Capital(member.Name)+" is gone", fmt.Sprintf(
			"%s %s of %s was removed by other means. Apply again to create it.", diags.Capital(member.Name), failure.Key, w.Parent))}
	}
	member.Type, member.Attributes, member.Member = w.Set.Type, nil, true
	var diagnostics diag.Diagnostics
	for _, each := range w.Report(diags.Failure{Kind: member, Verb: failure.Verb, Label: failure.Key + " of " + w.Parent, Err: failure.Err}) {
		diagnostics = append(diagnostics, diag.WithPath(at, each))
	}
	return diagnostics
}

// Named names the first twenty of many.
func Named(keys []string) string {
	named := strings.Join(keys[:min(len(keys), mostNamed)], ", ")
	if more := len(keys) - mostNamed; more > 0 {
		named += fmt.Sprintf(" and %d more", more)
	}
	return named
}
