package storage

import (
	"context"
	"fmt"
	"strings"

	"github.com/minio/minio-go/v7"
)

// Shelf keeps files in a bucket under names that say what they are, such as
// copies of backups.
type Shelf struct{ s3 *S3 }

// OpenShelf returns the shelf that the address names, s3://bucket/folder?endpoint=….
func OpenShelf(address string, login Login) (*Shelf, error) {
	s, err := newS3(address, login)
	if err != nil {
		return nil, err
	}
	return &Shelf{s}, nil
}

// Keep puts a copy of the file at path on the shelf, in parts when it is large.
func (s *Shelf) Keep(ctx context.Context, name, path string) error {
	_, err := s.s3.client.FPutObject(ctx, s.s3.bucket, s.s3.prefix+name, path, minio.PutObjectOptions{ContentType: "application/octet-stream"})
	if err != nil {
		return fmt.Errorf("keep %s in bucket: %w", name, err)
	}
	return nil
}

// Fetch writes a copy of what lies under the name to path.
func (s *Shelf) Fetch(ctx context.Context, name, path string) error {
	if err := s.s3.client.FGetObject(ctx, s.s3.bucket, s.s3.prefix+name, path, minio.GetObjectOptions{}); err != nil {
		return fmt.Errorf("fetch %s from bucket: %w", name, err)
	}
	return nil
}

// Names returns what lies on the shelf itself, not below further folders.
func (s *Shelf) Names(ctx context.Context) (names []string, err error) {
	err = s.s3.objects(ctx, func(name string) error {
		if name = strings.TrimPrefix(name, s.s3.prefix); !strings.Contains(name, "/") {
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

// Remove takes a file off the shelf.
func (s *Shelf) Remove(ctx context.Context, name string) error {
	if err := s.s3.client.RemoveObject(ctx, s.s3.bucket, s.s3.prefix+name, minio.RemoveObjectOptions{}); err != nil {
		return fmt.Errorf("remove %s from bucket: %w", name, err)
	}
	return nil
}
