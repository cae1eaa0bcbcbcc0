package account

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/storage"
	"kontor/internal/kit/web"
)

// MaxAvatar is how many bytes an uploaded picture may have.
const MaxAvatar = 2 << 20

// MaxAvatarForm is MaxAvatar and the form around the picture.
const MaxAvatarForm = MaxAvatar + 64<<10

// SetAvatar keeps a picture (JPEG or PNG, judged by its content) as the
// actor's, cut to a square; what does not belong to the picture, such as the
// place it was taken at, is lost on the way.
func (s *Users) SetAvatar(ctx context.Context, actor Actor, picture []byte) error {
	square, problems, err := s.judge.Portrait(ctx, picture)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return fault.Invalid{"avatar": strings.Join(problems, " ")}
	}
	key := storage.NewKey()
	if err := s.write(ctx, func(tx *db.Tx) error { return storage.Await(ctx, tx, actor.Workspace, key) }); err != nil {
		return err
	}
	if _, err := s.files.Put(ctx, key, bytes.NewReader(square), MaxAvatar); err != nil {
		return err
	}
	return s.changeAvatar(ctx, actor, key)
}

// RemoveAvatar forgets the actor's picture.
func (s *Users) RemoveAvatar(ctx context.Context, actor Actor) error {
	return s.changeAvatar(ctx, actor, "")
}

func (s *Users) changeAvatar(ctx context.Context, actor Actor, key string) error {
	var old string
	err := s.write(ctx, func(tx *db.Tx) (err error) {
		if old, err = db.Value[string](ctx, tx, "SELECT avatar FROM users WHERE id = $1", actor.User); err != nil {
			return err
		}
		if err := db.Changed(tx.Exec(ctx, "UPDATE users SET avatar = $1, updated_at = $2 WHERE id = $3", key, time.Now().UnixMilli(), actor.User)); err != nil {
			return err
		}
		if old != "" {
			err = storage.Abandon(ctx, tx, actor.Workspace, old)
		}
		return errors.Join(err, storage.Claim(ctx, tx, actor.Workspace, key))
	})
	if err == nil && old != "" {
		_ = s.files.Delete(ctx, old) // the sweep comes by in any case
	}
	return err
}

// Avatar opens the picture of a member of the actor's workspace.
func (s *Users) Avatar(ctx context.Context, actor Actor, member db.ID) (io.ReadSeekCloser, error) {
	key, err := db.Value[string](ctx, s.db, `SELECT u.avatar FROM members m JOIN users u ON u.id = m.user_id
		WHERE m.workspace_id = $1 AND m.id = $2`, actor.Workspace, member)
	if err != nil {
		return nil, err
	}
	return s.files.Open(ctx, key)
}

// pictureOf is the address of a member's picture, another one for every
// picture; empty without one.
func pictureOf(member db.ID, key string) string {
	if key == "" {
		return ""
	}
	return "/avatars/" + member.String() + "?v=" + key[:8]
}

func (d *Domain) uploadAvatar(w http.ResponseWriter, r *http.Request) error {
	picture, err := readPicture(w, r)
	if err == nil {
		err = d.Users.SetAvatar(r.Context(), Of(r), picture)
	}
	if err == nil {
		web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Picture saved")})
		return web.Redirect(w, r, "/settings/profile")
	}
	u, getErr := d.Users.Get(r.Context(), Of(r))
	if getErr != nil {
		return getErr
	}
	form, isInvalid := web.FormOf(&u).Fail(err)
	if !isInvalid {
		return err
	}
	return d.renderProfile(w, r, http.StatusUnprocessableEntity, form, u)
}

func readPicture(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	r.Body = http.MaxBytesReader(w, r.Body, MaxAvatarForm)
	file, _, err := r.FormFile("avatar")
	if web.Status(err) == http.StatusRequestEntityTooLarge {
		return nil, pictureTooLarge(r.Context())
	}
	if err != nil {
		return nil, fault.Invalid{"avatar": i18n.T(r.Context(), "Choose a picture first.")}
	}
	defer file.Close()
	return io.ReadAll(file)
}

func pictureTooLarge(ctx context.Context) error {
	return fault.Invalid{"avatar": i18n.T(ctx, "The picture is larger than %d MB. Choose a smaller one.", MaxAvatar>>20)}
}

func (d *Domain) removeAvatar(w http.ResponseWriter, r *http.Request) error {
	if err := d.Users.RemoveAvatar(r.Context(), Of(r)); err != nil {
		return err
	}
	web.SetFlash(w, r, web.Flash{Text: i18n.T(r.Context(), "Picture removed")})
	return web.Redirect(w, r, "/settings/profile")
}

func (d *Domain) showAvatar(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID(r)
	if err != nil {
		return err
	}
	picture, err := d.Users.Avatar(r.Context(), Of(r), id)
	if err != nil {
		return err
	}
	defer picture.Close()
	h := w.Header()
	h.Set("Content-Type", "image/png")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", web.InertPolicy)
	h.Set("Cache-Control", "private, max-age=60")
	http.ServeContent(w, r, "", time.Time{}, picture)
	return nil
}

// pathID reads {id}; what is no id names nothing.
func pathID(r *http.Request) (db.ID, error) {
	id, err := db.ParseID(r.PathValue("id"))
	if err != nil {
		return id, fault.NotFound{}
	}
	return id, nil
}
