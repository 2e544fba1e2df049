// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package diags

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
)

var testKind = Kind{
	Name: "team", Type: "naocloud_team", Attributes: map[string]string{"name": "name", "roles_mask": "roles"}, Forbidden: "Ask an admin.",
}

func apiError(status int, details ...client.Detail) error {
	return fmt.Errorf("create team: %w", &client.Error{Status: status, Method: http.MethodPost, Path: "/teams", RequestID: "r-1", Details: details})
}

func notCreated(err error) diag.Diagnostics {
	return Failure{Kind: testKind, Verb: Created, Label: `"Ops"`, Err: err}.Diagnostics()
}

func shown(diagnostics diag.Diagnostics) string {
	var lines []string
	for _, d := range diagnostics {
		at := ""
		if located, ok := d.(diag.DiagnosticWithPath); ok {
			at = "[" + located.Path().String() + "] "
		}
		lines = append(lines, at+d.Summary()+" | "+strings.ReplaceAll(d.Detail(), "\n\n", " | "))
	}
	return strings.Join(lines, "\n")
}

func TestFailure_saysWhatHappenedAndWhatToDo(t *testing.T) {
	t.Parallel()
	const request = " | Request: POST /teams, answered "
	for name, test := range map[string]struct {
		err      error
		expected string
	}{
		"422 at attributes": {
			apiError(422, client.Detail{Detail: "is taken", Pointer: "/data/attributes/name"}, client.Detail{Title: "Odd", Pointer: "/data/attributes/roles_mask"}),
			`[name] Team could not be created | Team "Ops": NAO Cloud says: is taken. | Correct it, then run again.` + request + "422 Unprocessable Entity, request id r-1.\n" +
				`[roles] Team could not be created | Team "Ops": NAO Cloud says: Odd. | Correct it, then run again.` + request + "422 Unprocessable Entity, request id r-1.",
		},
		"422 elsewhere": {
			apiError(422, client.Detail{Detail: "is full.", Pointer: "/data"}),
			`Team could not be created | Team "Ops": NAO Cloud says: is full. | Correct the configuration, then run again.` + request +
				"422 Unprocessable Entity, request id r-1.",
		},
		"400 without a word": {
			apiError(400),
			`Team could not be created | Team "Ops": NAO Cloud gives no reason. | Correct the configuration, then run again.` + request + "400 Bad Request, request id r-1.",
		},
		"403": {
			apiError(403, client.Detail{Detail: "no"}),
			`Team could not be created | Team "Ops": NAO Cloud says: no. | The credentials are good, but not for this. Ask an admin.` + request + "403 Forbidden, request id r-1.",
		},
		"500": {
			apiError(500),
			`Team could not be created | Team "Ops": NAO Cloud gives no reason. | NAO Cloud has trouble of its own. Later, run again; if it lasts, ask its ` +
				`support, with the request id where there is one.` + request + "500 Internal Server Error, request id r-1.",
		},
		"a failed job": {
			fmt.Errorf("create team: %w", &client.JobError{Job: "48156", Message: "No room."}),
			`Team could not be created | Team "Ops": the background job failed: No room. | ` +
				`NAO Cloud did not do what it was asked for. Remove the cause, then run again. | Background job: 48156.`,
		},
		"time ran out": {
			fmt.Errorf("create team: %w", &client.TransportError{Method: http.MethodGet, Path: "/teams", Err: context.DeadlineExceeded}),
			`Team could not be created | Team "Ops": ` + (&client.TransportError{Method: http.MethodGet, Path: "/teams", Err: context.DeadlineExceeded}).Error() +
				`. | Time ran out: allow more in the ` + "`timeouts` block, where there is one.",
		},
		"one that exists": {
			&client.ExistsError{Kind: "team", Key: `"Ops"`, IDs: []string{"1"}},
			`Team exists already | The team "Ops" exists already: id 1. | Nothing was created. If this resource, or one that depends on it, sets ` + "`create_before_destroy`" +
				`, it may be the very object that this run replaces: remove that setting, then apply again. | ` +
				"To manage what is there, import it (with the address of your resource): | import {\n  to = naocloud_team.example\n  id = \"1\"\n} | " +
				"If another resource manages it already, remove one of the two blocks. If only the address or the key of this resource has changed, write a `moved` " +
				`block instead. | To make another one beside it, set on_existing = "create" in the provider block, or the environment variable NAOCLOUD_ON_EXISTING.`,
		},
		"an endpoint that is none": {
			fmt.Errorf("create team: %w", &client.EndpointError{Endpoint: "https://nao.example", Err: errors.New("Not Found (GET /teams: 404 Not Found)")}),
			`Team could not be created | Team "Ops": ` + (&client.EndpointError{Endpoint: "https://nao.example", Err: errors.New("Not Found (GET /teams: 404 Not Found)")}).Error() +
				`. | Nothing was changed. Correct the provider's ` + "`endpoint` (NAOCLOUD_ENDPOINT): it ends with the version of the API, such as https://www.nao-cloud.com/api/v2.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := shown(notCreated(test.err)); got != test.expected {
				t.Errorf("expected:\n%s\ngot:\n%s", test.expected, got)
			}
		})
	}
}

