package contact

import (
	"context"
	"net/http"

	"github.com/a-h/templ"

	"kontor/internal/account"
	"kontor/internal/kit/db"
	"kontor/internal/kit/list"
	"kontor/internal/kit/web"
)

// lister returns a list as the actor sees it.
type lister func(ctx context.Context, actor account.Actor) (*list.List, error)

// Neighbours are the records before and after one in the list it was opened
// from; Query is that list's.
type Neighbours struct {
	Prev, Next db.ID
	Query      string
}

// NeighboursOf finds the neighbours of a record in the list at path.
func (d *Domain) NeighboursOf(r *http.Request, l *list.List, path string, id db.ID) (Neighbours, error) {
	n, err := d.neighbours(r, func(context.Context, account.Actor) (*list.List, error) { return l, nil }, path, id)
	return Neighbours(n), err
}

// Buttons lead to the neighbours below path.
func (n Neighbours) Buttons(path, previous, next string) templ.Component {
	return neighbours(n).buttons(path, previous, next)
}

// List is the address of the list the record was opened from.
func (n Neighbours) List(path string) string { return neighbours(n).list(path) }

// TagChange is the tags of a record after the change that its page posts.
func TagChange(w http.ResponseWriter, r *http.Request, tags []string) ([]string, error) {
	c, err := readTagChange(w, r)
	if err != nil {
		return tags, err
	}
	return c.apply(tags), nil
}

// TagSection shows the tags of the record at path and lets a person change
// them; it is replaced as a whole after every change.
func TagSection(path string, tags []Tag, writable bool) templ.Component {
	return tagSection(path, tags, writable)
}

// TagRows are the tags of a record in its form, each chosen or created in a box.
func TagRows(f web.Form) templ.Component { return tagRows(f) }
