// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Command naocloud-sim serves a simulated NAO Cloud account on loopback. It
// prints the endpoint and an API key as NAOCLOUD_ENDPOINT=… and
// NAOCLOUD_API_KEY=… lines, and runs until it is interrupted.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/naotest"
)

// shutdownTime is how long requests under way may take to end.
const shutdownTime = 3 * time.Second

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "naocloud-sim:", err)
		os.Exit(1)
	}
}

// run serves until the context ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", o.addr, err)
	}
	s, err := newAccount(o)
	if err != nil {
		return errors.Join(err, listener.Close())
	}

	server := &http.Server{Handler: handler(s), ReadHeaderTimeout: 10 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()

	lines := fmt.Sprintf("NAOCLOUD_ENDPOINT=http://%s%s\nNAOCLOUD_API_KEY=%s\n",
		listener.Addr(), naotest.BasePath, naotest.APIKey)
	if _, err := io.WriteString(stdout, lines); err != nil {
		return errors.Join(fmt.Errorf("print the endpoint: %w", err), server.Close())
	}
	if err := writeReadyFile(o.readyFile, lines); err != nil {
		return errors.Join(err, server.Close())
	}

	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	return shutDown(ctx, server, s, stdout)
}

// newAccount returns the account that the options describe. The simulator panics on a
// collection that cannot be.
func newAccount(o options) (s *naotest.Server, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("set up the account: %v", cause)
		}
	}()
	s = naotest.New(o.behavior)
	o.seed(s)
	return s, nil
}

// shutDown lets the requests under way end, and says how many there were.
func shutDown(ctx context.Context, server *http.Server, s *naotest.Server, stdout io.Writer) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		if err := server.Close(); err != nil { // what hangs is cut off
			return fmt.Errorf("close the server: %w", err)
		}
	}
	_, err := fmt.Fprintln(stdout, summary(s))
	return err
}

// writeReadyFile writes the lines where another process waits for them; never
// half of them.
func writeReadyFile(path, lines string) error {
	if path == "" {
		return nil
	}
	draft := path + ".draft"
	if err := os.WriteFile(draft, []byte(lines), 0o600); err != nil {
		return fmt.Errorf("write the ready file: %w", err)
	}
	if err := os.Rename(draft, path); err != nil {
		return fmt.Errorf("write the ready file: %w", err)
	}
	return nil
}
