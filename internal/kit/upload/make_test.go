package upload_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/color/palette"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"testing"
	"unicode/utf16"
)

// drawn is a picture whose upper left quarter is red.
func drawn(w, h int) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.NRGBA{0, 0, uint8(x), 255}
			if x < w/2 && y < h/2 {
				c = color.NRGBA{250, 0, 0, 255}
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}

func pngOf(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, drawn(w, h)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func jpegOf(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, drawn(w, h), nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// gifOf is an animation of n pictures.
func gifOf(t *testing.T, w, h, n int) []byte {
	t.Helper()
	all := &gif.GIF{}
	for range n {
		all.Image = append(all.Image, image.NewPaletted(image.Rect(0, 0, w, h), palette.Plan9))
		all.Delay = append(all.Delay, 10)
	}
	var b bytes.Buffer
	if err := gif.EncodeAll(&b, all); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// gifBomb is a small file of n large pictures: what one takes, again and again.
func gifBomb(t *testing.T, n int) []byte {
	t.Helper()
	one := gifOf(t, 3000, 3000, 1)
	at := 13
	if one[10]&0x80 != 0 {
		at += 3 << (one[10]&7 + 1)
	}
	frame := one[at : len(one)-1]
	return append(append(bytes.Clone(one[:at]), bytes.Repeat(frame, n)...), 0x3B)
}

// pngBomb says that it has 60000 × 60000 pixels, in 77 bytes.
func pngBomb() []byte {
	b := []byte("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, data []byte) {
		b = binary.BigEndian.AppendUint32(b, uint32(len(data)))
		body := append([]byte(kind), data...)
		b = binary.BigEndian.AppendUint32(append(b, body...), crc32.ChecksumIEEE(body))
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 60000), 60000)
	chunk("IHDR", append(head, 8, 2, 0, 0, 0))
	chunk("IDAT", []byte{0x78, 0x9c, 0x63, 0, 0, 0, 1, 0, 1})
	chunk("IEND", nil)
	return b
}

// part is a file of an archive.
type part struct{ name, text string }

func docxOf(t *testing.T, more ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range append([]part{
		{"[Content_Types].xml", `<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"word/document.xml", "<document/>"},
	}, more...) {
		w, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, p.text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// liar is a document with a part that says it holds ten bytes and holds size.
func liar(t *testing.T, size int) []byte {
	t.Helper()
	var small, b bytes.Buffer
	f, _ := flate.NewWriter(&small, flate.BestCompression)
	f.Write(make([]byte, size))
	f.Close()
	z := zip.NewWriter(&b)
	for _, name := range []string{"[Content_Types].xml", "word/document.xml"} {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, "<a/>")
	}
	w, err := z.CreateRaw(&zip.FileHeader{Name: "word/media/x.png", Method: zip.Deflate, CompressedSize64: uint64(small.Len()), UncompressedSize64: 10})
	if err != nil {
		t.Fatal(err)
	}
	w.Write(small.Bytes())
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// docOf is a file as the old Word writes it, with these streams, all empty.
func docOf(streams ...string) []byte {
	const sector, none = 512, 0xFFFFFFFF
	b := make([]byte, 3*sector)
	copy(b, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	le := binary.LittleEndian
	le.PutUint16(b[24:], 0x3E)
	le.PutUint16(b[26:], 3)
	le.PutUint16(b[28:], 0xFFFE)
	le.PutUint16(b[30:], 9)
	le.PutUint16(b[32:], 6)
	le.PutUint32(b[44:], 1) // sectors of the table
	le.PutUint32(b[48:], 1) // the folder lies in the second
	le.PutUint32(b[56:], 4096)
	le.PutUint32(b[60:], 0xFFFFFFFE)
	le.PutUint32(b[68:], 0xFFFFFFFE)
	for i := 76; i < sector; i += 4 {
		le.PutUint32(b[i:], none)
	}
	le.PutUint32(b[76:], 0)
	table := b[sector : 2*sector]
	for i := 0; i < sector; i += 4 {
		le.PutUint32(table[i:], none)
	}
	le.PutUint32(table, 0xFFFFFFFD)
	le.PutUint32(table[4:], 0xFFFFFFFE)
	for i, name := range append([]string{"Root Entry"}, streams...) {
		e := b[2*sector+i*128:]
		for j, u := range utf16.Encode([]rune(name)) {
			le.PutUint16(e[2*j:], u)
		}
		le.PutUint16(e[64:], uint16(2*len(name)+2))
		e[66] = 2
		child, next := uint32(none), uint32(none)
		if i == 0 {
			e[66], child = 5, 1
		} else if i < len(streams) {
			next = uint32(i + 1)
		}
		le.PutUint32(e[68:], none)
		le.PutUint32(e[72:], next)
		le.PutUint32(e[76:], child)
		le.PutUint32(e[116:], 0xFFFFFFFE)
	}
	return b
}

const pdfText = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

// held is a JPEG with the note of a camera: how it was held, and something
// that is nobody's business.
func held(t *testing.T, w, h int, orientation byte) []byte {
	t.Helper()
	exif := []byte("Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00")
	exif = append(append(exif, orientation, 0, 0), 0, 0, 0, 0)
	exif = append(exif, "GPS 42.6977 N 23.3219 E"...)
	b := []byte{0xFF, 0xD8, 0xFF, 0xE1}
	b = binary.BigEndian.AppendUint16(b, uint16(len(exif)+2))
	return append(append(b, exif...), jpegOf(t, w, h)[2:]...)
}
