"""Signatures, wishes, thanks and a product's name say nothing; what is beside them is heard."""

import pytest

from shared.adapters.embeddings.bundled import BundledEmbedder
from shared.domain.guard.courtesy import is_courtesy
from shared.domain.guard.guardrails import Examined, find_blocks
from shared.domain.guard.judging import Judge
from shared.domain.guard.listening import find_suspects, severities_in
from shared.domain.guard.situation import Situation
from shared.domain.guard.titles import find_titles, mask_titles
from shared.domain.interaction import Channel
from shared.domain.language.tokens import read_words

REVIEW = Channel.REVIEW
BUNDLED = BundledEmbedder()
JUDGE = Judge(BUNDLED.embed)
VAGUE = "Решение остаётся за площадкой, мы ждём вместе с вами"
TITLE = "Магниевый бальзам для ног, суставов, 100 мл"


@pytest.mark.parametrize(
    "text",
    [
        "С уважением,VELMA SORI",
        "С уважением, ваша команда Вельма",
        "С любовью и заботой, Анна",
        "Берегите себя и будьте здоровы",
        "Желаем вам крепкого здоровья",
        "Хорошего вам дня",
        "Всего вам самого доброго",
        "Носите с удовольствием",
        "Радуйте нас своими отзывами и будьте здоровы",
        "Марина, благодарим вас за покупку и добрый отзыв",
        "Обращайтесь снова — мы ценим каждого нашего покупателя",
    ],
)
def test_formulas_with_a_short_name_say_nothing(text: str) -> None:
    assert is_courtesy(text, read_words(text))
    assert find_blocks(JUDGE.check(REVIEW, f"Спасибо за отзыв! {text}")) == ()


@pytest.mark.parametrize(
    "text",
    [
        "С уважением вернём вам деньги",
        "С уважением, Деньги Ваши",
        "С УВАЖЕНИЕМ, ВСЁ ВОРОТИМ",
        "С уважением, бесплатный ремонт",
        "С уважением, Мария из Телеграм",
        "С уважением, пять тысяч вам",
        "Будьте здоровы без таблеток",
        "Не желаем вам здоровья",
        "Носите с удовольствием наш лечебный пояс",
        "Спасибо за отзыв, подарок ваш",
        "Хорошего дня и новых глаз",
        "С уважением, Анна Борис Вельма Сори Марина",
        "Кошелёк ваш не пострадает",
    ],
)
def test_whatever_says_more_is_heard(text: str) -> None:
    assert not is_courtesy(text, read_words(text))


def test_a_name_below_a_signature_is_part_of_it() -> None:
    assert "sori" not in heard("Спасибо за отзыв!\nС уважением,\nVelma Sori")


def test_a_title_is_taken_from_its_first_word_on() -> None:
    assert masked("спасибо за отзыв о магниевом бальзаме для ног от velma") == (
        "спасибо за отзыв о продукт от velma"
    )
    assert masked("поможет для суставов и ног") == "поможет для суставов и ног"
    assert masked("магниевая ванна") == "магниевая ванна"


def test_what_is_said_of_a_named_product_is_still_forbidden() -> None:
    situation = Situation(titles=(TITLE, "VELMA SORI"))

    assert find_blocks(JUDGE.check(REVIEW, "Магниевый бальзам вылечит артрит.", situation))


def test_naming_the_product_in_thanks_is_no_claim() -> None:
    text = "Спасибо за ваш отзыв о магниевом бальзаме для ног от VELMA SORI."

    assert find_blocks(JUDGE.check(REVIEW, text, Situation(titles=(TITLE, "VELMA SORI")))) == ()


def test_the_beginning_of_a_long_sentence_is_not_taken_for_all_of_it() -> None:
    judge = Judge(lambda texts: BUNDLED.embed(["вернем вам все деньги на карту"] * len(texts)))
    rest = ", а коробку и ленту выбирали наши мастера, которым важна каждая мелочь" * 2

    assert find_blocks(judge.check(REVIEW, VAGUE))
    assert find_blocks(judge.check(REVIEW, f"{VAGUE}{rest}")) == ()
    assert find_blocks(judge.check(REVIEW, f"{VAGUE}{rest}", thorough=True))


@pytest.mark.parametrize(
    "text",
    [
        "Готовы прислать копию сертификата и протокол испытаний ткани.",
        "Сможем предоставить сертификаты соответствия на эту партию.",
        "Стараемся вернуть вам радость от заказов.",
        "Пусть наши свечи приносят вам тепло.",
    ],
)
def test_papers_and_good_feelings_are_no_promise(text: str) -> None:
    assert find_blocks(JUDGE.check(REVIEW, text, Situation(words="Красиво"))) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Готовы прислать подарочный сертификат, его копия у вас.",
        "Сможем предоставить сертификат на следующую покупку.",
        "Готовы прислать копию сертификата и скидку.",
        "Можете вернуть товар с радостью.",
    ],
)
def test_a_gift_among_papers_is_one(text: str) -> None:
    assert find_blocks(JUDGE.check(REVIEW, text, Situation(words="Красиво")))


def masked(text: str) -> str:
    words = read_words(text)
    return mask_titles(text, words, find_titles(words, (TITLE,)))


def heard(text: str) -> str:
    suspicion = find_suspects(severities_in(REVIEW, returns=True), text, Examined(()))
    return " ".join(one.stretch.text for one in suspicion.suspects)
