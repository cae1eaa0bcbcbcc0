package app

import (
	"path/filepath"

	"kontor/internal/kit/storage"
)

// storage opens where uploaded files lie.
func (c Config) storage() (storage.Store, error) {
	return storage.New(c.StorageURL, filepath.Join(c.DataDir, "files"), c.login())
}

// login proves who we are to the keepers of buckets.
func (c Config) login() storage.Login {
	return storage.Login{ID: c.StorageKey, Secret: c.StorageSecret}
}
