import { useEffect, useState } from 'preact/hooks'

type Take = (files: File[]) => void

interface FileDrop {
  /** Whether files hang over the place. */
  over: boolean
  place: {
    onDragOver: (event: DragEvent) => void
    onDragLeave: (event: DragEvent) => void
    onDrop: (event: DragEvent) => void
  }
}

/** A place to drop files on; without `take` it takes none. */
export function useFileDrop(take: Take | null): FileDrop {
  const [over, setOver] = useState(false)
  useEffect(() => {
    window.addEventListener('dragover', refuseFiles)
    window.addEventListener('drop', refuseFiles)
    return () => {
      window.removeEventListener('dragover', refuseFiles)
      window.removeEventListener('drop', refuseFiles)
    }
  }, [])
  const onDragOver = (event: DragEvent): void => {
    if (!take || !carriesFiles(event.dataTransfer)) return
    event.preventDefault()
    setOver(true)
  }
  const onDragLeave = ({ currentTarget, relatedTarget }: DragEvent): void => {
    const inside = currentTarget instanceof Node && relatedTarget instanceof Node
    if (!inside || !currentTarget.contains(relatedTarget)) setOver(false)
  }
  const onDrop = (event: DragEvent): void => {
    setOver(false)
    if (!take || !carriesFiles(event.dataTransfer)) return
    event.preventDefault()
    take([...(event.dataTransfer?.files ?? [])])
  }
  return { over: over && take !== null, place: { onDragOver, onDragLeave, onDrop } }
}

/** Files on the clipboard, unless they are only a picture of words that are there too. */
export function pastedFiles(data: DataTransfer | null): File[] {
  if (!data) return []
  const words = data.types.includes('text/plain') && data.types.includes('text/html')
  return words ? [] : [...data.files]
}

/** A file that misses its place would take the page's. */
function refuseFiles(event: DragEvent): void {
  if (event.defaultPrevented || !carriesFiles(event.dataTransfer)) return
  event.preventDefault()
  if (event.dataTransfer) event.dataTransfer.dropEffect = 'none'
}

function carriesFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') ?? false
}
