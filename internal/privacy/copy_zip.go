package privacy

import (
	"archive/zip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"kontor/internal/kit/i18n"
)

// The parts of a copy.
const (
	partData = "data.json"
	partPage = "index.html"
)

// Write writes the copy as a ZIP: for programs as JSON, for people as a page in
// the reader's language, and the files as they are.
func (s *People) Write(ctx context.Context, w io.Writer, c Copy) error {
	out := zip.NewWriter(w)
	data, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return fmt.Errorf("write copy: %w", err)
	}
	if err := put(out, partData, c.MadeAt, func(w io.Writer) error { _, err := w.Write(data); return err }); err != nil {
		return err
	}
	if err := put(out, partPage, c.MadeAt, func(w io.Writer) error { return copyPage(c, i18n.From(ctx).Lang).Render(ctx, w) }); err != nil {
		return err
	}
	for _, f := range c.Files {
		if err := put(out, f.Path, f.At, func(w io.Writer) error { return s.copyBytes(ctx, w, f.Key) }); err != nil {
			return err
		}
	}
	return out.Close()
}

func put(out *zip.Writer, name string, at time.Time, write func(io.Writer) error) error {
	part, err := out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at})
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return write(part)
}

func (s *People) copyBytes(ctx context.Context, w io.Writer, key string) error {
	f, err := s.store.Open(ctx, key)
	if err != nil {
		return fmt.Errorf("open file: %w", err)
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}
