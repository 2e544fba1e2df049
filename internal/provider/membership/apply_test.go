// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package membership

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/diags"
)

// declares is a state that declares members of these values.
func declares(values map[string]string) State {
	state := State{Declared: map[string]Member{}}
	for key, value := range values {
		state.Declared[key] = Member{ID: "id of " + key, Value: value}
	}
	return state
}

// numbered are n members: "k00" and so on.
func numbered(n int) map[string]string {
	values := map[string]string{}
	for i := range n {
		values[fmt.Sprintf("k%02d", i)] = "v"
	}
	return values
}

func TestApply_doesWhatIsMissing(t *testing.T) {
	t.Parallel()
	batch := &client.PendingBatch{TrackingIDs: []string{"a", "b"}}
	for name, test := range map[string]struct {
		held    map[string]string
		prior   State
		plan    Plan
		batch   map[string]bool
		resumed []string
		calls   []string
	}{
		"a new one, a changed one, one that goes": {
			held: map[string]string{"b": "B", "c": "C"}, prior: declares(map[string]string{"b": "B", "c": "C"}),
			plan: Plan{Values: map[string]string{"a": "A", "b": "B2"}}, calls: []string{"create a", "delete c", "update b"},
		},
		"nothing": {
			held: map[string]string{"b": "B"}, prior: declares(map[string]string{"b": "B"}), plan: Plan{Values: map[string]string{"b": "B"}},
		},
		"many on an empty parent": {plan: Plan{Values: numbered(30)}, batch: map[string]bool{}, calls: []string{"batch 30"}},
		"what a batch leaves out": {
			plan: Plan{Values: numbered(30)}, batch: map[string]bool{"k03": true, "k07": true}, calls: []string{"batch 30", "create k03", "create k07"},
		},
		"what exists, after an import": {
			held: map[string]string{"a": "A", "z": "Z"}, prior: State{Memory: Memory{Imported: true}},
			plan: Plan{Values: map[string]string{"a": "A2", "b": "B"}}, calls: []string{"create b", "update a"},
		},
		"what is lacking of an earlier batch": {
			held: map[string]string{"a": "A"}, prior: State{Memory: Memory{Batch: batch}}, resumed: []string{"b"},
			plan: Plan{Values: map[string]string{"a": "A", "b": "B"}}, calls: []string{"create b"},
		},
		"an earlier batch of which one is not wanted any more": {
			held: map[string]string{"a": "A", "b": "B"}, prior: State{Memory: Memory{Batch: batch}},
			plan: Plan{Values: map[string]string{"a": "A"}, Exclusive: true}, calls: []string{"delete b"},
		},
		"a create that was interrupted": {
			prior: State{Memory: Memory{Pending: map[string]client.Pending{"a": {}}}},
			plan:  Plan{Values: map[string]string{"a": "A"}}, calls: []string{"resume a", "update a"},
		},
		"what an exclusive set has shown": {
			held:  map[string]string{"a": "A", "x": "X", "y": "Y"},
			prior: State{Declared: declares(map[string]string{"a": "A"}).Declared, Undeclared: map[string]string{"x": "X", "y": "Y"}},
			plan:  Plan{Values: map[string]string{"a": "A", "y": "Y"}, Exclusive: true}, calls: []string{"delete x"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &parent{held: test.held, batch: test.batch, resumed: test.resumed}
			if p.held == nil {
				p.held = map[string]string{}
			}
			next, result := Apply(t.Context(), p, test.prior, test.plan)
			slices.Sort(p.calls)
			if result.Failed() || !slices.Equal(p.calls, test.calls) {
				t.Errorf("got the calls %q and %+v, want %q", p.calls, result, test.calls)
			}
			values := map[string]string{}
			for key, member := range next.Declared {
				values[key] = member.Value
			}
			if !maps.Equal(values, test.plan.Values) || next.Batch != nil || len(next.Pending) > 0 || next.Imported {
				t.Errorf("got the state %+v", next)
			}
		})
	}
}

