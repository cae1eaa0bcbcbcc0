package xlsx

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"strings"
)

// What a part may unpack to. A sheet of a million rows is below; what is made
// to fill memory and time is above.
const (
	mostUnpacked = 3 << 30
	freeUnpacked = 64 << 20 // below this nothing is asked
	mostRatio    = 250      // times its packed size, above that
	mostSmall    = 16 << 20 // a part that is held in memory
)

// part is what a part of the archive unpacks to, watched while it does: what
// the archive says about sizes is not believed.
type part struct {
	r    io.ReadCloser
	n    int64
	most int64
}

func (b *Workbook) unpack(f *zip.File, most int64) (*part, error) {
	if f.Flags&1 != 0 {
		return nil, &Fault{Password}
	}
	r, err := f.Open()
	if err != nil {
		return nil, &Fault{Damaged}
	}
	return &part{r: r, most: min(most, max(b.free, int64(f.CompressedSize64)*mostRatio))}, nil
}

// Read unpacks further.
func (p *part) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	p.n += int64(n)
	if p.n > p.most {
		return 0, &Fault{Bomb}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return n, damaged(err)
	}
	return n, err
}

// end ends reading; what goes wrong then is none of what was read.
func (p *part) end() { _ = p.r.Close() }

// damaged turns what the archive or its text is wrong in into the one
// sentence; what is neither stays.
func damaged(err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return err
	}
	if f, ok := errors.AsType[*Fault](err); ok {
		return f
	}
	return &Fault{Damaged}
}

// file finds a part by its name, whatever its case; nil without it.
func (b *Workbook) file(name string) *zip.File {
	return b.files[strings.ToLower(strings.TrimPrefix(name, "/"))]
}

// each calls visit for every element that starts in a small part; one that is
// missing has none.
func (b *Workbook) each(name string, visit func(t *tokens) error) error {
	f := b.file(name)
	if f == nil {
		return nil
	}
	p, err := b.unpack(f, mostSmall)
	if err != nil {
		return err
	}
	defer p.end()
	t := newTokens(p)
	for {
		err := t.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return damaged(err)
		}
		if t.kind == elementStart {
			if err := visit(t); err != nil {
				return damaged(err)
			}
		}
	}
}

// relations reads where the parts lie that a part refers to, by id.
func (b *Workbook) relations(of string) (byID map[string]string, byType map[string]string, err error) {
	byID, byType = map[string]string{}, map[string]string{}
	dir, base := path.Split(of)
	err = b.each(dir+"_rels/"+base+".rels", func(t *tokens) error {
		if !t.is("Relationship") || string(t.attr("TargetMode")) == "External" {
			return nil
		}
		target := strings.ReplaceAll(t.attrText("Target"), `\`, "/")
		if !strings.HasPrefix(target, "/") {
			target = path.Join("/", dir, target)
		}
		target = strings.TrimPrefix(path.Clean(target), "/")
		kind := t.attrText("Type")
		byID[t.attrText("Id")] = target
		byType[kind[strings.LastIndexByte(kind, '/')+1:]] = target
		return nil
	})
	return byID, byType, err
}
