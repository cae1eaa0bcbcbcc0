package list

import (
	"strings"
	"testing"
)

func TestTags_CountsWhatFindsNoRoom(t *testing.T) {
	for _, c := range []struct {
		labels []string
		shown  int
		more   string
	}{
		{[]string{"Lead"}, 1, ""},
		{[]string{"Customer", "Lead"}, 2, ""},
		{[]string{"Key account", "Decision maker", "VIP"}, 1, `title="Decision maker, VIP">+2<`},
		{[]string{"Somebody who takes all the decisions alone", "A&B"}, 1, `title="A&amp;B">+1<`},
	} {
		items := make([]Item, len(c.labels))
		for i, label := range c.labels {
			items[i].Label = label
		}
		out := string(tags(nil, items))
		if got := strings.Count(out, "data-hue"); got != c.shown {
			t.Errorf("%v: %d tags are shown, want %d", c.labels, got, c.shown)
		}
		if got := strings.Contains(out, "more"); got != (c.more != "") || !strings.Contains(out, c.more) {
			t.Errorf("%v: %s, want %q", c.labels, out, c.more)
		}
	}
}
