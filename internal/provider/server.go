// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package provider

import (
	"context"
	"iter"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// streamEnd is how long a stopped provider waits for its streams to end.
const streamEnd = 5 * time.Second

// server is the framework's server with two differences. It keeps nothing of a call that has ended (see callContext). It lets streams end
// before it stops: the protocol's library drops what a stream sends after the stop, so that an interrupted publication, or half a listing,
// would pass for a success.
type server struct {
	streamingServer
	// provider is nil for a provider that is not this one.
	provider *naocloud
	// streaming is read-locked by each stream that is under way.
	streaming sync.RWMutex
}

type streamingServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

// NewServer makes the server of protocol 6 for a provider.
func NewServer(p provider.Provider) tfprotov6.ProviderServer {
	framework := providerserver.NewProtocol6(p)()
	if streaming, ok := framework.(streamingServer); ok {
		naocloud, _ := p.(*naocloud)
		return &server{streamingServer: streaming, provider: naocloud}
	}
	return framework
}

// InvokeAction streams how far an action is.
func (s *server) InvokeAction(ctx context.Context, req *tfprotov6.InvokeActionRequest) (*tfprotov6.InvokeActionServerStream, error) {
	stream, err := s.streamingServer.InvokeAction(ctx, req)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.InvokeActionServerStream{Events: watched(&s.streaming, s.tellingWaits(stream.Events))}, nil
}

// ListResource streams the results of a list block.
func (s *server) ListResource(ctx context.Context, req *tfprotov6.ListResourceRequest) (*tfprotov6.ListResourceServerStream, error) {
	stream, err := s.streamingServer.ListResource(ctx, req)
	if err != nil {
		return nil, err
	}
	return &tfprotov6.ListResourceServerStream{Results: watched(&s.streaming, stream.Results)}, nil
}

// StopProvider ends what is under way, as a CLI asks for at Ctrl-C.
func (s *server) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	response, err := s.streamingServer.StopProvider(ctx, req)
	ended := make(chan struct{})
	go func() {
		s.streaming.Lock()
		defer s.streaming.Unlock()
		close(ended)
	}()
	timer := time.NewTimer(streamEnd)
	defer timer.Stop()
	select {
	case <-ended:
	case <-timer.C:
	case <-ctx.Done():
	}
	return response, err
}

// watched holds the lock while a stream is under way.
func watched[T any](streaming *sync.RWMutex, stream iter.Seq[T]) iter.Seq[T] {
	return func(push func(T) bool) {
		streaming.RLock()
		defer streaming.RUnlock()
		stream(push)
	}
}
