// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package adoption_test

import (
	"context"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

const call = "naocloud_call"

// actionConfig is the configuration of an action with these arguments: texts, or values of other types.
func actionConfig(t testing.TB, schemas *tfprotov6.GetProviderSchemaResponse, action string, arguments map[string]any) *tfprotov6.DynamicValue {
	t.Helper()
	object, ok := schemas.ActionSchemas[action].Schema.ValueType().(tftypes.Object)
	if !ok {
		t.Fatalf("%s has no schema", action)
	}
	values := make(map[string]tftypes.Value, len(object.AttributeTypes))
	for name, attributeType := range object.AttributeTypes {
		switch argument := arguments[name].(type) {
		case tftypes.Value:
			values[name] = argument
		default:
			values[name] = tftypes.NewValue(attributeType, argument)
		}
	}
	config, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, values))
	if err != nil {
		t.Fatal(err)
	}
	return &config
}

// invoked invokes an action. Each progress message is handed on, and the outcome returned.
func invoked(t *testing.T, account *naotest.Server, action string, arguments map[string]any, progress func(server, string)) []*tfprotov6.Diagnostic {
	t.Helper()
	p, schemas := configured(t.Context(), t, account)
	stream, err := p.InvokeAction(t.Context(), &tfprotov6.InvokeActionRequest{ActionType: action, Config: actionConfig(t, schemas, action, arguments)})
	if err != nil {
		t.Fatal(err)
	}
	for event := range stream.Events {
		switch e := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			progress(p, e.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			return e.Diagnostics
		}
	}
	t.Fatal("the action was not completed")
	return nil
}

func text(value string) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }

// members is an object of HCL.
func members(values map[string]tftypes.Value) tftypes.Value {
	attributeTypes := make(map[string]tftypes.Type, len(values))
	for name, value := range values {
		attributeTypes[name] = value.Type()
	}
	return tftypes.NewValue(tftypes.Object{AttributeTypes: attributeTypes}, values)
}

func TestCall_sendsTheBodyAndTellsHowFarItIs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		account := naotest.New(naotest.Behavior{
			Responses: naotest.Responses{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{Duration: 25 * time.Second}, Collections: []naotest.Collection{{Path: "zones"}},
		})
		limit, _, err := big.ParseFloat("9007199254740993", 10, 512, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}
		body := members(map[string]tftypes.Value{"zone": members(map[string]tftypes.Value{
			"name": text("Hall"), "limit": tftypes.NewValue(tftypes.Number, limit), "corners": tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{text("a")}),
		})})
		var told []string
		diagnostics := invoked(t, account, call, map[string]any{"path": "zones", "method": "POST", "body": body},
			func(_ server, message string) { told = append(told, message) })
		if len(diagnostics) > 0 {
			t.Fatal(diagnostics[0])
		}
		if len(told) != 5 || told[0] != "sending POST zones" || !strings.HasPrefix(told[3], "In progress (background job ") || told[4] != "done" {
			t.Errorf("told %q", told)
		}
		if sent := string(account.Requests()[0].Body); sent != `{"zone":{"corners":["a"],"limit":9007199254740993,"name":"Hall"}}` {
			t.Errorf("sent %s", sent)
		}
		if zones := account.Objects("zones"); len(zones) != 1 {
			t.Errorf("made %v", zones)
		}
	})
}

