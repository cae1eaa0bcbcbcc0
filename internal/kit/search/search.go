// Package search owns finding records by what people type: how text is folded
// so that case, accents and script do not matter, and the index of it.
package search
