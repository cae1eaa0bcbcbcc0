package importing

import (
	"encoding/json"

	"kontor/internal/kit/db"
	"kontor/internal/kit/sheet"
)

// MaxImport is how many bytes a file to import may have.
const MaxImport = 256 << 20

// MaxImportForm is how many bytes of an upload are taken in from a browser: one
// that is cut off while it sends shows no answer, so what is too large is read
// to its end, kept nowhere, and then refused with a sentence.
const MaxImportForm = 4 << 30

// States of an import.
const (
	ImportMapping   = "mapping"   // waits for somebody to say what goes where
	ImportQueued    = "queued"    // waits for the background worker
	ImportRunning   = "running"   // some batches may be in
	ImportDone      = "done"      // every row has its result
	ImportFailed    = "failed"    // stopped by a fault of ours or of the file
	ImportCancelled = "cancelled" // stopped by a person; what is in stays
	ImportUndone    = "undone"    // what it had created is in the recycle bin
)

// Import is one file on its way into the workspace. Every row of it ends as
// created, updated, skipped or failed.
type Import struct {
	Workspace  db.WorkspaceID `db:"workspace_id"`
	ID         db.ID          `db:"id"`
	Member     db.ID          `db:"member_id"`
	Kind       string         `db:"kind"`
	FileName   string         `db:"file_name"`
	FileKey    string         `db:"file_key"`
	FileSize   int64          `db:"file_size"`
	Format     string         `db:"format"` // csv, xlsx or vcard
	DetailJSON db.JSON        `db:"details"`
	MapJSON    db.JSON        `db:"mapping"`
	OptionJSON db.JSON        `db:"options"`
	Status     string         `db:"status"`
	Total      int64          `db:"total"`    // rows of the file
	Position   int64          `db:"position"` // rows that have their result
	Created    int64          `db:"created"`
	Updated    int64          `db:"updated"`
	Skipped    int64          `db:"skipped"`
	Failed     int64          `db:"failed"`
	Companies  int64          `db:"companies"` // made on the way
	Contacts   int64          `db:"contacts"`  // made on the way
	Problem    string         `db:"problem"`
	Version    int64          `db:"version"`
	CreatedAt  int64          `db:"created_at"`
	UpdatedAt  int64          `db:"updated_at"`
	StartedAt  *int64         `db:"started_at"`
	FinishedAt *int64         `db:"finished_at"`

	MemberName string `db:"member_name,ro"`
	ImportUndo

	Details ImportDetails  `db:"-"`
	Columns []ImportColumn `db:"-"`
	Options ImportOptions  `db:"-"`
}

// ImportDetails is what was found out about a file.
type ImportDetails struct {
	Encoding  string   `json:"encoding,omitempty" doc:"As people call it, such as Windows-1251; empty for a workbook"`
	Separator string   `json:"separator,omitempty" doc:"The character between cells"`
	Sheets    []string `json:"sheets,omitempty" nullable:"false" doc:"Of a workbook, in order"`
	Sheet     string   `json:"sheet,omitempty" doc:"The one that is read"`
	Date1904  bool     `json:"date_1904,omitempty" doc:"Dates of the workbook count from 1904"`
	Hidden    int64    `json:"hidden,omitempty" doc:"Rows that the workbook hides"`
	HasHeader bool     `json:"has_header" doc:"The first row names the columns"`
	Footer    int      `json:"footer,omitempty" doc:"Lines below the table that were left out"`
	DateOrder string   `json:"date_order,omitempty" enum:"dmy,mdy" doc:"How dates of numbers are read"`
	DateSure  bool     `json:"date_sure,omitempty"`
	DateText  string   `json:"date_text,omitempty" doc:"A date of the file as it is written"`
	NoEmail   int64    `json:"no_email,omitempty" doc:"Rows without an e-mail address"`
	Problems  int64    `json:"problems,omitempty" doc:"Rows that are broken"`

	Decided map[int]string          `json:"decided,omitempty" doc:"What becomes of single rows that are like a record: skip, update or add"`
	Takes   map[int]map[string]bool `json:"takes,omitempty" doc:"Of single rows that are merged: field to whether the record gets what the file says"`

	Recalled *ImportRecalled `json:"recalled,omitempty" doc:"The columns are set as they were the last time"`
}

// What to do with a row about somebody who is there already.
const (
	DuplicateSkip   = "skip"
	DuplicateUpdate = "update"
	DuplicateAdd    = "add"
)

