// Package redis owns how REDIS_URL is read and how Redis is connected to.
package redis

import (
	"errors"
	"net"
	"net/url"
	"strconv"
	"strings"

	"github.com/redis/go-redis/v9"
)

// Client is a connection to one server, to servers watched by Sentinel, or to
// a cluster.
type Client = redis.UniversalClient

var errURL = errors.New("write it as redis://host:6379, rediss://host:6379, redis+sentinel://host:26379/master or, for a cluster, redis://host1:6379,host2:6379")

// Open returns a client for the address. It connects when it is first used.
func Open(address string) (Client, error) {
	o, err := parse(address)
	if err != nil {
		return nil, err
	}
	client := redis.NewUniversalClient(o)
	client.AddHook(spans{})
	return client, nil
}

// Check tells what is wrong with the address, without connecting.
func Check(address string) error {
	_, err := parse(address)
	return err
}

func parse(address string) (*redis.UniversalOptions, error) {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return nil, errURL
	}
	first, hosts := firstHost(rest)
	if len(hosts) == 0 {
		return nil, errURL
	}
	switch scheme {
	case "redis", "rediss":
		return direct(scheme+"://"+first, hosts)
	case "redis+sentinel":
		return sentinel("redis://"+first, hosts)
	}
	return nil, errURL
}

// firstHost parts "user:pass@a:1,b:2/0?x=y" into the same with one host only,
// and all hosts. The parser of the library knows one.
func firstHost(rest string) (first string, hosts []string) {
	authority, path := rest, ""
	if i := strings.IndexAny(rest, "/?"); i >= 0 {
		authority, path = rest[:i], rest[i:]
	}
	login := ""
	if i := strings.LastIndexByte(authority, '@'); i >= 0 {
		login, authority = authority[:i+1], authority[i+1:]
	}
	for _, host := range strings.Split(authority, ",") {
		if host = strings.TrimSpace(host); host != "" {
			hosts = append(hosts, host)
		}
	}
	if len(hosts) == 0 {
		return "", nil
	}
	return login + hosts[0] + path, hosts
}

func direct(first string, hosts []string) (*redis.UniversalOptions, error) {
	o, err := redis.ParseURL(first)
	if err != nil {
		return nil, errURL // the parser's own message may repeat the password
	}
	return &redis.UniversalOptions{Addrs: ported(hosts, "6379"), DB: o.DB, Username: o.Username, Password: o.Password, TLSConfig: o.TLSConfig,
		DialTimeout: o.DialTimeout, ReadTimeout: o.ReadTimeout, WriteTimeout: o.WriteTimeout}, nil
}

// sentinel reads redis+sentinel://:password@host:26379,host:26379/master/0.
func sentinel(first string, hosts []string) (*redis.UniversalOptions, error) {
	u, err := url.Parse(first)
	if err != nil {
		return nil, errURL
	}
	master, number, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if master == "" {
		return nil, errURL
	}
	o := &redis.UniversalOptions{Addrs: ported(hosts, "26379"), MasterName: master, Username: u.User.Username()}
	o.Password, _ = u.User.Password()
	if number != "" {
		if o.DB, err = strconv.Atoi(number); err != nil {
			return nil, errURL
		}
	}
	return o, nil
}

func ported(hosts []string, port string) []string {
	all := make([]string, len(hosts))
	for i, host := range hosts {
		if _, _, err := net.SplitHostPort(host); err != nil {
			host = net.JoinHostPort(strings.Trim(host, "[]"), port)
		}
		all[i] = host
	}
	return all
}
