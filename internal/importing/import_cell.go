package importing

import "strings"

// SplitMany cuts a cell that holds several addresses or numbers.
func SplitMany(cell string) []string {
	parts := strings.Split(strings.ReplaceAll(strings.ReplaceAll(cell, ":::", ";"), "\n", ";"), ";")
	if strings.Contains(cell, "@") {
		parts = strings.FieldsFunc(cell, func(r rune) bool { return r == ';' || r == ',' || r == '\n' || r == '|' })
	}
	out := parts[:0]
	for _, p := range parts {
		if p = strings.Trim(p, " :\t\r"); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// SplitTags cuts "* myContacts ::: Customers", "Key;VIP" and "a, b"; what a
// program adds for itself is no tag.
func SplitTags(cell string) []string {
	var out []string
	for _, t := range strings.FieldsFunc(strings.ReplaceAll(cell, ":::", ";"), func(r rune) bool { return r == ';' || r == ',' || r == '\n' }) {
		own := strings.HasPrefix(strings.TrimSpace(t), "* ")
		t = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(t), "* "))
		if t == "" || own && (t == "myContacts" || t == "friends" || t == "family" || t == "coworkers" || t == "starred") {
			continue
		}
		out = append(out, t)
	}
	return out
}

// Meaning is what a cell stands for: what was decided, or what it says.
func (c *ImportColumn) Meaning(cell string) string {
	cell = strings.TrimSpace(cell)
	if len(c.Meanings) == 0 || c.Field == "tags" {
		return cell
	}
	if means, decided := c.Meanings[valueKey(cell)]; decided {
		return means
	}
	return cell
}

// Tags are the tags that a cell stands for.
func (c *ImportColumn) Tags(cell string) []string {
	all := SplitTags(cell)
	if len(c.Meanings) == 0 {
		return all
	}
	kept := all[:0]
	for _, tag := range all {
		means, decided := c.Meanings[valueKey(tag)]
		if !decided || means == NewTag {
			means = tag
		}
		if means != "" {
			kept = append(kept, means)
		}
	}
	return kept
}
