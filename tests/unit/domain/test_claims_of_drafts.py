"""What a draft says of a product is compared with the card, claim by claim."""

import pytest

from shared.domain.drafts.claims.asks import list_asks
from shared.domain.drafts.claims.checking import (
    check_claims,
    find_contradictions,
    find_unknown,
    leave_out,
)
from shared.domain.drafts.claims.claim import ClaimKind, ClaimVerdict
from shared.domain.products.card import Card, Characteristic
from tests.answers.claims import make_cards, make_samples, measure_claims, tell_misses

CARDS = {card.name: card for card in make_cards()}
KETTLE, BLANKET = CARDS["Чайник электрический"], CARDS["Плед на диван"]
BACKPACK, VACUUM = CARDS["Рюкзак городской"], CARDS["Пылесос аккумуляторный"]
SHELF = CARDS["Полка настенная"]
WRONG = [
    (KETTLE, "Чайник мощный — целых 1800 ватт, закипает быстро."),
    (KETTLE, "Корпус сделан из стекла и металла."),
    (KETTLE, "Это турецкое производство."),
    (KETTLE, "Объём полтора литра."),
    (KETTLE, "Гарантия 2 года."),
    (KETTLE, "В комплекте есть фильтр от накипи."),
    (KETTLE, "Инструкция в комплект не входит."),
    (KETTLE, "Шнур длиной 1 метр."),
    (BLANKET, "Плед на 100 % шерстяной."),
    (BLANKET, "Плед полностью хлопковый, без синтетики."),
    (BLANKET, "Размер пледа 220 на 180 см."),
    (BLANKET, "Сделано в Китае."),
    (BACKPACK, "Рюкзак вмещает 30 литров."),
    (BACKPACK, "Высота 30 см, ширина 45 см."),
    (BACKPACK, "Полностью водонепроницаемый, из натуральной кожи."),
    (VACUUM, "В комплект входят пять насадок."),
    (VACUUM, "Аккумулятор на 4000 мАч."),
    (VACUUM, "Стоит 2490 рублей."),
    (KETTLE, "Чайник потребляет 1500 Вт."),
    (KETTLE, "Вмещает ровно два литра."),
    (KETTLE, "Корпус полностью стеклянный."),
    (KETTLE, "Произведён в России."),
    (KETTLE, "Гарантия даётся на три года."),
    (KETTLE, "Провод у него 120 см."),
    (KETTLE, "В коробке кроме чайника лежит ещё фильтр, он входит в комплект."),
    (KETTLE, "Цена — 990 ₽."),
    (KETTLE, "Купить его можно за 1490 рублей."),
    (BLANKET, "Плед из чистого хлопка."),
    (BLANKET, "Хлопковый плед подойдёт и для дачи."),
    (BLANKET, "Берите, это чистый хлопок."),
    (BLANKET, "Плед 80 см из чистого хлопка."),
    (BLANKET, "Шерсти в нём 50 процентов."),
    (BLANKET, "Весит около 2 кг."),
    (BLANKET, "Плед шириной 180 см."),
    (BLANKET, "Производство Турция."),
    (BLANKET, "Полиэстера в составе нет."),
    (BACKPACK, "Объём рюкзака 40 литров."),
    (BACKPACK, "Рюкзак кожаный."),
    (BACKPACK, "Дождевик в комплект не входит."),
    (BACKPACK, "К сожалению, дождевика в комплекте нет, как мы и писали."),
    (BACKPACK, "Сшит в Китае."),
    (BACKPACK, "Ширина у него 40 см, высота 45."),
    (BACKPACK, "Весит 1,5 кг."),
    (VACUUM, "Мощность — 300 ватт."),
    (VACUUM, "В комплекте одна насадка."),
    (VACUUM, "Ёмкость аккумулятора 1500 мАч."),
    (VACUUM, "Гарантийный срок один год."),
    (VACUUM, "Контейнер на 1 литр."),
    (VACUUM, "Пылесос лёгкий, всего 1,5 кг."),
    (SHELF, "Полка сделана из пластика."),
    (SHELF, "Длина полки 100 см."),
    (SHELF, "Крепления в комплекте нет."),
    (SHELF, "Глубина 30 сантиметров."),
    (SHELF, "Изготовлена в Италии."),
    (KETTLE, "Он на 1800 Вт, так что закипает быстро."),
    (KETTLE, "Металлический, без пластика."),
    (KETTLE, "Родина чайника — Германия."),
    (KETTLE, "Официальная гарантия — полгода."),
    (KETTLE, "Длины шнура хватает с запасом: почти два метра."),
    (KETTLE, "Подставка и ситечко идут в комплекте."),
    (KETTLE, "Всего 1490 ₽, берите!"),
    (BLANKET, "В основе лён и хлопок."),
    (BLANKET, "80 % полиэстера и 20 % шерсти."),
    (BLANKET, "Плед тяжёлый, около трёх килограммов."),
    (BLANKET, "Размер 140х200."),
    (BLANKET, "Везём напрямую с китайской фабрики."),
    (BLANKET, "Синтетики нет совсем, только шерсть."),
    (BACKPACK, "Объёма в 20 литров хватает на неделю."),
    (BACKPACK, "Ткань — плотный хлопок."),
    (BACKPACK, "Дождевика в комплекте нет."),
    (BACKPACK, "Производитель — турецкая фабрика."),
    (BACKPACK, "Глубина 20 см."),
    (BACKPACK, "Рюкзак весит полтора килограмма."),
    (VACUUM, "Мотор на 200 Вт тянет хорошо."),
    (VACUUM, "Насадок в комплекте четыре."),
    (VACUUM, "Батарея на 3000 мАч."),
    (VACUUM, "Год гарантии."),
    (VACUUM, "Пылесборник объёмом 0,8 л."),
    (VACUUM, "Вес всего 1,8 кг."),
    (SHELF, "Деревянная, без металла."),
    (SHELF, "Метр в длину."),
    (SHELF, "В наборе четыре крепления."),
    (SHELF, "Выступает от стены на 30 см глубины."),
    (SHELF, "Стоит 2990 рублей."),
]
TRUE = [
    (KETTLE, "Корпус из нержавейки, пластиковая ручка."),
    (KETTLE, "Вмещает до 1,7 литра воды."),
    (KETTLE, "Гарантия составляет 1 год."),
    (KETTLE, "Инструкция на русском языке идёт в комплекте."),
    (KETTLE, "Чайник рассчитан на 2,2 кВт, длина шнура 0,75 м."),
    (KETTLE, "Спасибо за отзыв! Рады, что чайник вам понравился."),
    (BLANKET, "В составе 80 % шерсти и 20 % полиэстера."),
    (BLANKET, "Размер пледа 200х150 см, вес 1200 граммов."),
    (BLANKET, "Плед мягкий, подойдёт и для чувствительной кожи."),
    (BACKPACK, "Высота 45 см, ширина 30 см, глубина 15 см."),
    (BACKPACK, "Чехол от дождя в комплекте не предусмотрен."),
    (VACUUM, "Идут три насадки и два фильтра в комплекте."),
    (VACUUM, "Доставка по России занимает около 3 дней."),
    (KETTLE, "Мощность чайника две тысячи двести ватт."),
    (KETTLE, "Корпус из нержавеющей стали с пластиком."),
    (KETTLE, "Сделан в Китае, гарантия год."),
    (KETTLE, "Закипает минут за пять, держит тепло около часа."),
    (KETTLE, "Стоит 1990 рублей."),
    (KETTLE, "Шнур 75 см, розетка нужна рядом."),
    (KETTLE, "Отступите от стены хотя бы 10 см."),
    (BLANKET, "Плед полуторный: 150 на 200."),
    (BLANKET, "Вес 1200 г."),
    (BLANKET, "Состав: 80 % шерсть, остальное полиэстер."),
    (BLANKET, "Российское производство."),
    (BLANKET, "Стирайте при 30 градусах, сушите 2 часа."),
    (BLANKET, "Подойдёт на диван длиной до 2 метров."),
    (BACKPACK, "Ноутбук 15 дюймов помещается."),
    (BACKPACK, "Весит меньше килограмма, 900 г."),
    (BACKPACK, "Дождевик идёт в комплекте."),
    (BACKPACK, "Нейлон прочный, не боится дождя."),
    (BACKPACK, "В боковой карман входит бутылка 0,5 л."),
    (VACUUM, "Работает 30 минут, заряжается 4 часа."),
    (VACUUM, "В комплекте три насадки."),
    (VACUUM, "Гарантия 24 месяца."),
    (VACUUM, "Два фильтра входят в комплект."),
    (VACUUM, "Весит 2,3 кг."),
    (VACUUM, "Аккумулятор 2,5 Ач."),
    (SHELF, "Материал: дерево и металл."),
    (SHELF, "Выдерживает книги, крепите на 2 самореза."),
    (SHELF, "Из Беларуси."),
    (SHELF, "80 см в длину, 20 см в глубину."),
    (SHELF, "Повесьте её на высоте 150 см от пола."),
    (SHELF, "Спасибо! Второй месяц висит — рады слышать."),
    (KETTLE, "Чайник на 2200 Вт закипает за четыре минуты."),
    (KETTLE, "Ручка пластиковая, не греется."),
    (KETTLE, "Китайское производство."),
    (KETTLE, "Официальная гарантия — двенадцать месяцев."),
    (KETTLE, "Инструкция лежит в коробке."),
    (KETTLE, "Держите его не ближе 20 см к краю."),
    (KETTLE, "Цена около 2000 рублей."),
    (BLANKET, "Основа — шерсть, добавлен полиэстер."),
    (BLANKET, "Двести на сто пятьдесят сантиметров."),
    (BLANKET, "Плед весит 1,2 килограмма."),
    (BLANKET, "Хлопка в составе нет."),
    (BLANKET, "Ткём в России."),
    (BLANKET, "Не линяет, ворс держится, через год как новый."),
    (BACKPACK, "Объём 25 литров, поместятся сменные вещи на 3 дня."),
    (BACKPACK, "Чехла-дождевика хватает на весь рюкзак, он в комплекте."),
    (BACKPACK, "Вьетнамская фабрика шьёт аккуратно."),
    (BACKPACK, "45 см в высоту и 30 в ширину."),
    (BACKPACK, "Почти килограмм: 900 граммов."),
    (BACKPACK, "На рост от 160 см удобен."),
    (VACUUM, "150 ватт хватает для ковра."),
    (VACUUM, "Три насадки и два фильтра."),
    (VACUUM, "Заряда хватает на 25 минут уборки."),
    (VACUUM, "Гарантия два года."),
    (VACUUM, "Пылесборник 600 мл."),
    (VACUUM, "С батареей 2500 мА·ч вес 2,3 кг."),
    (SHELF, "Дерево и металл, пластика нет."),
    (SHELF, "80х20 см."),
    (SHELF, "Два крепления в комплекте."),
    (SHELF, "Вешайте на 10 см выше стола."),
    (SHELF, "Белорусское производство, 3 кг."),
    (BACKPACK, "Нам жаль, что дождевика в комплекте не было."),
    (KETTLE, "Простите, что в комплекте не оказалось инструкции: есть она на сайте."),
    (BLANKET, "Гладьте его через хлопковую ткань."),
    (SHELF, "Протирайте полку хлопковой салфеткой."),
    (BACKPACK, "К нему подойдёт кожаный ремень."),
    (BLANKET, "Шерсть может дать усадку до 3 %."),
    (BLANKET, "Шерсть садится на 5 процентов."),
    (BLANKET, "На изделия из шерсти сейчас скидка 10 %."),
    (BLANKET, "Мы на 100 % уверены, что это шерсть."),
    (BLANKET, "Брак бывает у 1 % изделий из шерсти."),
    (KETTLE, "Раньше он стоил 2490 рублей."),
    (KETTLE, "Вы заплатили 1500 рублей, это видно в чеке."),
    (KETTLE, "В подарок положили кружку за 300 рублей."),
]