func TestFailure_advisesWhatHelps(t *testing.T) {
	t.Parallel()
	transport := func(err error) error {
		return fmt.Errorf("read team: %w", &client.TransportError{Method: http.MethodGet, Path: "/teams", Err: err})
	}
	timeUp := func(before error) error {
		return fmt.Errorf("read team: %w", &client.TransportError{Method: http.MethodGet, Path: "/teams", Err: context.DeadlineExceeded, Before: before})
	}
	for name, test := range map[string]struct {
		err             error
		advice, useless string
	}{
		"a slow connection":    {transport(&net.OpError{Op: "dial", Err: context.DeadlineExceeded}), "raise its `request_timeout`", "timeouts` block"},
		"a refused connection": {transport(&net.OpError{Op: "dial", Err: errors.New("connection refused")}), "Check the network", "request_timeout"},
		"404":                  {apiError(404), "It is not there", "timeouts"},
		"a page that is no response": {
			&client.ResponseError{Method: http.MethodGet, Path: "/teams", Err: errors.New("expected JSON")}, "may have answered in its place", "timeouts",
		},
		"a rate limit for a day": {
			transport(&client.TooLongError{Wait: 24 * time.Hour, Asked: true}), "NAO Cloud asks to wait 24 hours", "timeouts` block",
		},
		"a rate limit":                         {transport(&client.TooLongError{Wait: time.Minute}), "lower the provider's `requests_per_second`", "Time ran out"},
		"time ran out in a rate limit":         {timeUp(apiError(429)), "Retries did not outlast the rate limit", "Check the network"},
		"time ran out while the server failed": {timeUp(apiError(503)), "NAO Cloud has trouble of its own", "Check the network"},
		"time ran out without a connection": {
			timeUp(&net.OpError{Op: "dial", Err: errors.New("connection refused")}), "Check the network", "request_timeout",
		},
		"no id":           {&client.NoIDError{Kind: "team", Key: `"Ops"`}, "`terraform state rm`", "timeouts"},
		"another account": {&client.GuardError{Kind: "site", ID: "5"}, "NAOCLOUD_EXPECTED_SITE_ID", "timeouts"},
		"what may be it":  {&client.AmbiguousError{Kind: "team", Key: `"Ops"`, IDs: []string{"5"}, Near: true}, "If not, apply again", "delete the rest"},
		"what remains":    {&client.RemainsError{Kind: "team", Key: "5"}, "Run again, or remove the team", "timeouts"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := shown(notCreated(test.err)); !strings.Contains(got, test.advice) || strings.Contains(got, test.useless) {
				t.Errorf("expected %q and not %q, got %s", test.advice, test.useless, got)
			}
		})
	}
}

