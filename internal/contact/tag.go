package contact

import (
	"context"
	"strings"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/i18n"
)

// maxTag is how many characters the name of a tag may have.
const maxTag = 50

// Tag is a label that the workspace puts on contacts and companies. Hue is 1
// to 9.
type Tag struct {
	Workspace db.WorkspaceID `db:"workspace_id" json:"-"`
	ID        db.ID          `db:"id" json:"id"`
	Name      string         `db:"name" json:"name"`
	NameKey   string         `db:"name_key" json:"-"`
	Hue       int            `db:"hue" json:"hue"`
	Version   int64          `db:"version" json:"version"`
	CreatedAt int64          `db:"created_at" json:"-"`
	UpdatedAt int64          `db:"updated_at" json:"-"`
	DeletedAt *int64         `db:"deleted_at" json:"-"`
}

// TagInput is what a person can say about a tag. Hue 0 is the one that belongs
// to the name.
type TagInput struct {
	Name    string `json:"name" maxLength:"50"`
	Hue     int    `json:"hue,omitempty" minimum:"0" maximum:"9"`
	Version int64  `json:"version,omitempty"`
}

func (in *TagInput) validate(ctx context.Context, actor account.Actor) error {
	c := check(ctx, actor)
	c.line("name", &in.Name, maxTag)
	c.required("name", in.Name)
	if _, err := db.ParseID(in.Name); err == nil {
		c.invalid.Add("name", i18n.T(ctx, "This would be taken for an id. Choose another name."))
	}
	if in.Hue < 0 || in.Hue > 9 {
		c.invalid.Add("hue", i18n.T(ctx, "This is none of the choices."))
	}
	return c.invalid.OrNil()
}

// tags checks names of tags; ids are checked against the database.
func (c *checker) tags(names []string) {
	c.many("tags", len(names))
	for i := range names {
		c.line("tags", &names[i], maxTag)
	}
}

func tagNames(tags []Tag) string {
	names := make([]string, len(tags))
	for i, t := range tags {
		names[i] = t.Name
	}
	return strings.Join(names, ", ")
}
