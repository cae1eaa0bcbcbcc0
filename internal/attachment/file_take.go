package attachment

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"kontor/internal/account"
	"kontor/internal/activity"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/i18n"
	"kontor/internal/kit/upload"
	"kontor/internal/kit/web"
)

// addFiles keeps the good ones of the files of a form. A script sends one at a
// time and gets what is wrong with it as a text.
func (d *Domain) addFiles(w http.ResponseWriter, r *http.Request, on activity.Subject) error {
	ctx := r.Context()
	if err := on.MustWrite(ctx, d.Attachments.db, account.Of(r)); err != nil {
		return err
	}
	added, refused, err := d.take(r, on)
	if err != nil {
		return err
	}
	if web.IsPartial(r) {
		if len(refused) > 0 {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.WriteHeader(http.StatusUnprocessableEntity)
			_, err := io.WriteString(w, strings.Join(refused, "\n"))
			return err
		}
		return d.answer(w, r, on, web.Flash{})
	}
	flash := web.Flash{Text: strings.Join(refused, " "), Tone: "bad"}
	if len(refused) == 0 {
		flash = web.Flash{Text: i18n.N(ctx, "%s file added", "%s files added", added)}
	}
	return d.answer(w, r, on, flash)
}

// take reads the files of a form one after the other.
func (d *Domain) take(r *http.Request, on activity.Subject) (added int, refused []string, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return 0, nil, fault.Malformed{Text: i18n.T(r.Context(), "The form could not be read. Reload the page and send it again.")}
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return added, refused, formFault(r.Context(), err)
		}
		if part.FormName() != "file" || part.FileName() == "" {
			continue
		}
		problem, err := d.takeOne(r, on, part)
		if err != nil {
			return added, refused, formFault(r.Context(), err)
		}
		if problem == "" {
			added++
		} else {
			refused = append(refused, upload.Clean(part.FileName())+": "+problem)
		}
	}
	if added+len(refused) == 0 {
		refused = []string{i18n.T(r.Context(), "Choose a file first.")}
	}
	return added, refused, nil
}

// takeOne keeps a file, or says what is wrong with it.
func (d *Domain) takeOne(r *http.Request, on activity.Subject, part *multipart.Part) (problem string, err error) {
	ctx, actor := r.Context(), account.Of(r)
	if err := d.mayUpload(ctx, actor); err != nil {
		return "", err
	}
	_, err = d.Attachments.Add(ctx, actor, on, part.FileName(), part)
	if invalid, ok := errors.AsType[fault.Invalid](err); ok {
		return invalid["file"], nil
	}
	return "", err
}

// mayUpload counts one file of the actor.
func (d *Domain) mayUpload(ctx context.Context, actor account.Actor) error {
	if got := d.limits.Take(ctx, "upload:"+actor.User.String(), uploadRate); !got.Allowed {
		return fault.TooMany{After: got.Retry}
	}
	return nil
}

// formFault says that a form is too large; what else goes wrong while it is
// read is the sender's line.
func formFault(ctx context.Context, err error) error {
	if web.Status(err) == http.StatusRequestEntityTooLarge {
		return fault.TooLarge{Limit: MaxForm}
	}
	if web.IsBroken(err) {
		return fault.Malformed{Text: i18n.T(ctx, "The form could not be read. Reload the page and send it again.")}
	}
	return err
}
