// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider_test

import (
	"context"
	"runtime"
	"testing"
	"weak"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/naocloud/terraform-provider-naocloud/internal/provider"
)

// TestServer_keepsNothingOfACallThatIsOver hands the provider a context that holds something heavy, as that of a CLI's call does.
func TestServer_keepsNothingOfACallThatIsOver(t *testing.T) {
	t.Parallel()
	type key struct{}
	server := provider.NewServer(provider.New("test")())
	call := func() weak.Pointer[[1 << 20]byte] {
		heavy := new([1 << 20]byte)
		ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, heavy))
		defer cancel()
		if _, err := server.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{
			TypeName: "naocloud_team", RawState: &tfprotov6.RawState{JSON: []byte(`{"id":"392","name":"Ops"}`)},
		}); err != nil {
			t.Fatal(err)
		}
		return weak.Make(heavy)
	}
	kept := call()
	runtime.GC()
	runtime.GC()
	if kept.Value() != nil {
		t.Error("what the context of a call held is still held after the call")
	}
	runtime.KeepAlive(server)
}
