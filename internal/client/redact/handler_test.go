// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package redact

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"
)

type printer struct{ text string }

func (p printer) String() string { return p.text }

type valuer struct{ text string }

func (v valuer) LogValue() slog.Value { return slog.StringValue(v.text) }

func TestHandler_leavesNoSecretInARecord(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	m := New("canary-key")
	log := slog.New(m.Handler(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))).
		With("with", "canary-key").WithGroup("group\x1b").With(slog.Any("inner", printer{"canary-key"}))
	m.Add("canary-later")
	log.Debug("canary-key\x1b[2J\nError: fake", "error", errors.New("canary-later"), "text", "a canary-key", "number", 7, "wait", time.Second,
		"at", time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), "canary-key", true, "resolved", valuer{"canary-key"},
		slog.Group("nested", "url", "https://x.example/?sig=canary", "body", []byte("{canary-key}")), "any", map[string]string{"a": "canary-later"},
		"bytes", struct{ body []byte }{[]byte("canary-key")}, "masker", m, "long", strings.Repeat("x", 5000))
	line := out.String()
	if strings.Contains(line, "canary") || strings.Contains(line, "99 97 110") || strings.Count(line, "\n") != 1 || strings.Contains(line, "\x1b") {
		t.Errorf("the line holds a secret or a control character: %s", line)
	}
	for _, kept := range []string{
		`msg="***[2J Error: fake"`, "with=***", "group.number=7", "group.wait=1s", "group.at=2026-03-01T12:00:00.000Z", "group.nested.url=", "group.inner=***",
		"group.nested.body={***}", "group.***=true", "group.resolved=***", "group.bytes={[***]}", "group.masker=redact.Masker", "(cut, 5000 characters)",
	} {
		if !strings.Contains(line, kept) {
			t.Errorf("the line lacks %s: %s", kept, line)
		}
	}
}

func TestHandler_asksTheNextWhatIsEnabled(t *testing.T) {
	t.Parallel()
	h := New().Handler(slog.NewTextHandler(&bytes.Buffer{}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	if h.Enabled(context.Background(), slog.LevelInfo) || !h.Enabled(context.Background(), slog.LevelWarn) {
		t.Error("another level is enabled than the next handler's")
	}
}
