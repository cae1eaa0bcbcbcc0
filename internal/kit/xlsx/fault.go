package xlsx

import "kontor/internal/kit/i18n"

// Kind names why a workbook cannot be read.
type Kind string

// The kinds of workbook that are refused.
const (
	Damaged     Kind = "damaged"
	Bomb        Kind = "bomb"
	Password    Kind = "password"
	Macros      Kind = "macros"
	Binary      Kind = "binary"
	NoSheet     Kind = "no sheet"
	NoSuchSheet Kind = "no such sheet"
)

// Fault is a workbook that cannot be read; its message is one sentence that
// says what it is and what to do.
type Fault struct{ Kind Kind }

// Error is the sentence of the fault in English: translate it with i18n.T.
func (f *Fault) Error() string { return sentences[f.Kind] }

var sentences = map[Kind]string{
	Damaged:     i18n.Mark("This workbook is damaged or a part of it is missing: open it in a spreadsheet and save it again."),
	Bomb:        i18n.Mark("This workbook unpacks to far more than a table: save only the sheet that is to be imported."),
	Password:    i18n.Mark("This workbook is protected with a password: save it without one."),
	Macros:      i18n.Mark("This workbook contains macros: save it as an Excel workbook (.xlsx) without them."),
	Binary:      i18n.Mark("This is a binary Excel workbook: save it as an Excel workbook (.xlsx)."),
	NoSheet:     i18n.Mark("This workbook has no sheet with cells."),
	NoSuchSheet: i18n.Mark("The workbook has no sheet of this name."),
}
