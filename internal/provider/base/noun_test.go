// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package base

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

var testNoun = Noun{
	Name: "team", Type: "naocloud_team", Attributes: map[string]string{"name": "name", "roles_mask": "roles"}, Forbidden: "Ask an admin.",
}

func apiError(status int, details ...client.Detail) error {
	return fmt.Errorf("create team: %w", &client.Error{Status: status, Method: http.MethodPost, Path: "/teams", RequestID: "r-1", Details: details})
}

func show(diagnostics diag.Diagnostics) string {
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

func TestNoun_failuresSayWhatHappenedAndWhatToDo(t *testing.T) {
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
			`Team could not be created | Team "Ops": NAO Cloud gives no reason. | NAO Cloud has trouble of its own. Run again later; when it lasts, its support ` +
				`can follow the request id.` + request + "500 Internal Server Error, request id r-1.",
		},
		"a failed job": {
			fmt.Errorf("create team: %w", &client.JobError{Job: "https://nao.example/jobs/1", Message: "No room."}),
			`Team could not be created | Team "Ops": the background job failed: No room. (https://nao.example/jobs/1). | ` +
				`NAO Cloud did not do what it was asked for. Remove the cause, then run again.`,
		},
		"time ran out": {
			fmt.Errorf("create team: %w", &client.TransportError{Method: http.MethodGet, Path: "/teams", Err: context.DeadlineExceeded}),
			`Team could not be created | Team "Ops": no answer to GET /teams: time was up. | Time ran out: allow more in the resource's ` + "`timeouts` block.",
		},
		"no connection in time": {
			fmt.Errorf("create team: %w", &client.TransportError{Method: http.MethodGet, Path: "/teams", Err: &net.OpError{Op: "dial", Err: context.DeadlineExceeded}}),
			`Team could not be created | Team "Ops": no answer to GET /teams: dial: context deadline exceeded. | Check the network and the provider's ` +
				"`endpoint` (NAOCLOUD_ENDPOINT); where answers take long, raise its `request_timeout` (NAOCLOUD_REQUEST_TIMEOUT).",
		},
		"one that exists, seen too late": {
			&client.ExistsError{Noun: "team", Key: `"Ops"`, IDs: []string{"1"}, Sent: true},
			`Team exists already | A team "Ops" exists already: id 1. | A request to create another was sent before that was seen, and its answer was lost; a minute ` +
				"later, nothing new is listed. To manage what is there, import it (with the address of your resource): | import {\n  to = naocloud_team.example\n  id = \"1\"\n} | " +
				"If another resource manages it already, one of the two is too many. If this is that resource, and only its address or key has changed, write a `moved` " +
				`block instead. | To make another one beside it, set on_existing = "create" in the provider block, or the environment variable NAOCLOUD_ON_EXISTING.`,
		},
		"one that exists and does not show it": {
			&client.ExistsError{Noun: "team", Key: `"Ops"`, IDs: []string{"1", "2"}, Unsure: true},
			`Team exists already | A team "Ops" exists already, but the API does not show which it is: one of the ids 1, 2. | Nothing was created. What the API does ` +
				`not show cannot be imported either: remove it on NAO Cloud, if this resource should manage it, then apply again.`,
		},
		"new ones that do not show what they are": {
			&client.AmbiguousError{Noun: "team", Key: `"Ops"`, IDs: []string{"1", "2"}, Unsure: true},
			`Team could not be created for certain | New teams appeared while the one "Ops" was being created, and the API does not show whether it is among them: ids 1, 2. | ` +
				`None of them was put into the state, and what the API does not show cannot be imported. Remove on NAO Cloud what this run made, then apply again with ` +
				"`-parallelism=1`: what is made alone can be told.",
		},
		"new ones beside the one that was made": {
			&client.AmbiguousError{Noun: "team", Key: `"Ops"`, IDs: []string{"1", "2"}, Created: "3", Unsure: true},
			`Team was perhaps created twice | The create of the team "Ops" made id 3, but an attempt whose answer was lost may have made another, and the API does not show ` +
				`whether it is among what is new: ids 1, 2. | The state holds 3. Look on NAO Cloud whether one of the rest is the same, and remove that one.`,
		},
		"one that may be there twice": {
			fmt.Errorf("create team: %w", &client.AmbiguousError{Noun: "team", Key: `"Ops"`, Created: "3", Err: errors.New("Forbidden (GET /teams: 403 Forbidden)")}),
			`Team was perhaps created twice | The create of the team "Ops" made id 3, but an attempt before, whose answer was lost, may have made another, and that could ` +
				`not be looked for: Forbidden (GET /teams: 403 Forbidden). | The state holds 3. Look on NAO Cloud whether there is another of the same natural key, and remove ` +
				`what is too many.`,
		},
		"an endpoint that is none": {
			fmt.Errorf("create team: %w", &client.EndpointError{Endpoint: "https://nao.example", Err: errors.New("Not Found (GET /teams: 404 Not Found)")}),
			`Team could not be created | Team "Ops": this is not NAO Cloud's API: https://nao.example has no listing where the API has one: Not Found (GET /teams: 404 Not Found). | ` +
				"Nothing was changed. Correct the provider's `endpoint` (NAOCLOUD_ENDPOINT): it ends with the version of the API, such as https://www.nao-cloud.com/api/v2.",
		},
		"a page that is no answer": {
			fmt.Errorf("create team: %w", &client.AnswerError{Method: http.MethodGet, Path: "/teams", Err: errors.New("expected JSON")}),
			`Team could not be created | Team "Ops": unreadable answer to GET /teams: expected JSON. | Something between here and NAO Cloud may have answered in its ` +
				"place, or the provider's `endpoint` (NAOCLOUD_ENDPOINT) is not that of its API version 2.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := show(testNoun.NotCreated(`"Ops"`, test.err, SameID)); got != test.expected {
				t.Errorf("expected:\n%s\ngot:\n%s", test.expected, got)
			}
		})
	}
}

