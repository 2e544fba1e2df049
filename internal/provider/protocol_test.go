// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

// protocol speaks to the provider as a CLI does, for what no CLI can be made to do at the right moment.
type protocol struct {
	t        *testing.T
	server   tfprotov6.ProviderServer
	provider tftypes.Object
	team     tftypes.Object
}

func dial(t *testing.T, account *providertest.Account) protocol {
	t.Helper()
	server, err := account.Provider()
	if err != nil {
		t.Fatal(err)
	}
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return protocol{
		t: t, server: server,
		provider: object(t, schemas.Provider.ValueType()),
		team:     object(t, schemas.ResourceSchemas["naocloud_team"].ValueType()),
	}
}

func object(t *testing.T, kind tftypes.Type) tftypes.Object {
	t.Helper()
	object, ok := kind.(tftypes.Object)
	if !ok {
		t.Fatalf("expected an object, got %s", kind)
	}
	return object
}

// attach is dial with a provider that is configured for the account.
func attach(t *testing.T, account *providertest.Account) protocol {
	t.Helper()
	p := dial(t, account)
	configured, err := p.server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		Config: p.value(p.provider, map[string]any{"endpoint": account.URL, "api_key": naotest.APIKey}),
	})
	if err != nil || len(configured.Diagnostics) > 0 {
		t.Fatal(err, configured)
	}
	return p
}

// value is an object in which everything else is null.
func (p protocol) value(kind tftypes.Object, attributes map[string]any) *tfprotov6.DynamicValue {
	p.t.Helper()
	values := map[string]tftypes.Value{}
	for name, attribute := range kind.AttributeTypes {
		values[name] = tftypes.NewValue(attribute, attributes[name])
	}
	value, err := tfprotov6.NewDynamicValue(kind, tftypes.NewValue(kind, values))
	if err != nil {
		p.t.Fatal(err)
	}
	return &value
}

// apply changes a team from one state to another; a nil prior creates it, a nil planned destroys it.
func (p protocol) apply(ctx context.Context, prior, planned, private any) *tfprotov6.ApplyResourceChangeResponse {
	p.t.Helper()
	state := func(attributes any) *tfprotov6.DynamicValue {
		switch attributes := attributes.(type) {
		case *tfprotov6.DynamicValue:
			return attributes
		case map[string]any:
			return p.value(p.team, attributes)
		default:
			null, err := tfprotov6.NewDynamicValue(p.team, tftypes.NewValue(p.team, nil))
			if err != nil {
				p.t.Fatal(err)
			}
			return &null
		}
	}
	data, _ := private.([]byte)
	response, err := p.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
		TypeName: "naocloud_team", PriorState: state(prior), PlannedState: state(planned), Config: state(planned), PlannedPrivate: data,
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return response
}

// id is that of a state; empty for null.
func (p protocol) id(state *tfprotov6.DynamicValue) string {
	p.t.Helper()
	value, err := state.Unmarshal(p.team)
	if err != nil {
		p.t.Fatal(err)
	}
	var attributes map[string]tftypes.Value
	var id *string
	if err := value.As(&attributes); err != nil {
		p.t.Fatal(err)
	}
	if err := attributes["id"].As(&id); err != nil {
		p.t.Fatal(err)
	}
	if id == nil {
		return ""
	}
	return *id
}

var operations = map[string]any{"id": tftypes.UnknownValue, "name": "Operations", "roles": tftypes.UnknownValue, "user_id": tftypes.UnknownValue}

// interrupted cancels a create while its job runs, as Ctrl-C does.
func interrupted(t *testing.T, account *providertest.Account) (protocol, *tfprotov6.ApplyResourceChangeResponse) {
	t.Helper()
	p := attach(t, account)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	account.AfterRequest(http.MethodGet, "/background_jobs/48145", cancel)
	response := p.apply(ctx, nil, operations, nil)
	if len(response.Diagnostics) != 1 || response.Diagnostics[0].Summary != "Team is not created yet" {
		t.Fatalf("expected one error, got %v", response.Diagnostics)
	}
	if id := p.id(response.NewState); id != "" {
		t.Fatalf("expected no id yet, got %s", id)
	}
	return p, response
}

