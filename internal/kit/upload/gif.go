package upload

import "errors"

var errGIF = errors.New("not a whole GIF")

// gifPixels counts the pixels of all pictures of an animation without unpacking
// any: a few kilobytes can hold thousands of large ones.
func gifPixels(b []byte) (pixels int, err error) {
	if len(b) < 13 {
		return 0, errGIF
	}
	rest := afterColours(b[13:], b[10])
	for len(rest) > 0 {
		switch rest[0] {
		case 0x3B: // the end
			return pixels, nil
		case 0x21: // an extension
			rest = afterBlocks(cutFront(rest, 2))
		case 0x2C: // a picture
			if len(rest) < 11 {
				return pixels, errGIF
			}
			pixels += (int(rest[5]) | int(rest[6])<<8) * (int(rest[7]) | int(rest[8])<<8)
			rest = afterBlocks(cutFront(afterColours(rest[10:], rest[9]), 1))
		default:
			return pixels, errGIF
		}
	}
	return pixels, nil // without an end, as some programs leave it
}

// afterColours skips the table of colours, if there is one.
func afterColours(b []byte, flags byte) []byte {
	if flags&0x80 == 0 {
		return b
	}
	return cutFront(b, 3<<(flags&7+1))
}

// afterBlocks skips blocks up to an empty one.
func afterBlocks(b []byte) []byte {
	for len(b) > 0 {
		n := int(b[0])
		b = cutFront(b, n+1)
		if n == 0 {
			return b
		}
	}
	return nil
}

func cutFront(b []byte, n int) []byte { return b[min(n, len(b)):] }
