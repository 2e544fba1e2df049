// Copyright (c) The terraform-provider-naocloud authors
// SPDX-License-Identifier: MPL-2.0

package naotest

import (
	"bytes"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"os"
	"strconv"
	"syscall"
)

// Transport returns a transport that serves requests to any host in process,
// without sockets: it may be used inside a testing/synctest bubble. It behaves as
// [http.Transport]: it calls the hooks of net/http/httptrace, ends with the
// request's context, and fails with a [net.OpError] or [io.EOF] where a fault
// breaks the connection. It starts no goroutine, and does the work of a request
// even when its context ends first.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

type transport struct{ s *Server }

// RoundTrip implements [http.RoundTripper].
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	ctx := r.Context()
	body, err := readAll(r.Body)
	if err != nil {
		return nil, fmt.Errorf("read the request's body: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	trace := httptrace.ContextClientTrace(ctx)
	if trace != nil && trace.GetConn != nil {
		trace.GetConn(r.URL.Host)
	}
	f := t.s.faults.choose(r, body)
	if f.wire == wireRefuse {
		wait(ctx, f.delay)
		return nil, cmp.Or(ctx.Err(), opError("dial", "connect", syscall.ECONNREFUSED))
	}
	traceWritten(trace)

	result := t.s.serveInProcess(serverRequest(r, body), body, f) // its waits end with ctx
	if err := ctx.Err(); result.cut && err != nil {
		return nil, err
	}
	if result.cut {
		return nil, cutError(f)
	}
	if trace != nil && trace.GotFirstResponseByte != nil {
		trace.GotFirstResponseByte()
	}
	return result.response(r), nil
}

// readAll reads and closes the body, as a transport must.
func readAll(body io.ReadCloser) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	content, err := io.ReadAll(body)
	return content, errors.Join(err, body.Close())
}

// traceWritten tells that a connection was there and the request written to it.
func traceWritten(trace *httptrace.ClientTrace) {
	if trace == nil {
		return
	}
	if trace.GotConn != nil {
		trace.GotConn(httptrace.GotConnInfo{Reused: true})
	}
	if trace.WroteHeaders != nil {
		trace.WroteHeaders()
	}
	if trace.WroteRequest != nil {
		trace.WroteRequest(httptrace.WroteRequestInfo{})
	}
}

// serverRequest is the request as a server sees it.
func serverRequest(r *http.Request, body []byte) *http.Request {
	arrived := r.Clone(r.Context())
	arrived.Body = io.NopCloser(bytes.NewReader(body))
	arrived.RequestURI = r.URL.RequestURI()
	arrived.RemoteAddr = "127.0.0.1:40000"
	if arrived.Host == "" {
		arrived.Host = r.URL.Host
	}
	if r.URL.Scheme == "https" {
		arrived.TLS = &tls.ConnectionState{}
	}
	return arrived
}

// serveInProcess lets the server respond into memory.
func (s *Server) serveInProcess(r *http.Request, body []byte, f Fault) (result *served) {
	result = &served{header: http.Header{}}
	defer func() {
		switch cause := recover(); cause {
		case nil:
		case http.ErrAbortHandler:
			result.cut = result.status == 0 // else it was cut within the body
		default:
			panic(cause)
		}
	}()
	s.exchange(result, r, body, f)
	return result
}

// served is a response in memory.
type served struct {
	header http.Header
	status int
	body   bytes.Buffer
	cut    bool // there is no response
}

func (w *served) Header() http.Header { return w.header }

func (w *served) WriteHeader(status int) { w.status = status }

func (w *served) Write(b []byte) (int, error) { return w.body.Write(b) }

// Flush does nothing: the client sees the response when it is complete.
func (w *served) Flush() {}

func (w *served) response(r *http.Request) *http.Response {
	length, err := strconv.ParseInt(w.header.Get("Content-Length"), 10, 64)
	if err != nil {
		length = 0 // no content
	}
	end := io.EOF
	if int64(w.body.Len()) < length {
		end = io.ErrUnexpectedEOF
	}
	return &http.Response{
		Status:        fmt.Sprintf("%d %s", w.status, http.StatusText(w.status)),
		StatusCode:    w.status,
		Proto:         "HTTP/1.1",
		ProtoMajor:    1,
		ProtoMinor:    1,
		Header:        w.header,
		Body:          &body{ctx: r.Context(), content: &w.body, end: end},
		ContentLength: length,
		Request:       r,
	}
}

// body is the body of a response: it ends with the request's context.
type body struct {
	ctx     context.Context //nolint:containedctx // io.Reader has no other way
	content *bytes.Buffer
	end     error
	closed  bool
}

func (b *body) Read(p []byte) (int, error) {
	if b.closed {
		return 0, http.ErrBodyReadAfterClose
	}
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := b.content.Read(p)
	if errors.Is(err, io.EOF) {
		err = b.end
	}
	return n, err
}

func (b *body) Close() error {
	b.closed = true
	return nil
}

// cutError is what a client sees of a connection that was cut. The peer closed it
// after the work, and with [CloseBefore]; else it was reset.
func cutError(f Fault) error {
	if f.after || f.quiet {
		return io.EOF
	}
	return opError("read", "read", syscall.ECONNRESET)
}

func opError(operation, call string, cause syscall.Errno) error {
	address := &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 80}
	return &net.OpError{Op: operation, Net: "tcp", Addr: address, Err: os.NewSyscallError(call, cause)}
}
