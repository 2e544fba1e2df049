// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"
)

const canary = "canary-secret"

// logged is what Terraform's log holds after a few lines of the client's.
func logged(t *testing.T, write func(context.Context, *slog.Logger)) []map[string]any {
	t.Helper()
	var output bytes.Buffer
	ctx := tflogtest.RootLogger(t.Context(), &output)
	write(ctx, slog.New(&logHandler{secrets: []string{canary}}))
	if strings.Contains(output.String(), canary) {
		t.Errorf("expected no secret, got %s", output.String())
	}
	lines, err := tflogtest.MultilineJSONDecode(&output)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestLog_linesKeepTheirFields(t *testing.T) {
	t.Parallel()
	lines := logged(t, func(ctx context.Context, log *slog.Logger) {
		log.With("noun", "team").WithGroup("request").DebugContext(ctx, "sent", slog.Int("status", 201), slog.Group("body", slog.Bool("whole", true)))
		log.WarnContext(ctx, "odd")
	})
	if len(lines) != 2 {
		t.Fatalf("expected 2 lines, got %v", lines)
	}
	for field, expected := range map[string]any{
		"@level": "debug", "@message": "sent", "noun": "team", "request.status": float64(201), "request.body.whole": true,
	} {
		if got := lines[0][field]; got != expected {
			t.Errorf("expected %s to be %v, got %v", field, expected, got)
		}
	}
	if got := lines[1]["@level"]; got != "warn" {
		t.Errorf("expected a warning, got %v", got)
	}
}

func TestLog_secretsAreMaskedWhereverTheyStand(t *testing.T) {
	t.Parallel()
	lines := logged(t, func(ctx context.Context, log *slog.Logger) {
		log.DebugContext(ctx, "message with "+canary, slog.String("text", "Bearer "+canary), slog.Any("error", errors.New(canary)), slog.Any("list", []string{canary}))
	})
	if len(lines) != 1 {
		t.Fatalf("expected 1 line, got %v", lines)
	}
	for field, expected := range map[string]any{"@message": "message with ***", "text": "Bearer ***", "error": "***", "list": "[***]"} {
		if got := lines[0][field]; got != expected {
			t.Errorf("expected %s to be %v, got %v", field, expected, got)
		}
	}
}
