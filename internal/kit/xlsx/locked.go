package xlsx

import (
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
)

// Locked tells a workbook behind a password from the old files of Office that
// begin in the same way: it is a container with a part of that name.
func Locked(r io.ReaderAt) bool {
	head := make([]byte, 512)
	if n, _ := r.ReadAt(head, 0); n < len(head) {
		return false
	}
	shift := binary.LittleEndian.Uint16(head[30:])
	if shift < 9 || shift > 12 {
		return false
	}
	at := (int64(binary.LittleEndian.Uint32(head[48:])) + 1) << shift
	directory := make([]byte, 16<<10)
	n, _ := r.ReadAt(directory, at) // what is missing is no directory
	return bytes.Contains(directory[:n], wide("EncryptedPackage"))
}

func wide(s string) []byte {
	var b []byte
	for _, c := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, c)
	}
	return b
}