func TestApply_failures(t *testing.T) {
	t.Parallel()
	lost := errors.New("lost")
	for name, test := range map[string]struct {
		parent *parent
		prior  State
		plan   Plan
		// kept are the declared members afterwards, and calls how many changes were tried.
		kept, calls int
		pending     bool
	}{
		"one of many":          {&parent{fails: map[string]error{"k03": lost}}, State{}, Plan{Values: numbered(10)}, 9, 10, false},
		"a removal":            {&parent{fails: map[string]error{"a": lost}}, declares(map[string]string{"a": "A"}), Plan{}, 1, 1, false},
		"an update":            {&parent{fails: map[string]error{"a": lost}}, declares(map[string]string{"a": "A"}), Plan{Values: map[string]string{"a": "B"}}, 1, 1, false},
		"one that is gone":     {&parent{fails: map[string]error{"a": &client.AbsentError{}}}, declares(map[string]string{"a": "A"}), Plan{Values: map[string]string{"a": "B"}}, 0, 1, false},
		"an unknown outcome":   {&parent{fails: map[string]error{"a": &client.PendingError{}}}, State{}, Plan{Values: map[string]string{"a": "A"}}, 0, 1, true},
		"one that exists":      {&parent{fails: map[string]error{"a": &client.ExistsError{IDs: []string{"7"}}}}, State{}, Plan{Values: map[string]string{"a": "A"}}, 0, 1, false},
		"a listing":            {&parent{listing: lost}, State{}, Plan{Values: numbered(30)}, 0, 0, false},
		"what a record lists":  {&parent{listing: lost}, State{}, Plan{Values: numbered(3), Exclusive: true, Record: true}, 3, 3, false},
		"the look of a set":    {&parent{listing: lost}, State{Undeclared: map[string]string{}}, Plan{Values: numbered(3), Exclusive: true}, 0, 0, false},
		"a batch":              {&parent{batch: map[string]bool{}, fails: map[string]error{"30": lost}}, State{}, Plan{Values: numbered(30)}, 0, 1, false},
		"a batch before":       {&parent{unknown: lost}, State{Memory: Memory{Batch: &client.PendingBatch{}}}, Plan{Values: numbered(3)}, 0, 0, false},
		"what exists of many":  {&parent{held: map[string]string{"k03": "v"}}, State{}, Plan{Values: numbered(30)}, 0, 0, false},
		"what was not planned": {&parent{held: map[string]string{"x": "X"}}, State{Undeclared: map[string]string{}}, Plan{Values: numbered(3), Exclusive: true}, 0, 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.parent.held == nil {
				test.parent.held = map[string]string{}
			}
			next, result := Apply(t.Context(), test.parent, test.prior, test.plan)
			if !result.Failed() || len(next.Declared) != test.kept || len(test.parent.calls) != test.calls || (len(next.Pending) > 0) != test.pending {
				t.Errorf("got %d members, %q, %+v", len(next.Declared), test.parent.calls, result)
			}
		})
	}
}

func TestApply_aBatchThatCannotBeListedIsFoundByTheNextApply(t *testing.T) {
	t.Parallel()
	p := &parent{held: map[string]string{}, batch: map[string]bool{}}
	p.listing = errors.New("lost")
	first, result := Apply(t.Context(), p, State{}, Plan{Values: numbered(30)})
	if !result.Failed() || first.Batch == nil {
		t.Fatalf("got %+v", result)
	}
	p.listing = nil
	next, result := Apply(t.Context(), p, first, Plan{Values: numbered(30)})
	if result.Failed() || len(next.Declared) != 30 || len(p.calls) != 1 {
		t.Errorf("got %d members, %q, %+v", len(next.Declared), p.calls, result)
	}
}

// TestApply_aKeyInAnotherCaseIsTheSameMember declares members in another case than before, beside an undeclared one that differs in case alone.
func TestApply_aKeyInAnotherCaseIsTheSameMember(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		held, undeclared map[string]string
		ids              map[string]string
		calls            []string
		id               string
	}{
		"back to the stored spelling": {held: map[string]string{"AA": "A"}, ids: map[string]string{"AA": "id of aa"}, undeclared: map[string]string{}, id: "id of aa"},
		"alone":                       {held: map[string]string{"aa": "A"}, undeclared: map[string]string{}, id: "id of aa"},
		"beside its double":           {held: map[string]string{"aa": "A", "AA": "A"}, undeclared: map[string]string{"AA": "A"}, calls: []string{"delete aa"}, id: "id of AA"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &parent{held: test.held, ids: test.ids}
			prior := declares(map[string]string{"aa": "A"})
			prior.Undeclared = test.undeclared
			next, result := Apply(t.Context(), p, prior, Plan{Values: map[string]string{"AA": "A"}, Exclusive: true})
			if result.Failed() || !slices.Equal(p.calls, test.calls) || len(next.Declared) != 1 || next.Declared["AA"].ID != test.id {
				t.Errorf("got %+v, %+v, and the calls %q", next, result, p.calls)
			}
		})
	}
}

