// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package docs

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestNames_lettersKeepTheirBase runs the script that gives readable names to what a query generates.
func TestNames_lettersKeepTheirBase(t *testing.T) {
	t.Parallel()
	awk, err := exec.LookPath("awk")
	if err != nil {
		t.Skip(err)
	}
	names := []struct{ name, label string }{
		{"Zéro", "zero"},
		{"ÉTAGE Nº 2 ", "etage_n_2"},
		{"Hôpital Œuvre-Saint-Étienne", "hopital_oeuvre_saint_etienne"},
		{"Ze\u0301ro decomposed", "zero_decomposed"},
		{"Straße Łódź", "strasse_lodz"},
		{"東京", "site"},
		{"007", "site_007"},
		{"zero", "zero_7"},
	}
	var generated strings.Builder
	for i, n := range names {
		fmt.Fprintf(&generated, "resource \"naocloud_site\" \"site_%d\" {\n  provider = naocloud\n  name     = %q\n}\n\n"+
			"import {\n  to       = naocloud_site.site_%[1]d\n  provider = naocloud\n  identity = {\n    id = \"%[1]d\"\n  }\n}\n\n", i, n.name)
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "generated.txt"), []byte(generated.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs(filepath.Join(root, "examples", "adopt-with-query", "readable-names.awk"))
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), awk, "-f", script, "generated.txt") //nolint:gosec // A script of this repository.
	command.Dir = folder
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	resources, err := os.ReadFile(filepath.Join(folder, "resources.tf")) //nolint:gosec // A path of this test's.
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if block := fmt.Sprintf("resource \"naocloud_site\" %q {\n  name = %q\n}", n.label, n.name); !strings.Contains(string(resources), block) {
			t.Errorf("expected\n%s\nin\n%s", block, resources)
		}
	}
}