// ImportOptions is how an import is to be done.
type ImportOptions struct {
	Duplicates      string   `json:"duplicates,omitempty" enum:"skip,update,add" default:"skip" doc:"What to do with rows about a record that is there already"`
	Overwrite       bool     `json:"overwrite,omitempty" doc:"With update: values of the file replace others, instead of only filling gaps"`
	Match           []string `json:"match,omitempty" enum:"email,phone,name" nullable:"false" doc:"What tells that a record is there already; name means name and company, for a task also its day. Empty: everything that can"`
	CreateCompanies bool     `json:"create_companies,omitempty" default:"true" doc:"Make the companies, and for deals and tasks the contacts, that rows name and that are not there"`
	OwnerID         db.ID    `json:"owner_id,omitempty" format:"uuid" nullable:"true" doc:"Owner of what is created where the file names none; empty: whoever imports"`
	Tags            []string `json:"tags,omitempty" maxItems:"20" nullable:"false" doc:"Put on every contact or deal of the file"`
	DateOrder       string   `json:"date_order,omitempty" enum:"dmy,mdy"`
	Encoding        string   `json:"encoding,omitempty" doc:"Instead of the one that was found"`
	Separator       string   `json:"separator,omitempty" maxLength:"1" doc:"Instead of the one that was found"`
	NoHeader        bool     `json:"no_header,omitempty" doc:"The first row is data"`
	Sheet           string   `json:"sheet,omitempty" maxLength:"100" doc:"Of a workbook, instead of the first with cells"`
	NoHidden        bool     `json:"no_hidden,omitempty" doc:"Leave out the rows that a workbook hides"`
	Forget          bool     `json:"forget,omitempty" doc:"Do not remember columns, options and meanings for the next file of this layout"`
}

// NewOptions are those of an import that nothing was said about.
func NewOptions() ImportOptions {
	return ImportOptions{Duplicates: DuplicateSkip, CreateCompanies: true}
}

// Matching tells whether records that are there are found in this way.
func (o ImportOptions) Matching(by string) bool {
	if len(o.Match) == 0 {
		return true
	}
	for _, m := range o.Match {
		if m == by {
			return true
		}
	}
	return false
}

func (o ImportOptions) sheet() sheet.Options {
	opt := sheet.Options{Limit: MaxImport, Encoding: o.Encoding, NoHeader: o.NoHeader, Sheet: o.Sheet, NoHidden: o.NoHidden}
	if o.Separator != "" {
		opt.Separator = o.Separator[0]
	}
	return opt
}

// Done tells whether every row that will have a result has it.
func (i Import) Done() bool {
	switch i.Status {
	case ImportDone, ImportFailed, ImportCancelled, ImportUndone:
		return true
	}
	return false
}

// Percent is how much of the file has its result.
func (i Import) Percent() int {
	if i.Total == 0 {
		return 0
	}
	return int(i.Position * 100 / i.Total)
}

// readAgain tells options by which a file is read in another way.
func (o ImportOptions) readAgain(old ImportOptions) bool {
	return o.Encoding != old.Encoding || o.Separator != old.Separator || o.NoHeader != old.NoHeader || o.Sheet != old.Sheet || o.NoHidden != old.NoHidden
}

// load fills what is kept as JSON.
func (i *Import) load() error {
	for _, part := range []struct {
		from db.JSON
		to   any
	}{{i.DetailJSON, &i.Details}, {i.MapJSON, &i.Columns}, {i.OptionJSON, &i.Options}} {
		if len(part.from) == 0 || string(part.from) == "{}" {
			continue
		}
		if err := json.Unmarshal(part.from, part.to); err != nil {
			return err
		}
	}
	return nil
}

// pack writes what is kept as JSON.
func (i *Import) pack() (err error) {
	if i.DetailJSON, err = json.Marshal(i.Details); err != nil {
		return err
	}
	if i.MapJSON, err = json.Marshal(i.Columns); err != nil {
		return err
	}
	i.OptionJSON, err = json.Marshal(i.Options)
	return err
}

// ImportFailure is a row that is not in, and why.
type ImportFailure struct {
	Workspace db.WorkspaceID `db:"workspace_id" json:"-"`
	Import    db.ID          `db:"import_id" json:"-"`
	Row       int64          `db:"row_number" json:"row" doc:"As a spreadsheet numbers it"`
	CellsJSON db.JSON        `db:"cells" json:"cells" doc:"The row as it stands in the file"`
	Value     string         `db:"value" json:"value,omitempty" doc:"The value the reason is about"`
	Reason    string         `db:"reason" json:"reason"`
}

// Cells is the row as it stands in the file.
func (f ImportFailure) Cells() []string {
	var cells []string
	if json.Unmarshal(f.CellsJSON, &cells) != nil {
		return nil
	}
	return cells
}