@pytest.mark.parametrize(("card", "text"), WRONG, ids=[text for _, text in WRONG])
def test_a_wrong_fact_contradicts_a_line_of_the_card(card: Card, text: str) -> None:
    (claim, *_) = find_contradictions(check_claims(text, card))

    assert claim.field
    assert claim.value
    assert text[claim.start : claim.end].strip() == claim.quote


@pytest.mark.parametrize(("card", "text"), TRUE, ids=[text for _, text in TRUE])
def test_what_the_card_says_raises_no_alarm(card: Card, text: str) -> None:
    assert not find_contradictions(check_claims(text, card))


def test_a_confirmed_claim_shows_its_field() -> None:
    (claim,) = check_claims("Мощность 2200 Вт.", KETTLE)

    assert (claim.kind, claim.verdict) == (ClaimKind.MEASURE, ClaimVerdict.CONFIRMED)
    assert (claim.field, claim.value) == ("Мощность", "2200 Вт")


def test_what_nobody_knows_is_left_out_with_its_sentence() -> None:
    text = "Здравствуйте! Уровень шума 60 дБ. Сейчас есть в наличии. Хорошего дня!"

    unknown = find_unknown(check_claims(text, VACUUM))

    assert [one.kind for one in unknown] == [ClaimKind.MEASURE, ClaimKind.AVAILABILITY]
    assert leave_out(text, unknown) == "Здравствуйте! Хорошего дня!"


