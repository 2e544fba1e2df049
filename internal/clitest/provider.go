// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

//go:build unix

package clitest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	naocloud "github.com/naocloud/terraform-provider-naocloud/internal/provider"
)

// Provider says how the provider process differs from the one that users run. The zero value does not.
type Provider struct {
	// RetryWait is the scale of everything that waits: see client.Config.
	RetryWait time.Duration
	// RequestTimeout bounds one attempt of one request.
	RequestTimeout time.Duration
	// SingleReads switches bulk reads off.
	SingleReads bool
	// Null makes reads of sites answer from the state, without a request: what is left is what the CLI itself costs.
	Null bool
	// Binary is a provider to run in place of the test's own, as it is: the fields above do not reach it. "" = the test's own.
	Binary string
}

// process is what a Workspace tells the processes that its CLI starts.
type process struct {
	Provider
	// Retries is a file that gets a line for each attempt beyond the first, Usage one that gets each process's peak memory in bytes.
	Retries, Usage string
}

// variable holds a process in JSON.
const variable = "NAOCLOUD_CLITEST_PROCESS"

// Main is what a package's TestMain calls: it runs the tests or, where a CLI started the test binary as a provider, serves that.
func Main(m *testing.M) {
	settings, ok := os.LookupEnv(variable)
	if !ok {
		os.Exit(m.Run())
	}
	if err := run(settings); err != nil {
		fmt.Fprintln(os.Stderr, "serve the provider:", err)
		os.Exit(1)
	}
}

func run(settings string) error {
	var p process
	if err := json.Unmarshal([]byte(settings), &p); err != nil {
		return fmt.Errorf("read %s: %w", variable, err)
	}
	if p.Usage != "" {
		return p.measure()
	}
	return p.serve()
}

func (p process) serve() error {
	naocloud.QuietFramework()
	factory := naocloud.NewWith("test", os.Getenv, p.adjust)
	if p.Null {
		factory = withoutReads(factory)
	}
	return tf6server.Serve("registry.terraform.io/naocloud/naocloud", func() tfprotov6.ProviderServer { return naocloud.NewServer(factory()) })
}

func (p process) adjust(config *client.Config) {
	config.RetryWait = p.RetryWait
	config.SingleReads = p.SingleReads
	if p.RequestTimeout > 0 {
		config.RequestTimeout = p.RequestTimeout
	}
	if p.Retries != "" {
		config.Logger = slog.New(retryCounter{file: p.Retries})
	}
	// A test that has to end the process finds it by its requests.
	config.UserAgent += fmt.Sprintf(" %s%d", processID, os.Getpid())
}

// processID precedes the provider's process id in the User-Agent.
const processID = "pid/"

// retryCounter is a log handler that writes down each attempt beyond the first; at once, so that a process that is killed loses none.
type retryCounter struct{ file string }

func (retryCounter) Enabled(context.Context, slog.Level) bool { return true }

func (c retryCounter) Handle(_ context.Context, record slog.Record) error {
	retried := record.Message == "create: nothing was made; sending the POST again"
	record.Attrs(func(attribute slog.Attr) bool {
		retried = retried || attribute.Key == "attempt" && attribute.Value.Int64() > 1
		return true
	})
	if !retried {
		return nil
	}
	return appendLine(c.file, record.Message)
}

func (c retryCounter) WithAttrs([]slog.Attr) slog.Handler { return c }

func (c retryCounter) WithGroup(string) slog.Handler { return c }

func appendLine(name, line string) error {
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600) //nolint:gosec // The test chose the name.
	if err != nil {
		return err
	}
	_, err = file.WriteString(line + "\n")
	return errors.Join(err, file.Close())
}
