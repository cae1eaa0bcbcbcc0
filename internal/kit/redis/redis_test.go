package redis_test

import (
	"strings"
	"testing"

	"kontor/internal/kit/redis"
)

func TestCheck_AcceptsTheFormsOfAnAddress(t *testing.T) {
	for _, address := range []string{
		"redis://localhost", "redis://localhost:6379/2", "rediss://:secret@cache.example.com:6380", "redis://a:7000,b:7001,c:7002",
		"redis+sentinel://:secret@a:26379,b:26379/mymaster/1",
	} {
		if err := redis.Check(address); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestCheck_RefusesWithoutRepeatingThePassword(t *testing.T) {
	for _, address := range []string{
		"localhost:6379", "redis://", "http://localhost", "redis+sentinel://a:26379", "redis+sentinel://a/master/x", "redis://:secret@a:6379/x", "redis://:sec%zzret@a",
	} {
		err := redis.Check(address)
		if err == nil {
			t.Errorf("%s was accepted", address)
			continue
		}
		if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v repeats the password", address, err)
		}
	}
}
