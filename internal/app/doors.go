package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"
)

// door is an address that is listened on.
type door struct {
	net.Listener
	server      *http.Server
	connections *connections
	url         string
}

// serve answers until the door is shut.
func (d door) serve() error {
	if d.server.TLSConfig != nil {
		return d.server.ServeTLS(d.Listener, "", "")
	}
	return d.server.Serve(d.Listener)
}

// open listens on the configured addresses; the first door is the one that
// people use.
func (a *App) open(ctx context.Context) ([]door, error) {
	if a.certificates == nil {
		d, err := openDoor(ctx, "ADDR", a.Config.Addr, server(a.Handler()))
		return []door{d}, err
	}
	h := a.Handler()
	safe := server(h)
	safe.TLSConfig = a.certificates.TLS()
	safe.ErrorLog = slog.NewLogLogger(a.log.Handler(), slog.LevelDebug) // strangers who break off
	front, err := openDoor(ctx, "TLS_ADDR", a.Config.TLSAddr, safe)
	if err != nil {
		return nil, err
	}
	plain, err := openDoor(ctx, "ADDR", a.Config.Addr, server(a.certificates.Handler(h)))
	if err != nil {
		return nil, errors.Join(err, front.Close())
	}
	front.url = "https://" + front.Addr().String()
	return []door{front, plain}, nil
}

func server(h http.Handler) *http.Server {
	return &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
}

func openDoor(ctx context.Context, setting, address string, s *http.Server) (door, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", address)
	if err != nil {
		return door{}, fmt.Errorf("%s: listen on %s: %w (%s)", setting, address, err, mendOf(err))
	}
	d := door{Listener: l, server: s, connections: &connections{}, url: "http://" + l.Addr().String()}
	d.connections.watch(s)
	return d, nil
}

// mendOf says what to do when an address cannot be listened on.
func mendOf(err error) string {
	if errors.Is(err, os.ErrPermission) {
		return "ports below 1024 need CAP_NET_BIND_SERVICE: see docs/operate/install.md"
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		return "is another server running? name another port"
	}
	return "name an address of this machine"
}
