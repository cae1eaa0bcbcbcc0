package demo

// texts are what the people of a workspace would have written themselves, in
// their language.
type texts struct {
	tags    []tagText
	sources []string
	notes   []string
	story   [3]string // about the first contact, newest first

	products []string            // what is sold
	lots     []string            // where, how much or for whom
	todos    map[string][]string // titles of tasks, by type
	calls    []string
	meetings []string // what they are about
	places   []string
}

type tagText struct {
	name string
	hue  int
	part int // of a hundred records that have it
}

// The places of tags that records are given for a reason.
const (
	customer = iota
	lead
	decisionMaker
	keyAccount
	newsletter
	partner
	vatBulgaria
	supplier
	calibration
)

func textsIn(lang string) texts {
	if lang == "bg" {
		return bulgarianTexts()
	}
	return englishTexts()
}

func englishTexts() texts {
	return texts{
		tags: []tagText{
			{"Customer", 9, 34}, {"Lead", 7, 28}, {"Decision maker", 3, 8}, {"Key account", 6, 5}, {"Newsletter", 2, 22},
			{"Partner", 4, 5}, {"VAT BG", 1, 0}, {"Supplier", 8, 4}, {"Calibration", 3, 0},
		},
		sources: lines(`Website, Referral, Website, Newsletter, Phone call, Partner, Plovdiv fair 2025, Hannover fair 2025, Webinar, Referral`),
		notes: []string{
			"Called about the new price list. Wants it by e-mail, in euro.",
			"Met at the fair. Interested in the service contract; asked for two references.",
			"Budget is decided in autumn. Call again in September.",
			"Happy with the last delivery. One box was damaged, replacement is on its way.",
			"Asked for 60 days to pay. Agreed to 45 after talking to finance.",
			"Visited the plant. They run two shifts and plan a third line next year.",
			"Prefers e-mail to calls. Away every Friday.",
			"Wants an offer for 12 units with installation included.",
			"Competitor is 8 % cheaper, but delivers in ten weeks. Our four weeks count.",
			"New buyer since last month; introduce ourselves again.",
			"Sent samples by courier. Feedback promised within a week.",
			"Short call: everything runs, no open points.",
			"Would like the manual in their own language.",
			"Demo went well. Questions about export of the data and about backups.",
			"Contract renewed for a year, same terms.",
			"Asked who repairs the units after the guarantee ends. Sent the service address.",
			"Invoice went to the wrong department. Corrected the address.",
			"They merge two sites in spring; expect less until then.",
			"Recommended us to a neighbour. Say thank you.",
			"Needs the certificate of origin with every delivery.",
		},
		story: [3]string{
			"Went through the offer with maintenance. They take option B and need two more sensors for furnace 4; waiting for the new total by Wednesday.",
			"Wants the installation without a shutdown. Budget signed off by Ралица. Check delivery for 12 × VT-40.",
			"Met at the Plovdiv fair: they open a second hall in September.",
		},
		products: lines(`Line monitoring, Furnace control, Vibration sensors, Kiln sensors, Service contract, Calibration, Spare parts, Gateway upgrade,
			Pilot, Energy metering, Cold store sensors, Training days, Pressure transmitters, Migration, Gold service plan, Retrofit, Leak detection, Test bench`),
		lots: lines(`line 3, hall 2, two years, 12 units, second site, spring shutdown, phase 2, three shifts, main plant, warehouse, 40 units, first order, renewal, new hall`),
		todos: map[string][]string{
			"call":     lines(`Call about the calibration window, Ask who signs the budget, Call back about delivery, Check how the pilot runs, Ask for the floor plan`),
			"email":    lines(`Send the price list, Send two references, Reply about payment terms, Send the data sheets, Confirm the delivery date`),
			"meeting":  lines(`Prepare the plant visit, Demo with their engineers, Plan the installation, Quarterly review`),
			"deadline": lines(`Quote is valid until today, Tender closes, Contract ends, Guarantee ends`),
			"todo":     lines(`Update the quote, Review the contract, Send samples, Draft the invoice, Check stock of VT-40, Prepare the offer, Update their address`),
		},
		calls: []string{
			"They have the offer and compare two suppliers. Call again next week.", "Wants installation at a weekend. Ask our fitters.",
			"Budget is there, purchasing needs a third quote.", "Delivery next month is fine.", "Answered the questions of their engineer.",
			"Asked for 5 % discount; offered two training days instead.", "Nobody knew about the invoice. Sent it again.",
		},
		meetings: lines(`Plant visit, Demo of the monitoring, Kick-off, Contract review, Quarterly review, Acceptance test, Planning of the installation`),
		places:   lines(`Their office, Our office, Video call, Plant, Video call`),
	}
}

