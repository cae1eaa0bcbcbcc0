package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"kontor/internal/kit/db"
)

// ErrOccupied says that a restore would replace data and was not forced.
var ErrOccupied = errors.New("there is data already: --force replaces it, and keeps what is there now aside")

// Restored tells what a restore did.
type Restored struct {
	Manifest Manifest
	Kept     []string // where what was there before lies now
}

// Restore replaces the database and the uploaded files by those of the backup
// at path, after it was unpacked and compared. What was there is kept aside. It
// refuses while a server uses the database, and without force when there is
// data.
func Restore(ctx context.Context, s Settings, path string, force bool) (Restored, error) {
	e, err := engineOf(s)
	if err != nil {
		return Restored{}, err
	}
	if err := free(ctx, s, e, force); err != nil {
		return Restored{}, err
	}
	if err := os.MkdirAll(s.DataDir, 0o700); err != nil {
		return Restored{}, fmt.Errorf("DATA_DIR: make folder %s: %w", s.DataDir, err)
	}
	work, err := os.MkdirTemp(s.DataDir, workPrefix)
	if err != nil {
		return Restored{}, fmt.Errorf("DATA_DIR: cannot write in %s: %w", s.DataDir, err)
	}
	defer os.RemoveAll(work)
	u, err := unpack(ctx, s, path, filepath.Join(work, "unpacked"))
	if err != nil {
		return Restored{}, err
	}
	if err := fits(ctx, s, e, u); err != nil {
		return Restored{}, err
	}
	kept, err := put(ctx, s, e, u)
	return Restored{u.manifest, kept}, err
}

// free fails when a server runs, or when there is data and no force.
func free(ctx context.Context, s Settings, e engine, force bool) error {
	occupied, err := e.occupied(ctx)
	if err != nil {
		return err
	}
	if entries, _ := os.ReadDir(s.files()); len(entries) > 0 { // a missing folder holds nothing
		occupied = true
	}
	if occupied && !force {
		return ErrOccupied
	}
	return nil
}

// fits fails when the backup is of another kind of database, of a newer
// program, or does not hold what it says.
func fits(ctx context.Context, s Settings, e engine, u unpacked) error {
	if kind := kindOf(s); kind != u.manifest.Engine {
		return fmt.Errorf("this is a backup of %s, and DATABASE_URL names %s", u.manifest.Engine, kind)
	}
	known, err := db.Known(kindOf(s))
	if err != nil {
		return err
	}
	if u.manifest.Schema > db.Newest(known) {
		return fmt.Errorf("this backup is of Kontor %s, which is newer than this program: install that version first", u.manifest.Version)
	}
	found, drop, err := e.scratch(ctx, u.dump)
	if err != nil {
		return err
	}
	return errors.Join(u.manifest.Tables.differ(found), drop())
}

// put brings everything to its place and returns where the old things are.
func put(ctx context.Context, s Settings, e engine, u unpacked) (kept []string, err error) {
	name := "before-restore-" + time.Now().UTC().Format("20060102-150405")
	old, err := e.replace(ctx, u.dump, name)
	if err != nil {
		return nil, err
	}
	if old != "" {
		kept = append(kept, old)
	}
	aside := filepath.Join(s.DataDir, name)
	if err := putFiles(ctx, s, u, aside); err != nil {
		return kept, err
	}
	if u.secret != "" {
		if err := swap(u.secret, s.secretFile(), filepath.Join(aside, nameSecret)); err != nil {
			return kept, err
		}
	}
	if _, err := os.Stat(aside); err == nil && aside != old {
		kept = append(kept, aside)
	}
	return kept, nil
}

// putFiles brings the uploaded files to where they belong. A bucket keeps what
// it has beside them.
func putFiles(ctx context.Context, s Settings, u unpacked, aside string) error {
	bucket, err := s.bucket()
	if err != nil {
		return fmt.Errorf("STORAGE_URL: %w", err)
	}
	if bucket != nil {
		return send(ctx, u.files, bucket)
	}
	return swap(u.files, s.files(), filepath.Join(aside, nameFiles))
}

// swap moves what is at place aside and the new thing there.
func swap(fresh, place, aside string) error {
	if err := moveAside(place, aside); err != nil {
		return err
	}
	if err := move(fresh, place); err != nil {
		return fmt.Errorf("put %s in place: %w (the old one is %s)", place, err, aside)
	}
	return nil
}
