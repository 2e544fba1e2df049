// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider/providertest"
)

func TestSession_whoeverStillUsesItAtItsEndIsWarned(t *testing.T) {
	t.Parallel()
	account := providertest.Start(t, naotest.Behavior{Sessions: naotest.Sessions{Lifetime: time.Hour}})
	p := attach(t, account)
	kind := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"jwt": tftypes.String, "expires_at": tftypes.String}}
	opened, err := p.server.OpenEphemeralResource(t.Context(), &tfprotov6.OpenEphemeralResourceRequest{
		TypeName: "naocloud_session", Config: p.value(kind, nil),
	})
	if err != nil || len(opened.Diagnostics) > 0 {
		t.Fatal(err, opened)
	}
	if left := time.Until(opened.RenewAt); left < 58*time.Minute || left >= time.Hour {
		t.Errorf("expected to be asked again shortly before the hour is over, got in %s", left)
	}
	result, err := opened.Result.Unmarshal(kind)
	if err != nil {
		t.Fatal(err)
	}
	var values map[string]tftypes.Value
	var jwt string
	if err := result.As(&values); err != nil {
		t.Fatal(err)
	}
	if err := values["jwt"].As(&jwt); err != nil || !slices.Contains(account.IssuedJWTs(), jwt) {
		t.Errorf("expected a JWT that the account has issued, got another: %v", err)
	}
	if strings.Contains(string(opened.Private), jwt) {
		t.Error("expected no secret in the private data, found the JWT")
	}

	renewed, err := p.server.RenewEphemeralResource(t.Context(), &tfprotov6.RenewEphemeralResourceRequest{
		TypeName: "naocloud_session", Private: opened.Private,
	})
	if err != nil || len(renewed.Diagnostics) != 1 || renewed.Diagnostics[0].Severity != tfprotov6.DiagnosticSeverityWarning {
		t.Fatalf("expected a warning, got %v, %v", err, renewed)
	}
	if !renewed.RenewAt.IsZero() {
		t.Errorf("expected not to be asked again, got at %s", renewed.RenewAt)
	}
}