func bulgarianTexts() texts {
	return texts{
		tags: []tagText{
			{"Клиент", 9, 34}, {"Потенциален", 7, 28}, {"Взема решения", 3, 8}, {"Ключов клиент", 6, 5}, {"Бюлетин", 2, 22},
			{"Партньор", 4, 5}, {"ДДС BG", 1, 0}, {"Доставчик", 8, 4}, {"Калибриране", 3, 0},
		},
		sources: lines(`Уебсайт, Препоръка, Уебсайт, Бюлетин, Обаждане, Партньор, Панаир Пловдив 2025, Панаир Хановер 2025, Уебинар, Препоръка`),
		notes: []string{
			"Обади се за новата ценова листа. Иска я по имейл, в евро.",
			"Запознахме се на панаира. Интересува се от договор за поддръжка; поиска две препоръки.",
			"Бюджетът се решава наесен. Да се обадим отново през септември.",
			"Доволни са от последната доставка. Един кашон беше повреден, заместихме го.",
			"Поиска 60 дни за плащане. След разговор със счетоводството се разбрахме за 45.",
			"Посетихме завода. Работят на две смени и догодина планират трета линия.",
			"Предпочита имейл пред обаждане. В петък не е на работа.",
			"Иска оферта за 12 броя с включен монтаж.",
			"Конкуренцията е с 8 % по-евтина, но доставя за десет седмици. Нашите четири са предимство.",
			"Нов човек в покупките от миналия месец; да се представим отново.",
			"Изпратихме мостри по куриер. Обещаха отговор до седмица.",
			"Кратък разговор: всичко работи, няма отворени въпроси.",
			"Би искал ръководството на български.",
			"Демонстрацията мина добре. Въпроси за извличане на данните и за архивите.",
			"Договорът е подновен за година при същите условия.",
			"Попита кой поправя уредите след гаранцията. Изпратих адреса на сервиза.",
			"Фактурата е отишла в друг отдел. Поправихме адреса.",
			"През пролетта обединяват два обекта; дотогава ще поръчват по-малко.",
			"Препоръчаха ни на съседна фирма. Да благодарим.",
			"С всяка доставка им трябва сертификат за произход.",
		},
		story: [3]string{
			"Прегледали са офертата с поддръжката. Избират вариант Б и им трябват още два датчика за пещ 4; чакат новата сума до сряда.",
			"Иска монтаж без спиране на линията. Ралица е одобрила бюджета. Да се провери доставката на 12 × VT-40.",
			"Запознахме се на панаира в Пловдив: през септември отварят втори цех.",
		},
		products: lines(`Мониторинг на линия, Управление на пещ, Датчици за вибрации, Датчици за пещ, Договор за сервиз, Калибриране, Резервни части, Нов шлюз,
			Пилотен проект, Измерване на енергия, Датчици за хладилен склад, Обучение, Датчици за налягане, Миграция, Сервизен план „Злато“, Реконструкция, Откриване на течове, Изпитателен стенд`),
		lots: lines(`линия 3, хале 2, две години, 12 броя, втори обект, пролетен ремонт, етап 2, три смени, основен завод, склад, 40 броя, първа поръчка, подновяване, ново хале`),
		todos: map[string][]string{
			"call":     lines(`Обаждане за калибрирането, Кой подписва бюджета, Обаждане за доставката, Как върви пилотният проект, Да поискаме план на халето`),
			"email":    lines(`Изпращане на ценовата листа, Изпращане на две препоръки, Отговор за срока на плащане, Изпращане на каталога, Потвърждаване на доставката`),
			"meeting":  lines(`Подготовка за посещението, Демонстрация пред инженерите им, План за монтажа, Тримесечен преглед`),
			"deadline": lines(`Офертата важи до днес, Търгът приключва, Договорът изтича, Гаранцията изтича`),
			"todo":     lines(`Обновяване на офертата, Преглед на договора, Изпращане на мостри, Чернова на фактура, Наличност на VT-40, Подготовка на оферта, Поправка на адреса им`),
		},
		calls: []string{
			"Офертата е при тях, сравняват двама доставчици. Да се обадим следващата седмица.", "Искат монтаж през уикенда. Да питаме монтажниците.",
			"Бюджетът е отпуснат, трябва им трета оферта.", "Доставка следващия месец ги устройва.", "Отговорихме на въпросите на инженера им.",
			"Поискаха 5 % отстъпка; предложихме два дни обучение.", "Никой не знаеше за фактурата. Изпратихме я отново.",
		},
		meetings: lines(`Посещение в завода, Демонстрация на мониторинга, Начална среща, Преглед на договора, Тримесечен преглед, Приемателен тест, План за монтажа`),
		places:   lines(`При тях, При нас, Видеоразговор, В завода, Видеоразговор`),
	}
}