func TestCall_whatGoesWrongIsClear(t *testing.T) {
	t.Parallel()
	const again = "If nothing did, run `terraform apply -invoke=action.naocloud_call.NAME` (another apply does not call)."
	for name, test := range map[string]struct {
		fault              naotest.Fault
		method, timeout    string
		on                 string
		attribute, summary string
		detail             []string
	}{
		"no such path": {
			fault: naotest.Status(404), on: "path", summary: "Path does not exist",
			detail: []string{"NAO Cloud has nothing at sites/11416/rebuild for POST.", "Correct the path, or use credentials that reach it.", "Request: POST /sites/11416/rebuild, answered 404"},
		},
		"no such method": {
			fault: naotest.Status(405), method: "PUT", on: "method", summary: "Method is not allowed",
			detail: []string{"NAO Cloud does not take PUT at sites/11416/rebuild.", "Write the other one of POST and PUT, or correct the path.", "answered 405"},
		},
		"not allowed": {
			fault: naotest.Status(403), summary: "Call could not be carried out",
			detail: []string{"Call POST sites/11416/rebuild: NAO Cloud says: ", "They do not include the right to do this."},
		},
		"not valid": {
			fault: naotest.Unprocessable("/data/attributes/depth", "Depth is too small; super-secret-token is no token"), summary: "Call could not be carried out",
			detail: []string{"Depth is too small", "Correct the configuration, then run `terraform apply -invoke"},
		},
		"response lost": {
			fault: naotest.LoseResponse, summary: "Call was not seen to be carried out",
			detail: []string{"POST sites/11416/rebuild: the call may have been carried out all the same: no response to POST", "It is not sent again, since that might do it twice.", again},
		},
		"response to PUT lost": {
			fault: naotest.LoseResponse, method: "PUT", summary: "Call was not seen to be carried out",
			detail: []string{"PUT sites/11416/rebuild: the call may have been carried out all the same: no response to PUT"},
		},
		"gateway": {
			fault: naotest.ProxyPage(504), method: "PUT", summary: "Call was not seen to be carried out", detail: []string{"may have been carried out all the same: ", "504"},
		},
		"job forgotten": {
			fault:   naotest.Canned(202, "application/json", `{"id":77}`),
			summary: "Call was not seen to be carried out", detail: []string{"the call goes on as the background job 77, but its end was not seen: how the background job 77 ended is not known"},
		},
		"out of time": {
			fault: naotest.HangBefore, timeout: "90s", summary: "Call was not seen to be carried out",
			detail: []string{"time was up", again + " If the time was too short, allow more in the action's `timeout`."},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				method := "POST"
				if test.method != "" {
					method = test.method
				}
				account := naotest.New(naotest.Behavior{})
				account.SeedSites(1)
				account.Inject(test.fault, naotest.On(method, ""))
				arguments := map[string]any{
					"path": "sites/11416/rebuild", "method": method, "body": members(map[string]tftypes.Value{"site": members(map[string]tftypes.Value{"access_token": text("super-secret-token")})}),
				}
				if test.timeout != "" {
					arguments["timeout"] = test.timeout
				}
				diagnostics := invoked(t, account, call, arguments, ignored)
				if len(diagnostics) != 1 || diagnostics[0].Summary != test.summary {
					t.Fatalf("expected %s, got %v", test.summary, diagnostics)
				}
				for _, detail := range test.detail {
					if !strings.Contains(diagnostics[0].Detail, detail) {
						t.Errorf("expected %q in:\n%s", detail, diagnostics[0].Detail)
					}
				}
				if strings.Contains(diagnostics[0].Detail, "super-secret") {
					t.Errorf("the message shows a secret: %s", diagnostics[0].Detail)
				}
				on := ""
				if diagnostics[0].Attribute != nil {
					on = diagnostics[0].Attribute.String()
				}
				if want := map[bool]string{true: `AttributeName("` + test.on + `")`}[test.on != ""]; on != want {
					t.Errorf("expected an error on %q, got it on %q", want, on)
				}
				if got := account.Count(method, ""); got != 1 {
					t.Errorf("sent %d times, want once", got)
				}
			})
		})
	}
}

// badCalls are arguments that are refused, by the attribute that is wrong.
var badCalls = []struct {
	attribute string
	arguments map[string]any
	text      string
}{
	{"path", map[string]any{"path": "sessions", "method": "POST"}, `path must be a collection of objects, which "sessions" is not.`},
	{"path", map[string]any{"path": "oauth/token", "method": "POST"}, `path must be a collection of objects, which "oauth" is not.`},
	{"path", map[string]any{"path": "sites/../teams", "method": "POST"}, `".." is no id.`},
	{"path", map[string]any{"path": "sites/5%2f..", "method": "POST"}, `"5%2f.." is no id.`},
	{"path", map[string]any{"path": "sites//publish", "method": "POST"}, "path must not have an empty part: "},
	{"path", map[string]any{"path": "/sites/5/publish", "method": "POST"}, "path must not have an empty part: "},
	{"path", map[string]any{"path": "sites/5/publish?force=1", "method": "POST"}, `"publish?force=1" is no id.`},
	{"path", map[string]any{"path": "sites/5/background_jobs/7", "method": "PUT"}, `path must not lead to "background_jobs".`},
	{"method", map[string]any{"path": "sites/5", "method": "DELETE"}, `value must be one of: ["POST" "PUT"]`},
	{"body", map[string]any{"path": "sites/5", "method": "PUT", "body": text(`{"site":{}}`)}, "body must be an object in HCL, such as { zone = { name = \"Hall\" } }, got a string. Where there is JSON, write body = jsondecode(…)."},
	{"body", map[string]any{"path": "sites/5", "method": "PUT", "body": tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, []tftypes.Value{text("x")})}, "got a list."},
	{"body", map[string]any{"path": "sites/5", "method": "PUT", "body": tftypes.NewValue(tftypes.Bool, true)}, "got a boolean."},
	{"timeout", map[string]any{"path": "sites/5", "method": "PUT", "timeout": "soon"}, "timeout must be a positive number with a unit"},
}