// TestApply_aPendingCreateInAnotherCaseIsGoneOnWith has a create whose outcome is not known, and whose key is declared in another case now.
func TestApply_aPendingCreateInAnotherCaseIsGoneOnWith(t *testing.T) {
	t.Parallel()
	p := &parent{held: map[string]string{}}
	prior := State{Declared: map[string]Member{}, Memory: Memory{Pending: map[string]client.Pending{"AA": {}}}}
	next, result := Apply(t.Context(), p, prior, Plan{Values: map[string]string{"aa": "sent before"}})
	if result.Failed() || !slices.Equal(p.calls, []string{"resume aa"}) || len(next.Pending) > 0 || next.Declared["aa"].ID == "" {
		t.Errorf("got %+v, %+v, and the calls %q", next, result, p.calls)
	}
}

func TestDelete_removesWhatWasMade(t *testing.T) {
	t.Parallel()
	prior := declares(map[string]string{"a": "A"})
	prior.Pending = map[string]client.Pending{"b": {}}
	prior.Batch = &client.PendingBatch{TrackingIDs: []string{"c"}}
	t.Run("all of it", func(t *testing.T) {
		t.Parallel()
		p := &parent{held: map[string]string{"a": "A", "c": "C", "other": "O"}}
		left, result := Delete(t.Context(), p, prior)
		if result.Failed() || len(left.Declared)+len(left.Pending) > 0 || left.Batch != nil || !maps.Equal(p.held, map[string]string{"other": "O"}) {
			t.Errorf("got %+v, %+v, and the parent holds %v", left, result, p.held)
		}
	})
	t.Run("where the parent is gone", func(t *testing.T) {
		t.Parallel()
		p := &parent{held: map[string]string{}, resumed: []string{"c"}, listing: &client.AbsentError{}}
		if _, result := Delete(t.Context(), p, prior); result.Failed() {
			t.Errorf("got %+v", result)
		}
	})
	t.Run("what fails stays", func(t *testing.T) {
		t.Parallel()
		lost := errors.New("lost")
		p := &parent{held: map[string]string{"a": "A"}, fails: map[string]error{"a": lost, "b": lost}, unknown: lost}
		left, result := Delete(t.Context(), p, prior)
		if !result.Failed() || len(left.Declared) != 1 || len(left.Pending) != 1 || left.Batch == nil {
			t.Errorf("got %+v, %+v", left, result)
		}
	})
}

var testWords = Words{
	Verb: diags.Created, Set: diags.Kind{Name: "set of tags", Type: "naocloud_site_tags"}, Member: diags.Kind{Name: "tag"}, ParentKind: diags.Kind{Name: "site"},
	Attribute: "tags", ParentAttribute: "site_id", Parent: "site 1", ParentID: "1",
	At: func(key string) path.Path { return path.Root("tags").AtMapKey(key) },
	Report: func(f diags.Failure) diag.Diagnostics {
		return diag.Diagnostics{diag.NewErrorDiagnostic("failed", "not "+string(f.Verb)+" "+f.Label+": "+f.Err.Error())}
	},
}

