package upload

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation reads how a camera was held from the EXIF part of a JPEG: 1 to 8
// as in its standard, 1 where nothing is said. Drawn anew the picture loses that
// note, so it has to be turned.
func orientation(b []byte) int {
	for rest := cutFront(b, 2); len(rest) > 4 && rest[0] == 0xFF && rest[1] != 0xDA; {
		size := int(binary.BigEndian.Uint16(rest[2:]))
		if size < 2 || len(rest) < size+2 {
			return 1
		}
		if part := rest[4 : size+2]; rest[1] == 0xE1 && bytes.HasPrefix(part, []byte("Exif\x00\x00")) {
			return turned(part[6:])
		}
		rest = rest[size+2:]
	}
	return 1
}

// turned reads the first directory of a TIFF.
func turned(tiff []byte) int {
	var order binary.ByteOrder = binary.LittleEndian
	if bytes.HasPrefix(tiff, []byte("MM")) {
		order = binary.BigEndian
	}
	if len(tiff) < 8 {
		return 1
	}
	at := int(order.Uint32(tiff[4:]))
	if at < 8 || at+2 > len(tiff) {
		return 1
	}
	entries := tiff[at+2:]
	for range int(order.Uint16(tiff[at:])) {
		if len(entries) < 12 {
			return 1
		}
		if order.Uint16(entries) == 0x0112 {
			if o := int(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
		entries = entries[12:]
	}
	return 1
}

// upright turns a picture the way it was seen.
func upright(img image.Image, orientation int) image.Image {
	if orientation == 1 {
		return img
	}
	r := img.Bounds()
	w, h := r.Dx(), r.Dy()
	to := image.NewNRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		to = image.NewNRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := place(x, y, w, h, orientation)
			to.Set(tx, ty, img.At(r.Min.X+x, r.Min.Y+y))
		}
	}
	return to
}

// place is where a pixel goes.
func place(x, y, w, h, orientation int) (int, int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	}
	return y, w - 1 - x
}
