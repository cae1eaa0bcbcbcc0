package account

import (
	"bytes"
	"context"
	"image"
	_ "image/jpeg" // registers the format
	"image/png"
	"io"
	"net/http"
	"time"

	"golang.org/x/image/draw"

	"kontor/internal/kit/db"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/web"
)

// MaxAvatar is how many bytes an uploaded picture may have.
const MaxAvatar = 2 << 20

// MaxAvatarForm is MaxAvatar and the form around the picture.
const MaxAvatarForm = MaxAvatar + 64<<10

const (
	maxAvatarSide  = 1000 // pixels, of what is uploaded
	keptAvatarSide = 256  // pixels, of what is kept
)

// SetAvatar keeps a picture (JPEG or PNG, judged by its content) as the
// actor's, cut to a square; what does not belong to the picture, such as the
// place it was taken at, is lost on the way.
func (s *Users) SetAvatar(ctx context.Context, actor Actor, picture []byte) error {
	square, problem := squarePicture(ctx, picture)
	if problem != "" {
		return fault.Invalid{"avatar": problem}
	}
	key, _, err := s.files.Put(bytes.NewReader(square), MaxAvatar)
	if err != nil {
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
		return db.Changed(tx.Exec(ctx, "UPDATE users SET avatar = $1, updated_at = $2 WHERE id = $3", key, time.Now().UnixMilli(), actor.User))
	})
	if err != nil {
		old = key // the new file belongs to nobody
	}
	if old != "" {
		_ = s.files.Delete(old) // a file too many costs only its bytes
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
	return s.files.Open(key)
}

// squarePicture decodes, cuts and shrinks a picture, or says what is wrong
// with it. The size is looked at before anything is unpacked.
func squarePicture(ctx context.Context, picture []byte) (square []byte, problem string) {
	config, format, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil || (format != "png" && format != "jpeg") {
		return nil, i18n.T(ctx, "This is not a JPG or PNG picture.")
	}
	if config.Width > maxAvatarSide || config.Height > maxAvatarSide {
		return nil, i18n.T(ctx, "The picture has %d × %d pixels. At most %d × %d fit.", config.Width, config.Height, maxAvatarSide, maxAvatarSide)
	}
	img, _, err := image.Decode(bytes.NewReader(picture))
	if err != nil || config.Width == 0 || config.Height == 0 {
		return nil, i18n.T(ctx, "The picture is damaged. Choose another one.")
	}
	var b bytes.Buffer
	if err := png.Encode(&b, shrink(img)); err != nil {
		return nil, i18n.T(ctx, "The picture is damaged. Choose another one.")
	}
	return b.Bytes(), ""
}

// shrink returns the middle square of the picture, no larger than what is
// kept.
func shrink(img image.Image) image.Image {
	r := img.Bounds()
	side := min(r.Dx(), r.Dy())
	corner := image.Pt(r.Min.X+(r.Dx()-side)/2, r.Min.Y+(r.Dy()-side)/2)
	from := image.Rectangle{Min: corner, Max: corner.Add(image.Pt(side, side))}
	kept := min(side, keptAvatarSide)
	to := image.NewNRGBA(image.Rect(0, 0, kept, kept))
	draw.CatmullRom.Scale(to, to.Bounds(), img, from, draw.Src, nil)
	return to
}

func (d *Domain) uploadAvatar(w http.ResponseWriter, r *http.Request) error {
	picture, err := readPicture(w, r)
	if err == nil {
		err = d.Users.SetAvatar(r.Context(), Of(r), picture)
	}
	if err == nil {
		web.SetFlash(w, web.Flash{Text: i18n.T(r.Context(), "Picture saved")})
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
	picture, err := io.ReadAll(io.LimitReader(file, MaxAvatar+1))
	if err != nil {
		return nil, err
	}
	if len(picture) > MaxAvatar {
		return nil, pictureTooLarge(r.Context())
	}
	return picture, nil
}

func pictureTooLarge(ctx context.Context) error {
	return fault.Invalid{"avatar": i18n.T(ctx, "The picture is larger than 2 MB. Choose a smaller one.")}
}

func (d *Domain) removeAvatar(w http.ResponseWriter, r *http.Request) error {
	if err := d.Users.RemoveAvatar(r.Context(), Of(r)); err != nil {
		return err
	}
	web.SetFlash(w, web.Flash{Text: i18n.T(r.Context(), "Picture removed")})
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
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
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