func TestNoun_anOpenCreateIsNoRefusal(t *testing.T) {
	t.Parallel()
	err := &client.PendingError{Noun: "team", Key: `"Ops"`, Pending: client.Pending{Job: "https://nao.example/jobs/1"}, Err: apiError(404)}
	if IsGone(err) {
		t.Error("expected a create that is still open not to be gone, whatever closed the view on it")
	}
	got := show(testNoun.Failed("read", `"Ops"`, err))
	if !strings.HasPrefix(got, "Team could not be read | The create of the team \"Ops\" is still open: the background job https://nao.example/jobs/1 was not seen to finish: ") || !strings.Contains(got, "`terraform state rm`") {
		t.Errorf("expected what is open and the way out, got %s", got)
	}
}

func TestNoun_anOpenCreateSaysWhyNobodyWaitsForIt(t *testing.T) {
	t.Parallel()
	const job = "https://nao.example/jobs/1"
	for name, test := range map[string]struct {
		pending  client.PendingError
		expected string
	}{
		"time":         {client.PendingError{Pending: client.Pending{Job: job}, Err: context.DeadlineExceeded}, "the background job " + job + " was not seen to finish, and time ran out. |"},
		"an interrupt": {client.PendingError{Pending: client.Pending{Job: job}, Err: context.Canceled}, "the background job " + job + " was not seen to finish, and the run was interrupted. |"},
		"a network that is down": {
			client.PendingError{Err: &client.TransportError{Method: "GET", Path: "/teams", Err: &net.OpError{Op: "dial", Err: context.DeadlineExceeded}}},
			"the request was sent, but its outcome is not known: no answer to GET /teams: dial: context deadline exceeded. |",
		},
		"a job that succeeded": {
			client.PendingError{Pending: client.Pending{Job: job, Done: true}, Err: errors.New("what it made is not listed")},
			"the background job " + job + " has succeeded: what it made is not listed. |",
		},
		"accepted":       {client.PendingError{Pending: client.Pending{Accepted: time.Now()}, Err: context.DeadlineExceeded}, "the API accepted the request, but named no background job that can be watched, and time ran out. |"},
		"without a job":  {client.PendingError{Err: context.Canceled}, "the request was sent, but its outcome is not known, and the run was interrupted. |"},
		"something else": {client.PendingError{Err: errors.New("nothing is listed")}, "the request was sent, but its outcome is not known: nothing is listed. |"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.pending.Noun, test.pending.Key = "team", `"Ops"`
			expected := `Team is not created yet | The create of the team "Ops" is still open: ` + test.expected
			if got := show(testNoun.NotCreated(`"Ops"`, &test.pending, SameID)); !strings.HasPrefix(got, expected) {
				t.Errorf("expected:\n%s\ngot:\n%s", expected, got)
			}
		})
	}
}

func TestNoun_whatIsGone(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err      error
		expected bool
	}{
		"404":                         {apiError(404), true},
		"a create whose job failed":   {&client.JobError{}, true},
		"a state that knows no id":    {errNothingPending, true},
		"403":                         {apiError(403), false},
		"401":                         {apiError(401), false},
		"500":                         {apiError(500), false},
		"no answer":                   {&client.TransportError{Err: context.Canceled}, false},
		"no error":                    {nil, false},
		"no reach":                    {&client.UnreachedError{TeamID: "1", SiteID: "2"}, true},
		"nothing made":                {&client.NothingMadeError{}, true},
		"another endpoint":            {&client.EndpointError{Err: apiError(404)}, false},
		"several that may be the one": {&client.AmbiguousError{IDs: []string{"1", "2"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := IsGone(test.err); got != test.expected {
				t.Errorf("expected %t, got %t", test.expected, got)
			}
		})
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

func TestOnly_namesTheCandidatesInTheOrderOfTheirNumbers(t *testing.T) {
	t.Parallel()
	_, diagnostics := Only(testNoun, "Ops", []string{"1000", "99"}, SameID)
	if got := show(diagnostics); !strings.Contains(got, "[name]") || !strings.Contains(got, "ids 99, 1000.") {
		t.Errorf("expected the ids 99, 1000 at name, got %s", got)
	}
}

func TestIDs(t *testing.T) {
	t.Parallel()
	for id, expected := range map[string]bool{
		"1": true, "392": true, "9223372036854775807": true,
		"": false, "0": false, "0392": false, "-1": false, "1.5": false, "abc": false, "12/": false, " 12": false, "12\n": false, "١٢": false, strings.Repeat("9", 20): false,
	} {
		if got := IsID(id); got != expected {
			t.Errorf("expected IsID(%q) to be %t, got %t", id, expected, got)
		}
	}
}
