// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package adoption_test

import (
	"context"
	"iter"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
	"github.com/naocloud/terraform-provider-naocloud/internal/provider"
)

// server is a provider as a CLI sees it, without a CLI: what is streamed is seen when it comes.
type server interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// configured is a provider of an account.
func configured(ctx context.Context, t testing.TB, account *naotest.Server) (server, *tfprotov6.GetProviderSchemaResponse) {
	t.Helper()
	environment := map[string]string{"NAOCLOUD_ENDPOINT": naotest.Endpoint, "NAOCLOUD_API_KEY": naotest.APIKey}
	p, ok := provider.NewServer(provider.NewWith("test",
		func(name string) string { return environment[name] },
		func(config *client.Config) { config.Transport = account.Transport() })()).(server)
	if !ok {
		t.Fatal("the provider knows no list resources or no actions")
	}
	schemas, err := p.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	response, err := p.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{Config: block(t, schemas.Provider.ValueType(), nil)})
	if err != nil || len(response.Diagnostics) > 0 {
		t.Fatal(err, response.Diagnostics)
	}
	return p, schemas
}

// listing is what a list block without arguments shows.
func listing(ctx context.Context, t testing.TB, account *naotest.Server, request tfprotov6.ListResourceRequest) iter.Seq[tfprotov6.ListResourceResult] {
	t.Helper()
	p, schemas := configured(ctx, t, account)
	request.Config = block(t, schemas.ListResourceSchemas[request.TypeName].ValueType(), nil)
	stream, err := p.ListResource(ctx, &request)
	if err != nil {
		t.Fatal(err)
	}
	return stream.Results
}

// block is a block of this type with some of its attributes.
func block(t testing.TB, blockType tftypes.Type, attributes map[string]string) *tfprotov6.DynamicValue {
	t.Helper()
	object, ok := blockType.(tftypes.Object)
	if !ok {
		t.Fatalf("expected an object, got %s", blockType)
	}
	values := make(map[string]tftypes.Value, len(object.AttributeTypes))
	for name, attributeType := range object.AttributeTypes {
		values[name] = tftypes.NewValue(attributeType, nil)
		if text, ok := attributes[name]; ok {
			values[name] = tftypes.NewValue(attributeType, text)
		}
	}
	value, err := tfprotov6.NewDynamicValue(object, tftypes.NewValue(object, values))
	if err != nil {
		t.Fatal(err)
	}
	return &value
}
