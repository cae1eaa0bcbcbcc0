package backup

import (
	"archive/tar"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"
)

const ageIntro = "age-encryption.org/"

// unpacked is a backup on the disk.
type unpacked struct {
	manifest Manifest
	dump     string // the database
	files    string // folder
	secret   string // "" when there is none
}

// unpack reads the whole archive into dir, which it makes, and compares the
// files with the manifest.
func unpack(ctx context.Context, s Settings, archive, dir string) (unpacked, error) {
	f, err := os.Open(archive)
	if err != nil {
		return unpacked{}, fmt.Errorf("open backup: %w", err)
	}
	defer f.Close()
	plain, err := unseal(bufio.NewReaderSize(f, 1<<16), s.Key)
	if err != nil {
		return unpacked{}, err
	}
	large, err := zstd.NewReader(plain, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return unpacked{}, damaged(err)
	}
	defer large.Close()
	u, err := readAll(ctx, tar.NewReader(large), dir)
	if err != nil {
		return unpacked{}, err
	}
	// The end of the tar is not the end of the file: sums come after it.
	if _, err := io.Copy(io.Discard, large); err != nil {
		return unpacked{}, damaged(err)
	}
	return u, nil
}

func damaged(err error) error {
	return fmt.Errorf("the backup is damaged or was cut short: %w", err)
}

func unseal(r *bufio.Reader, key string) (io.Reader, error) {
	intro, err := r.Peek(len(ageIntro))
	if err != nil {
		return nil, damaged(err)
	}
	if string(intro) != ageIntro {
		return r, nil
	}
	if key == "" {
		return nil, errors.New("the backup is encrypted: set BACKUP_KEY to the key it was made with")
	}
	who, err := age.NewScryptIdentity(key)
	if err != nil {
		return nil, fmt.Errorf("BACKUP_KEY: %w", err)
	}
	plain, err := age.Decrypt(r, who)
	if _, wrong := errors.AsType[*age.NoIdentityMatchError](err); wrong {
		return nil, errors.New("BACKUP_KEY is not the key this backup was made with")
	}
	if err != nil {
		return nil, damaged(err)
	}
	return plain, nil
}

func readAll(ctx context.Context, t *tar.Reader, dir string) (unpacked, error) {
	u := unpacked{dump: filepath.Join(dir, nameDump), files: filepath.Join(dir, nameFiles)}
	if err := os.MkdirAll(u.files, 0o700); err != nil {
		return u, fmt.Errorf("unpack backup: %w", err)
	}
	root, err := os.OpenRoot(dir) // no name in the archive leads out of it
	if err != nil {
		return u, fmt.Errorf("unpack backup: %w", err)
	}
	defer func() { _ = root.Close() }() // nothing is written through it
	var found summer
	for ctx.Err() == nil {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return u, damaged(errors.New("its list of contents is missing"))
		}
		if err != nil {
			return u, damaged(err)
		}
		if h.Name == nameManifest {
			return u, u.conclude(t, found.digest())
		}
		if !strings.HasPrefix(h.Name, nameFiles+"/") && h.Name != nameDump && h.Name != nameSecret {
			return u, fmt.Errorf("%s does not belong in a backup", h.Name)
		}
		sum, err := keepFile(root, h.Name, t)
		if err != nil {
			return u, err
		}
		if h.Name == nameSecret {
			u.secret = filepath.Join(dir, nameSecret)
		} else if h.Name != nameDump {
			found.add(fileRow(h.Name, sum))
		}
	}
	return u, ctx.Err()
}

// conclude reads the manifest and compares the files with it.
func (u *unpacked) conclude(r io.Reader, files Digest) error {
	if err := json.NewDecoder(r).Decode(&u.manifest); err != nil {
		return damaged(err)
	}
	if u.manifest.Format != 1 {
		return fmt.Errorf("the backup was written by Kontor %s: restore it with that version or a newer one", u.manifest.Version)
	}
	if u.manifest.Files != files {
		return damaged(fmt.Errorf("%d uploaded files instead of %d, or other ones", files.Rows, u.manifest.Files.Rows))
	}
	return nil
}

func keepFile(root *os.Root, name string, r io.Reader) ([]byte, error) {
	if err := root.MkdirAll(path.Dir(name), 0o700); err != nil {
		return nil, fmt.Errorf("unpack %s: %w", name, err)
	}
	f, err := root.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("unpack %s: %w", name, err)
	}
	h := sha256.New()
	_, err = io.Copy(io.MultiWriter(f, h), r)
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, damaged(err)
	}
	return h.Sum(nil), nil
}
