// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Command provider-schema prints the provider's schema in the form of `terraform providers schema -json`, from which the
// documentation is generated.
//
// A CLI leaves out what it does not know itself, such as resource identity before Terraform 1.12, so the pages would depend on
// the CLI that happens to be installed. This command leaves out nothing, and needs none.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider"
)

func main() {
	if err := write(context.Background(), os.Stdout, provider.NewServer(provider.New("dev")())); err != nil {
		log.Fatal("provider-schema: ", err)
	}
}

// write asks the provider for its schemas and writes them as one JSON document to w.
func write(ctx context.Context, w io.Writer, server tfprotov6.ProviderServer) error {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return fmt.Errorf("get the schemas: %w", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return fmt.Errorf("get the identity schemas: %w", err)
	}
	if err := firstError(schemas.Diagnostics, identities.Diagnostics); err != nil {
		return err
	}

	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(newDocument(schemas, identities)); err != nil {
		return fmt.Errorf("write the schemas: %w", err)
	}
	return nil
}

func firstError(lists ...[]*tfprotov6.Diagnostic) error {
	for _, diagnostics := range lists {
		for _, d := range diagnostics {
			if d.Severity == tfprotov6.DiagnosticSeverityError {
				return errors.New(d.Summary + ": " + d.Detail)
			}
		}
	}
	return nil
}
