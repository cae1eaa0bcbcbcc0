package contact_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"kontor/internal/account"
	"kontor/internal/account/accounttest"
	"kontor/internal/contact"
	"kontor/internal/importing"
	"kontor/internal/kit/db"
	"kontor/internal/kit/db/dbtest"
	"kontor/internal/kit/fault"
	"kontor/internal/kit/xlsx/xlsxtest"
	"kontor/internal/record"
)

// clients is a workbook as people have it: an empty first sheet, dates and
// numbers as such, a hidden row.
func clients(t testing.TB) []byte {
	t.Helper()
	row, text := xlsxtest.Row, xlsxtest.Text
	return xlsxtest.Pack(t, xlsxtest.Parts("", row("Име", "Фамилия", "Фирма", "ЕИК", "Имейл", "Мобилен", "Дата на раждане", "Активен")+
		`<row r="2">`+text("Иван")+text("Петров")+text("Тунджа Металс АД")+`<c><v>123555014</v></c>`+text("ivan@tundzha.example")+`<c><v>3.59888123456E11</v></c><c s="1"><v>31149</v></c><c t="b"><v>0</v></c></row>`+
		`<row r="3" hidden="1">`+text("Мария")+text("Илиева")+`<c/><c/>`+text("maria@x.example")+`<c/><c><v>31149</v></c><c t="b"><v>1</v></c></row>`,
		row("Name", "E-mail")+row("Petar Nikolov", "petar@x.example")))
}

func TestImport_Workbook(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		im := newTakingIn(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		imp := im.upload(t, actor, "clients.csv", clients(t)) // the content decides
		equal(t, "format", imp.Format, "xlsx")
		equal(t, "sheet", imp.Details.Sheet+" of "+strings.Join(imp.Details.Sheets, ","), "Two of One,Two,Three")
		equal(t, "hidden", imp.Details.Hidden, int64(1))
		equal(t, "counts", counts(im.run(t, actor, imp)), "2 = 2+0+0+0, 1 companies")
		c := im.one(t, actor, "ivan@tundzha.example")
		if *c.Birthday != "1985-04-12" || c.IsActive || c.Phones[0].E164 != "+359888123456" {
			t.Errorf("%v %v %+v", *c.Birthday, c.IsActive, c.Phones)
		}
		if c := im.one(t, actor, "maria@x.example"); *c.Birthday != "1985-04-12" || !c.IsActive {
			t.Errorf("%v %v", *c.Birthday, c.IsActive)
		}
	})
}

func TestImport_WorkbookOptions(t *testing.T) {
	d := dbtest.SQLite(t)
	im := newTakingIn(t, d)
	actor := accounttest.Actor(t, d, account.Owner)
	imp := im.upload(t, actor, "clients.xlsx", clients(t))
	im.set(t, actor, imp, func(o *importing.ImportOptions) { o.NoHidden = true })
	imp, err := im.Imports.Imports.Get(t.Context(), actor, imp.ID)
	if err != nil || imp.Total != 1 {
		t.Errorf("%d rows, %v", imp.Total, err)
	}
	im.set(t, actor, imp, func(o *importing.ImportOptions) { o.Sheet = "Three" })
	imp, err = im.Imports.Imports.Get(t.Context(), actor, imp.ID)
	if err != nil || imp.Details.Sheet != "Three" || mapping(imp) != "Name>full_name/sure E-mail>email/sure" {
		t.Errorf("%s %s %v", imp.Details.Sheet, mapping(imp), err)
	}
	_, err = im.Imports.Imports.Map(t.Context(), actor, imp.ID, nil, importing.ImportOptions{Sheet: "Four"})
	if invalid, _ := errors.AsType[fault.Invalid](err); invalid["file"] != "The workbook has no sheet of this name." {
		t.Error(err)
	}
}

func TestExport_Workbook(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		im := newTakingIn(t, d)
		actor := accounttest.Actor(t, d, account.Owner)
		in := contact.NewCompanyInput(actor)
		in.Name, in.AnnualRevenue = "=Firma", &contact.Money{Amount: "1234567.80", Currency: "EUR"}
		n := int64(12)
		in.Employees = &n
		if _, err := im.Companies.Create(t.Context(), actor, in); err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		if err := im.Records.Export(t.Context(), actor, &file, "companies", record.FormatXLSX, "", nil); err != nil {
			t.Fatal(err)
		}
		xml := xlsxtest.Unpack(t, file.Bytes())["xl/worksheets/sheet1.xml"]
		for _, want := range []string{`<v>1234567.80</v>`, `<t xml:space="preserve">EUR</t>`, `<v>12</v>`, ` s="2" t="inlineStr"><is><t xml:space="preserve">=Firma</t>`, `state="frozen"`, `s="1" t="inlineStr"`} {
			if !strings.Contains(xml, want) {
				t.Errorf("no %s in %s", want, xml)
			}
		}
	})
}