func TestCall_refusesWhatItMustNotSend(t *testing.T) {
	t.Parallel()
	for _, bad := range badCalls {
		account := naotest.New(naotest.Behavior{})
		p, schemas := configured(t.Context(), t, account)
		response, err := p.ValidateActionConfig(t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: call, Config: actionConfig(t, schemas, call, bad.arguments)})
		if err != nil {
			t.Fatal(err)
		}
		expectOn(t, response.Diagnostics, bad.attribute, bad.text)
		if sent := len(account.Requests()); sent > 0 {
			t.Errorf("sent %d requests", sent)
		}
	}
}

// What a validation does not know yet, such as an id that turns out to be "..", is refused before it is sent.
func TestCall_refusesWhatTurnsOutToBeWrong(t *testing.T) {
	t.Parallel()
	for _, bad := range badCalls {
		if bad.attribute != "path" && bad.attribute != "body" {
			continue
		}
		account := naotest.New(naotest.Behavior{})
		expectOn(t, invoked(t, account, call, bad.arguments, ignored), bad.attribute, bad.text)

		p, schemas := configured(t.Context(), t, account)
		planned, err := p.PlanAction(t.Context(), &tfprotov6.PlanActionRequest{
			ActionType: call, Config: actionConfig(t, schemas, call, bad.arguments), ClientCapabilities: &tfprotov6.PlanActionClientCapabilities{},
		})
		if err != nil {
			t.Fatal(err)
		}
		expectOn(t, planned.Diagnostics, bad.attribute, bad.text)
		if sent := len(account.Requests()); sent > 0 {
			t.Errorf("sent %d requests", sent)
		}
	}
}

func TestCall_waitsForWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	p, schemas := configured(context.Background(), t, naotest.New(naotest.Behavior{}))
	response, err := p.ValidateActionConfig(t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: call, Config: actionConfig(t, schemas, call, map[string]any{
		"path": tftypes.UnknownValue, "method": tftypes.UnknownValue, "body": tftypes.NewValue(tftypes.DynamicPseudoType, tftypes.UnknownValue),
	})})
	if err != nil || len(response.Diagnostics) > 0 {
		t.Errorf("got %v and %v", response.Diagnostics[0], err)
	}
}

func expectOn(t *testing.T, diagnostics []*tfprotov6.Diagnostic, attribute, text string) {
	t.Helper()
	if len(diagnostics) != 1 || diagnostics[0].Attribute.String() != `AttributeName("`+attribute+`")` || !strings.Contains(unbroken(diagnostics[0].Detail), text) {
		for _, d := range diagnostics {
			t.Errorf("expected %q on %s, got %s: %s: %s", text, attribute, d.Attribute, d.Summary, d.Detail)
		}
	}
}

const callByHand = "terraform apply -invoke=action.naocloud_call.renamed"

func TestAccCall_byHand(t *testing.T) {
	t.Parallel()
	account := naotest.Start(t, naotest.Behavior{})
	term := open(t, account, 14, never)
	account.AddSite(naotest.Site{Name: "Purpan hospital"})
	term.example("adopt-with-query", "main.tf")
	term.write("call.tf", `
action "naocloud_call" "renamed" {
  config {
    path   = "sites/11416"
    method = "PUT"
    body   = { site = { name = "Toulouse hospital" } }
  }
}
`)
	term.types("terraform init")
	said := unbroken(term.types(callByHand))
	for _, progress := range []string{"sending PUT sites/11416", ": done"} {
		if !strings.Contains(said, progress) {
			t.Errorf("expected %q of %s", progress, said)
		}
	}
	if got := account.Sites()[0].Name; got != "Toulouse hospital" {
		t.Errorf("the site is called %q", got)
	}
	account.Inject(naotest.Status(http.StatusNotFound), naotest.On(http.MethodPut, ""))
	term.failsTo(callByHand, "NAO Cloud has nothing at sites/11416 for PUT.")
}
