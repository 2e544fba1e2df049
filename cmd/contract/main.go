// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

// Command contract probes the facts of NAO Cloud's wire format that the project assumes, on the account that the NAOCLOUD_* variables name.
// It prints a table of what was assumed and what was seen, and which switch of the simulator to change. It only reads, unless -write lets it
// create, change and remove objects whose names start with -prefix, and publish its own site. It ends with status 1 where something differs or failed.
//
// With -collections it prints instead which collections the account answers for, and the names of their attributes without any value. It reads only.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/naocloud/terraform-provider-naocloud/internal/client"
	"github.com/naocloud/terraform-provider-naocloud/internal/contract"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "contract:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer) error {
	options := contract.Options{RetryWait: 5 * time.Second}
	flags := flag.NewFlagSet("contract", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.BoolVar(&options.Write, "write", false, "create, change and remove a team, a site and an association, and publish that site")
	flags.StringVar(&options.Prefix, "prefix", "contract", "`text` that starts the name of everything that -write creates")
	flags.DurationVar(&options.PollWait, "poll", time.Second, "`duration` between two looks at a background job")
	collections := flags.Bool("collections", false, "list what collections the account answers for and the names of their attributes, without values; reads only")
	paths := flags.String("paths", strings.Join(contract.CollectionPaths(), ","), "`paths` that -collections asks for, with * for ids")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if err := account(&options, getenv); err != nil {
		return err
	}

	if *collections {
		return list(ctx, options, strings.Split(*paths, ","), stdout)
	}
	report, err := contract.Run(ctx, options)
	if report == nil {
		return err
	}
	if err := errors.Join(err, report.Write(stdout)); err != nil {
		return err
	}
	if differences := len(report.Differences()); differences > 0 {
		return fmt.Errorf("%d facts differ from what is assumed", differences)
	}
	return nil
}

// list prints what collections the account answers for.
func list(ctx context.Context, options contract.Options, paths []string, stdout io.Writer) error {
	inventory, err := contract.ListCollections(ctx, options, paths)
	if inventory == nil {
		return err
	}
	return errors.Join(err, inventory.Write(stdout))
}

// account reads from the environment which account is meant, as the provider does.
func account(options *contract.Options, getenv func(string) string) (err error) {
	endpoint := getenv("NAOCLOUD_ENDPOINT")
	if endpoint == "" {
		endpoint = client.DefaultEndpoint
	}
	if options.Endpoint, err = client.ParseEndpoint(endpoint); err != nil {
		return fmt.Errorf("read NAOCLOUD_ENDPOINT: %w", err)
	}
	key, oauth, jwt, email := getenv("NAOCLOUD_API_KEY"), getenv("NAOCLOUD_OAUTH_TOKEN"), getenv("NAOCLOUD_JWT"), getenv("NAOCLOUD_EMAIL")
	switch {
	case key != "":
		options.Authorization, options.APIKey = key, true
	case oauth != "":
		options.Authorization = "Bearer " + oauth
	case jwt != "":
		options.Authorization = jwt
	case email != "" && getenv("NAOCLOUD_PASSWORD") != "":
		options.Email, options.Password = email, getenv("NAOCLOUD_PASSWORD")
	default:
		return errors.New("set NAOCLOUD_API_KEY, NAOCLOUD_OAUTH_TOKEN, NAOCLOUD_JWT, or NAOCLOUD_EMAIL and NAOCLOUD_PASSWORD")
	}
	return nil
}