def test_without_a_card_facts_are_unknown() -> None:
    (claim,) = check_claims("Состав: хлопок.", None)

    assert claim.verdict is ClaimVerdict.UNKNOWN


def test_a_yes_that_the_card_denies_is_caught() -> None:
    line = Characteristic(name="Можно мыть в посудомоечной машине", value="нет")
    card = Card(nm_id=1, name="Сковорода", characteristics=(line,))

    assert find_contradictions(check_claims("Её можно мыть в посудомоечной машине.", card))
    assert not find_contradictions(check_claims("Мыть в посудомоечной машине нельзя.", card))


CREAM = Card(
    nm_id=1,
    name="Крем для рук",
    characteristics=(
        Characteristic(name="Особенности состава", value="без сульфатов, с пантенолом"),
        Characteristic(name="Комплектация", value="крем - 1 шт., без шпателя"),
        Characteristic(name="Материал упаковки", value="картон, без пластика"),
    ),
)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Особенности состава — без сульфатов.", True),
        ("В составе нет сульфатов.", True),
        ("В составе есть сульфаты.", False),
        ("Содержит пантенол.", True),
        ("Не содержит пантенол.", False),
        ("Шпатель в комплект не входит.", True),
        ("В комплекте есть шпатель.", False),
        ("Материал упаковки — картон, без пластика.", True),
        ("Материал упаковки — пластик.", False),
    ],
)
def test_what_a_card_says_not_to_be_there_is_not_there(text: str, *, holds: bool) -> None:
    claims = check_claims(text, CREAM)

    assert claims
    assert bool(find_contradictions(claims)) is not holds


def test_each_ask_is_listed_and_what_the_answer_leaves_open_is_told() -> None:
    asks = list_asks("Какой состав и сколько весит плед?", "Состав — хлопок.")

    assert [(one.quote, one.covered) for one in asks] == [
        ("Какой состав", True),
        ("сколько весит плед", False),
    ]
    honest = list_asks("Сколько весит?", "Точных данных об этом нет, уточним.")
    assert [one.covered for one in honest] == [True]
    assert list_asks("Спасибо, всё хорошо", "И вам!") == ()


def test_seeded_errors_are_caught_and_true_drafts_pass() -> None:
    samples = make_samples()

    figures = measure_claims(samples)

    assert min(figures["claim_seeded"], figures["claim_true"]) >= 200
    assert figures["claim_recall"] >= 0.95, list(tell_misses(samples))
    assert figures["claim_false_alarms"] <= 0.05, list(tell_misses(samples))
