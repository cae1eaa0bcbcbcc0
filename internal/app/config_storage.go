package app

import (
	"path/filepath"

	"kontor/internal/kit/storage"
)

// storage opens where uploaded files lie.
func (c Config) storage() (storage.Store, error) {
	return storage.New(c.StorageURL, filepath.Join(c.DataDir, "files"), storage.Login{ID: c.StorageKey, Secret: c.StorageSecret})
}
