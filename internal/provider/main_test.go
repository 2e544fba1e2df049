// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	naocloud "github.com/naocloud/terraform-provider-naocloud/internal/provider"
)

// retryWait makes a process of this test binary the provider as it is released, but for how long it waits before it tries again: a CLI is
// to meet many failures, and none of these tests is about patience.
const retryWait = "NAOCLOUD_TEST_RETRY_WAIT"

func TestMain(m *testing.M) {
	text, ok := os.LookupEnv(retryWait)
	if !ok {
		os.Exit(runTests(m))
	}
	wait, err := time.ParseDuration(text)
	if err == nil {
		factory := naocloud.NewWith("test", os.Getenv, func(config *client.Config) { config.RetryWait = wait })
		err = tf6server.Serve("registry.terraform.io/naocloud/naocloud", func() tfprotov6.ProviderServer { return naocloud.NewServer(factory()) })
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "serve the provider:", err)
		os.Exit(1)
	}
}

// runTests runs the tests, with a folder for what they build.
func runTests(m *testing.M) (status int) {
	var err error
	if builds, err = os.MkdirTemp("", "naocloud-provider"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	status = m.Run()
	if err := os.RemoveAll(builds); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return status
}