// TestFailure_aRefusedRemovalSaysHowToKeepTheObject has commands that every supported CLI has, and nothing that lets go of more than the object.
func TestFailure_aRefusedRemovalSaysHowToKeepTheObject(t *testing.T) {
	t.Parallel()
	member := testKind
	member.Member = true
	for name, test := range map[string]struct {
		kind Kind
		says string
	}{
		"an object":         {testKind, "To leave the team on NAO Cloud and take it out of the state, replace its resource block by:"},
		"a member of a set": {member, "To keep it, declare it. To leave the whole set on NAO Cloud and take it out of the state, replace its resource block by:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := shown(Failure{Kind: test.kind, Verb: Deleted, Label: "392", Err: apiError(http.StatusMethodNotAllowed)}.Diagnostics())
			for _, says := range []string{test.says, "removed {\n  from = naocloud_team.NAME\n", "Terraform before 1.7 and OpenTofu before 1.10", "`terraform state rm 'naocloud_team.NAME'`"} {
				if !strings.Contains(got, says) {
					t.Errorf("got %s, want it to say %q", got, says)
				}
			}
		})
	}
}

func TestFailure_aPendingCreateIsNoRefusal(t *testing.T) {
	t.Parallel()
	err := &client.PendingError{Kind: "team", Key: `"Ops"`, Pending: client.Pending{Job: "48156"}, Err: apiError(404)}
	got := shown(Failure{Kind: testKind, Verb: Read, Label: `"Ops"`, Err: err}.Diagnostics())
	if !strings.HasPrefix(got, `Team could not be read | The create of the team "Ops" is pending: the background job 48156 was not seen to finish: `) ||
		!strings.Contains(got, "`terraform state rm`") {
		t.Errorf("expected what is pending and the way out, got %s", got)
	}
}

func TestFailure_aPendingCreateNamesWhatResemblesIt(t *testing.T) {
	t.Parallel()
	err := &client.PendingError{Kind: "team", Key: `"Ops"`, IDs: []string{"7", "8"}, Err: apiError(502)}
	for _, verb := range []Verb{Created, Read} {
		got := shown(Failure{Kind: Kind{Name: "team", Type: "naocloud_team"}, Verb: verb, Label: `"Ops"`, Err: err}.Diagnostics())
		for _, part := range []string{"with another spelling: ids 7, 8. If that is so, remove the resource from the state", "import {\n  to = naocloud_team.example\n  id = \"8\"\n}"} {
			if !strings.Contains(got, part) {
				t.Errorf("%s: expected %q in %s", verb, part, got)
			}
		}
	}
}

func TestFailure_aPendingCreateSaysWhyNobodyWaitsForIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		cause    error
		expected string
	}{
		"time":         {context.DeadlineExceeded, "the background job 48156 was not seen to finish, and time ran out. |"},
		"an interrupt": {context.Canceled, "the background job 48156 was not seen to finish, and the run was interrupted. |"},
		"something":    {errors.New("nothing is listed"), "the background job 48156 was not seen to finish: nothing is listed. |"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := shown(notCreated(&client.PendingError{Kind: "team", Key: `"Ops"`, Pending: client.Pending{Job: "48156"}, Err: test.cause}))
			if !strings.HasPrefix(got, `Team is not created yet | The create of the team "Ops" is pending: `+test.expected) {
				t.Errorf("expected %s, got %s", test.expected, got)
			}
			if !strings.Contains(got, "`terraform untaint naocloud_team.NAME`") {
				t.Errorf("expected the command that keeps the team, got %s", got)
			}
		})
	}
}

func TestFailure_anUpdateOntoATakenKeyAsksForTwoApplies(t *testing.T) {
	t.Parallel()
	err := &client.ExistsError{Kind: "team", Key: `"Ops"`, IDs: []string{"1"}}
	got := shown(Failure{Kind: testKind, Verb: Updated, Label: `"Ops"`, Err: err}.Diagnostics())
	if !strings.Contains(got, "apply twice") || strings.Contains(got, "import") {
		t.Errorf("expected two applies and no import, got %s", got)
	}
}

