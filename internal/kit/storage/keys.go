package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"

	"github.com/minio/minio-go/v7"
)

// Each implements Store.
func (d *Disk) Each(ctx context.Context, do func(key string) error) error {
	return filepath.WalkDir(d.Dir, func(_ string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // none was ever put, or it was deleted just now
		}
		if err != nil {
			return fmt.Errorf("list files: %w", err)
		}
		if e.IsDir() || !isKey(e.Name()) {
			return ctx.Err()
		}
		return do(e.Name())
	})
}

// Each implements Store.
func (s *S3) Each(ctx context.Context, do func(key string) error) error {
	return s.objects(ctx, func(name string) error {
		if key := path.Base(name); isKey(key) && s.name(key) == name {
			return do(key)
		}
		return nil
	})
}

// objects calls do for every name below the prefix.
func (s *S3) objects(ctx context.Context, do func(name string) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop() // the listing ends with the first error
	for o := range s.client.ListObjects(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.prefix, Recursive: true}) {
		if o.Err != nil {
			return fmt.Errorf("list bucket: %w", o.Err)
		}
		if err := do(o.Key); err != nil {
			return err
		}
	}
	return ctx.Err()
}
