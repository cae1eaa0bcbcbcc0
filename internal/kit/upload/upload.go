// Package upload owns which files are taken in from people: judged by what they
// hold and never by what they are called, pictures drawn anew, names cleaned.
package upload

import (
	"context"
	"fmt"
	"io"
	"strings"

	"kontor/internal/kit/i18n"
)

// Judge looks at files. Unpacking a picture takes memory, so that it looks at
// few at once.
type Judge struct{ turns chan struct{} }

// maxAtOnce is how many pictures are unpacked at the same time.
const maxAtOnce = 2

// New returns a judge.
func New() *Judge { return &Judge{turns: make(chan struct{}, maxAtOnce)} }

// Rule is what a kind of upload must be.
type Rule struct {
	Bytes int64
	Side  int // pixels of a picture, in each direction; 0 where it is none
	kinds []kind
}

// Image is the rule for pictures.
func Image() Rule { return Rule{5 << 20, 4000, []kind{jpg, png, gif, webp}} }

// Document is the rule for documents.
func Document() Rule { return Rule{10 << 20, 0, []kind{pdf, doc, docx, txt}} }

// Avatar is the rule for pictures of people.
func Avatar() Rule { return Rule{2 << 20, 1000, []kind{jpg, png}} }

// Max is the most bytes that any rule takes.
const Max = 10 << 20

// File is a file that may be kept.
type File struct {
	Name          string // clean, with the ending of what it holds
	Media         string // type of the content
	Content       []byte
	Width, Height int    // of a picture
	Small         []byte // a picture small enough for lists; nil for documents
}

// IsPicture tells whether browsers can show the file.
func (f File) IsPicture() bool { return f.Small != nil }

// Any takes a picture or a document by the rule for it. What breaks a rule is
// told in problems, one sentence for each, and the file is not good then.
func (j *Judge) Any(ctx context.Context, name string, r io.Reader) (f File, problems []string, err error) {
	content, err := read(r)
	if err != nil {
		return File{}, nil, err
	}
	k := sniff(content)
	switch {
	case len(content) == 0:
		return File{}, []string{i18n.T(ctx, "The file is empty.")}, nil
	case k.picture():
		return j.judge(ctx, Image(), name, content)
	case k != none:
		return j.judge(ctx, Document(), name, content)
	}
	problems = append(Document().heavy(ctx, content), i18n.T(ctx, "Files of this kind cannot be kept. Those of the kinds %s can.", names(append(Image().kinds, Document().kinds...))))
	return File{}, problems, nil
}

// By takes what the rule allows, as Any does.
func (j *Judge) By(ctx context.Context, rule Rule, name string, r io.Reader) (File, []string, error) {
	content, err := read(r)
	if err != nil {
		return File{}, nil, err
	}
	return j.judge(ctx, rule, name, content)
}

// read reads one byte more than may be kept at most.
func read(r io.Reader) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(r, Max+1))
	if err != nil {
		return nil, fmt.Errorf("read upload: %w", err)
	}
	return content, nil
}

func (j *Judge) judge(ctx context.Context, rule Rule, name string, content []byte) (File, []string, error) {
	k := sniff(content)
	problems := rule.heavy(ctx, content)
	if !rule.takes(k) {
		return File{}, append(problems, rule.wrongKind(ctx)), nil
	}
	if k.picture() {
		problems = append(problems, rule.wide(ctx, k, content)...)
	}
	if len(problems) > 0 {
		return File{}, problems, nil // what is too large is not unpacked
	}
	f := File{Name: cleanName(ctx, name, k), Media: k.media(), Content: content}
	if !k.picture() {
		return f, k.inspect(ctx, content), nil
	}
	select {
	case j.turns <- struct{}{}:
		defer func() { <-j.turns }()
	case <-ctx.Done():
		return File{}, nil, ctx.Err()
	}
	problems = f.redraw(ctx, k)
	return f, problems, nil
}

func (r Rule) takes(k kind) bool {
	for _, one := range r.kinds {
		if one == k {
			return true
		}
	}
	return false
}

func (r Rule) heavy(ctx context.Context, content []byte) []string {
	if int64(len(content)) <= r.Bytes {
		return nil
	}
	if r.Side > 0 {
		return []string{i18n.T(ctx, "The picture is larger than %d MB. Choose a smaller one.", r.Bytes>>20)}
	}
	return []string{i18n.T(ctx, "The file is larger than %d MB. Choose a smaller one.", r.Bytes>>20)}
}

func (r Rule) wrongKind(ctx context.Context) string {
	if r.Side > 0 {
		return i18n.T(ctx, "This is not a picture of one of the kinds %s.", names(r.kinds))
	}
	return i18n.T(ctx, "This is not a document of one of the kinds %s.", names(r.kinds))
}

func names(kinds []kind) string {
	all := make([]string, len(kinds))
	for i, k := range kinds {
		all[i] = strings.ToUpper(string(k))
	}
	return strings.Join(all, ", ")
}