func TestIsGeneral(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err      error
		expected bool
	}{
		"401":                {apiError(401), true},
		"403":                {apiError(403), false},
		"404":                {apiError(404), false},
		"500":                {apiError(500), false},
		"no login":           {&client.LoginError{}, true},
		"no connection":      {&client.TransportError{Err: errors.New("connection refused")}, true},
		"no time":            {&client.TransportError{Err: context.DeadlineExceeded}, false},
		"another account":    {&client.GuardError{}, true},
		"another endpoint":   {&client.EndpointError{Err: apiError(404)}, true},
		"a pending create":   {&client.PendingError{Err: apiError(401)}, false},
		"an existing object": {&client.ExistsError{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := IsGeneral(test.err); got != test.expected {
				t.Errorf("expected %t, got %t", test.expected, got)
			}
		})
	}
}

func TestStored(t *testing.T) {
	t.Parallel()
	set := func(texts ...string) types.Set {
		value, _ := types.SetValueFrom(context.Background(), types.StringType, texts)
		return value
	}
	for name, test := range map[string]struct {
		asked, stored types.Set
		expected      []string
	}{
		"dropped":             {set("a", "b"), set("b"), []string{"Roles were not accepted"}},
		"added":               {set("a"), set("a", "b"), []string{"Roles were added"}},
		"exchanged":           {set("a"), set("b"), []string{"Roles were not accepted", "Roles were added"}},
		"all of them dropped": {set("a"), set(), []string{"Roles were not accepted"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var summaries []string
			for _, d := range Stored(testKind, Updated, `"Ops"`, "roles", test.asked, test.stored) {
				summaries = append(summaries, d.Summary())
			}
			if strings.Join(summaries, ",") != strings.Join(test.expected, ",") {
				t.Errorf("expected %q, got %q", test.expected, summaries)
			}
		})
	}
}

func TestStored_saysWhatWasAskedAndHowToKeepIt(t *testing.T) {
	t.Parallel()
	asked, stored := types.StringValue("Ops"), types.StringValue("ops")
	created := shown(Stored(testKind, Created, `"ops" (id 1)`, "name", asked, stored))
	if !strings.HasPrefix(created, `[name] Name was not stored as asked | NAO Cloud saved the team "ops" (id 1), but not with the name that was asked for. Asked: "Ops". Stored: "ops".`) ||
		!strings.Contains(created, "`terraform untaint naocloud_team.NAME`") {
		t.Errorf("expected what was asked, what is stored, and how to keep it, got %s", created)
	}
	if updated := shown(Stored(testKind, Updated, `"ops" (id 1)`, "name", asked, types.StringNull())); strings.Contains(updated, "untaint") || !strings.Contains(updated, "Stored: none.") {
		t.Errorf("expected that an update taints nothing, got %s", updated)
	}
}

func TestLabel(t *testing.T) {
	t.Parallel()
	for expected, test := range map[string][2]types.String{
		`"Ops" (id 392)`: {types.StringValue("Ops"), types.StringValue("392")},
		`"Ops"`:          {types.StringValue("Ops"), types.StringUnknown()},
		"with id 392":    {types.StringNull(), types.StringValue("392")},
	} {
		if got := Label(test[0], test[1]); got != expected {
			t.Errorf("expected %s, got %s", expected, got)
		}
	}
}

func TestNotTheOnlyOne_namesTheCandidatesInTheOrderOfTheirNumbers(t *testing.T) {
	t.Parallel()
	if got := shown(NotTheOnlyOne(testKind, "Ops", []string{"1000", "99"})); !strings.Contains(got, "[name]") || !strings.Contains(got, "ids 99, 1000.") {
		t.Errorf("expected the ids 99, 1000 at name, got %s", got)
	}
}
