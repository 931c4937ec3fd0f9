import { useState } from 'preact/hooks'
import { longDay, millis } from '../domain/dates'
import { money } from '../words/plural'
import { context as words } from '../words/context'
import { inbox } from '../words/ru'
import { Icon } from '../ui/Icon'
import { PhotoDialog } from '../ui/later'
import { Picture } from '../ui/Picture'
import { Block, Fact } from './Block'
import styles from './ProductBlock.module.css'
import type { Product, ProductCard } from '../api/types'

interface Props {
  product: Product
  card: ProductCard | null
}

const cardAddress = (nm: number): string => `https://www.wildberries.ru/catalog/${nm}/detail.aspx`

/** Opens only where the card says that there is a picture. */
function ProductPhoto({ thumb, whole }: { thumb: string | null; whole: string | null }) {
  const [open, setOpen] = useState(false)
  if (whole === null) {
    return (
      <span class={styles.photo}>
        <Picture src={thumb} alt="" />
      </span>
    )
  }
  return (
    <>
      <button type="button" class={styles.photo} onClick={() => setOpen(true)}>
        <Picture src={thumb} alt={words.photo} />
      </button>
      {open && <PhotoDialog title={words.photo} src={whole} onClose={() => setOpen(false)} />}
    </>
  )
}

export function ProductBlock({ product, card }: Props) {
  const facts: [string, string][] = [
    [words.nm, String(product.nm_id)],
    [words.article, product.article],
    [words.brand, product.brand || (card?.brand ?? '')],
    [words.size, product.size],
    [words.color, product.color],
  ]
  return (
    <Block title={words.product}>
      <div class={styles.product}>
        <ProductPhoto thumb={product.photo} whole={card?.photo?.full ?? null} />
        <div class={styles.words}>
          <p class={styles.name}>
            {product.name || (card?.name ?? '') || inbox.noProduct(product.nm_id)}
          </p>
          <a
            class={styles.link}
            href={cardAddress(product.nm_id)}
            target="_blank"
            rel="noopener noreferrer"
          >
            {words.openCard}
            <Icon name="link" size={14} />
          </a>
        </div>
      </div>
      {card?.price && (
        <Fact name={words.price}>
          {money(card.price.roubles)}{' '}
          <span class={styles.soft}>{words.priceOn(longDay(millis(card.price.noted_at)))}</span>
        </Fact>
      )}
      {facts.map(
        ([name, value]) =>
          value && (
            <Fact key={name} name={name}>
              {value}
            </Fact>
          ),
      )}
      {card && (card.characteristics.length > 0 || card.description) && (
        <details class={styles.more}>
          <summary>{words.characteristics}</summary>
          {card.characteristics.map((line) => (
            <Fact key={line.name} name={line.name}>
              {line.value}
            </Fact>
          ))}
          {card.description && <p class={styles.description}>{card.description}</p>}
        </details>
      )}
    </Block>
  )
}
