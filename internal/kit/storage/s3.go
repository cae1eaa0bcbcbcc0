package storage

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"kontor/internal/kit/fault"
)

// Login proves to the keeper of a bucket who we are. Without one the machine's
// own role counts, as on AWS.
type Login struct{ ID, Secret string }

// S3 keeps files in a bucket of S3 or of a server that speaks its protocol.
type S3 struct {
	client *minio.Client
	bucket string
	prefix string // in front of every name, with a slash at its end
}

// place is what an address says: s3://bucket/prefix?endpoint=…&region=….
type place struct {
	bucket, prefix, endpoint, region string
	secure                           bool
}

// CheckAddress returns why an address of a bucket cannot be one.
func CheckAddress(address string) error {
	_, err := parsePlace(address)
	return err
}

func parsePlace(address string) (place, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.Host == "" {
		return place{}, errors.New("write it as s3://bucket?endpoint=https://s3.example.com&region=eu-central-1")
	}
	p := place{bucket: u.Host, endpoint: "s3.amazonaws.com", region: u.Query().Get("region"), secure: true}
	if prefix := strings.Trim(u.Path, "/"); prefix != "" {
		p.prefix = prefix + "/"
	}
	if at := u.Query().Get("endpoint"); at != "" {
		e, err := url.Parse(at)
		if err != nil || e.Host == "" || e.Scheme != "https" && e.Scheme != "http" {
			return place{}, errors.New("its endpoint is an address such as https://s3.example.com")
		}
		p.endpoint, p.secure = e.Host, e.Scheme == "https"
	}
	return p, nil
}

func newS3(address string, login Login) (*S3, error) {
	p, err := parsePlace(address)
	if err != nil {
		return nil, err
	}
	who := credentials.NewStaticV4(login.ID, login.Secret, "")
	if login.ID == "" {
		who = credentials.NewIAM("")
	}
	client, err := minio.New(p.endpoint, &minio.Options{Creds: who, Secure: p.secure, Region: p.region})
	if err != nil {
		return nil, fmt.Errorf("open bucket: %w", err)
	}
	return &S3{client: client, bucket: p.bucket, prefix: p.prefix}, nil
}

// Put implements Store. What is sent has a known end, so that half a file is
// never there.
func (s *S3) Put(ctx context.Context, key string, r io.Reader, limit int64) (int64, error) {
	if !isKey(key) {
		return 0, fault.NotFound{}
	}
	whole, err := scratch()
	if err != nil {
		return 0, err
	}
	defer whole.Close()
	size, err := io.Copy(whole, &bounded{r, limit, limit})
	if err != nil {
		return 0, err
	}
	return size, s.upload(ctx, s.name(key), io.NewSectionReader(whole, 0, size), size)
}

func (s *S3) upload(ctx context.Context, name string, r io.Reader, size int64) error {
	_, err := s.client.PutObject(ctx, s.bucket, name, r, size, minio.PutObjectOptions{ContentType: "application/octet-stream"})
	if err != nil {
		return fmt.Errorf("keep file in bucket: %w", err)
	}
	return nil
}

// name spreads files by their first two letters, as Disk does.
func (s *S3) name(key string) string { return s.prefix + path.Join(key[:2], key) }

// Open implements Store.
func (s *S3) Open(ctx context.Context, key string) (File, error) {
	if !isKey(key) {
		return nil, fault.NotFound{}
	}
	object, err := s.client.GetObject(ctx, s.bucket, s.name(key), minio.GetObjectOptions{})
	if err != nil {
		return nil, fmt.Errorf("open file in bucket: %w", err)
	}
	// Nothing was asked for yet: whether the file is there is known only now.
	if _, err := object.Stat(); err != nil {
		_ = object.Close() // the first error is the one to tell
		if minio.ToErrorResponse(err).StatusCode == http.StatusNotFound {
			return nil, fault.NotFound{}
		}
		return nil, fmt.Errorf("open file in bucket: %w", err)
	}
	return object, nil
}

// Delete implements Store.
func (s *S3) Delete(ctx context.Context, key string) error {
	if !isKey(key) {
		return fault.NotFound{}
	}
	err := s.client.RemoveObject(ctx, s.bucket, s.name(key), minio.RemoveObjectOptions{})
	if err != nil && minio.ToErrorResponse(err).StatusCode != http.StatusNotFound {
		return fmt.Errorf("delete file in bucket: %w", err)
	}
	return nil
}

// Check implements Store.
func (s *S3) Check(ctx context.Context) error {
	there, err := s.client.BucketExists(ctx, s.bucket)
	if err != nil {
		return fmt.Errorf("ask for bucket: %w", err)
	}
	if !there {
		return fmt.Errorf("there is no bucket %s", s.bucket)
	}
	return nil
}
