package contact

import (
	"context"
	"slices"

	"kontor/internal/account"
	"kontor/internal/kit/db"
)

// Fact is a field of a contact that says something: as programs read it, and in
// the reader's words.
type Fact struct{ Key, Label, Value, Words string }

// Facts returns a contact the actor sees, in the recycle bin too, with all that
// its fields say.
func (s *Contacts) Facts(ctx context.Context, actor account.Actor, id db.ID) (Contact, []Fact, error) {
	c, err := getContact(ctx, s.db, actor, id, "")
	if err != nil {
		return c, nil, err
	}
	entry := contactEntry(actor, c)
	keys := append([]string{"first_name", "last_name", "position", "company", "birthday", "owner", "team"}, plainKeys(contactPlain(), "first_name", "last_name", "position")...)
	var all []Fact
	for _, key := range append(keys, c.customKeys()...) {
		value := entry.In.Text(key)
		if value == "" {
			continue
		}
		name := label(ctx, key)
		if set := c.Extra.Set(); set != nil {
			if own, ok := set.Label(key); ok {
				name = own
			}
		}
		all = append(all, Fact{key, name, value, entry.Words(ctx, key)})
	}
	return c, all, nil
}

// customKeys are the fields the workspace added that say something.
func (c Contact) customKeys() []string {
	var keys []string
	for key := range c.Extra.Texts() {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
