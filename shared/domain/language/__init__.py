"""Russian as buyers type it: words with their dictionary forms, and phrases over them.

    from shared.domain.language.tokens import read_words
    from shared.domain.language.phrases import Phrasebook

    words = read_words("Куртка не подошла, оформите возврат")
    book = Phrasebook({"refund": ["оформить ... возврат"], "misfit": ["не подойти"]})
    for hit in book.find(words):
        hit.label, hit.start, hit.end, hit.denied

`read_words` gives every word its place in the text, its sentence and clause, and all dictionary
forms (`lemmas`) and parts of speech (`kinds`) that it may have. A `Phrasebook` takes phrases by
label; `phrases.py` tells their notation. Matching is linear in the text, and typos are mended
towards the words that the book's own phrases use.
"""
