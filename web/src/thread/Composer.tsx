import { useEffect, useId, useRef } from 'preact/hooks'
import { whyHeld } from '../domain/attachments'
import { finalText, measureLength } from '../domain/limits'
import { cutPieces } from '../domain/spans'
import { gapFindings } from '../domain/templates'
import { attach } from '../words/files'
import { common } from '../words/ru'
import { composer as words } from '../words/thread'
import { Button } from '../ui/Button'
import { Chip } from '../ui/Chip'
import { Problems } from '../ui/Problems'
import { AttachButton, Attachments, AttachmentState } from './Attachments'
import { ClaimChips } from './DraftFacts'
import { Findings } from './Findings'
import { PromoButton } from './PromoButton'
import { LaterMenu } from './LaterMenu'
import { pastedFiles, useFileDrop } from './fileDrop'
import { useTemplates } from './useTemplates'
import styles from './Composer.module.css'
import type { ComponentChildren, RefObject } from 'preact'
import type { Draft, Finding, Interaction, Row } from '../api/types'
import type { Attachment, FileLimits } from '../domain/attachments'
import type { ComposerPhase, TextOrigin } from '../state/composer'
import type { Words } from '../state/drafts'

interface Props {
  item: Interaction
  words: Words
  files: readonly Attachment[]
  origin: TextOrigin
  phase: ComposerPhase
  remarks: readonly Finding[]
  claims: Draft['claims']
  onEdit: (text: string) => void
  onRewrite: (finding: Finding) => void
  /** `go`: on to the next item afterwards. */
  onSend: (confirm: boolean, sendAt: string | null, go?: boolean) => void
  onAttach: (files: readonly File[], limits: FileLimits) => void
  onAttachAgain: (key: number, limits: FileLimits) => void
  onDetach: (key: number) => void
}

export function Composer(props: Props) {
  const { item, words: written, files, origin, phase, remarks, onEdit, onSend, onRewrite } = props
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  const { text } = written
  const length = measureLength(text, item.can.limits)
  const busy = phase.kind === 'sending'
  const refused = phase.kind === 'refused' ? phase : null
  const limits = item.can.files
  const held = whyHeld(files)
  const fits = length.fits || (files.length > 0 && finalText(text) === '')
  const templates = useTemplates({ item, text, busy, field, onEdit })
  const ready = fits && !busy && held === null && templates.gaps.length === 0
  const passable = refused?.passable ?? false
  const send = (go: boolean): void => {
    if (ready) onSend(passable, refused?.sendAt ?? null, go)
  }
  const take = limits && !busy ? (added: File[]) => props.onAttach(added, limits) : null
  const drop = useFileDrop(take)
  useFit(field, text)
  return (
    <form
      class={styles.composer}
      data-refused={refused !== null}
      data-over={drop.over}
      {...drop.place}
      onSubmit={(event) => {
        event.preventDefault()
        send(false)
      }}
    >
      <Head item={item} id={id} origin={origin}>
        {limits && (
          <AttachButton
            limits={limits}
            disabled={busy}
            onAttach={(chosen) => props.onAttach(chosen, limits)}
          />
        )}
        {templates.button}
      </Head>
      {templates.list}
      <div class={styles.box}>
        <Marks
          text={text}
          findings={[...(refused?.findings ?? remarks), ...gapFindings(templates.gaps)]}
        />
        <textarea
          ref={field}
          id={id}
          data-composer
          rows={1}
          value={text}
          readOnly={busy}
          placeholder={words.placeholder}
          aria-invalid={refused !== null || length.level === 'bad'}
          aria-describedby={`${id}-length ${id}-problems ${id}-files`}
          {...templates.aria}
          onInput={(event) => {
            onEdit(event.currentTarget.value)
            templates.look(event.currentTarget)
          }}
          onBlur={templates.leave}
          onPaste={(event) => {
            const pasted = take ? pastedFiles(event.clipboardData) : []
            if (pasted.length === 0) return
            event.preventDefault()
            take?.(pasted)
          }}
          onKeyDown={(event) => {
            if (templates.press(event)) return
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
            event.preventDefault()
            send(!event.shiftKey)
          }}
        />
        {drop.over && <p class={styles.drop}>{attach.drop}</p>}
      </div>
      {limits && (
        <>
          <Attachments
            files={files}
            locked={busy}
            onAgain={(key) => props.onAttachAgain(key, limits)}
            onRemove={props.onDetach}
          />
          <AttachmentState id={`${id}-files`} files={files} held={held} />
        </>
      )}
      {templates.held}
      <Problems id={`${id}-problems`} message={phase.kind === 'failed' ? phase.message : null}>
        {refused && <Findings text={text} {...refused} onRewrite={onRewrite} />}
      </Problems>
      <div role="group" aria-live="polite" aria-label={words.remarks}>
        {!refused && remarks.length > 0 && (
          <Findings
            text={text}
            findings={remarks}
            passable={remarks.every(({ severity }) => severity === 'warn')}
            message=""
            onRewrite={onRewrite}
          />
        )}
      </div>
      <ClaimChips label={words.claims} claims={props.claims} />
      <footer class={styles.foot}>
        <span id={`${id}-length`} class={styles.length} data-level={length.level}>
          {length.text || <kbd class={styles.hint}>{words.hint}</kbd>}
        </span>
        <PromoButton promo={item.promo ?? null} text={text} disabled={busy} onEdit={onEdit} />
        <Reach row={item.row} />
        {!refused && <LaterMenu disabled={!ready} onChoose={(at) => onSend(false, at)} />}
        <Button type="submit" look="primary" icon="send" disabled={!ready}>
          {busy ? words.sending : passable ? words.anyway : words.send}
        </Button>
      </footer>
    </form>
  )
}

interface HeadProps {
  item: Interaction
  /** The field that the heading names. */
  id: string
  origin: TextOrigin
  children: ComponentChildren
}

/** Who will see the words, said where they are sent. */
function Reach({ row: { source, channel } }: { row: Row }) {
  if (source === 'demo') return <Chip tone="warning">{words.example}</Chip>
  return <Chip>{channel === 'chat' ? words.private : words.public}</Chip>
}

/** To whom the words go and where they come from. */
function Head({ item: { row, source }, id, origin, children }: HeadProps) {
  return (
    <header class={styles.head}>
      <label for={id}>{words.label(row.channel, source.buyer || common.buyer)}</label>
      {origin !== 'own' && (
        <span class={styles.origin}>
          {origin === 'draft' ? words.originDraft : words.originEdited}
        </span>
      )}
      {children}
    </header>
  )
}

/** The words under the field once more, with those underlined that something is said of. */
function Marks({ text, findings }: { text: string; findings: readonly Finding[] }) {
  if (findings.length === 0) return null
  return (
    <div class={styles.mirror} aria-hidden="true">
      {cutPieces(text, findings).map((piece, at) =>
        piece.severity ? (
          <mark key={at} data-severity={piece.severity}>
            {piece.text}
          </mark>
        ) : (
          <span key={at}>{piece.text}</span>
        ),
      )}
    </div>
  )
}

/** As high as the text, between the bounds that the style sheet gives, however wide the field is. */
function useFit(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useEffect(() => {
    const fit = (): void => grow(field.current)
    fit()
    window.addEventListener('resize', fit)
    return () => window.removeEventListener('resize', fit)
  }, [field, text])
}

function grow(field: HTMLTextAreaElement | null): void {
  if (!field) return
  field.style.blockSize = 'auto'
  field.style.blockSize = `${field.scrollHeight + 2}px`
}
