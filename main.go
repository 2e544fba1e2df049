// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// The terraform-provider-naocloud command serves the NAO Cloud provider to
// Terraform or OpenTofu, which start it; there is nothing to run by hand but -debug.
package main

import (
	"flag"
	"log"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider"
)

// version is set by the linker when a release is built.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "serve on, and print how to attach Terraform, so that a debugger can be used")
	flag.Parse()

	var options []tf6server.ServeOpt
	if *debug {
		options = append(options, tf6server.WithManagedDebug())
	}
	provider.QuietFramework()
	server := provider.NewServer(provider.New(version)())
	newServer := func() tfprotov6.ProviderServer { return server }
	if err := tf6server.Serve("registry.terraform.io/naocloud/naocloud", newServer, options...); err != nil {
		log.Fatal(err)
	}
	if summary := provider.Summary(server); summary != "" {
		// A CLI writes what its plugins write to standard error into its own log.
		log.SetFlags(0)
		log.Print("[INFO] " + summary)
	}
}
