package account

import (
	"context"
	"strings"

	"kontor/internal/kit/i18n"
	"kontor/internal/kit/ui"
)

// currencies are the codes (ISO 4217) a workspace may count in: the ones of
// Europe, then what its firms trade in.
const currencies = "EUR ALL AMD AZN BAM BGN BYN CHF CZK DKK GBP GEL HUF ISK MDL MKD NOK PLN RON RSD RUB SEK TRY UAH " +
	"AED AUD BRL CAD CNY EGP HKD IDR ILS INR JPY KRW KZT MXN MYR NZD PHP QAR SAR SGD THB TWD USD VND ZAR"

func isCurrency(code string) bool {
	return len(code) == 3 && strings.Contains(" "+currencies+" ", " "+code+" ")
}

func currencyOptions(ctx context.Context) []ui.Option {
	var all []ui.Option
	for _, code := range strings.Fields(currencies) {
		all = append(all, ui.Option{Value: code, Label: code + " – " + currencyName(ctx, code)})
	}
	return all
}

func currencyName(ctx context.Context, code string) string {
	names := currencyNames(i18n.From(ctx).Lang)
	for line := range strings.SplitSeq(names, "\n") {
		if key, name, ok := strings.Cut(line, " "); ok && key == code {
			return name
		}
	}
	return code
}

// currencyNames are names and no sentences: each language writes its own.
func currencyNames(lang string) string {
	if lang == "bg" {
		return currencyNamesBG
	}
	return currencyNamesEN
}

const currencyNamesEN = `EUR Euro
ALL Albanian lek
AMD Armenian dram
AZN Azerbaijani manat
BAM Bosnian convertible mark
BGN Bulgarian lev (until 2025)
BYN Belarusian rouble
CHF Swiss franc
CZK Czech koruna
DKK Danish krone
GBP Pound sterling
GEL Georgian lari
HUF Hungarian forint
ISK Icelandic króna
MDL Moldovan leu
MKD Macedonian denar
NOK Norwegian krone
PLN Polish złoty
RON Romanian leu
RSD Serbian dinar
RUB Russian rouble
SEK Swedish krona
TRY Turkish lira
UAH Ukrainian hryvnia
AED UAE dirham
AUD Australian dollar
BRL Brazilian real
CAD Canadian dollar
CNY Chinese yuan
EGP Egyptian pound
HKD Hong Kong dollar
IDR Indonesian rupiah
ILS Israeli shekel
INR Indian rupee
JPY Japanese yen
KRW South Korean won
KZT Kazakhstani tenge
MXN Mexican peso
MYR Malaysian ringgit
NZD New Zealand dollar
PHP Philippine peso
QAR Qatari riyal
SAR Saudi riyal
SGD Singapore dollar
THB Thai baht
TWD New Taiwan dollar
USD US dollar
VND Vietnamese dong
ZAR South African rand`

const currencyNamesBG = `EUR Евро
ALL Албански лек
AMD Арменски драм
AZN Азербайджански манат
BAM Босненска конвертируема марка
BGN Български лев (до 2025)
BYN Беларуска рубла
CHF Швейцарски франк
CZK Чешка крона
DKK Датска крона
GBP Британска лира
GEL Грузинско лари
HUF Унгарски форинт
ISK Исландска крона
MDL Молдовска лея
MKD Македонски денар
NOK Норвежка крона
PLN Полска злота
RON Румънска лея
RSD Сръбски динар
RUB Руска рубла
SEK Шведска крона
TRY Турска лира
UAH Украинска гривня
AED Дирхам на ОАЕ
AUD Австралийски долар
BRL Бразилски реал
CAD Канадски долар
CNY Китайски юан
EGP Египетска лира
HKD Хонконгски долар
IDR Индонезийска рупия
ILS Израелски шекел
INR Индийска рупия
JPY Японска йена
KRW Южнокорейски вон
KZT Казахстанско тенге
MXN Мексиканско песо
MYR Малайзийски рингит
NZD Новозеландски долар
PHP Филипинско песо
QAR Катарски риал
SAR Саудитски риал
SGD Сингапурски долар
THB Тайландски бат
TWD Нов тайвански долар
USD Щатски долар
VND Виетнамски донг
ZAR Южноафрикански ранд`
