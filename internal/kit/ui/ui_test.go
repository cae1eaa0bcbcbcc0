package ui_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"kontor/internal/kit/ui"
)

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Ивайло Стоянов": "ИС", "katharina vogel": "KV", "Тунджа Металс АД": "ТМ", "Cher": "C", "": "", "  ": "",
		"„Марица“ ООД": "МО", "3M Deutschland": "3D", "ñandú örtlich": "ÑÖ", "— !": "",
	} {
		if got := ui.Initials(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

func TestHue_IsStableAndSpread(t *testing.T) {
	seen := map[int]bool{}
	for _, name := range strings.Fields("a b c d e f g h i j k l m n o p q r s t u v w x y z") {
		hue := ui.Hue(name)
		if hue < 1 || hue > 9 || hue != ui.Hue(name) {
			t.Fatalf("%q has hue %d", name, hue)
		}
		seen[hue] = true
	}
	if len(seen) < 7 {
		t.Errorf("only %d hues of 26 names", len(seen))
	}
}

func TestThemeFrom_TakesOnlyWhatExists(t *testing.T) {
	for value, want := range map[string]string{"dark": "dark", "light": "light", "system": "", `dark" onload="x`: ""} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Cookie", "theme="+value)
		if got := ui.ThemeFrom(r); got != want {
			t.Errorf("%q: got %q, want %q", value, got, want)
		}
	}
}

func TestButton_KeysAreThePhysicalOnes(t *testing.T) {
	for key, want := range map[string]string{
		"C": `data-key="KeyC"`, "/": `data-key="Slash"`, "Shift+F": `data-key="Shift+KeyF"`, "Mod+Enter": `aria-keyshortcuts="Control+Enter Meta+Enter"`,
	} {
		if got := render(t, ui.Button(ui.ButtonProps{Label: "Go", Key: key}), "en"); !strings.Contains(got, want) {
			t.Errorf("%s: no %s in %s", key, want, got)
		}
	}
}

func TestFields_TieTheErrorToTheControl(t *testing.T) {
	got := render(t, ui.InputField(ui.InputProps{Control: ui.Control{Name: "vat", Label: "VAT number", Hint: "hint", Error: "too short"}, Value: `"><script>`}), "en")
	for _, want := range []string{`for="f-vat"`, `id="f-vat"`, `aria-invalid="true"`, `aria-describedby="f-vat-error"`, `id="f-vat-error"`, "too short", `value="&#34;&gt;&lt;script&gt;"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if strings.Contains(got, "hint") {
		t.Errorf("the hint is still there: %s", got)
	}
}

func TestPasswordField_NeverSendsItBack(t *testing.T) {
	if got := render(t, ui.PasswordField(ui.InputProps{Control: ui.Control{Name: "password", Label: "Password"}, Value: "s3cret"}), "en"); strings.Contains(got, "s3cret") {
		t.Error(got)
	}
}

func TestLinks_RefuseScripts(t *testing.T) {
	for _, got := range []string{
		render(t, ui.Button(ui.ButtonProps{Label: "x", Href: "javascript:alert(1)"}), "en"),
		render(t, ui.PropRow(ui.PropProps{Label: "Website", Value: "x", Href: "javascript:alert(1)"}), "en"),
		render(t, ui.PostButton(ui.ButtonProps{Label: "x"}, "javascript:alert(1)", nil), "en"),
	} {
		if strings.Contains(got, "javascript:") {
			t.Error(got)
		}
	}
}

func TestSearchHit_MarksWhatWasFound(t *testing.T) {
	for match, want := range map[string]string{
		"тунджа": "<mark>Тунджа</mark> Металс", "мет": "Тунджа <mark>Мет</mark>алс", "": "Тунджа Металс", "zz": "Тунджа Металс",
	} {
		got := render(t, ui.SearchHit(ui.HitProps{ID: "1", Title: "Тунджа Металс", Href: "/companies/1", Match: match}), "en")
		if !strings.Contains(strings.Join(strings.Fields(got), " "), want) {
			t.Errorf("%q: no %q in %s", match, want, got)
		}
	}
}

func TestErrorPage_SpeaksTheReadersLanguage(t *testing.T) {
	page := ui.ErrorPage(ui.ErrorProps{Status: 404, Lang: "bg", Reference: "7F3K"})
	got := render(t, page, "bg")
	for _, want := range []string{`lang="bg"`, "Тази страница я няма", "7F3K", "404"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q", want)
		}
	}
}
