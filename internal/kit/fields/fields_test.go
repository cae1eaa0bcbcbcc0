package fields

import "testing"

type person struct {
	City   string `json:"city,omitempty" maxLength:"100" is:"line"`
	Active bool   `json:"is_active"`
	Staff  *int64 `json:"staff"`
	hidden string
	Secret string `json:"-"`
}

func TestOf_TaggedFieldsInOrder(t *testing.T) {
	all := Of[person]()
	if len(all) != 3 || all[0].Name != "city" || all[0].Most() != 100 || all[0].Tag("is") != "line" || all[1].Most() != 0 {
		t.Errorf("the fields are %+v", all)
	}
}

func TestField_TextOfEveryKind(t *testing.T) {
	staff := int64(7)
	for _, c := range []struct {
		in   person
		name string
		want string
	}{
		{person{City: "Русе", hidden: "x"}, "city", "Русе"}, {person{}, "city", ""},
		{person{Active: true}, "is_active", "yes"}, {person{}, "is_active", "no"},
		{person{Staff: &staff}, "staff", "7"}, {person{}, "staff", ""},
	} {
		f, ok := Named(Of[person](), c.name)
		if got := f.Text(c.in); !ok || got != c.want {
			t.Errorf("%s of %+v is %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

func TestField_CopyAndTextIn(t *testing.T) {
	all := Of[person]()
	to, from := person{City: "Varna"}, person{City: "Ruse", Active: true}
	all[1].Copy(&to, &from)
	if to.City != "Varna" || !to.Active {
		t.Errorf("copied: %+v", to)
	}
	*TextIn(all, &to, "city") = "Burgas"
	if to.City != "Burgas" || TextIn(all, &to, "staff") != nil || TextIn(all, &to, "nothing") != nil {
		t.Errorf("the place is wrong: %+v", to)
	}
}
