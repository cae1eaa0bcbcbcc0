package upload

import (
	"bytes"
	"context"
	"errors"
	"image"
	stdgif "image/gif"
	"image/jpeg"
	stdpng "image/png"

	"golang.org/x/image/draw"
	xwebp "golang.org/x/image/webp"

	"kontor/internal/kit/i18n"
)

const (
	smallSide  = 320      // pixels of a small picture, at most
	avatarSide = 256      // pixels of a picture of a person
	maxPixels  = 64 << 20 // of all pictures of an animation together
	quality    = 88       // of JPEG
)

// size reads how large a picture is, before anything is unpacked.
func (k kind) size(content []byte) (image.Config, error) {
	r := bytes.NewReader(content)
	switch k {
	case jpg:
		return jpeg.DecodeConfig(r)
	case png:
		return stdpng.DecodeConfig(r)
	case gif:
		return stdgif.DecodeConfig(r)
	}
	return xwebp.DecodeConfig(r)
}

func (k kind) decode(content []byte) (image.Image, error) {
	r := bytes.NewReader(content)
	switch k {
	case jpg:
		img, err := jpeg.Decode(r)
		if err != nil {
			return nil, err
		}
		return upright(img, orientation(content)), nil
	case png:
		return stdpng.Decode(r)
	case gif:
		return stdgif.Decode(r)
	}
	return xwebp.Decode(r)
}

// wide tells whether a picture has more pixels than allowed.
func (r Rule) wide(ctx context.Context, k kind, content []byte) []string {
	c, err := k.size(content)
	switch {
	case err != nil || c.Width == 0 || c.Height == 0:
		return []string{damaged(ctx)}
	case c.Width > r.Side || c.Height > r.Side:
		return []string{i18n.T(ctx, "The picture has %d × %d pixels. At most %d × %d fit.", c.Width, c.Height, r.Side, r.Side)}
	}
	return nil
}

func damaged(ctx context.Context) string {
	return i18n.T(ctx, "The picture is damaged. Choose another one.")
}

// redraw makes the picture anew from its pixels. What does not belong to them,
// such as the place it was taken at or another file behind it, is lost.
func (f *File) redraw(ctx context.Context, k kind) []string {
	if k == gif {
		return f.redrawAll(ctx)
	}
	img, err := k.decode(f.Content)
	if err == nil {
		if k == webp { // there is nothing that writes it
			k = png
			if isOpaque(img) {
				k = jpg
			}
		}
		err = f.keep(ctx, k, img)
	}
	if err != nil {
		return []string{damaged(ctx)}
	}
	return nil
}

func (f *File) keep(ctx context.Context, k kind, img image.Image) (err error) {
	if f.Content, err = encode(k, img); err != nil {
		return err
	}
	f.Name, f.Media = cleanName(ctx, f.Name, k), k.media()
	return f.shrink(img)
}

// shrink makes the small picture.
func (f *File) shrink(img image.Image) (err error) {
	f.Width, f.Height = img.Bounds().Dx(), img.Bounds().Dy()
	small := fit(img, smallSide)
	k := png
	if isOpaque(small) {
		k = jpg
	}
	f.Small, err = encode(k, small)
	return err
}

func encode(k kind, img image.Image) ([]byte, error) {
	var b bytes.Buffer
	var err error
	if k == jpg {
		err = jpeg.Encode(&b, img, &jpeg.Options{Quality: quality})
	} else {
		err = (&stdpng.Encoder{CompressionLevel: stdpng.BestSpeed}).Encode(&b, img)
	}
	return b.Bytes(), err
}

func isOpaque(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return ok && o.Opaque()
}

// redrawAll makes an animation anew.
func (f *File) redrawAll(ctx context.Context) []string {
	n, err := gifPixels(f.Content)
	if n > maxPixels {
		return []string{i18n.T(ctx, "The animation has too many pictures. Choose a shorter one.")}
	}
	var all *stdgif.GIF
	if err == nil {
		all, err = stdgif.DecodeAll(bytes.NewReader(f.Content))
	}
	if err == nil && len(all.Image) == 0 {
		err = errors.New("no picture")
	}
	var b bytes.Buffer
	if err == nil {
		err = stdgif.EncodeAll(&b, all)
	}
	if err == nil {
		f.Content = b.Bytes()
		err = f.shrink(all.Image[0])
	}
	if err != nil {
		return []string{damaged(ctx)}
	}
	return nil
}

// fit returns the picture no larger than side in each direction. Halving it
// again and again takes the middle of four pixels each time, which is quick and
// leaves no steps.
func fit(img image.Image, side int) image.Image {
	for {
		w, h := img.Bounds().Dx(), img.Bounds().Dy()
		most := max(w, h)
		if most <= side {
			return img
		}
		toW, toH, scaler := w*side/most, h*side/most, draw.Interpolator(draw.CatmullRom)
		if most >= 4*side {
			toW, toH, scaler = w/2, h/2, draw.ApproxBiLinear
		}
		to := image.NewNRGBA(image.Rect(0, 0, max(toW, 1), max(toH, 1)))
		scaler.Scale(to, to.Bounds(), img, img.Bounds(), draw.Src, nil)
		img = to
	}
}

// Portrait returns the middle square of a picture of a person as PNG, or what
// is wrong with it.
func (j *Judge) Portrait(ctx context.Context, content []byte) (square []byte, problems []string, err error) {
	f, problems, err := j.judge(ctx, Avatar(), "", content)
	if err != nil || len(problems) > 0 {
		return nil, problems, err
	}
	img, err := sniff(f.Content).decode(f.Content)
	if err == nil {
		square, err = encode(png, fit(middle(img), avatarSide))
	}
	return square, nil, err
}

// middle returns the middle square of a picture.
func middle(img image.Image) image.Image {
	r := img.Bounds()
	side := min(r.Dx(), r.Dy())
	corner := image.Pt(r.Min.X+(r.Dx()-side)/2, r.Min.Y+(r.Dy()-side)/2)
	to := image.NewNRGBA(image.Rect(0, 0, side, side))
	draw.Draw(to, to.Bounds(), img, corner, draw.Src)
	return to
}
