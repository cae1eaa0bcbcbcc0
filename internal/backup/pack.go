package backup

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"
)

// What lies where in the archive. The manifest comes last.
const (
	nameDump     = "database"
	nameFiles    = "files"
	nameSecret   = "secret"
	nameManifest = "manifest.json"
)

// workFactor makes guessing a key cost 32 MB and a tenth of a second a try: a
// key is random, so more would only burden small servers.
const workFactor = 15

// pack writes the archive: a tar, compressed, encrypted if there is a key.
func pack(s Settings, m Manifest, dump, files, to string) error {
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("write backup: %w", err)
	}
	err = packInto(f, s, m, dump, files)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("write backup: %w", err)
	}
	return nil
}

func packInto(f io.Writer, s Settings, m Manifest, dump, files string) error {
	sealed, err := seal(f, s.Key)
	if err != nil {
		return err
	}
	small, err := zstd.NewWriter(sealed, zstd.WithEncoderConcurrency(1))
	if err != nil {
		return err
	}
	p := &packer{Writer: tar.NewWriter(small)}
	err = p.all(s, m, dump, files)
	// Each closes what it wrote, the innermost first.
	return errors.Join(err, p.Close(), small.Close(), sealed.Close())
}

// seal encrypts what is written with the key, if there is one.
func seal(w io.Writer, key string) (io.WriteCloser, error) {
	if key == "" {
		return open{w}, nil
	}
	to, err := age.NewScryptRecipient(key)
	if err != nil {
		return nil, fmt.Errorf("BACKUP_KEY: %w", err)
	}
	to.SetWorkFactor(workFactor)
	return age.Encrypt(w, to)
}

type open struct{ io.Writer }

func (open) Close() error { return nil }

type packer struct {
	*tar.Writer
	files summer
}

func (p *packer) all(s Settings, m Manifest, dump, files string) error {
	if _, err := p.file(dump, nameDump); err != nil {
		return err
	}
	if err := p.folder(files); err != nil {
		return err
	}
	if _, err := p.file(s.secretFile(), nameSecret); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	m.Files = p.files.digest()
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	if err := p.WriteHeader(header(nameManifest, int64(len(text)), m.At)); err != nil {
		return err
	}
	_, err = p.Write(text)
	return err
}

func (p *packer) folder(files string) error {
	return filepath.WalkDir(files, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(files, name)
		if err != nil {
			return err
		}
		in := path.Join(nameFiles, filepath.ToSlash(rel))
		sum, err := p.file(name, in)
		if err == nil {
			p.files.add(fileRow(in, sum))
		}
		return err
	})
}

// fileRow is what is summed up of an uploaded file.
func fileRow(name string, sum []byte) []byte { return append([]byte(name+"\x00"), sum...) }

func (p *packer) file(name, in string) (sum []byte, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if err := p.WriteHeader(header(in, info.Size(), info.ModTime())); err != nil {
		return nil, err
	}
	h := sha256.New()
	// A file that is being uploaded may grow: it is not yet named anywhere.
	_, err = io.CopyN(io.MultiWriter(p, h), f, info.Size())
	return h.Sum(nil), err
}

func header(name string, size int64, at time.Time) *tar.Header {
	return &tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, ModTime: at, Format: tar.FormatPAX}
}