func startWithJobs(t *testing.T) *providertest.Account {
	t.Helper()
	return providertest.Start(t, naotest.Behavior{Responses: naotest.Responses{Creates: naotest.SeeOther}, Jobs: naotest.Jobs{Polls: 2}})
}

func TestInterruptedCreate_destroyFinishesAndRemovesIt(t *testing.T) {
	t.Parallel()
	account := startWithJobs(t)
	p, created := interrupted(t, account)
	destroyed := p.apply(t.Context(), created.NewState, nil, created.Private)
	if len(destroyed.Diagnostics) != 0 {
		t.Errorf("expected no error, got %v", destroyed.Diagnostics)
	}
	if teams := account.Teams(); len(teams) != 0 || account.Count(http.MethodDelete, "/teams/392") != 1 {
		t.Errorf("expected the team to be made and deleted, got %v left and %v", teams, account.Tally())
	}
}

func TestInterruptedCreate_updateFinishesAndChangesIt(t *testing.T) {
	t.Parallel()
	account := startWithJobs(t)
	p, created := interrupted(t, account)
	renamed := map[string]any{"id": tftypes.UnknownValue, "name": "Operations EU", "roles": tftypes.UnknownValue, "user_id": tftypes.UnknownValue}
	updated := p.apply(t.Context(), created.NewState, renamed, created.Private)
	if len(updated.Diagnostics) != 0 {
		t.Errorf("expected no error, got %v", updated.Diagnostics)
	}
	if id := p.id(updated.NewState); id != "392" {
		t.Errorf("expected the id 392, got %q", id)
	}
	if teams := account.Teams(); len(teams) != 1 || teams[0].Name != "Operations EU" {
		t.Errorf("expected one team with the new name, got %v", teams)
	}
	if strings.Contains(string(updated.Private), "pending_create") {
		t.Errorf("expected the create to be forgotten, got %s", updated.Private)
	}
}

func TestInterruptedCreate_refreshFinishesIt(t *testing.T) {
	t.Parallel()
	account := startWithJobs(t)
	p, created := interrupted(t, account)
	read, err := p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: "naocloud_team", CurrentState: created.NewState, Private: created.Private,
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(read.Diagnostics) != 1 || read.Diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning {
		t.Errorf("expected a warning that it was found, got %v", read.Diagnostics)
	}
	if id := p.id(read.NewState); id != "392" || read.NewIdentity == nil {
		t.Errorf("expected the id 392 and an identity, got %q, %v", id, read.NewIdentity)
	}
	if strings.Contains(string(read.Private), "pending_create") {
		t.Errorf("expected the create to be forgotten, got %s", read.Private)
	}
}

func TestInterruptedCreate_privateStateHoldsNoSecret(t *testing.T) {
	t.Parallel()
	_, created := interrupted(t, startWithJobs(t))
	if private := string(created.Private); !strings.Contains(private, "pending_create") || strings.Contains(private, naotest.APIKey) {
		t.Errorf("expected a pending create without the key, got %s", private)
	}
}

func TestConfigure_defersWhereTheClientAllowsIt(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{})
	p := dial(t, account)
	configured, err := p.server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		Config:             p.value(p.provider, map[string]any{"endpoint": tftypes.UnknownValue, "api_key": naotest.APIKey}),
		ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{DeferralAllowed: true},
	})
	if err != nil || len(configured.Diagnostics) != 0 {
		t.Fatalf("expected no error, got %v, %v", err, configured.Diagnostics)
	}
	read, err := p.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName:           "naocloud_team",
		CurrentState:       p.value(p.team, map[string]any{"id": "392", "name": "Operations"}),
		ClientCapabilities: &tfprotov6.ReadResourceClientCapabilities{DeferralAllowed: true},
	})
	if err != nil || read.Deferred == nil || read.Deferred.Reason != tfprotov6.DeferredReasonProviderConfigUnknown {
		t.Errorf("expected the read to be deferred, got %v, %v", read, err)
	}
}