func TestResult_eachMessageIsOnItsKey(t *testing.T) {
	t.Parallel()
	many := Result{}
	for key := range numbered(150) {
		many.fail(key, diags.Created, errors.New("refused"))
	}
	for name, test := range map[string]struct {
		result Result
		at     string
		texts  []string
		number int
	}{
		"a failure":      {Result{Failures: []Failure{{"a", diags.Created, errors.New("refused")}}}, `tags["a"]`, []string{"a of site 1: refused"}, 1},
		"many":           {many, "tags", []string{"50 tags failed as well", "k99"}, 101},
		"several":        {Result{Failures: []Failure{{"a", diags.Created, &client.AmbiguousError{Kind: "tag", Key: `"a"`, IDs: []string{"7", "8"}}}}}, `tags["a"]`, []string{"Tag could not be created for certain", "ids 7, 8", "Remove all of them but one"}, 1},
		"near":           {Result{Failures: []Failure{{"a", diags.Created, &client.AmbiguousError{Kind: "tag", Key: `"a"`, IDs: []string{"7"}, Near: true}}}}, `tags["a"]`, []string{"with another spelling: ids 7", "as NAO Cloud spells it"}, 1},
		"pending":        {Result{Failures: []Failure{{"a", diags.Created, &client.PendingError{}}}}, `tags["a"]`, []string{"Tag is not created yet", "Nothing is lost"}, 1},
		"another name":   {Result{Differs: []Difference{{"a", "Bed", "BED"}}}, `tags["a"]`, []string{`Asked: "Bed". Stored: "BED".`}, 1},
		"one exists":     {Result{Exist: []Existing{{"a", []string{"7"}}}}, `tags["a"]`, []string{"a (id 7)", `on_existing = "adopt"`, `id = "1"`}, 1},
		"twins exist":    {Result{Exist: []Existing{{"a", []string{"7", "8"}}, {"b", nil}}}, "tags", []string{"a (id 7, 8), b.", "remove each tag of that key but one"}, 1},
		"a batch":        {Result{Whole: &client.BatchError{SiteID: "1", Err: errors.New("lost")}}, "tags", []string{"Tags are not created for certain", "the state remembers the batch"}, 1},
		"no parent":      {Result{Whole: &client.Error{Status: 404}}, "site_id", []string{"No site has the id 1"}, 1},
		"another":        {Result{Whole: errors.New("lost")}, "", []string{"not created of site 1: lost"}, 1},
		"unexpected":     {Result{Unexpected: map[string]string{"x": "X"}}, "undeclared", []string{"1 tag appeared on site 1", "Nothing was changed"}, 1},
		"untried":        {Result{Untried: slices.Collect(maps.Keys(numbered(30)))}, "tags", []string{"30 tags not tried", "and 10 more"}, 1},
		"adopted":        {Result{Adopted: []string{"b", "a"}}, "", []string{"2 tags of site 1 existed already: a, b."}, 1},
		"what will go":   {Result{Recorded: numbered(25)}, "", []string{"The next plan will remove 25 tags", "and 5 more", "Nothing was removed yet"}, 1},
		"nothing at all": {Result{}, "", nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := test.result.Diagnostics(testWords)
			if len(found) != test.number {
				t.Fatalf("got %d messages: %v", len(found), found)
			}
			if test.number == 0 {
				return
			}
			last := found[len(found)-1]
			at := ""
			if placed, ok := last.(diag.DiagnosticWithPath); ok {
				at = placed.Path().String()
			}
			if at != test.at {
				t.Errorf("got a message at %q, want it at %q", at, test.at)
			}
			for _, text := range test.texts {
				if !strings.Contains(last.Summary()+"\n"+last.Detail(), text) {
					t.Errorf("got %s: %s, want it to say %q", last.Summary(), last.Detail(), text)
				}
			}
		})
	}
}

// TestApply_theDoubleGoesAndTheDeclaredMemberStays has a declared member that is stored in another case, and a double of it that is stored so too.
func TestApply_theDoubleGoesAndTheDeclaredMemberStays(t *testing.T) {
	t.Parallel()
	p := &parent{held: map[string]string{"AA": "A"}, ids: map[string]string{"AA": "id of aa"}, doubles: map[string]string{"AA": "another id"}}
	prior := declares(map[string]string{"aa": "A"})
	prior.Undeclared = map[string]string{"AA": "A"}
	next, result := Apply(t.Context(), p, prior, Plan{Values: map[string]string{"aa": "A"}, Exclusive: true})
	if result.Failed() || !slices.Equal(p.calls, []string{"delete AA"}) || next.Declared["aa"] != prior.Declared["aa"] {
		t.Errorf("got %+v, %+v, and the calls %q", next, result, p.calls)
	}
}
